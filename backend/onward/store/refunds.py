"""Refunds across cases: what of a charge is given back or on its way, and whose time has come."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from onward.domain.ids import CaseId, ChargeId, RefundId
from onward.domain.life import RefundStatus
from onward.store import sql
from onward.store.rows import to_ms

_NOT_TAKEN = f"('{RefundStatus.ESTIMATED}', '{RefundStatus.CANCELED}')"
_WAITS = "SELECT case_id FROM refunds WHERE status = 'ESTIMATED' AND due_at <= ?"
_HELD = (
    "SELECT case_id FROM refunds WHERE status = 'ON_HOLD' AND held_until <= ? "
    "AND held_because <> 'CHARGEBACK'"
)
_FAILED = (
    "SELECT case_id FROM refunds WHERE status = 'FAILED' AND credit_offered_at IS NULL "
    "AND tries {tries} ? AND submitted_at <= ?"
)


async def case_of(refund_id: str) -> CaseId | None:
    row = await sql.fetch_one("SELECT case_id FROM refunds WHERE id = ?", [refund_id])
    return row["case_id"] if row else None


async def taken_of(charge_id: ChargeId, besides: RefundId) -> int:
    """Minor units of a charge that other refunds gave back, or are about to."""
    row = await sql.fetch_one(
        "SELECT CAST(coalesce(sum(net_minor + tax_minor - coalesce(fee_minor, 0)), 0) AS bigint) "
        f"AS taken FROM refunds WHERE charge_id = ? AND id <> ? AND status NOT IN {_NOT_TAKEN}",
        [charge_id, besides],
    )
    return int(row["taken"]) if row else 0


async def due(
    now: datetime, start_by: datetime, gaps: Sequence[timedelta], limit: int
) -> list[CaseId]:
    """Cases with a refund that waited long enough: for a parcel, where the law's day comes by
    `start_by`; on hold, until now; failed, so long as its try has a gap after it."""
    parts, values = [_WAITS, _HELD], [to_ms(start_by), to_ms(now)]
    for tries, gap in enumerate(gaps, 1):
        parts.append(_FAILED.format(tries="="))
        values += [tries, to_ms(now - gap)]
    parts.append(_FAILED.format(tries=">"))
    values += [len(gaps), to_ms(now)]
    rows = await sql.fetch(f"{' UNION '.join(parts)} LIMIT ?", [*values, limit])
    return [row["case_id"] for row in rows]
