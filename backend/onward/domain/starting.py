"""When the returner's refund starts: at the first scan or once it has arrived, as policy and their
record say; never before the buyer's money is in; and by the law's day whatever they say."""

from dataclasses import replace
from datetime import datetime

from onward.domain.events import SYSTEM, MovedBecause
from onward.domain.life import REFUND, RefundStatus, moved
from onward.domain.payouts import due_day, may_start, refund_started
from onward.domain.policy import Policy
from onward.domain.promises import latest_start, moved_to, there_by
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.terms import RefundTrigger
from onward.domain.trust import Record, trigger


def at_first_scan(
    story: Story, scanned_at: datetime, now: datetime, policy: Policy, record: Record | None
) -> Step:
    """It was handed in. Where the money has to wait for it to arrive, the law's day is counted
    from here on all the same, and the returner hears the day they can count on."""
    at_once = trigger(policy, story.refund.amount, record) is RefundTrigger.ON_CARRIER_ACCEPTANCE
    if not at_once or not is_paid_for(story):
        return _waits(story, scanned_at, now, policy)
    return refund_started(story, scanned_at, now, policy, MovedBecause.HANDED_IN)


def at_arrival(story: Story, scanned_at: datetime, now: datetime, policy: Policy) -> Step:
    """It has arrived, at the buyer or the warehouse."""
    if not is_paid_for(story):
        return _waits(story, scanned_at, now, policy)
    return refund_started(story, scanned_at, now, policy, MovedBecause.AT_DELIVERY)


def by_law(story: Story, now: datetime, policy: Policy) -> Step:
    """Whatever it waited for: any later, and it could not be there by the law's day."""
    due_at = story.refund.due_at
    if due_at is None or now < latest_start(policy, due_at):
        return Step()
    return refund_started(story, now, now, policy, MovedBecause.BY_LAW)


def is_paid_for(story: Story) -> bool:
    """Whether the money of the buyer who has this unit is in; so it is where nobody has it."""
    purchase = story.purchase(story.match.purchase_id) if story.match else None
    return purchase is None or purchase.charge_id is not None


def _waits(story: Story, scanned_at: datetime, now: datetime, policy: Policy) -> Step:
    if not may_start(story):
        return Step()
    refund, due_at, zone = story.refund, due_day(story, scanned_at), story.order.time_zone
    if refund.status is not RefundStatus.ESTIMATED:
        # Withdrawn, and handed in all the same.
        refund = replace(refund, status=moved(REFUND, refund.status, RefundStatus.ESTIMATED))
    waits = replace(refund, due_at=due_at)
    parcel = story.parcel
    arrives = parcel.eta_at if parcel else None
    by = there_by(policy, max(arrives, now), due_at, zone) if arrives else due_at
    return Step().put(waits).join(moved_to(waits, by, MovedBecause.AT_DELIVERY, zone, SYSTEM))
