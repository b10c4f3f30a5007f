"""Double entry from the first day: what each event means in money. Every entry sums to zero."""

from dataclasses import dataclass
from enum import StrEnum

from onward.domain.money import Money
from onward.domain.refusals import Impossible


class Book(StrEnum):
    """The accounts of the book. Debits are positive, credits negative."""

    PROCESSOR = "PROCESSOR"
    OPEN_BOX_SALES = "OPEN_BOX_SALES"
    EXCHANGES = "EXCHANGES"
    TAX = "TAX"
    RETURNS = "RETURNS"
    RETURNER_PAYABLE = "RETURNER_PAYABLE"
    BUYER_PAYABLE = "BUYER_PAYABLE"
    BONUS = "BONUS"
    FEES = "FEES"
    STORE_CREDIT = "STORE_CREDIT"
    SHIPPING = "SHIPPING"
    CLAIMS = "CLAIMS"
    CHARGEBACKS = "CHARGEBACKS"
    CARRIER_COST = "CARRIER_COST"
    CARRIER_PAYABLE = "CARRIER_PAYABLE"


PAYABLES = frozenset({Book.RETURNER_PAYABLE, Book.BUYER_PAYABLE})


@dataclass(frozen=True, slots=True)
class Posting:
    book: Book
    amount: Money


@dataclass(frozen=True, slots=True)
class Entry:
    """What one event moved; `memo` is a code, never a name."""

    memo: str
    postings: tuple[Posting, ...]

    def __post_init__(self) -> None:
        total = sum(posting.amount.minor for posting in self.postings)
        currencies = {posting.amount.currency for posting in self.postings}
        if total != 0 or len(currencies) != 1:
            raise Impossible(f"entry {self.memo} does not balance: {total} {currencies}")


def _entry(memo: str, amount: Money, debit: Book, credit: Book) -> Entry:
    return Entry(memo, (Posting(debit, amount), Posting(credit, -amount)))


def sale(net: Money, tax: Money) -> Entry:
    """The buyer's money came in: price net of tax, and the tax we owe."""
    postings = [Posting(Book.PROCESSOR, net + tax), Posting(Book.OPEN_BOX_SALES, -net)]
    if tax.minor:
        postings.append(Posting(Book.TAX, -tax))
    return Entry("SALE", tuple(postings))


def sale_undone(net: Money, tax: Money) -> Entry:
    """The buyer is owed it all back."""
    postings = [Posting(Book.OPEN_BOX_SALES, net), Posting(Book.BUYER_PAYABLE, -(net + tax))]
    if tax.minor:
        postings.append(Posting(Book.TAX, tax))
    return Entry("SALE_UNDONE", tuple(postings))


def difference(net: Money, tax: Money) -> Entry:
    """The buyer is owed what they paid above a price that fell."""
    return Entry("DIFFERENCE", sale_undone(net, tax).postings)


def refund_owed(net: Money, tax: Money) -> Entry:
    """The returner is owed the paid share of the line, with its tax."""
    postings = [Posting(Book.RETURNS, net), Posting(Book.RETURNER_PAYABLE, -(net + tax))]
    if tax.minor:
        postings.append(Posting(Book.TAX, tax))
    return Entry("REFUND_OWED", tuple(postings))


def exchanged(net: Money, tax: Money, sales: Book) -> Entry:
    """A piece sold in exchange: paid out of what is owed for the one that came back."""
    postings = [Posting(Book.RETURNER_PAYABLE, net + tax), Posting(sales, -net)]
    if tax.minor:
        postings.append(Posting(Book.TAX, -tax))
    return Entry("EXCHANGE", tuple(postings))


def bonus_owed(amount: Money) -> Entry:
    return _entry("BONUS_OWED", amount, Book.BONUS, Book.RETURNER_PAYABLE)


def paid_out(amount: Money, payable: Book) -> Entry:
    """The processor carried it out: what we owed is owed no more."""
    return _entry("PAID_OUT", amount, payable, Book.PROCESSOR)


def label_bought(cost: Money) -> Entry:
    return _entry("LABEL", cost, Book.CARRIER_COST, Book.CARRIER_PAYABLE)


def label_refunded(cost: Money) -> Entry:
    return _entry("LABEL_VOID", cost, Book.CARRIER_PAYABLE, Book.CARRIER_COST)
