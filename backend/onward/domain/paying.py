"""A refund on its way through a payment provider: sent, answered, tried again with growing gaps,
and in the end offered as store credit."""

from dataclasses import replace
from datetime import datetime

from onward.domain import ledger
from onward.domain.events import (
    SYSTEM,
    Actor,
    CreditOffered,
    MovedBecause,
    RefundFailed,
    RefundPending,
    RefundScheduled,
    RefundSubmitted,
    RefundSucceeded,
    TaskKind,
    TaskOpened,
)
from onward.domain.holding import freed, over
from onward.domain.ids import TaskId
from onward.domain.life import REFUND, RefundStatus, moved
from onward.domain.policy import Policy
from onward.domain.promises import moved_to, there_by
from onward.domain.receipts import tasks_done
from onward.domain.refunds import Refund, payable
from onward.domain.refusals import Impossible
from onward.domain.starting import by_law
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.tasks import Task


def key_of(story: Story, refund: Refund) -> str:
    """The key of the try that comes now: of the event that first scheduled the refund, and the
    number of the try. Whatever sets it off, one try moves money once."""
    for told in story.history:
        if isinstance(told.event, RefundScheduled) and told.event.refund_id == refund.id:
            nth = f":{refund.tries + 1}" if refund.tries else ""
            return f"{told.id}:refund{nth}"
    raise Impossible(f"refund {refund.id} was never scheduled")


def sent(refund: Refund, provider_ref: str, now: datetime) -> Step:
    """The provider has it."""
    status = moved(REFUND, refund.status, RefundStatus.SUBMITTED)
    tries = refund.tries + 1
    row = replace(refund, status=status, submitted_at=now, provider_ref=provider_ref, tries=tries)
    return Step().put(row).say(SYSTEM, RefundSubmitted(refund.id))


def pending(refund: Refund) -> Step:
    """The provider cannot tell yet."""
    status = moved(REFUND, refund.status, RefundStatus.PENDING)
    return Step().put(replace(refund, status=status)).say(SYSTEM, RefundPending(refund.id))


def succeeded(story: Story, refund: Refund, now: datetime, actor: Actor = SYSTEM) -> Step:
    """The money has gone back; whoever looked after a failed try need look no more."""
    status = moved(REFUND, refund.status, RefundStatus.SUCCEEDED)
    paid = replace(refund, status=status, succeeded_at=now)
    entries = [ledger.paid_out(refund.amount, payable(refund))] if refund.amount.minor else []
    step = Step().put(paid).say(actor, RefundSucceeded(refund.id, refund.amount), *entries)
    return step.join(looked_after(story, refund, now))


def looked_after(story: Story, refund: Refund, now: datetime) -> Step:
    """Nobody need look at this refund any more; the task stays while another one has failed."""
    fails = (one.id for one in story.refunds if one.status is RefundStatus.FAILED)
    if set(fails) - {refund.id}:
        return Step()
    return tasks_done(story, TaskKind.REFUND_FAILED, SYSTEM, now)


def failed(
    story: Story,
    refund: Refund,
    why: str,
    now: datetime,
    policy: Policy,
    task_id: TaskId,
    actor: Actor = SYSTEM,
) -> Step:
    """It did not get through: an agent hears of it from the first time on, it is tried again after
    the next gap, and after the last one it is offered as store credit."""
    status = moved(REFUND, refund.status, RefundStatus.FAILED)
    row = replace(refund, status=status, succeeded_at=None)
    step = Step().put(row).say(actor, RefundFailed(refund.id, why))
    if not any(one.kind is TaskKind.REFUND_FAILED and one.done_at is None for one in story.tasks):
        step.put(Task(task_id, story.case.id, TaskKind.REFUND_FAILED, now, refund.due_at))
        step.say(SYSTEM, TaskOpened(task_id, TaskKind.REFUND_FAILED))
    again_at = next_try(row, policy)
    if again_at is None:
        return step.join(offered(row, now))
    zone = story.order.time_zone
    by = there_by(policy, max(again_at, now), refund.due_at, zone)
    later = max(by, refund.promised_at)
    return step.join(moved_to(row, later, MovedBecause.FAILED, zone, SYSTEM))


def next_try(refund: Refund, policy: Policy) -> datetime | None:
    """When a failed refund is tried again by itself; None where it is not."""
    gaps = policy.refunds.retry_after
    waits = refund.status is RefundStatus.FAILED and refund.credit_offered_at is None
    if not waits or refund.submitted_at is None or refund.tries > len(gaps):
        return None
    return refund.submitted_at + gaps[refund.tries - 1]


def offered(refund: Refund, now: datetime) -> Step:
    """They may have it as store credit; said once."""
    if refund.credit_offered_at is not None:
        return Step()
    row = replace(refund, credit_offered_at=now)
    return Step().put(row).say(SYSTEM, CreditOffered(refund.id))


def tried_again(refund: Refund, actor: Actor, now: datetime) -> Step:
    """On its way once more, under another key."""
    status = moved(REFUND, refund.status, RefundStatus.SCHEDULED)
    event = RefundScheduled(refund.id, refund.amount, refund.due_at or now)
    return Step().put(replace(refund, status=status)).say(actor, event)


def due_now(story: Story, now: datetime, policy: Policy) -> Step:
    """What the time that has passed does to the refunds of a case: a hold ends, a failed one is
    tried again, and what waits for a parcel starts by the law's day."""
    step = by_law(story, now, policy)
    for refund in over(story, now):
        step.join(freed(story.with_rows(step.rows), refund, SYSTEM, now=now, policy=policy))
    for refund in story.refunds:
        if refund.status is not RefundStatus.FAILED or refund.credit_offered_at is not None:
            continue
        again_at = next_try(refund, policy)
        if again_at is None:
            step.join(offered(refund, now))
        elif again_at <= now:
            step.join(tried_again(refund, SYSTEM, now))
    return step
