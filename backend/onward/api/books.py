"""The ledger as the desk reads it: what each event moved, between which books."""

from datetime import datetime
from itertools import groupby
from typing import Protocol

import strawberry
from strawberry import field

from onward.api.money import Money, money_view
from onward.domain import money
from onward.domain.ledger import Book
from onward.messages import book_text, memo_text


@strawberry.type(description="One line of an entry: debits are positive, credits negative.")
class Posting:
    account: str = field(description="The book it stands in.")
    amount: Money = field(description="What moved.")


@strawberry.type(description="What one event moved; its postings sum to zero.")
class LedgerEntry:
    at: datetime = field(description="When.")
    memo: str = field(description="Stable, for programs: REFUND_OWED.")
    text: str = field(description="The same in words.")
    postings: list[Posting] = field(description="Between which books.")


class Posted(Protocol):
    """A line of the book as the service reads it."""

    @property
    def event_id(self) -> str: ...
    @property
    def memo(self) -> str: ...
    @property
    def book(self) -> Book: ...
    @property
    def amount(self) -> money.Money: ...
    @property
    def at(self) -> datetime: ...


def ledger_views(posted: tuple[Posted, ...]) -> list[LedgerEntry]:
    """Lines of one event and memo are one entry."""
    return [
        _entry(memo, tuple(lines))
        for (_, memo), lines in groupby(posted, lambda line: (line.event_id, line.memo))
    ]


def _entry(memo: str, lines: tuple[Posted, ...]) -> LedgerEntry:
    return LedgerEntry(
        at=lines[0].at,
        memo=memo,
        text=memo_text(memo),
        postings=[
            Posting(account=book_text(line.book), amount=money_view(line.amount)) for line in lines
        ],
    )
