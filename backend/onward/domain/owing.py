"""What is owed for one piece, to the cent: what was paid for it, its part of the delivery where
that goes back, less a fee where one may be kept, and never more than is left of what was captured.
By which day it is owed is for `deadlines`; when it goes out, for `payouts`."""

from collections.abc import Sequence
from dataclasses import dataclass

from onward.domain.money import Money, parts, zero
from onward.domain.refusals import Impossible
from onward.domain.shop import Order, OrderLine
from onward.domain.terms import RefundTerms, ShippingBack


@dataclass(frozen=True, slots=True)
class Owed:
    """What a refund is made of: `net` and `tax` less `fee` is paid. `shipping` and `shipping_tax`
    say how much of the net and of the tax is delivery; None is nothing. A fee is what is kept of
    the money: it is no sale and carries no tax, so the credit note is about net and tax."""

    net: Money
    tax: Money
    fee: Money | None = None
    shipping: Money | None = None
    shipping_tax: Money | None = None

    @property
    def whole(self) -> Money:
        """Before the fee: what the credit note takes back."""
        return self.net + self.tax

    @property
    def amount(self) -> Money:
        return self.whole - self.fee if self.fee else self.whole

    @property
    def delivery(self) -> Money | None:
        """What of it is delivery, tax included; None where none is."""
        if self.shipping is None:
            return None
        return self.shipping + self.shipping_tax if self.shipping_tax else self.shipping

    @property
    def piece(self) -> "Owed":
        """Without the delivery and before the fee."""
        nothing = zero(self.net.currency)
        sent, sent_tax = self.shipping or nothing, self.shipping_tax or nothing
        return Owed(self.net - sent, self.tax - sent_tax)

    def __add__(self, other: "Owed") -> "Owed":
        return Owed(
            self.net + other.net,
            self.tax + other.tax,
            _both(self.fee, other.fee),
            _both(self.shipping, other.shipping),
            _both(self.shipping_tax, other.shipping_tax),
        )


@dataclass(frozen=True, slots=True)
class Paid:
    """An order as it was paid: all its lines, what was captured for it (None where that is on
    nobody's books) and what of that is given back already or on its way."""

    order: Order
    lines: Sequence[OrderLine]
    captured: Money | None
    already: Money


def named(
    paid: Paid,
    line: OrderLine,
    ordinals: Sequence[int],
    terms: RefundTerms,
    reason: str,
    *,
    withdrawn: bool,
) -> tuple[Owed, ...]:
    """What is owed for each of these pieces if they come back together, as it is named before they
    do: all of them within what is left of the charge."""
    found: list[Owed] = []
    already = paid.already
    for ordinal in ordinals:
        due = owed(paid.order, paid.lines, line, ordinal, terms, reason, withdrawn=withdrawn)
        if paid.captured is not None:
            due = capped(due, paid.captured, already)
        already += due.amount
        found.append(due)
    return tuple(found)


def goods(line: OrderLine, ordinal: int) -> Owed:
    """What the `ordinal`-th piece (from 0) of a paid line cost: its share of the price less
    discount, and of the tax. The shares of all pieces sum to what was paid, to the cent."""
    if not 0 <= ordinal < line.quantity:
        raise ValueError(f"piece {ordinal} of {line.quantity}")
    net = line.total - line.tax
    if net.minor < 0 or line.tax.minor < 0:
        raise Impossible(f"line {line.id} was paid with less than nothing")
    return Owed(_nth(net, line.quantity, ordinal), _nth(line.tax, line.quantity, ordinal))


def delivery(order: Order, lines: Sequence[OrderLine], line: OrderLine, ordinal: int) -> Owed:
    """That piece's share of what was paid for the delivery, by what the lines cost; where all were
    free, by their pieces. Over all pieces of all `lines` of the order it sums to the whole."""
    nothing = zero(order.currency)
    costs = [(one.total - one.tax).minor for one in lines]
    weights = costs if any(costs) else [one.quantity for one in lines]
    at = next((n for n, one in enumerate(lines) if one.id == line.id), None)
    if at is None:
        raise Impossible(f"line {line.id} is not among those of order {order.id}")
    shares = [
        _nth(parts(paid or nothing, weights)[at], line.quantity, ordinal)
        for paid in (order.shipping, order.shipping_tax)
    ]
    return Owed(*shares)


def owed(
    order: Order,
    lines: Sequence[OrderLine],
    line: OrderLine,
    ordinal: int,
    terms: RefundTerms,
    reason: str,
    *,
    withdrawn: bool,
) -> Owed:
    """All that is owed for that piece. `lines` are all of its order; `withdrawn`: the law gives the
    right to (`deadlines.withdraws`), which no terms can lower: no fee, and the delivery too.

    The law speaks of a contract that is withdrawn from as a whole (Directive 2011/83/EU art. 13(1);
    CJEU C-511/08). With part of an order kept, each piece brings its share back, so that whoever
    sends everything, at once or piece by piece, has the whole delivery. That is our reading: some
    shops keep it while anything of the order is kept. `order.shipping` is taken for the standard
    delivery; what a faster one cost more (art. 13(2)) is not owed and not to be in it.
    """
    whole = goods(line, ordinal)
    if withdrawn or terms.shipping is ShippingBack.SHARE:
        share = delivery(order, lines, line, ordinal)
        if share.whole.minor:
            whole += Owed(share.net, share.tax, None, share.net, share.tax)
    if withdrawn or reason in terms.free_reasons or not terms.fee_minor:
        return whole
    fee = min(terms.fee_minor, whole.whole.minor)
    kept = Money(fee, order.currency) if fee else None
    return Owed(whole.net, whole.tax, kept, whole.shipping, whole.shipping_tax)


def capped(due: Owed, captured: Money, already: Money) -> Owed:
    """At most what is left of a charge of which `already` is given back or on its way. What is cut
    is cut of every part alike, and no fee is kept of the rest. Amounts below zero are Impossible,
    those of another currency a CurrencyMismatch."""
    if min(due.net.minor, due.tax.minor, due.amount.minor, captured.minor, already.minor) < 0:
        raise Impossible("an amount that is less than nothing")
    left = captured - already
    if due.amount <= left:
        return due
    nothing = zero(due.net.currency)
    shipping, shipping_tax = due.shipping or nothing, due.shipping_tax or nothing
    pieces = (due.net - shipping, due.tax - shipping_tax, shipping, shipping_tax)
    if left.minor <= 0:
        return Owed(nothing, nothing)
    net, tax, sent, sent_tax = parts(left, [one.minor for one in pieces])
    if due.shipping is None:
        return Owed(net, tax)
    return Owed(net + sent, tax + sent_tax, None, sent, sent_tax)


def _nth(amount: Money, pieces: int, ordinal: int) -> Money:
    """One of so many equal parts, as `parts` gives them: the earlier ones a cent more."""
    each, left = divmod(amount.minor, pieces)
    return Money(each + (ordinal < left), amount.currency)


def _both(one: Money | None, other: Money | None) -> Money | None:
    return one + other if one and other else one or other
