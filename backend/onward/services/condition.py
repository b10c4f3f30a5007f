"""The judgement on a unit: by the rules where they are sure, by a person where they are not, once
more where the returner asks for it, and by the warehouse for some of them."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from onward.domain.accounts import Viewer, must_be_staff
from onward.domain.actions import is_to_inspect
from onward.domain.album import departures
from onward.domain.appeals import may_appeal
from onward.domain.condition import Judgement, grade
from onward.domain.diversions import diverted
from onward.domain.events import (
    SYSTEM,
    Actor,
    Appealed,
    Approved,
    Because,
    Channel,
    Inspected,
    ReviewAsked,
    Submitted,
    TaskKind,
    TaskOpened,
)
from onward.domain.grades import (
    Answers,
    Grade,
    GradeReason,
    ReviewReason,
    Verdict,
    best_after,
    worst,
)
from onward.domain.ids import TaskId
from onward.domain.life import Stage, Who
from onward.domain.photos import Occasion
from onward.domain.policy import Policy
from onward.domain.promises import goes_on
from onward.domain.quality import inspection_outcome, is_drawn
from onward.domain.receipts import tasks_done
from onward.domain.recovery import fallback_of
from onward.domain.refusals import BadInput, NotAllowed, NotFound, PhotosMissing, WrongStage
from onward.domain.routing import facts_of, peer_barrier
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.tasks import Task
from onward.ports import World
from onward.store import changes, pauses, reads, reports
from onward.store.answers import Question

_PERSON = "a_person_looked"
# What only says that the rules' own grade would not do; a person's grade does.
_NOT_ADMITTED = "GRADE_NOT_ADMITTED"


@dataclass(frozen=True, slots=True)
class _Judging:
    """What a judgement needs beside the story: the policy in force, and what is drawn by lot."""

    policy: Policy
    task_id: TaskId
    now: datetime
    drawn: bool


async def submit(world: World, viewer: Viewer, case_id: str, answers: Answers, key: str) -> Story:
    """Judge what was shown and said. Whatever the answer, the return itself goes on."""
    judging = await _judging(world, case_id)
    question = Question(viewer.id, key, "submitCondition", [case_id, answers])
    seen = await reads.story(case_id)
    if seen is None or seen.case.returner_id != viewer.id:
        raise NotFound
    shown = departures(seen.photos)
    report = await reports.report(seen, answers, shown, judging.policy)

    def decide(story: Story) -> Step:
        if story.case.stage is not Stage.DRAFTED:
            raise WrongStage(stage=story.case.stage)
        if departures(story.photos) != shown:
            # A photo came meanwhile that nobody has compared with the others yet.
            raise NotAllowed("PHOTOS_STILL_COMING")
        judgement = grade(report, judging.policy)
        step = Step().say(Actor(Who.RETURNER, viewer.id), Submitted(answers))
        answered = replace(story, case=replace(story.case, answers=answers))
        then = _consequence(answered, judgement, judging)
        return step.join(goes_on(story, then, judging.now, judging.policy))

    return await _change(judging, case_id, decide, question)


async def appeal(world: World, viewer: Viewer, case_id: str, photo_id: str, key: str) -> Story:
    """Another look by a person, once, with another photo."""
    judging = await _judging(world, case_id)
    question = Question(viewer.id, key, "appealGrade", [case_id, photo_id])
    due_at = judging.now + world.policy.windows.review_for

    def decide(story: Story) -> Step:
        if story.case.returner_id != viewer.id:
            raise NotFound
        if not may_appeal(story, world.policy):
            raise NotAllowed("APPEAL_NOT_POSSIBLE")
        shown = [one for one in story.photos if one.occasion is Occasion.APPEAL]
        photo = next((one for one in shown if one.id == photo_id), None)
        if photo is None:
            raise PhotosMissing(field="photoId")
        actor = Actor(Who.RETURNER, viewer.id)
        return Step().say(actor, Appealed(photo.id, due_at)).join(_asked(story, judging, due_at))

    return await _change(judging, case_id, decide, question)


async def decide_review(
    world: World,
    viewer: Viewer,
    case_id: str,
    given: Grade,
    accept: bool,
    key: str,
    because: ReviewReason | None = None,
) -> Story:
    """An agent's word on a case under review. Whoever departs from what the rules propose, or
    says no, says why."""
    must_be_staff(viewer)
    judging = await _judging(world, case_id)
    given_reason = because.value if because else None
    question = Question(
        viewer.id, key, "decideReview", [case_id, given.value, accept, given_reason]
    )
    actor = Actor(Who.AGENT, viewer.id)

    def decide(story: Story) -> Step:
        case = story.case
        if case.stage is not Stage.IN_REVIEW:
            raise WrongStage(stage=case.stage)
        if because is None and (not accept or given is not case.proposed_grade):
            raise BadInput("REASON_NEEDED", field="because")
        if worst((given, best_after(story.unit.hops))) is not given:
            raise BadInput("OPENED_TWICE", field="grade")
        before = (one for one in case.grade_reasons if not accept or one.code != _NOT_ADMITTED)
        reasons = (*_looked_at(case.proposed_grade, because), *before)
        done = tasks_done(story, TaskKind.REVIEW_CONDITION, actor, judging.now)
        barrier = peer_barrier(facts_of(story), given, judging.policy)
        if accept and barrier is None:
            return done.say(actor, Approved(given, reasons, _PERSON))
        why = Because.POLICY if accept else Because.NOT_ACCEPTED
        step = diverted(
            story,
            actor,
            why,
            channel=fallback_of(story, judging.policy, given, because),
            reasons=reasons,
            rule=barrier if accept else None,
            grade=given,
            graded_by=_PERSON,
        )
        return done.join(goes_on(story, step, judging.now, judging.policy))

    return await _change(judging, case_id, decide, question)


async def inspect(world: World, viewer: Viewer, case_id: str, found: Grade, key: str) -> Story:
    """The warehouse's own look at a unit that was drawn for it."""
    must_be_staff(viewer)
    judging = await _judging(world, case_id)
    question = Question(viewer.id, key, "inspectItem", [case_id, found.value])
    actor = Actor(Who.AGENT, viewer.id)

    def decide(story: Story) -> Step:
        if not is_to_inspect(story.case):
            raise WrongStage(stage=story.case.stage)
        if any(told.event.kind == "Inspected" for told in story.history):
            raise NotAllowed("TASK_DONE", field="caseId")
        step = tasks_done(story, TaskKind.INSPECT_ARRIVAL, actor, judging.now)
        step.put(inspection_outcome(story, found, judging.now))
        return step.say(actor, Inspected(found))

    return await _change(judging, case_id, decide, question)


