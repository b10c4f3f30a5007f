"""What a person's past claims say."""

from dataclasses import dataclass
from datetime import datetime

from onward.domain.ids import AccountId
from onward.store import sql
from onward.store.rows import to_ms

_LATELY = (
    "SELECT (SELECT count(*) FROM claims k JOIN matches m ON m.id = k.match_id "
    "WHERE m.buyer_id = ? AND k.opened_at >= ? AND k.by_policy AND k.resolution = 'REFUND') "
    "AS granted, (SELECT count(*) FROM claims k JOIN matches m ON m.id = k.match_id "
    "WHERE m.buyer_id = ? AND k.opened_at >= ? AND k.outcome <> 'RECALLED') AS made"
)
_RETURNED = (
    "SELECT c.id FROM purchases p JOIN order_lines l ON l.order_id = p.id "
    "JOIN cases c ON c.line_id = l.id WHERE p.case_id = ? "
    "AND c.stage NOT IN ('CANCELED', 'EXPIRED') LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Lately:
    """Claims of a buyer: those that policy granted at once, and all they made of their own accord,
    which sending back what was called back is not."""

    granted: int
    made: int


async def lately(account_id: AccountId, granted_since: datetime, made_since: datetime) -> Lately:
    """Inside a transaction this buyer makes no other claim until it ends."""
    if sql.in_transaction_now() and not sql.on_sqlite():
        await sql.fetch("SELECT id FROM accounts WHERE id = ? FOR UPDATE", [account_id])
    times = to_ms(granted_since), to_ms(made_since)
    row = await sql.fetch_one(_LATELY, [account_id, times[0], account_id, times[1]])
    return Lately(row["granted"], row["made"]) if row else Lately(0, 0)


async def is_returned(case_id: str) -> bool:
    """Whether what this case sold comes back as a return of its buyer's own."""
    return await sql.fetch_one(_RETURNED, [case_id]) is not None
