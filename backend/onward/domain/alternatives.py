"""What may take a returned piece's place before the first scan: the other sizes and colours of the
product that cost no more than what goes back. Holding one is for `exchanging`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from onward.domain.exchanges import Alternative, ExchangeFrom
from onward.domain.fitting import fits, nearness
from onward.domain.holds import worth
from onward.domain.life import ENDS
from onward.domain.listings import Listing
from onward.domain.matching import BuyingFacts, Party, barrier_to_buying
from onward.domain.money import Money, zero
from onward.domain.owing import Owed
from onward.domain.policy import Policy
from onward.domain.returns import Reason, Remedy
from onward.domain.shop import Variant
from onward.domain.stops import Stop, StopScope, is_stopped
from onward.domain.story import Story

FIT_OR_COLOUR = frozenset(
    {Reason.SIZE_TOO_SMALL, Reason.SIZE_TOO_LARGE, Reason.COLOR, Reason.STYLE}
)
_EVERYTHING = Stop(StopScope.ALL).id


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened piece on offer: who passes it on, and how often it was passed on before."""

    listing: Listing
    hops: int
    returner: Party


def may_exchange(story: Story, policy: Policy) -> bool:
    """Whether the other size may be chosen now: it is about fit or colour, the shop exchanges, and
    nothing was handed in yet."""
    case = story.case
    before_scan = case.counted_shipment_id is None and case.stage not in ENDS
    return before_scan and case.reason in FIT_OR_COLOUR and Remedy.EXCHANGE in policy.remedies


def wanted(story: Story, others: Sequence[Variant], policy: Policy) -> list[Variant]:
    """Of the product's other variants those that put the reason right, the likeliest first."""
    mine, reason = story.variant, story.case.reason
    fitting = [one for one in others if fits(reason, mine, one) and may_leave(one, policy)]
    return sorted(fitting, key=lambda one: nearness(mine, one))


def may_leave(variant: Variant, policy: Policy) -> bool:
    """Whether it may be sent to anybody: neither called back nor stopped by name or category. A
    stop of everything is about the peer path, and fresh pieces go on."""
    stopped = is_stopped(variant.category, variant.sku, policy.stopped - {_EVERYTHING})
    return "recalled" not in variant.flags and not stopped


def from_stock(story: Story, variant: Variant) -> Alternative | None:
    """Fresh from the shelf; None where its price is unknown or more than what goes back."""
    price = _even_price(story, variant)
    return _priced(story, variant, ExchangeFrom.STOCK, price, None) if price else None


def from_open_box(story: Story, variant: Variant, listing: Listing) -> Alternative | None:
    """Opened by another customer, at its open-box price; None where that is more than is owed."""
    return _priced(story, variant, ExchangeFrom.OPEN_BOX, listing.price, listing)


def best_opened(
    story: Story,
    variant: Variant,
    pieces: Sequence[Opened],
    me: Party,
    returned_this_at: datetime | None,
    policy: Policy,
    now: datetime,
) -> Alternative | None:
    """Of the opened pieces of that variant, given the best first, the first that no rule of
    matching keeps from this returner and that costs no more than what goes back."""
    for one in pieces:
        facts = BuyingFacts(
            returner=one.returner,
            buyer=me,
            listed_in=one.listing.price.currency,
            pays_in=story.order.currency,
            returned_this_at=returned_this_at,
            now=now,
            listing=one.listing,
            hops=one.hops,
        )
        piece = from_open_box(story, variant, one.listing)
        if piece and barrier_to_buying(facts, policy) is None:
            return piece
    return None


def is_dearer(story: Story, variant: Variant) -> bool:
    """Whether it fits but costs more than what goes back, so that it is not offered."""
    whole, price = worth(story).piece.net, _even_price(story, variant)
    return price is not None and price.currency == whole.currency and whole < price


def _even_price(story: Story, variant: Variant) -> Money | None:
    """Today's price; but what was paid, where it costs no more today than the returned one does:
    whoever bought at a discount swaps sizes even."""
    paid, mine, price = worth(story).piece.net, story.variant.price, variant.price
    if price is None or mine is None or not price.currency == mine.currency == paid.currency:
        return price
    return min(price, paid, key=lambda one: one.minor) if price <= mine else price


def tax_within(whole: Owed, price: Money) -> Money:
    """The tax on a net price at the rate that was really paid for the returned piece, rounded half
    to even. For a price within `whole.net` it lies within `whole.tax`, so no part is negative."""
    if whole.net.minor == 0:
        return zero(price.currency)
    tax, rest = divmod(whole.tax.minor * price.minor, whole.net.minor)
    if 2 * rest > whole.net.minor or (2 * rest == whole.net.minor and tax % 2 == 1):
        tax += 1
    return Money(tax, price.currency)


def _priced(
    story: Story, variant: Variant, source: ExchangeFrom, price: Money, listing: Listing | None
) -> Alternative | None:
    due = worth(story)
    whole = due.piece
    if price.currency != whole.net.currency or price.minor <= 0 or whole.net < price:
        return None
    tax = tax_within(whole, price)
    rest = Owed(due.net - price, due.tax - tax, None, due.shipping, due.shipping_tax)
    return Alternative(variant, source, price, tax, rest, listing)
