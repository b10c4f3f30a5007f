"""Orders that would take an opened piece: how one waits, and how a unit takes the place of the new
piece in it. It is paid already, so nothing is captured; what was paid too much goes back."""

from dataclasses import dataclass, replace
from datetime import datetime

from onward.domain import ledger
from onward.domain.events import SYSTEM, Actor, Matched, RefundScheduled
from onward.domain.ids import OfferId, RefundId
from onward.domain.life import MatchStatus, OfferStatus, PurchaseStatus
from onward.domain.money import Money, zero
from onward.domain.offers import DemandKind, Proposal, StandingOffer
from onward.domain.owing import Owed
from onward.domain.policy import Policy
from onward.domain.pricing import rate_of
from onward.domain.refunds import RefundFor, owed_to_buyer
from onward.domain.refusals import Impossible
from onward.domain.sales import Sale, reserved
from onward.domain.shop import Charge, Order, OrderLine, Variant
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.wishes import may_be_passed_on

# The order was paid: a standing offer of its kind names no way to pay of its own.
PAID_WITH_ORDER = "order"


@dataclass(frozen=True, slots=True)
class PaidLine:
    """A line that waits for an opened piece, with the order it stands in and what paid it."""

    order: Order
    line: OrderLine
    charge: Charge


def order_offer(
    order: Order, line: OrderLine, variant: Variant, policy: Policy, now: datetime
) -> StandingOffer | None:
    """The offer of an order's line to take an opened piece, for as long as orders wait; None where
    it cannot be met: several pieces, nobody we know, sent or too old already, never passed on.

    It takes a piece that costs at most what was paid for the new one, net of tax.
    """
    ends_at = order.placed_at + policy.demand.order_waits_for
    paid = line.total - line.tax
    if DemandKind.ORDER not in policy.demand.precedence or not now < ends_at:
        return None
    if order.account_id is None or order.contact_id is None or order.delivered_at is not None:
        return None
    if line.quantity != 1 or line.order_id != order.id or paid.minor <= 0:
        return None
    if not may_be_passed_on(variant, policy):
        return None
    return StandingOffer(
        id=OfferId(f"of-{line.id}"),
        kind=DemandKind.ORDER,
        buyer_id=order.account_id,
        variant_id=variant.id,
        product_id=variant.product_id,
        highest=paid,
        grades=policy.peer_grades,
        automatic=True,
        method=PAID_WITH_ORDER,
        status=OfferStatus.OPEN,
        version=1,
        made_at=order.placed_at,
        ends_at=ends_at,
        country=order.country,
        region=order.region,
        order_id=order.id,
    )


def taken_from_order(sale: Sale, line: OrderLine, charge: Charge) -> Sale:
    """The sale once the unit stands in the order's place: paid in full by its charge, its line
    moved to the order that the purchase is, at the open-box price and the order's rate of tax."""
    net, price = line.total - line.tax, sale.purchase.price
    tax = Money(line.tax.minor * price.minor // net.minor, price.currency)
    purchase = replace(
        sale.purchase,
        price=net,
        tax=line.tax,
        tax_rate_bp=rate_of(net, line.tax),
        status=PurchaseStatus.PAID,
        charge_id=charge.id,
        method=charge.method,
    )
    nothing = zero(price.currency)
    moved = replace(line, order_id=sale.order.id, unit_price=price, discount=nothing, tax=tax)
    return Sale(
        match=replace(sale.match, status=MatchStatus.PAID),
        purchase=purchase,
        order=replace(sale.order, charge_id=charge.id),
        line=moved,
    )


def met(
    story: Story,
    sale: Sale,
    offer: StandingOffer,
    proposal: Proposal,
    refund_id: RefundId,
    actor: Actor,
    policy: Policy,
    now: datetime,
) -> Step:
    """The unit is theirs at once: reserved, matched, and what the order's line cost above it owed
    back. `sale` is as `taken_from_order` gives it.

    The book takes in the line's whole amount, which lies with the processor since the order was
    placed, and gives back what exceeds the sale; so it balances to the cent.
    """
    step = reserved(story, sale, actor, now, offer=offer, proposal=proposal)
    purchase, charge_id = sale.purchase, sale.purchase.charge_id
    if charge_id is None:
        raise Impossible(f"order {offer.order_id} was paid by no charge")
    event = Matched(sale.match.id, charge_id, purchase.total)
    step.say(SYSTEM, event, ledger.sale(purchase.price, purchase.tax))
    net, tax = purchase.price - sale.line.unit_price, purchase.tax - sale.line.tax
    if (net + tax).minor == 0:
        return step
    refund = owed_to_buyer(
        refund_id, story.case.id, RefundFor.DIFFERENCE, charge_id, Owed(net, tax), now, policy
    )
    owed = RefundScheduled(refund_id, refund.amount, now + policy.windows.settle_for)
    return step.put(refund).say(SYSTEM, owed, ledger.difference(net, tax))
