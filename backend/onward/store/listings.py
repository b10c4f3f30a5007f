"""The open-box shop as it is read: listings page by page, matches and purchases by person."""

from onward.domain.listings import Listing, Purchase
from onward.store import sql
from onward.store.mappings import LISTINGS, PURCHASES


async def read(listing_id: str) -> Listing | None:
    row = await sql.fetch_one("SELECT * FROM listings WHERE id = ?", [listing_id])
    return LISTINGS.read(row) if row else None


async def live(before: tuple[int, str] | None, limit: int, search: str | None) -> list[Listing]:
    """What can be bought now, newest first, behind a keyset cursor (listed_at in ms, id)."""
    where, values = ["l.status = 'LIVE'"], []
    if before:
        where.append("(l.listed_at, l.id) < (?, ?)")
        values += [*before]
    if search:
        where.append("lower(v.title || ' ' || v.colour || ' ' || v.size) LIKE ? ESCAPE '!'")
        values.append(f"%{_escaped(search.lower())}%")
    rows = await sql.fetch(
        f"SELECT l.* FROM listings l JOIN variants v ON v.id = l.variant_id "
        f"WHERE {' AND '.join(where)} ORDER BY l.listed_at DESC, l.id DESC LIMIT ?",
        [*values, limit],
    )
    return [LISTINGS.read(row) for row in rows]


async def live_of_variant(variant_id: str, limit: int) -> list[Listing]:
    rows = await sql.fetch(
        "SELECT * FROM listings WHERE status = 'LIVE' AND variant_id = ? "
        "ORDER BY listed_at, id LIMIT ?",
        [variant_id, limit],
    )
    return [LISTINGS.read(row) for row in rows]


async def purchase(purchase_id: str) -> Purchase | None:
    row = await sql.fetch_one("SELECT * FROM purchases WHERE id = ?", [purchase_id])
    return PURCHASES.read(row) if row else None


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


def _escaped(text: str) -> str:
    for special in "!%_":
        text = text.replace(special, f"!{special}")
    return text
