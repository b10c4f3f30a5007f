"""Notices of withdrawal as they are read; they are written beside the cases they are about."""

from onward.domain.returns import ReturnCase
from onward.domain.withdrawals import Withdrawal
from onward.store import sql
from onward.store.mappings import CASES, WITHDRAWALS


async def read(withdrawal_id: str) -> Withdrawal | None:
    row = await sql.fetch_one("SELECT * FROM withdrawals WHERE id = ?", [withdrawal_id])
    return WITHDRAWALS.read(row) if row else None


async def of_order(order_id: str) -> list[Withdrawal]:
    """The latest first."""
    rows = await sql.fetch(
        "SELECT * FROM withdrawals WHERE order_id = ? ORDER BY declared_at DESC, id", [order_id]
    )
    return [WITHDRAWALS.read(row) for row in rows]


async def cases_of(withdrawal_id: str) -> list[ReturnCase]:
    """What it is about."""
    rows = await sql.fetch(
        "SELECT * FROM cases WHERE withdrawal_id = ? ORDER BY opened_at, id", [withdrawal_id]
    )
    return [CASES.read(row) for row in rows]