async def _judging(world: World, case_id: str) -> _Judging:
    policy = await pauses.in_force(world.policy)
    drawn = is_drawn(world.tokens.digest(f"inspect:{case_id}"), policy.quality)
    return _Judging(policy, TaskId(world.tokens.id()), await world.clock.now(), drawn)


async def _change(
    judging: _Judging, case_id: str, decide: changes.Decide, question: Question
) -> Story:
    return await changes.change(
        case_id, decide, at=judging.now, policy=judging.policy, question=question
    )


def _consequence(story: Story, judgement: Judgement, judging: _Judging) -> Step:
    reasons, by = judgement.reasons, judgement.rule
    if judgement.verdict is Verdict.PERSON_MUST_LOOK:
        due_at = judging.now + judging.policy.windows.review_for
        step = Step().say(SYSTEM, ReviewAsked(reasons, due_at, by, judgement.proposed))
        return step.join(_asked(story, judging, due_at))
    off_the_peer_path = partial(
        diverted,
        story,
        SYSTEM,
        channel=fallback_of(story, judging.policy, judgement.grade),
        reasons=reasons,
        grade=judgement.grade,
        graded_by=by,
    )
    if judgement.verdict is Verdict.NOT_FOR_PEER or judgement.grade is None:
        return off_the_peer_path(Because.NOT_ACCEPTED)
    barrier = peer_barrier(facts_of(story), judgement.grade, judging.policy)
    if barrier is not None:
        return off_the_peer_path(Because.POLICY, rule=barrier)
    if judging.drawn:
        return off_the_peer_path(Because.INSPECTION, channel=Channel.WAREHOUSE)
    return Step().say(SYSTEM, Approved(judgement.grade, reasons, by))


def _asked(story: Story, judging: _Judging, due_at: datetime) -> Step:
    task = Task(judging.task_id, story.case.id, TaskKind.REVIEW_CONDITION, judging.now, due_at)
    return Step().put(task).say(SYSTEM, TaskOpened(task.id, TaskKind.REVIEW_CONDITION))


def _looked_at(proposed: Grade | None, because: ReviewReason | None) -> tuple[GradeReason, ...]:
    """A person's look as reasons: that it was, and why it departs from what was proposed."""
    looked = GradeReason("LOOKED_AT")
    if because is None:
        return (looked,)
    return looked, GradeReason(f"AGENT_{because.value}", proposed.value if proposed else None)
