"""The book: postings written once by `cases.record`, and the sums read from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from onward.domain.events import Recorded
from onward.domain.ids import CaseId
from onward.domain.ledger import PAYABLES, Book, Entry
from onward.domain.money import Money
from onward.store import sql
from onward.store.rows import from_ms, to_ms
from onward.store.trips import Write

_NAMES = ("id", "event_id", "case_id", "memo", "book", "amount_minor", "currency", "at")
_INSERT = sql.insert("postings", _NAMES)


@dataclass(frozen=True, slots=True)
class Posted:
    """One line of the book as it stands."""

    event_id: str
    memo: str
    book: Book
    amount: Money
    at: datetime


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
    rows = await sql.fetch("SELECT * FROM postings WHERE case_id = ? ORDER BY at, id", [case_id])
    return [
        Posted(
            row["event_id"],
            row["memo"],
            Book(row["book"]),
            Money(row["amount_minor"], row["currency"]),
            from_ms(row["at"]),
        )
        for row in rows
    ]


async def owed(case_id: CaseId) -> dict[Book, int]:
    """What a case still owes, per payable account, in minor units; empty when it owes nothing."""
    books = [book.value for book in PAYABLES]
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
