"""What the buyer says of the parcel: as described, or something is wrong, and how that is
settled."""

from dataclasses import replace
from datetime import datetime

from onward.domain.claims import Claim, ClaimResolution, ReceiptOutcome
from onward.domain.diversions import released
from onward.domain.events import (
    SYSTEM,
    Actor,
    Because,
    Claimed,
    ClaimSettled,
    Confirmed,
    SentBack,
    TaskDone,
    TaskKind,
    TaskOpened,
)
from onward.domain.ids import ClaimId, TaskId
from onward.domain.life import (
    CLAIM,
    MATCH,
    PURCHASE,
    ClaimStatus,
    MatchStatus,
    PurchaseStatus,
    moved,
)
from onward.domain.quality import ToldBy, claim_outcome, outcome
from onward.domain.refusals import WrongStage
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.tasks import Task


def confirmed(story: Story, actor: Actor, now: datetime, *, silently: bool) -> Step:
    """As described, said by the buyer or by their silence."""
    match = story.match
    if match is None:
        raise WrongStage(stage=story.case.stage)
    told_by = ToldBy.SILENCE if silently else ToldBy.CONFIRMATION
    step = _settled_well(story).put(outcome(story, told_by, now, held=True))
    return step.say(actor, Confirmed(match.id, silently))


def claimed(
    story: Story,
    actor: Actor,
    outcome: ReceiptOutcome,
    claim_id: ClaimId,
    task_id: TaskId,
    now: datetime,
) -> Step:
    """Something is wrong: a person decides, and until then nothing is final."""
    match = story.match
    if match is None:
        raise WrongStage(stage=story.case.stage)
    claim = Claim(claim_id, story.case.id, match.id, ClaimStatus.OPEN, outcome, None, now)
    task = Task(task_id, story.case.id, TaskKind.DECIDE_CLAIM, now, None)
    step = Step().put(claim, task).say(actor, Claimed(claim_id, match.id))
    return step.say(SYSTEM, TaskOpened(task_id, TaskKind.DECIDE_CLAIM))


def settled(story: Story, actor: Actor, resolution: ClaimResolution, now: datetime) -> Step:
    """An agent's decision on the open claim. Granted: the buyer is let go and made whole."""
    claim = story.claim
    if claim is None:
        raise WrongStage(stage=story.case.stage)
    status = moved(CLAIM, claim.status, ClaimStatus.RESOLVED)
    step = Step().put(replace(claim, status=status, resolution=resolution))
    step.put(claim_outcome(story, claim, resolution, now))
    step.say(actor, ClaimSettled(claim.id, resolution.value))
    step.join(tasks_done(story, TaskKind.DECIDE_CLAIM, actor, now))
    if resolution is ClaimResolution.REJECT:
        return step.join(_settled_well(story))
    step.join(released(story, actor, Because.CLAIM))
    if resolution is ClaimResolution.RETURN_TO_WAREHOUSE:
        step.say(actor, SentBack(Because.CLAIM))
    return step


def delivered_at(story: Story) -> datetime | None:
    """When the parcel reached the buyer, if it did."""
    return next((told.at for told in story.history if told.event.kind == "Delivered"), None)


def tasks_done(story: Story, kind: TaskKind, actor: Actor, now: datetime) -> Step:
    """Every open task of that kind is done."""
    step = Step()
    for task in story.tasks:
        if task.kind is kind and task.done_at is None:
            step.put(replace(task, done_at=now)).say(actor, TaskDone(task.id))
    return step


def _settled_well(story: Story) -> Step:
    match, step = story.match, Step()
    if match is None or match.status is not MatchStatus.DELIVERED:
        return step
    step.put(replace(match, status=moved(MATCH, match.status, MatchStatus.SETTLED)))
    purchase = story.purchase(match.purchase_id)
    if purchase and purchase.status is PurchaseStatus.DELIVERED:
        status = moved(PURCHASE, purchase.status, PurchaseStatus.COMPLETED)
        step.put(replace(purchase, status=status))
    return step
