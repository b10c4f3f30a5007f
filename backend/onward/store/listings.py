"""The open-box shop as it is read: listings page by page, matches and purchases by person."""

from collections.abc import Sequence

from onward.domain.listings import Listing, Purchase
from onward.domain.shop import Order, OrderKind
from onward.domain.story import Story
from onward.store import meeting, reads, sql
from onward.store.mappings import LISTINGS, PURCHASES
from onward.store.words import matching


async def read(listing_id: str) -> Listing | None:
    row = await sql.fetch_one("SELECT * FROM listings WHERE id = ?", [listing_id])
    return LISTINGS.read(row) if row else None


async def live(before: tuple[int, str] | None, limit: int, search: str | None) -> list[Listing]:
    """What can be bought now, newest first, behind a keyset cursor (listed_at in ms, id)."""
    where, values = [meeting.FOR_ANYBODY], list[object]()
    if before:
        where.append("(g.listed_at, g.id) < (?, ?)")
        values += [*before]
    if search:
        found_by, said = matching(search, "v.")
        where += found_by
        values += said
    rows = await sql.fetch(
        f"SELECT g.* FROM listings g JOIN variants v ON v.id = g.variant_id "
        f"WHERE {' AND '.join(where)} ORDER BY g.listed_at DESC, g.id DESC LIMIT ?",
        [*values, limit],
    )
    return [LISTINGS.read(row) for row in rows]


async def live_of_variant(variant_id: str, limit: int) -> list[Listing]:
    """What can be bought now of a variant, the longest on offer first."""
    rows = await sql.fetch(
        f"SELECT g.* FROM listings g WHERE {meeting.FOR_ANYBODY} AND g.variant_id = ? "
        "ORDER BY g.listed_at, g.id LIMIT ?",
        [variant_id, limit],
    )
    return [LISTINGS.read(row) for row in rows]


async def still_live(listing_ids: Sequence[str]) -> set[str]:
    """Those among these that can be bought now."""
    rows = await sql.fetch_among(
        "SELECT id FROM listings WHERE status = 'LIVE' AND id IN ({})", listing_ids
    )
    return {row["id"] for row in rows}


async def live_of_product(variant_id: str, limit: int) -> list[Listing]:
    """What is on offer of the same product in other sizes and colours."""
    rows = await sql.fetch(
        "SELECT g.* FROM variants mine JOIN variants v ON v.product_id = mine.product_id "
        "JOIN listings g ON g.variant_id = v.id WHERE mine.id = ? AND v.id <> mine.id "
        f"AND {meeting.FOR_ANYBODY} ORDER BY g.listed_at, g.id LIMIT ?",
        [variant_id, limit],
    )
    return [LISTINGS.read(row) for row in rows]


async def purchase(purchase_id: str) -> Purchase | None:
    row = await sql.fetch_one("SELECT * FROM purchases WHERE id = ?", [purchase_id])
    return PURCHASES.read(row) if row else None


async def sold_as(order: Order) -> tuple[Story, Purchase] | None:
    """The case that sold the piece, with the purchase that the order is; None of the shop's own."""
    if order.kind is OrderKind.SHOP:
        return None
    bought = await purchase(order.id)
    before = await reads.story(bought.case_id) if bought else None
    return (before, bought) if before and bought else None


async def purchases_of(
    account_id: str, before: tuple[int, str] | None, limit: int
) -> list[Purchase]:
    """A buyer's purchases, newest first, behind a keyset cursor (placed_at in ms, id)."""
    where, values = "buyer_id = ?", [account_id]
    if before:
        where += " AND (placed_at, id) < (?, ?)"
        values += [*before]  # type: ignore[list-item]
    statement = f"SELECT * FROM purchases WHERE {where} ORDER BY placed_at DESC, id DESC LIMIT ?"
    return [PURCHASES.read(row) for row in await sql.fetch(statement, [*values, limit])]
