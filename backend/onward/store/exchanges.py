"""What an exchange is chosen from, and which case an open-box piece is held for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from onward.domain.exchanges import ExchangeFrom
from onward.domain.ids import CaseId
from onward.domain.listings import Listing
from onward.domain.shop import Variant
from onward.store import meeting, sql
from onward.store.mappings import LISTINGS, VARIANTS
from onward.store.rows import from_ms, to_ms

_MOST = 200


@dataclass(frozen=True, slots=True)
class OnOffer:
    """An opened piece that can be had, and how often it was passed on."""

    listing: Listing
    hops: int


async def of_product(variant: Variant) -> list[Variant]:
    """The other sizes and colours of the same product."""
    rows = await sql.fetch(
        "SELECT * FROM variants WHERE product_id = ? AND id <> ? ORDER BY id LIMIT ?",
        [variant.product_id, variant.id, _MOST],
    )
    return [VARIANTS.read(row) for row in rows]


async def on_offer(variant_ids: Sequence[str], now: datetime) -> list[OnOffer]:
    """What can be had opened of these variants now, the cheapest first and the oldest of those."""
    if not variant_ids:
        return []
    rows = await sql.fetch_raw(
        f"SELECT {LISTINGS.columns('g')}, u.hops FROM listings g JOIN units u ON u.id = g.unit_id "
        f"WHERE {meeting.FOR_ANYBODY} AND g.ends_at > ? "
        f"AND g.variant_id IN ({sql.marks(len(variant_ids))}) "
        "ORDER BY g.price_minor, g.listed_at, g.id LIMIT ?",
        [to_ms(now), *variant_ids, _MOST],
    )
    return [OnOffer(LISTINGS.read_at(row), tuple(row)[-1]) for row in rows]


async def case_of_order(order_id: str) -> CaseId | None:
    """Whose exchange this order is."""
    row = await sql.fetch_one("SELECT case_id FROM exchanges WHERE order_id = ?", [order_id])
    return CaseId(row["case_id"]) if row else None


async def fresh(order_ids: Sequence[str]) -> frozenset[str]:
    """Those of these orders that brought a fresh piece in exchange."""
    if not order_ids:
        return frozenset()
    rows = await sql.fetch(
        "SELECT order_id FROM exchanges WHERE source = ? "
        f"AND order_id IN ({sql.marks(len(order_ids))})",
        [ExchangeFrom.STOCK.value, *order_ids],
    )
    return frozenset(row["order_id"] for row in rows)


async def held_until(order_id: str) -> datetime | None:
    """How long an open-box piece is held for this order."""
    row = await sql.fetch_one("SELECT until FROM matches WHERE purchase_id = ?", [order_id])
    return from_ms(row["until"]) if row else None
