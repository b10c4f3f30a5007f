"""Every entry balances, and a whole life leaves nobody owed anything."""

from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain import ledger
from onward.domain.ledger import PAYABLES, Book, Entry, Posting
from onward.domain.money import Money
from onward.domain.refusals import Impossible
from tests.domain.examples import usd

cents = st.integers(0, 10**7).map(usd)


def entries(net: Money, tax: Money) -> list[Entry]:
    return [
        ledger.sale(net, tax),
        ledger.sale_undone(net, tax),
        ledger.refund_owed(net, tax),
        ledger.bonus_owed(net),
        ledger.paid_out(net, Book.RETURNER_PAYABLE),
        ledger.label_bought(net),
        ledger.label_refunded(net),
    ]


@given(cents, cents)
def test_every_entry_sums_to_zero(net: Money, tax: Money) -> None:
    for entry in entries(net, tax):
        assert sum(posting.amount.minor for posting in entry.postings) == 0
        assert len(entry.postings) >= 2


def test_an_entry_that_does_not_balance_cannot_be_made() -> None:
    with pytest.raises(Impossible):
        Entry("SALE", (Posting(Book.PROCESSOR, usd(5)), Posting(Book.TAX, usd(-4))))


def test_an_entry_of_two_currencies_cannot_be_made() -> None:
    with pytest.raises(Impossible):
        Entry("SALE", (Posting(Book.PROCESSOR, usd(5)), Posting(Book.TAX, Money(-5, "GBP"))))


def test_a_sale_without_tax_owes_none() -> None:
    books = [posting.book for posting in ledger.sale(usd(64_00), usd(0)).postings]
    assert books == [Book.PROCESSOR, Book.OPEN_BOX_SALES]


@given(cents, cents, cents, cents, cents)
def test_a_whole_life_leaves_nobody_owed_anything(
    net: Money, tax: Money, sold: Money, sales_tax: Money, thanks: Money
) -> None:
    books = _books([
        ledger.label_bought(usd(6_00)),
        ledger.sale(sold, sales_tax),
        ledger.refund_owed(net, tax),
        ledger.paid_out(net + tax, Book.RETURNER_PAYABLE),
        ledger.bonus_owed(thanks),
        ledger.paid_out(thanks, Book.RETURNER_PAYABLE),
    ])  # fmt: skip
    assert all(books[book] == 0 for book in PAYABLES)
    assert sum(books.values()) == 0
    assert books[Book.TAX] == tax.minor - sales_tax.minor


@given(cents, cents)
def test_a_purchase_undone_leaves_no_trace_but_the_two_of_it(net: Money, tax: Money) -> None:
    books = _books([
        ledger.sale(net, tax),
        ledger.sale_undone(net, tax),
        ledger.paid_out(net + tax, Book.BUYER_PAYABLE),
    ])  # fmt: skip
    assert set(books.values()) <= {0}


def test_a_voided_label_costs_nothing() -> None:
    books = _books([ledger.label_bought(usd(6_00)), ledger.label_refunded(usd(6_00))])
    assert set(books.values()) == {0}


def _books(entries: Iterable[Entry]) -> Counter[Book]:
    books: Counter[Book] = Counter()
    for entry in entries:
        for posting in entry.postings:
            books[posting.book] += posting.amount.minor
    return books
