"""The book read back: entries as they were written, sums by account, and to each their own."""

from hypothesis import given
from hypothesis import strategies as st

from onward.domain import events as e
from onward.domain import ledger
from onward.domain.events import Recorded
from onward.domain.ledger import Book, Entry
from onward.domain.statements import Posted, Sums, booked, day_of, of_person
from onward.domain.story import Story
from tests.domain.examples import (
    A_REFUND,
    BUYER,
    CASE,
    RETURNER,
    T0,
    TO_THE_ROAD,
    story,
    usd,
)


def lines(event_id: str, *entries: Entry) -> list[Posted]:
    return [
        Posted(event_id, CASE, entry.memo, posting.book, posting.amount, T0)
        for entry in entries
        for posting in entry.postings
    ]


def of(whole: Story, kind: type[e.Event]) -> Recorded:
    return next(one for one in whole.history if isinstance(one.event, kind))


WHOLE = story(TO_THE_ROAD, refunds=(A_REFUND,))
BOOK = [
    *lines(of(WHOLE, e.LabelIssued).id, ledger.label_bought(usd(6_00))),
    *lines(of(WHOLE, e.Matched).id, ledger.sale(usd(64_00), usd(5_00))),
    *lines(of(WHOLE, e.RefundScheduled).id, ledger.refund_owed(usd(64_00), usd(0))),
]


def test_lines_become_the_entries_they_were_written_as() -> None:
    entries = list(booked(BOOK))
    assert [(one.memo, len(one.lines)) for one in entries] == [
        ("LABEL", 2),
        ("SALE", 3),
        ("REFUND_OWED", 2),
    ]
    assert [line for one in entries for line in one.lines] == BOOK


def memos(account: str) -> list[str]:
    entries = list(booked(BOOK))
    return [one.memo for one in of_person(WHOLE, account, entries)]  # type: ignore[arg-type]


def test_each_of_the_two_reads_their_own_money_and_no_cost_of_ours() -> None:
    assert memos(RETURNER) == ["REFUND_OWED"]
    assert memos(BUYER) == ["SALE"]
    assert memos("somebody else") == []


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=20))
def test_the_sums_of_even_entries_come_to_nothing(amounts: list[int]) -> None:
    sums = Sums()
    for minor in amounts:
        for line in lines("event", ledger.label_bought(usd(minor)), ledger.bonus_owed(usd(minor))):
            sums.add(line)
    told = dict(sums.told())
    assert sum(amount.minor for amount in told.values()) == 0
    assert told[Book.CARRIER_COST] == usd(sum(amounts))


def test_a_day_of_the_books_has_twenty_four_hours_of_utc() -> None:
    since, until = day_of(T0.date())
    assert since <= T0 < until
    assert (until - since).total_seconds() == 86_400


def test_amounts_are_told_in_the_order_of_the_book() -> None:
    sums = Sums()
    for line in BOOK:
        sums.add(line)
    order = list(Book)
    places = [order.index(book) for book, _ in sums.told()]
    assert places == sorted(places)
