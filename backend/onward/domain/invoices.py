"""What an invoice and a credit note say: the second sale has the one, its return the other.
Numbers are given in, for they must run without gaps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from onward.domain.money import Money, zero
from onward.domain.refunds import Owed
from onward.domain.shop import OrderLine


@dataclass(frozen=True, slots=True)
class Invoice:
    """What was sold. `rate_bp` is the tax rate in basis points; `tax` is the sum of the lines'."""

    number: str
    issued_at: datetime
    lines: tuple[OrderLine, ...]
    net: Money
    tax: Money
    rate_bp: int

    @property
    def total(self) -> Money:
        return self.net + self.tax


@dataclass(frozen=True, slots=True)
class CreditNote:
    """What a return takes back of an order: one piece of one line."""

    number: str
    issued_at: datetime
    order_number: str
    line_title: str
    net: Money
    tax: Money

    @property
    def total(self) -> Money:
        return self.net + self.tax


def invoice(number: str, issued_at: datetime, lines: Sequence[OrderLine], rate_bp: int) -> Invoice:
    """The invoice of an order's lines; all of one currency, and at least one."""
    if not lines:
        raise ValueError("an invoice without lines")
    nothing = zero(lines[0].unit_price.currency)
    net = sum((line.total - line.tax for line in lines), nothing)
    tax = sum((line.tax for line in lines), nothing)
    return Invoice(number, issued_at, tuple(lines), net, tax, rate_bp)


def credit_note(
    number: str, issued_at: datetime, order_number: str, line_title: str, owed: Owed
) -> CreditNote:
    """The credit note for one piece, to the cent what its refund pays back."""
    return CreditNote(number, issued_at, order_number, line_title, owed.net, owed.tax)
