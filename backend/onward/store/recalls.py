"""Who has a piece that was called back, or is about to get one."""

from datetime import datetime

from onward.domain.ids import CaseId
from onward.domain.shop import Variant
from onward.domain.stops import Stop, StopReason, ids_of
from onward.store import pauses, sql
from onward.store.rows import from_ms

_RECALL = f"because = '{StopReason.RECALL}'"
# The earliest recall that stands and reaches the variant `v`: whoever was told since knows.
_SINCE = (
    f"(SELECT MIN(r.at) FROM pauses r WHERE r.{_RECALL} "
    "AND r.id IN ('all', 'category:' || v.category, 'sku:' || v.sku))"
)
# As `domain.recalls.holder` has it.
_WITH_BUYER = (
    "s.destination = 'BUYER' AND (c.stage = 'IN_TRANSIT' OR ("
    "EXISTS (SELECT 1 FROM events d WHERE d.case_id = c.id AND d.kind = 'Delivered') "
    "AND NOT EXISTS (SELECT 1 FROM claims k WHERE k.case_id = c.id "
    "AND k.status = 'RESOLVED' AND k.resolution = 'RETURN_TO_WAREHOUSE')))"
)
_HANDED_ON = (
    "SELECT 1 FROM order_lines l JOIN cases n ON n.line_id = l.id "
    "WHERE l.order_id = {purchase} AND n.counted_shipment_id IS NOT NULL"
)
_UNTOLD = (
    f"SELECT c.id, {_SINCE} AS since FROM cases c JOIN variants v ON v.id = c.variant_id "
    "JOIN shipments s ON s.id = c.counted_shipment_id JOIN matches m ON m.id = s.match_id "
    f"WHERE {{reached}} AND {_WITH_BUYER} "
    f"AND NOT EXISTS ({_HANDED_ON.format(purchase='m.purchase_id')}) "
    "AND NOT EXISTS (SELECT 1 FROM events e WHERE e.case_id = c.id AND e.kind = 'Recalled' "
    f"AND e.at >= {_SINCE}) "
    f"AND EXISTS (SELECT 1 FROM pauses p WHERE p.id = ? AND p.{_RECALL}) "
    "ORDER BY c.opened_at, c.id"
)


async def since(variant: Variant) -> datetime | None:
    """Since when such a piece is called back; None where it is not."""
    ids = ids_of(variant.category, variant.sku)
    row = await sql.fetch_one(
        f"SELECT MIN(at) AS since FROM pauses WHERE {_RECALL} AND id IN ({sql.marks(len(ids))})",
        list(ids),
    )
    return from_ms(row["since"]) if row and row["since"] is not None else None


async def untold(stop: Stop, most: int | None = None) -> list[tuple[CaseId, datetime]]:
    """The cases whose piece a recall that stands has called back from a buyer who has not heard,
    with since when; the oldest `most`. None for a stop of another reason."""
    reached, values = pauses.reached(stop)
    limit = "" if most is None else " LIMIT ?"
    rows = await sql.fetch(
        _UNTOLD.format(reached=reached) + limit,
        [*values, stop.id, *([] if most is None else [most])],
    )
    return [(CaseId(row["id"]), from_ms(row["since"])) for row in rows]


async def is_handed_on(purchase_id: str) -> bool:
    """Whether the buyer handed it in again, as a return of their own."""
    return await sql.fetch_one(_HANDED_ON.format(purchase="?"), [purchase_id]) is not None
