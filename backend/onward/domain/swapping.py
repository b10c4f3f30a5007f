"""The other half of an exchange for an open-box piece: that piece's own case. It is held as a sale
that nobody's card is charged for, paid out of the returner's refund, or let go."""

from dataclasses import replace
from datetime import datetime

from onward.domain.diversions import relisted
from onward.domain.events import SYSTEM, Actor, Because, Matched
from onward.domain.exchanges import Alternative
from onward.domain.ids import ChargeId
from onward.domain.life import MATCH, PURCHASE, MatchStatus, PurchaseStatus, Stage, Who, moved
from onward.domain.listings import Listing, Match, Purchase
from onward.domain.policy import Policy
from onward.domain.pricing import Taxed, rate_of
from onward.domain.sales import Sale, SaleIds, buyer_of, second_sale
from onward.domain.shop import Contact, OrderKind
from onward.domain.steps import Step
from onward.domain.story import Story

# What an order file calls a way to pay may be longer than a purchase keeps.
LONGEST_METHOD = 40


def in_exchange(
    mine: Story,
    piece: Alternative,
    listing: Listing,
    home: Contact,
    ids: SaleIds,
    km: int | None,
    policy: Policy,
    now: datetime,
) -> Sale:
    """The sale of the opened piece to the returner of `mine`: taxed as the returned one was, and
    held while it is on offer, for it is paid when the other is scanned. Money for it would go back
    to where that was paid from."""
    buyer = buyer_of(mine.case.returner_id, home, mine.order.time_zone)
    paid = mine.charge.method if mine.charge else ""
    method = paid if len(paid) <= LONGEST_METHOD else ""
    title = piece.variant.title
    taxed = Taxed(listing.price, piece.tax, rate_of(listing.price, piece.tax))
    sale = second_sale(listing, title, buyer, ids, method, taxed, policy, now, km=km)
    return replace(
        sale,
        match=replace(sale.match, until=listing.ends_at),
        order=replace(sale.order, kind=OrderKind.EXCHANGE),
    )


def is_exchange(story: Story, purchase_id: str | None) -> bool:
    """Whether this unit goes to somebody in exchange for another."""
    order = story.sale(purchase_id)
    return order is not None and order.kind is OrderKind.EXCHANGE


def paid_by_refund(story: Story, purchase_id: str, charge_id: ChargeId) -> Step | None:
    """It is theirs: what it costs stays with the shop, of the charge that the refund would have
    come from, so that is where money for it would go back to. Where it is booked is the other
    case. None where the unit is held for them no more."""
    found = _held(story, purchase_id)
    if found is None:
        return None
    match, purchase = found
    step = Step().put(replace(match, status=moved(MATCH, match.status, MatchStatus.PAID)))
    status = moved(PURCHASE, purchase.status, PurchaseStatus.PAID)
    step.put(replace(purchase, status=status, charge_id=charge_id))
    order = story.sale(purchase_id)
    step.put(replace(order, charge_id=charge_id) if order else None)
    return step.say(SYSTEM, Matched(match.id, charge_id, purchase.total))


def let_go(story: Story, purchase_id: str, now: datetime) -> Step | None:
    """On offer again: nobody has it in exchange. None where it was let go already."""
    found = _held(story, purchase_id)
    if found is None:
        return None
    actor = Actor(Who.BUYER, found[0].buyer_id)
    return relisted(story, actor, Because.BUYER_CANCELED, now)


def _held(story: Story, purchase_id: str) -> tuple[Match, Purchase] | None:
    match, purchase = story.match, story.purchase(purchase_id)
    if match is None or purchase is None or match.purchase_id != purchase_id:
        return None
    waits = match.status is MatchStatus.RESERVED and story.case.stage is Stage.SEEKING
    return (match, purchase) if waits else None
