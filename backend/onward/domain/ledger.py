"""Double entry from the first day: what each event means in money. Every entry sums to zero."""

from dataclasses import dataclass
from enum import StrEnum

from onward.domain.money import Money, zero
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
# A case ends with nobody owed anything, and with every bank's word on what it took back.
EVEN_AT_CLOSE = PAYABLES | {Book.CHARGEBACKS}


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


def claim_part(net: Money, tax: Money) -> Entry:
    """The buyer keeps the piece, and is owed a part of its price for what is wrong with it."""
    return Entry("CLAIM_PART", sale_undone(net, tax).postings)


def refund_owed(
    net: Money, tax: Money, *, fee: Money | None = None, shipping: Money | None = None
) -> Entry:
    """The returner is owed `net + tax - fee`: the paid share of the line with its tax, less the
    fee we keep. `shipping` is what of `net` is delivery given back, not goods."""
    nothing = zero(net.currency)
    fee, shipping = fee or nothing, shipping or nothing
    owed = [Posting(Book.RETURNS, net - shipping), Posting(Book.RETURNER_PAYABLE, fee - net - tax)]
    parts = (Posting(Book.TAX, tax), Posting(Book.SHIPPING, shipping), Posting(Book.FEES, -fee))
    return Entry("REFUND_OWED", (*owed, *(part for part in parts if part.amount.minor)))


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


def paid_back(amount: Money, payable: Book) -> Entry:
    """The bank sent back what it had taken: we owe it again."""
    return _entry("PAID_BACK", amount, Book.PROCESSOR, payable)


def credit_granted(amount: Money, payable: Book) -> Entry:
    """They took store credit for what we owed: we owe it in goods from now on."""
    return _entry("CREDIT_GRANTED", amount, payable, Book.STORE_CREDIT)


def credit_bonus(amount: Money) -> Entry:
    """What store credit is worth above the money it stands for."""
    return _entry("CREDIT_BONUS", amount, Book.BONUS, Book.STORE_CREDIT)


def credit_spent(amount: Money) -> Entry:
    """So much of a sale was paid out of store credit; `sale` took all of it for money."""
    return _entry("CREDIT_SPENT", amount, Book.STORE_CREDIT, Book.PROCESSOR)


def charged_back(amount: Money) -> Entry:
    """A bank took it back; it hangs until the dispute is decided."""
    return _entry("CHARGED_BACK", amount, Book.CHARGEBACKS, Book.PROCESSOR)


def charge_back_won(amount: Money) -> Entry:
    """The bank gave it to us again."""
    return _entry("CHARGE_BACK_WON", amount, Book.PROCESSOR, Book.CHARGEBACKS)


def charge_back_lost(amount: Money) -> Entry:
    """The bank keeps it: our loss."""
    return _entry("CHARGE_BACK_LOST", amount, Book.CLAIMS, Book.CHARGEBACKS)


def taken_by_bank(amount: Money, payable: Book) -> Entry:
    """They had from their bank what we owed them, so the loss of that dispute is less by it."""
    return _entry("TAKEN_BY_BANK", amount, payable, Book.CLAIMS)


def not_taken_by_bank(amount: Money, payable: Book) -> Entry:
    """We had paid them as well, so the bank's word took nothing off our loss."""
    return _entry("NOT_TAKEN_BY_BANK", amount, Book.CLAIMS, payable)


def label_bought(cost: Money) -> Entry:
    return _entry("LABEL", cost, Book.CARRIER_COST, Book.CARRIER_PAYABLE)


def label_refunded(cost: Money) -> Entry:
    return _entry("LABEL_VOID", cost, Book.CARRIER_PAYABLE, Book.CARRIER_COST)
