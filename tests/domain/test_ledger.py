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
from onward.messages import book_text, memo_text
from tests.domain.examples import usd

cents = st.integers(0, 10**7).map(usd)


def entries(net: Money, tax: Money) -> list[Entry]:
    return [
        ledger.sale(net, tax),
        ledger.sale_undone(net, tax),
        ledger.refund_owed(net, tax),
        ledger.refund_owed(net, tax, fee=usd(1), shipping=usd(7)),
        ledger.exchanged(net, tax, Book.EXCHANGES),
        ledger.bonus_owed(net),
        ledger.credit_granted(net, Book.BUYER_PAYABLE),
        ledger.claim_part(net, tax),
        ledger.credit_bonus(net),
        ledger.credit_spent(net),
        ledger.charged_back(net),
        ledger.charge_back_won(net),
        ledger.charge_back_lost(net),
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


@given(cents, cents, cents, cents)
def test_a_fee_and_delivery_given_back_stand_in_books_of_their_own(
    goods: Money, tax: Money, fee: Money, shipping: Money
) -> None:
    books = _books([ledger.refund_owed(goods + shipping, tax, fee=fee, shipping=shipping)])
    assert books[Book.RETURNS] == goods.minor
    assert books[Book.SHIPPING] == shipping.minor
    assert books[Book.FEES] == -fee.minor
    assert books[Book.RETURNER_PAYABLE] == (fee - goods - shipping - tax).minor


@given(cents, cents)
def test_what_a_bank_takes_back_hangs_until_it_is_decided(net: Money, tax: Money) -> None:
    total = net + tax
    open_one = _books([ledger.sale(net, tax), ledger.charged_back(total)])
    assert open_one[Book.CHARGEBACKS] == total.minor
    won = _books([ledger.charged_back(total), ledger.charge_back_won(total)])
    assert set(won.values()) <= {0}
    lost = _books([ledger.charged_back(total), ledger.charge_back_lost(total)])
    assert (lost[Book.CHARGEBACKS], lost[Book.CLAIMS]) == (0, total.minor)


@given(cents, cents)
def test_store_credit_stands_for_the_money_it_took_the_place_of(owed: Money, more: Money) -> None:
    books = _books([
        ledger.refund_owed(owed, usd(0)),
        ledger.credit_granted(owed, Book.RETURNER_PAYABLE),
        ledger.credit_bonus(more),
        ledger.sale(owed + more, usd(0)),
        ledger.credit_spent(owed + more),
    ])  # fmt: skip
    assert all(books[book] == 0 for book in (*PAYABLES, Book.STORE_CREDIT, Book.PROCESSOR))


def test_every_memo_and_book_has_words() -> None:
    made = {entry.memo for entry in [*entries(usd(2), usd(1)), ledger.difference(usd(2), usd(1))]}
    assert all(memo_text(memo) != memo for memo in made)
    assert all(book_text(book) != book for book in Book)


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
