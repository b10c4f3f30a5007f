"""The day a person was told their money is there by: how long a payment takes, and what is said
when that day changes. Days are those of the order's time zone."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from onward.domain.days import end_of_day
from onward.domain.events import SYSTEM, Actor, Diverted, MovedBecause, PromiseMoved, Repointed
from onward.domain.life import RefundStatus
from onward.domain.policy import Policy
from onward.domain.refunds import Refund, promised_by
from onward.domain.steps import Step
from onward.domain.story import Story


def there_by(policy: Policy, start: datetime, due_at: datetime | None, zone: str) -> datetime:
    """The day that a payment which starts then is there by: the end of the day that policy settles
    in, and never a later one than the law's."""
    by = end_of_day(start, zone, after=policy.windows.settle_for)
    return min(by, due_at) if due_at else by


def latest_start(policy: Policy, due_at: datetime) -> datetime:
    """The last instant at which a payment can start and still be there by the law's day."""
    return due_at - policy.windows.settle_for


def moved_to(
    refund: Refund, promised_at: datetime, because: MovedBecause, zone: str, actor: Actor
) -> Step:
    """The refund with another promised instant, and the news of it where that is another day."""
    if promised_at == refund.promised_at:
        return Step()
    step = Step().put(replace(refund, promised_at=promised_at))
    if same_day(promised_at, refund.promised_at, zone):
        return step
    return step.say(actor, PromiseMoved(refund.id, promised_at, because))


def goes_on(story: Story, step: Step, now: datetime, policy: Policy) -> Step:
    """That step, with the day it means for the money where it sends the case to its next owner or
    another way: the days to hand it in are what is left, and those to pay."""
    refund, zone, windows = story.with_rows(step.rows).refund, story.order.time_zone, policy.windows
    if refund.status is not RefundStatus.ESTIMATED:
        return step
    said = {type(one.event) for one in step.said}
    if Repointed in said:
        by = end_of_day(now, zone, after=windows.ship_for + windows.settle_for)
        return step.join(moved_to(refund, by, MovedBecause.OWNER_FOUND, zone, SYSTEM))
    if Diverted in said:
        by = promised_by(policy, now, zone, peer=False)
        return step.join(moved_to(refund, by, MovedBecause.OTHER_WAY, zone, SYSTEM))
    return step


def same_day(one: datetime, other: datetime, zone: str) -> bool:
    where = ZoneInfo(zone)
    return one.astimezone(where).date() == other.astimezone(where).date()
