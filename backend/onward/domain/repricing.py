"""Prices that follow the new one: a unit on offer is repriced, never raised; whoever bought before
the first scan gets back what they paid too much."""

from dataclasses import replace
from datetime import datetime

from onward.domain import ledger
from onward.domain.events import SYSTEM, NewPriceFell, RefundScheduled, Repriced
from onward.domain.ids import RefundId
from onward.domain.life import ListingStatus, PurchaseStatus, Stage
from onward.domain.listings import Listing, Purchase
from onward.domain.money import Money
from onward.domain.owing import Owed
from onward.domain.payouts import given_back
from onward.domain.policy import Policy
from onward.domain.pricing import has_aged, open_box_price, rate_of
from onward.domain.refunds import RefundFor, owed_to_buyer
from onward.domain.shop import Variant
from onward.domain.steps import Step
from onward.domain.story import Story


def repriced(story: Story, policy: Policy, now: datetime) -> Step | None:
    """A unit that waits on offer, at what it would cost today, where that is less; None where it
    is not. What is held for somebody keeps its price until it is free again."""
    listing = story.listing
    if listing is None or listing.status is not ListingStatus.LIVE:
        return None
    if story.case.stage is not Stage.SEEKING:
        return None
    lower = lower_price(listing, story.variant, policy, now)
    if lower is None:
        return None
    price, new_price = lower
    step = Step().put(replace(listing, price=price, new_price=new_price))
    return step.say(SYSTEM, Repriced(price, new_price))


def difference_owed(
    story: Story, refund_id: RefundId, policy: Policy, now: datetime
) -> Step | None:
    """What the buyer of a unit that nobody has scanned yet paid above what it would cost at the new
    price of today; None where the new price is no lower than the last that was made good.

    Net and tax are each the difference to what was paid and given back before, so that the buyer
    has paid the lower price and its tax to the cent.
    """
    purchase = _unscanned(story)
    listing = story.listing
    if purchase is None or listing is None:
        return None
    new_price = _new_price(story.variant, listing)
    if not new_price < _last_new_price(story, listing, purchase):
        return None
    price = _price_at(story.variant, listing, new_price, policy, purchase.placed_at)
    rate_bp = purchase.tax_rate_bp
    if rate_bp is None:
        rate_bp = rate_of(purchase.price, purchase.tax)
    tax = price.share(rate_bp)
    net_back, tax_back = given_back(story, purchase)
    net = purchase.price - net_back - price
    tax_owed = _at_least_nothing(purchase.tax - tax_back - tax)
    if net.minor <= 0:
        return None
    return _owed(story, purchase, refund_id, new_price, net, tax_owed, policy, now)


def lower_price(
    listing: Listing, variant: Variant, policy: Policy, now: datetime
) -> tuple[Money, Money] | None:
    """What a piece on offer would cost today and the new price that is taken from, where that is
    less than it costs; None where it is not."""
    new_price = _new_price(variant, listing)
    price = _price_at(variant, listing, new_price, policy, now)
    return (price, new_price) if price < listing.price else None


def _owed(
    story: Story,
    purchase: Purchase,
    refund_id: RefundId,
    new_price: Money,
    net: Money,
    tax: Money,
    policy: Policy,
    now: datetime,
) -> Step:
    refund = owed_to_buyer(
        refund_id,
        story.case.id,
        RefundFor.DIFFERENCE,
        purchase.charge_id,
        Owed(net, tax),
        now,
        policy,
    )
    # Whoever returns it later gets back what they paid after all.
    lines = (line for line in story.sale_lines if line.order_id == purchase.id)
    cheaper = [replace(one, discount=one.discount + net, tax=one.tax - tax) for one in lines]
    step = Step().put(refund, *cheaper)
    step.say(SYSTEM, NewPriceFell(purchase.id, refund_id, new_price))
    event = RefundScheduled(refund_id, refund.amount, now + policy.windows.settle_for)
    return step.say(SYSTEM, event, ledger.difference(net, tax))


def _unscanned(story: Story) -> Purchase | None:
    """The paid purchase of a unit that was not handed in yet."""
    match = story.match
    if match is None or story.case.counted_shipment_id is not None:
        return None
    purchase = story.purchase(match.purchase_id)
    paid = purchase is not None and purchase.status is PurchaseStatus.PAID
    return purchase if paid else None


def _new_price(variant: Variant, listing: Listing) -> Money:
    """Of the unopened item today; the listing's own where it has none, or in another currency."""
    price = variant.price
    usable = price is not None and price.minor > 0 and price.currency == listing.price.currency
    return price if price is not None and usable else listing.new_price


def _last_new_price(story: Story, listing: Listing, purchase: Purchase) -> Money:
    """The new price this purchase was made good for: at its reservation, or at the last fall."""
    falls = [
        told.event.new_price
        for told in story.history
        if isinstance(told.event, NewPriceFell) and told.event.purchase_id == purchase.id
    ]
    return falls[-1] if falls else listing.new_price


def _price_at(
    variant: Variant, listing: Listing, new_price: Money, policy: Policy, at: datetime
) -> Money:
    category = policy.category(variant.category)
    aged = has_aged(policy.ageing, listing.listed_at, at)
    return open_box_price(new_price, category, listing.grade, aged)


def _at_least_nothing(amount: Money) -> Money:
    return Money(max(amount.minor, 0), amount.currency)
