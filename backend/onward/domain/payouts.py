"""Money that goes back: to the returner at the trigger, to a buyer who is made whole, and the
thank-you at the end. Each is scheduled here with its posting; a payment provider carries it out."""

from dataclasses import replace
from datetime import datetime

from onward.domain import ledger
from onward.domain.events import SYSTEM, BonusEarned, BuyerReplaced, RefundScheduled
from onward.domain.ids import RefundId
from onward.domain.life import PURCHASE, REFUND, PurchaseStatus, RefundStatus, moved
from onward.domain.listings import Match, Purchase
from onward.domain.money import zero
from onward.domain.policy import Policy
from onward.domain.refunds import Payee, Refund, RefundFor, due_by
from onward.domain.steps import Step
from onward.domain.story import Story

UNPAID = frozenset({RefundStatus.ESTIMATED, RefundStatus.CANCELED})
UNDER_WAY = frozenset(
    {RefundStatus.SCHEDULED, RefundStatus.SUBMITTED, RefundStatus.PENDING, RefundStatus.FAILED}
)


def refund_started(story: Story, scanned_at: datetime, now: datetime) -> Step:
    """The returner's refund is owed from now on; nothing when it was started before."""
    refund = story.refund
    if refund.status not in UNPAID:
        return Step()
    order = story.order
    due_at = due_by(order.country, order.time_zone, story.case.opened_at, scanned_at)
    status = moved(REFUND, refund.status, RefundStatus.SCHEDULED)
    owed = replace(refund, status=status, due_at=due_at, scheduled_at=now)
    event = RefundScheduled(refund.id, refund.amount, due_at)
    return Step().put(owed).say(SYSTEM, event, ledger.refund_owed(refund.net, refund.tax))


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
    """The whole purchase is owed back to its buyer; nothing when it already is."""
    if story.buyer_refund(purchase) is not None:
        return Step()
    due_at = now + policy.windows.settle_for
    refund = Refund(
        id=refund_id,
        case_id=story.case.id,
        payee=Payee.BUYER,
        purpose=RefundFor.PURCHASE,
        charge_id=purchase.charge_id,
        status=RefundStatus.SCHEDULED,
        net=purchase.price,
        tax=purchase.tax,
        promised_at=due_at,
        due_at=due_at,
        scheduled_at=now,
    )
    event = RefundScheduled(refund_id, refund.amount, due_at)
    step = Step().put(refund)
    if purchase.status is not PurchaseStatus.CANCELED:
        status = moved(PURCHASE, purchase.status, PurchaseStatus.REFUNDED)
        step.put(replace(purchase, status=status))
    return step.say(SYSTEM, event, ledger.sale_undone(purchase.price, purchase.tax))


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
