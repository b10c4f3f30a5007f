"""The book: postings written once by `cases.record` and never touched again, and what is read from
them. Whether all of it is in order is for `audits`."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from onward.domain.events import Recorded
from onward.domain.ids import AccountId, CaseId
from onward.domain.ledger import EVEN_AT_CLOSE, Book, Entry
from onward.domain.money import Money
from onward.domain.statements import Posted
from onward.store import sql
from onward.store.rows import from_ms, to_ms
from onward.store.trips import Write

_NAMES = ("id", "event_id", "case_id", "memo", "book", "amount_minor", "currency", "at")
_INSERT = sql.insert("postings", _NAMES)


def posted_by(caused: Sequence[tuple[Recorded, Sequence[Entry]]], at: datetime) -> Write:
    """The postings that these events caused; for the transaction that records them."""
    rows: list[list[object]] = []
    for event, entries in caused:
        lines = [(entry.memo, posting) for entry in entries for posting in entry.postings]
        for number, (memo, posting) in enumerate(lines):
            money = posting.amount
            row = [f"{event.id}:{number}", event.id, event.case_id, memo, posting.book.value]
            rows.append([*row, money.minor, money.currency, to_ms(at)])
    return Write(_INSERT, rows)


async def of_case(case_id: CaseId) -> list[Posted]:
    """All lines of a case, in the order they were written."""
    rows = await sql.fetch("SELECT * FROM postings WHERE case_id = ?", [case_id])
    return _in_order(rows)


async def between(
    since: datetime, until: datetime, after: tuple[int, str] | None, limit: int
) -> list[Posted]:
    """The lines of the next `limit` events that posted from `since` to before `until`, whole
    entries all; `after` is where the last such page ended (instant in ms, event id)."""
    behind, values = "", [to_ms(since), to_ms(until)]
    if after:
        behind, values = "AND (at, event_id) > (?, ?) ", [*values, *after]  # type: ignore[list-item]
    events = await sql.fetch(
        "SELECT DISTINCT at, event_id FROM postings WHERE at >= ? AND at < ? "
        f"{behind}ORDER BY at, event_id LIMIT ?",
        [*values, limit],
    )
    ids = [row["event_id"] for row in events]
    rows = await sql.fetch(f"SELECT * FROM postings WHERE event_id IN ({sql.marks(len(ids))})", ids)
    return _in_order(rows)


async def sums_between(since: datetime, until: datetime) -> list[tuple[Book, Money]]:
    """What moved in each account and currency in that time."""
    rows = await sql.fetch(
        "SELECT book, currency, sum(amount_minor) AS total FROM postings "
        "WHERE at >= ? AND at < ? GROUP BY book, currency ORDER BY book, currency",
        [to_ms(since), to_ms(until)],
    )
    return [(Book(row["book"]), Money(int(row["total"]), row["currency"])) for row in rows]


async def cases_of(account_id: AccountId) -> list[CaseId]:
    """The cases in which this account returned or bought, the oldest first."""
    rows = await sql.fetch(
        "SELECT id FROM cases WHERE returner_id = ? OR id IN "
        "(SELECT case_id FROM purchases WHERE buyer_id = ?) ORDER BY opened_at, id",
        [account_id, account_id],
    )
    return [row["id"] for row in rows]


def place_of(line: Posted) -> tuple[int, str]:
    """Where a page that ends with this line ends."""
    return to_ms(line.at), line.event_id


async def owed(case_id: CaseId) -> dict[Book, int]:
    """What a case cannot end with: what it still owes, and what hangs with a bank, per account in
    minor units; empty when there is nothing."""
    books = [book.value for book in EVEN_AT_CLOSE]
    rows = await sql.fetch(
        f"SELECT book, sum(amount_minor) AS total FROM postings "
        f"WHERE case_id = ? AND book IN ({sql.marks(len(books))}) GROUP BY book",
        [case_id, *books],
    )
    return {Book(row["book"]): int(row["total"]) for row in rows if row["total"]}


async def totals() -> list[tuple[str, str, int]]:
    """(account, currency, sum) of the whole book; the sums of each currency are zero."""
    rows = await sql.fetch(
        "SELECT book, currency, sum(amount_minor) AS total FROM postings "
        "GROUP BY book, currency ORDER BY book, currency"
    )
    return [(row["book"], row["currency"], int(row["total"])) for row in rows]


def _in_order(rows: Iterable[dict[str, Any]]) -> list[Posted]:
    written = sorted(rows, key=lambda row: (row["at"], row["event_id"], _number(row["id"])))
    return [
        Posted(
            row["event_id"],
            row["case_id"],
            row["memo"],
            Book(row["book"]),
            Money(row["amount_minor"], row["currency"]),
            from_ms(row["at"]),
        )
        for row in written
    ]


def _number(posting_id: str) -> int:
    """The lines of an event are numbered in the order of its entries."""
    return int(posting_id.rpartition(":")[2])
