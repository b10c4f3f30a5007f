"""The book read back: lines grouped into the entries they were written as, and summed by account;
and whose entries a person may be shown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from onward.domain.events import Recorded
from onward.domain.halves import buyers_half, returners_half
from onward.domain.ids import AccountId, CaseId
from onward.domain.ledger import Book
from onward.domain.money import Money, zero
from onward.domain.story import Story

# What of a case's book is about its returner, and what about whoever bought.
_RETURNERS = frozenset({Book.RETURNER_PAYABLE})
_BUYERS = frozenset({Book.BUYER_PAYABLE, Book.PROCESSOR, Book.STORE_CREDIT})


@dataclass(frozen=True, slots=True)
class Posted:
    """One line of the book as it stands."""

    event_id: str
    case_id: CaseId
    memo: str
    book: Book
    amount: Money
    at: datetime


@dataclass(frozen=True, slots=True)
class Booked:
    """One entry: what an event moved under one memo."""

    event_id: str
    case_id: CaseId
    memo: str
    at: datetime
    lines: tuple[Posted, ...]


class Sums:
    """What was moved in each account and currency, added up line by line."""

    def __init__(self) -> None:
        self._totals: dict[tuple[Book, str], Money] = {}

    def add(self, line: Posted) -> None:
        key = (line.book, line.amount.currency)
        self._totals[key] = self._totals.get(key, zero(line.amount.currency)) + line.amount

    def told(self) -> tuple[tuple[Book, Money], ...]:
        """By account in the order of the book, then by currency; what came to nothing too."""
        order = {book: place for place, book in enumerate(Book)}
        keys = sorted(self._totals, key=lambda key: (order[key[0]], key[1]))
        return tuple((book, self._totals[book, currency]) for book, currency in keys)


def booked(lines: Iterable[Posted]) -> Iterator[Booked]:
    """The entries of lines that stand in the order they were written in; one at a time, so that
    a book of any length may run through."""
    for (event_id, memo), grouped in groupby(lines, lambda line: (line.event_id, line.memo)):
        some = tuple(grouped)
        yield Booked(event_id, some[0].case_id, memo, some[0].at, some)


def day_of(day: date) -> tuple[datetime, datetime]:
    """From when until before when a day of the books lasts: a day of UTC."""
    since = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return since, since + timedelta(days=1)


def of_person(story: Story, account_id: AccountId, entries: Iterable[Booked]) -> tuple[Booked, ...]:
    """What of a case's entries is about this person's own money, as its returner, as somebody who
    bought, or as both."""
    as_returner = _ids(returners_half(story)) if story.case.returner_id == account_id else set()
    as_buyer = {
        one
        for purchase in story.purchases
        if purchase.buyer_id == account_id
        for one in _ids(buyers_half(story, purchase))
    }
    return tuple(
        entry
        for entry in entries
        if (entry.event_id in as_returner and _touches(entry, _RETURNERS))
        or (entry.event_id in as_buyer and _touches(entry, _BUYERS) and not _returners(entry))
    )


def _ids(half: Iterable[Recorded]) -> set[str]:
    return {told.id for told in half}


def _touches(entry: Booked, books: frozenset[Book]) -> bool:
    return any(line.book in books for line in entry.lines)


def _returners(entry: Booked) -> bool:
    return _touches(entry, _RETURNERS)
