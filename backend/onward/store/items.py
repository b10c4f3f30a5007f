"""The catalogue as people look through it for something to wait for."""

from onward.domain.listings import Listing
from onward.domain.shop import Variant
from onward.store import meeting, sql
from onward.store.mappings import LISTINGS, VARIANTS
from onward.store.words import matching


async def found(search: str | None, after: str | None, limit: int) -> list[Variant]:
    """Variants that have a price, by title, colour and size; `after` is the id of the last one of
    the page before. Every word of a search is in one of those three."""
    where, values = ["price_minor > 0"], list[object]()
    if search:
        found_by, said = matching(search)
        where += found_by
        values += said
    if after:
        last = "(SELECT title, colour, size, id FROM variants WHERE id = ?)"
        where.append(f"(title, colour, size, id) > {last}")
        values.append(after)
    rows = await sql.fetch(
        f"SELECT * FROM variants WHERE {' AND '.join(where)} "
        "ORDER BY title, colour, size, id LIMIT ?",
        [*values, limit],
    )
    return [VARIANTS.read(row) for row in rows]


async def sizes_of(variant: Variant, most: int) -> list[Variant]:
    """The same product in the same colour, this size among them."""
    rows = await sql.fetch(
        "SELECT * FROM variants WHERE product_id = ? AND colour = ? ORDER BY size, id LIMIT ?",
        [variant.product_id, variant.colour, most],
    )
    return [VARIANTS.read(row) for row in rows]


async def cheapest_live(variant_id: str) -> Listing | None:
    """The piece of a variant that can be bought now for least."""
    row = await sql.fetch_one(
        f"SELECT g.* FROM listings g WHERE {meeting.FOR_ANYBODY} AND g.variant_id = ? "
        "ORDER BY g.price_minor, g.listed_at, g.id LIMIT 1",
        [variant_id],
    )
    return LISTINGS.read(row) if row else None
