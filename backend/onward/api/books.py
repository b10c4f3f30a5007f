"""The ledger as the desk reads it: what each event moved, between which books."""

from datetime import datetime

import strawberry
from strawberry import field

from onward.api.money import Money, money_view
from onward.domain.statements import Posted, booked
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


def ledger_views(posted: tuple[Posted, ...]) -> list[LedgerEntry]:
    """Lines of one event and memo are one entry."""
    return [entry_view(entry.memo, entry.lines) for entry in booked(posted)]


def entry_view(memo: str, lines: tuple[Posted, ...]) -> LedgerEntry:
    return LedgerEntry(
        at=lines[0].at,
        memo=memo,
        text=memo_text(memo),
        postings=[
            Posting(account=book_text(line.book), amount=money_view(line.amount)) for line in lines
        ],
    )
