"""Thank-yous of one person: earned of late, or promised in a return that may still earn one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from onward.domain.life import ENDS, RefundStatus, Stage
from onward.domain.money import Money
from onward.domain.refunds import RefundFor
from onward.store import sql
from onward.store.rows import to_ms

_LOOKING = (Stage.SEEKING.value, Stage.MATCHED.value)
_ENDS = tuple(sorted(stage.value for stage in ENDS))
# A case heads for a next owner, or looks for one; see the mapping of `heading`.
_MAY_EARN = (
    f"c.stage NOT IN ({sql.marks(len(_ENDS))}) AND "
    f"(c.heading LIKE 'P2P:%' OR c.stage IN ({sql.marks(len(_LOOKING))}))"
)
_PAID = "EXISTS (SELECT 1 FROM refunds r WHERE r.case_id = c.id AND r.purpose = ?"


@asynccontextmanager
async def one_at_a_time(account_id: str) -> AsyncIterator[None]:
    """A transaction that nobody else promises this person anything in, so that two promises made
    at once know of one another."""
    async with sql.transaction():
        if not sql.on_sqlite():
            await sql.fetch("SELECT id FROM accounts WHERE id = ? FOR UPDATE", [account_id])
        yield


async def promised(account_id: str, but: str, since: datetime, currency: str) -> Money:
    """What a person earned since then, or was promised and may yet earn, but for one case."""
    who, bonus = (account_id, but, currency), RefundFor.BONUS.value
    row = await sql.fetch_one(
        "SELECT CAST(coalesce(sum(c.bonus_minor), 0) AS bigint) AS minor FROM cases c "
        "WHERE c.returner_id = ? AND c.id <> ? AND c.currency = ? AND c.bonus_minor > 0 AND ("
        f"{_PAID} AND r.status <> ? AND r.scheduled_at > ?) OR "
        f"({_MAY_EARN} AND NOT {_PAID})))",
        [*who, bonus, RefundStatus.CANCELED.value, to_ms(since), *_ENDS, *_LOOKING, bonus],
    )
    return Money(int(row["minor"]) if row else 0, currency)
