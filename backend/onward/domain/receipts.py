"""What the buyer says of the parcel: as described, or something is wrong, and what settling that
does. Whether a person has to look is `claiming`'s question."""

from dataclasses import replace
from datetime import datetime

from onward.domain.claiming import Doubt, claims_of
from onward.domain.claims import (
    Claim,
    ClaimResolution,
    Fault,
    NoPhoto,
    ReceiptOutcome,
    Settlement,
)
from onward.domain.diversions import released
from onward.domain.events import (
    CARRIER,
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
from onward.domain.ids import ClaimId, MatchId, RefundId, TaskId
from onward.domain.life import (
    CLAIM,
    MATCH,
    PURCHASE,
    ClaimStatus,
    MatchStatus,
    PurchaseStatus,
    Stage,
    moved,
)
from onward.domain.making_good import must_be_sound, part_owed
from onward.domain.policy import Policy
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
    task_id: TaskId | None,
    now: datetime,
    *,
    doubt: Doubt | None = None,
    no_photo: NoPhoto | None = None,
) -> Step:
    """Something is wrong, and until that is settled nothing is final. With a `task_id` a person
    is asked to settle it."""
    match = story.match
    if match is None:
        raise WrongStage(stage=story.case.stage)
    claim = Claim(claim_id, story.case.id, match.id, ClaimStatus.OPEN, outcome, None, now)
    step = Step().put(claim).say(actor, Claimed(claim_id, match.id, doubt, no_photo))
    return step.join(_asked(story, TaskKind.DECIDE_CLAIM, task_id, now)) if task_id else step


def settled(
    story: Story,
    actor: Actor,
    settlement: Settlement,
    now: datetime,
    *,
    policy: Policy,
    refund_id: RefundId,
    task_id: TaskId,
) -> Step:
    """A decision on the open claim, or another one on what was never sent back. The returner's
    refund is theirs whoever's fault it was; what a carrier owes us is for a person to ask for."""
    claim = story.claim
    if claim is None:
        raise WrongStage(stage=story.case.stage)
    by = settlement.resolution
    waits = by is ClaimResolution.RETURN_TO_WAREHOUSE
    status = moved(CLAIM, claim.status, ClaimStatus.AWAITING_RETURN if waits else _DONE)
    must_be_sound(story, claim, settlement)
    claim = replace(
        claim,
        status=status,
        resolution=by,
        fault=settlement.fault,
        amount=settlement.amount,
        resolved_at=None if waits else now,
        by_policy=settlement.by_policy,
    )
    step = Step().put(claim, claim_outcome(story, claim, by, now))
    step.say(actor, ClaimSettled(claim.id, by.value, settlement.fault.value, settlement.amount))
    step.join(tasks_done(story, TaskKind.DECIDE_CLAIM, actor, now))
    if settlement.fault is Fault.CARRIER and by is not ClaimResolution.REJECT:
        step.join(_asked(story, TaskKind.CARRIER_CLAIM, task_id, now))
    if waits:
        return step.say(actor, SentBack(Because.CLAIM))
    if by in _LETS_GO:
        return step.join(released(story, actor, Because.CLAIM))
    step.join(_settled_well(story))
    if settlement.amount is not None:
        step.join(part_owed(story, claim, settlement.amount, refund_id, now, policy))
    return step


def return_scanned(story: Story, now: datetime) -> Step:
    """The label a buyer got for a claimed item had its first scan: they are let go, and
    `MatchReleased` pays them back. Nothing where no claim waits for a parcel, or no longer.

    For `scanning.scanned` at the first scan of a parcel that `_is_claim_return`; join it before
    the step that tells the scan itself, and go on with `story.with_rows(step.rows)`.
    """
    claim = story.claim
    if claim is None or claim.status is not ClaimStatus.AWAITING_RETURN:
        return Step()
    status = moved(CLAIM, claim.status, ClaimStatus.RESOLVED)
    step = Step().put(replace(claim, status=status, resolved_at=now))
    step.join(tasks_done(story, TaskKind.DECIDE_CLAIM, SYSTEM, now))
    return step.join(released(story, CARRIER, Because.CLAIM))


def awaits_return(story: Story) -> bool:
    """Whether a buyer holds a code to send a claimed item back, and nobody has scanned it."""
    return story.claim is not None and story.claim.status is ClaimStatus.AWAITING_RETURN


def return_not_sent(story: Story, task_id: TaskId, now: datetime) -> Step:
    """They have had time to send it back: a person decides how it goes on."""
    return _asked(story, TaskKind.DECIDE_CLAIM, task_id, now)


def wants_same(story: Story, match_id: MatchId) -> bool:
    """Whether the claim of this match was settled with the same piece from stock."""
    claims = claims_of(story, match_id)
    return bool(claims) and claims[-1].resolution is ClaimResolution.REPLACE


def is_kept(story: Story) -> bool:
    """Whether a claimed item that was to go to the warehouse stays with its buyer: nobody scanned
    it, and a person settled the claim another way."""
    claim, label, on_its_way = story.claim, story.label, Stage.RETURNING_TO_WAREHOUSE
    if claim is None or story.case.stage is not on_its_way or awaits_return(story):
        return False
    unsent = label is None or label.first_scan_at is None
    return unsent and claim.resolution is not ClaimResolution.RETURN_TO_WAREHOUSE


def tasks_done(story: Story, kind: TaskKind, actor: Actor, now: datetime) -> Step:
    """Every open task of that kind is done."""
    step = Step()
    for task in story.tasks:
        if task.kind is kind and task.done_at is None:
            step.put(replace(task, done_at=now)).say(actor, TaskDone(task.id))
    return step


_DONE = ClaimStatus.RESOLVED
_LETS_GO = frozenset({ClaimResolution.REFUND, ClaimResolution.REPLACE})


def _asked(story: Story, kind: TaskKind, task_id: TaskId, now: datetime) -> Step:
    if any(task.kind is kind and task.done_at is None for task in story.tasks):
        return Step()
    task = Task(task_id, story.case.id, kind, now, None)
    return Step().put(task).say(SYSTEM, TaskOpened(task_id, kind))


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
