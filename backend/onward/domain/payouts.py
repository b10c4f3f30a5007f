"""Money that goes back: to the returner at the trigger, to a buyer who is made whole, and the
thank-you at the end. Each is scheduled here with its posting; a payment provider carries it out."""

from dataclasses import replace
from datetime import datetime

from onward.domain import ledger
from onward.domain.deadlines import due_by
from onward.domain.events import (
    SYSTEM,
    BonusEarned,
    BuyerReplaced,
    MovedBecause,
    RefundCanceled,
    RefundScheduled,
)
from onward.domain.halves import differences
from onward.domain.holds import within_charge
from onward.domain.ids import RefundId
from onward.domain.life import (
    PURCHASE,
    REFUND,
    ExchangeStatus,
    PurchaseStatus,
    RefundStatus,
    moved,
)
from onward.domain.listings import Match, Purchase
from onward.domain.money import Money, zero
from onward.domain.owing import Owed
from onward.domain.policy import Policy
from onward.domain.promises import moved_to, there_by
from onward.domain.refunds import UNPAID, Payee, Refund, RefundFor, owed_to_buyer
from onward.domain.steps import Step
from onward.domain.story import Story

UNDER_WAY = frozenset(
    {
        RefundStatus.SCHEDULED,
        RefundStatus.SUBMITTED,
        RefundStatus.PENDING,
        RefundStatus.FAILED,
        RefundStatus.ON_HOLD,
    }
)


def refund_started(
    story: Story, scanned_at: datetime, now: datetime, policy: Policy, because: MovedBecause
) -> Step:
    """The returner's refund is owed from now on; nothing when it was started before, nor while an
    exchange is held: what is left of it is known once that is released or ended. `scanned_at` is
    when it was handed in, `because` what is said where the promised day changes by this."""
    if not may_start(story):
        return Step()
    refund, zone = within_charge(story), story.order.time_zone
    due_at = due_day(story, scanned_at)
    if refund.amount.minor == 0 and _is_exchanged(story):
        status = moved(REFUND, refund.status, RefundStatus.CANCELED)
        nothing_left = replace(refund, status=status, due_at=due_at, scheduled_at=now)
        return Step().put(nothing_left).say(SYSTEM, RefundCanceled(refund.id))
    status = moved(REFUND, refund.status, RefundStatus.SCHEDULED)
    owed = replace(refund, status=status, due_at=due_at, scheduled_at=now)
    event = RefundScheduled(refund.id, refund.amount, due_at)
    step = Step().put(owed).say(SYSTEM, event, _posted(refund))
    by = there_by(policy, now, due_at, zone)
    return step.join(moved_to(owed, by, because, zone, SYSTEM))


def may_start(story: Story) -> bool:
    """Whether the returner's refund waits for nothing but its trigger."""
    held = story.exchange is not None and story.exchange.status is ExchangeStatus.HELD
    refund = story.refund
    is_over = refund.paid_by_bank or is_used_up(story)
    return refund.status in UNPAID and not is_over and not held


def due_day(story: Story, scanned_at: datetime) -> datetime:
    """The law's day for the returner's refund: as it was first counted, or from that proof of
    sending on."""
    order = story.order
    counted = due_by(order.country, order.time_zone, story.case.opened_at, scanned_at)
    return story.refund.due_at or counted


def _posted(refund: Refund) -> ledger.Entry:
    """What a refund posts: of its net, as much is delivery as was owed for that, and never more
    than is left where a piece in exchange took its part."""
    part = min(refund.shipping, refund.net, key=lambda one: one.minor) if refund.shipping else None
    return ledger.refund_owed(refund.net, refund.tax, fee=refund.fee, shipping=part)


def bonus_earned(story: Story, refund_id: RefundId, now: datetime, policy: Policy) -> Step:
    """The thank-you of the peer path, owed once the buyer is content."""
    amount = story.case.bonus
    if amount is None or amount.minor == 0 or story.bonus is not None:
        return Step()
    bonus = Refund(
        id=refund_id,
        case_id=story.case.id,
        payee=Payee.RETURNER,
        purpose=RefundFor.BONUS,
        charge_id=None,
        status=RefundStatus.SCHEDULED,
        net=amount,
        tax=zero(amount.currency),
        promised_at=now + policy.windows.settle_for,
        due_at=now + policy.windows.settle_for,
        scheduled_at=now,
    )
    step = Step().put(bonus).say(SYSTEM, BonusEarned(refund_id, amount))
    event = RefundScheduled(refund_id, amount, now + policy.windows.settle_for)
    return step.say(SYSTEM, event, ledger.bonus_owed(amount))


def buyer_refunded(
    story: Story, purchase: Purchase, refund_id: RefundId, now: datetime, policy: Policy
) -> Step:
    """The whole purchase is owed back to its buyer, less what was given back when its price fell;
    nothing when it already is."""
    if story.buyer_refund(purchase) is not None:
        return Step()
    net_back, tax_back = given_back(story, purchase)
    net, tax = purchase.price - net_back, purchase.tax - tax_back
    refund = owed_to_buyer(
        refund_id,
        story.case.id,
        RefundFor.PURCHASE,
        purchase.charge_id,
        Owed(net, tax),
        now,
        policy,
    )
    event = RefundScheduled(refund_id, refund.amount, now + policy.windows.settle_for)
    step = Step().put(refund)
    if purchase.status is not PurchaseStatus.CANCELED:
        status = moved(PURCHASE, purchase.status, PurchaseStatus.REFUNDED)
        step.put(replace(purchase, status=status))
    return step.say(SYSTEM, event, ledger.sale_undone(net, tax))


def given_back(story: Story, purchase: Purchase) -> tuple[Money, Money]:
    """What of a purchase was given back while it stood: net and tax."""
    net = tax = zero(purchase.price.currency)
    for refund in differences(story, purchase):
        net, tax = net + refund.net, tax + refund.tax
    return net, tax


def buyer_replaced(match: Match, purchase: Purchase) -> Step:
    """The same item from stock at the price they paid: nothing of their money moves."""
    status = moved(PURCHASE, purchase.status, PurchaseStatus.REPLACED_FROM_STOCK)
    return (
        Step()
        .put(replace(purchase, status=status))
        .say(SYSTEM, BuyerReplaced(match.id, purchase.id))
    )


def all_paid(story: Story) -> bool:
    """Whether no money of this case is still on its way."""
    return all(refund.status not in UNDER_WAY for refund in story.refunds)


def is_settled(story: Story) -> bool:
    """Whether the returner has all that is owed for the item, in money or in another piece."""
    paid = (RefundStatus.SUCCEEDED, RefundStatus.CONVERTED_TO_CREDIT)
    return story.refund.status in paid or story.refund.paid_by_bank or is_used_up(story)


def is_used_up(story: Story) -> bool:
    """Whether a piece in exchange took the whole refund, so that none goes back."""
    return story.refund.status is RefundStatus.CANCELED and _is_exchanged(story)


def _is_exchanged(story: Story) -> bool:
    return story.exchange is not None and story.exchange.status is ExchangeStatus.RELEASED
