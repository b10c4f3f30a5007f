"""Store credit: what a person has of it, and the rule that nobody spends it twice."""

from collections.abc import Sequence

from onward.domain.credits import Credit, Moved
from onward.domain.ids import AccountId
from onward.domain.money import Money
from onward.store import sql
from onward.store.mappings import CREDITS
from onward.store.trips import Write

# Whoever spends waits for whoever is spending: both touch their account's row first. Only then is
# the sum looked at, in a statement of its own, so that it sees what the other one wrote.
_WAIT = "UPDATE accounts SET role = role WHERE id = ?"
HAS_IT = (
    "UPDATE accounts SET role = role WHERE id = ? AND 0 <= "
    "(SELECT coalesce(sum(amount_minor), 0) FROM credits WHERE account_id = ? AND currency = ?)"
)


async def balances(account_id: AccountId) -> tuple[Money, ...]:
    """What somebody has left, one amount a currency; none of nothing."""
    rows = await sql.fetch(
        "SELECT currency, CAST(sum(amount_minor) AS bigint) AS minor FROM credits "
        "WHERE account_id = ? GROUP BY currency HAVING sum(amount_minor) <> 0 ORDER BY currency",
        [account_id],
    )
    return tuple(Money(row["minor"], row["currency"]) for row in rows)


async def moves_of(
    account_id: AccountId, before: tuple[int, str] | None, limit: int
) -> list[Moved]:
    """What came and went, newest first, behind a keyset cursor (at in ms, id)."""
    where, values = "c.account_id = ?", [account_id]
    if before:
        where += " AND (c.at, c.id) < (?, ?)"
        values += [*before]  # type: ignore[list-item]
    rows = await sql.fetch(
        "SELECT c.*, l.title, k.returner_id FROM credits c JOIN cases k ON k.id = c.case_id "
        f"JOIN order_lines l ON l.id = k.line_id WHERE {where} "
        "ORDER BY c.at DESC, c.id DESC LIMIT ?",
        [*values, limit],
    )
    return [
        Moved(CREDITS.read(row), row["title"], returned=row["returner_id"] == account_id)
        for row in rows
    ]


def waited_for(credits_written: Sequence[Credit]) -> list[Write]:
    """What comes before rows that spend: their accounts, one after the other."""
    return [
        Write(_WAIT, [[account_id]], must_touch=1, looks=True)
        for account_id in sorted({one.account_id for one in _spent(credits_written)})
    ]


def covered(credits_written: Sequence[Credit]) -> list[Write]:
    """What comes after them: nobody has less than nothing."""
    return [
        Write(
            HAS_IT,
            [[one.account_id, one.account_id, one.amount.currency]],
            must_touch=1,
            looks=True,
        )
        for one in _spent(credits_written)
    ]


def _spent(credits_written: Sequence[Credit]) -> list[Credit]:
    return [one for one in credits_written if one.amount.minor < 0]
