"""Money that waits for a person: put on hold, and let go again. A hold has a date, and that date is
never so late that the law's due date could be missed.

What a chargeback holds waits for the bank's word and not for the date; every other hold ends by
itself when the date has come.
"""

from dataclasses import replace
from datetime import datetime

from onward.domain.events import (
    SYSTEM,
    Actor,
    HeldBecause,
    MovedBecause,
    RefundFreed,
    RefundHeld,
    TaskKind,
    TaskOpened,
)
from onward.domain.ids import TaskId
from onward.domain.life import REFUND, RefundStatus, moved
from onward.domain.policy import Policy
from onward.domain.promises import latest_start, moved_to, there_by
from onward.domain.receipts import tasks_done
from onward.domain.refunds import Refund
from onward.domain.refusals import WrongStage
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.tasks import Task

HOLDABLE = frozenset({RefundStatus.SCHEDULED, RefundStatus.FAILED})


def held(
    story: Story,
    refund: Refund,
    because: HeldBecause,
    until: datetime,
    reviewer: str | None,
    actor: Actor,
    *,
    now: datetime,
    policy: Policy,
) -> Step:
    """The refund waits for a person until then, or until the last instant at which it can start
    and be there in time. A task says so, but for a chargeback, which has a task of its own.
    WrongStage for what is not owed yet, or on its way to the bank already."""
    status = moved(REFUND, refund.status, RefundStatus.ON_HOLD)
    until = capped(refund, until, policy)
    waits = replace(
        refund, status=status, held_until=until, held_because=because, reviewer_id=reviewer
    )
    step = Step().put(waits).say(actor, RefundHeld(refund.id, because, until, reviewer))
    if because is not HeldBecause.CHARGEBACK:
        task = Task(_task_id(story, refund), story.case.id, TaskKind.REFUND_ON_HOLD, now, until)
        step.put(task).say(SYSTEM, TaskOpened(task.id, task.kind))
    zone = story.order.time_zone
    later = max(refund.promised_at, there_by(policy, until, refund.due_at, zone))
    return step.join(moved_to(waits, later, MovedBecause.ON_HOLD, zone, actor))


def freed(story: Story, refund: Refund, actor: Actor, *, now: datetime, policy: Policy) -> Step:
    """The refund goes on its way; who looked at it need look no more."""
    if refund.status is not RefundStatus.ON_HOLD:
        raise WrongStage(stage=refund.status)
    goes = replace(
        refund,
        status=moved(REFUND, refund.status, RefundStatus.SCHEDULED),
        held_until=None,
        held_because=None,
    )
    step = Step().put(goes).say(actor, RefundFreed(refund.id))
    if not _others_wait(story, refund):
        step.join(tasks_done(story, TaskKind.REFUND_ON_HOLD, actor, now))
    zone = story.order.time_zone
    by = there_by(policy, now, refund.due_at, zone)
    return step.join(moved_to(goes, by, MovedBecause.FREED, zone, actor))


def capped(refund: Refund, until: datetime, policy: Policy) -> datetime:
    """That date, or the latest that a hold of this refund may have."""
    latest = latest_hold(refund, policy)
    return min(until, latest) if latest else until


def latest_hold(refund: Refund, policy: Policy) -> datetime | None:
    """The last instant at which this refund can start and be there by the law's day; None while it
    is not owed."""
    return latest_start(policy, refund.due_at) if refund.due_at else None


def waits(story: Story) -> bool:
    """Whether a refund of this case is on hold for a person of ours."""
    return any(_is_waiting(one) for one in story.refunds)


def over(story: Story, now: datetime) -> tuple[Refund, ...]:
    """The refunds whose hold has come to its date."""
    return tuple(
        one
        for one in story.refunds
        if _is_waiting(one) and one.held_until is not None and one.held_until <= now
    )


def _others_wait(story: Story, refund: Refund) -> bool:
    return any(_is_waiting(one) and one.id != refund.id for one in story.refunds)


def _is_waiting(refund: Refund) -> bool:
    on_hold = refund.status is RefundStatus.ON_HOLD
    return on_hold and refund.held_because is not HeldBecause.CHARGEBACK


def _task_id(story: Story, refund: Refund) -> TaskId:
    """One for each time that this refund is held."""
    times = sum(
        isinstance(one.event, RefundHeld) and one.event.refund_id == refund.id
        for one in story.history
    )
    return TaskId(f"{refund.id}.h{times + 1}")
