"""The book: what was posted with an event is there once, balanced, and says what is owed."""

from datetime import timedelta

import pytest

from onward.domain import events as e
from onward.domain import ledger
from onward.domain.events import SYSTEM
from onward.domain.ledger import Book
from onward.domain.money import Money
from onward.domain.steps import Said
from onward.store import histories
from onward.store import ledger as book
from tests.domain.examples import T0, usd
from tests.store.shelf import Shelf, tell

pytestmark = pytest.mark.anyio

ONE, TWO = Shelf("1"), Shelf("2")


async def test_postings_name_the_event_that_caused_them(store: str) -> None:
    case = await ONE.open()
    owed = ledger.refund_owed(usd(64_00), usd(5_00))
    label = ledger.label_bought(usd(6_00))
    scheduled = Said(SYSTEM, e.RefundScheduled(ONE.refund.id, usd(69_00), T0), (owed, label))
    await tell(case, Said(SYSTEM, e.RefundCanceled(ONE.refund.id)), scheduled)
    lines = await book.of_case(case.id)
    cause = (await histories.of_case(case.id))[-1]
    assert {line.event_id for line in lines} == {cause.id}
    assert [(line.memo, line.book, line.amount) for line in lines] == [
        ("REFUND_OWED", Book.RETURNS, usd(64_00)),
        ("REFUND_OWED", Book.RETURNER_PAYABLE, usd(-69_00)),
        ("REFUND_OWED", Book.TAX, usd(5_00)),
        ("LABEL", Book.CARRIER_COST, usd(6_00)),
        ("LABEL", Book.CARRIER_PAYABLE, usd(-6_00)),
    ]
    assert {line.at for line in lines} == {T0}


async def test_a_case_owes_until_it_was_paid_out(store: str) -> None:
    case = await ONE.open(ledger.refund_owed(usd(64_00), usd(5_00)))
    assert await book.owed(case.id) == {Book.RETURNER_PAYABLE: -69_00}
    paid = ledger.paid_out(usd(69_00), Book.RETURNER_PAYABLE)
    await tell(case, Said(SYSTEM, e.RefundSucceeded(ONE.refund.id, usd(69_00)), (paid,)))
    assert await book.owed(case.id) == {}


async def test_the_whole_book_sums_to_zero_in_each_currency(store: str) -> None:
    await ONE.open(ledger.refund_owed(usd(64_00), usd(5_00)), ledger.bonus_owed(usd(3_20)))
    await TWO.open(ledger.sale(Money(10_000, "JPY"), Money(1_000, "JPY")))
    totals = await book.totals()
    sums: dict[str, int] = {}
    for _, currency, total in totals:
        sums[currency] = sums.get(currency, 0) + total
    assert sums == {"USD": 0, "JPY": 0}
    assert ("PROCESSOR", "JPY", 11_000) in totals


async def test_a_case_that_moved_no_money_has_an_empty_page(store: str) -> None:
    case = await ONE.open()
    assert await book.of_case(case.id) == []
    assert await book.owed(case.id) == {}


async def test_lines_come_in_the_order_they_happened(store: str) -> None:
    case = await ONE.open()
    for n in range(12):
        entry = ledger.label_bought(usd(n + 1))
        case = await tell(case, Said(SYSTEM, e.RefundCanceled(ONE.refund.id), (entry,)))
    amounts = [line.amount.minor for line in await book.of_case(case.id)]
    assert amounts[::2] == list(range(1, 13))
    assert T0 + timedelta() == (await book.of_case(case.id))[0].at
