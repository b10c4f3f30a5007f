"""Photos, answers and the judgement on them; a person's look where the rules are not sure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from onward.domain.accounts import Viewer, must_be_staff
from onward.domain.condition import Judgement, Report, grade, shots_offered
from onward.domain.diversions import diverted
from onward.domain.events import (
    SYSTEM,
    Actor,
    Approved,
    Because,
    PhotoAdded,
    ReviewAsked,
    Submitted,
    TaskKind,
    TaskOpened,
)
from onward.domain.grades import Answers, Grade, GradeReason, Verdict
from onward.domain.ids import CaseId, PhotoId, TaskId
from onward.domain.life import Stage, Who
from onward.domain.photos import Photo, latest_of_each_shot
from onward.domain.receipts import tasks_done
from onward.domain.refusals import BadInput, BadPhoto, NotFound, WrongStage
from onward.domain.routing import facts_of, peer_barrier
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.tasks import Task
from onward.ports import World
from onward.store import answers, changes, reads
from onward.store.answers import Answer, Question

SLICE_BYTES = 256 * 1024
MOST_BYTES = 12 * 1024 * 1024
MOST_PHOTOS = 24
TICKET_FOR = timedelta(days=2)
PHOTO_URL_FOR = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Ticket:
    """Leave to send one photo in slices to /uploads/<token>."""

    photo_id: PhotoId
    token: str
    slice_bytes: int
    max_bytes: int


async def ticket(
    world: World, viewer: Viewer, case_id: str, shot: str, size: int, kind: str, key: str
) -> Ticket:
    """A signed upload ticket; the same key gives a ticket for the same photo again."""
    story = await _mine(viewer, case_id)
    question = Question(viewer.id, key, "uploadPhoto", [case_id, shot, size, kind])
    found = await answers.known(question)
    if found is None:
        _must_be_wanted(world, story, shot, size, kind)
        named = blake2b(f"{viewer.id}:{case_id}:{key}".encode(), digest_size=16).hexdigest()
        found = await answers.keep(Answer(question, (named,)), await world.clock.now())
    claims = {"photo": found[0], "case": case_id, "shot": shot, "size": size, "by": viewer.id}
    token = world.tokens.sign("upload", claims, TICKET_FOR)
    return Ticket(PhotoId(found[0]), token, SLICE_BYTES, MOST_BYTES)


async def add_photo(world: World, photo_id: str, case_id: str, shot: str, raw: bytes) -> Photo:
    """Clean a photo and add it to its case. The original is not kept; twice is once."""
    known = await reads.photo(photo_id)
    if isinstance(known, Photo):
        return known
    clean = await world.imaging.clean(raw)
    await world.photos.write(_key(photo_id, thumbnail=False), clean.jpeg)
    await world.photos.write(_key(photo_id, thumbnail=True), clean.thumbnail)
    now = await world.clock.now()
    photo = Photo(
        id=PhotoId(photo_id),
        case_id=CaseId(case_id),
        shot=shot,
        sha256=clean.sha256,
        width=clean.width,
        height=clean.height,
        size=len(clean.jpeg),
        taken_at=now,
    )

    def decide(story: Story) -> Step | None:
        if any(one.id == photo.id for one in story.photos):
            return None
        actor = Actor(Who.RETURNER, story.case.returner_id)
        return Step().put(photo).say(actor, PhotoAdded(photo.id, shot))

    await changes.change(case_id, decide, at=now, policy=world.policy)
    return photo


async def submit(world: World, viewer: Viewer, case_id: str, answers: Answers, key: str) -> Story:
    """Judge what was shown and said. Whatever the answer, the return itself goes on."""
    now = await world.clock.now()
    task_id = TaskId(world.tokens.id())
    question = Question(viewer.id, key, "submitCondition", [case_id, answers])

    def decide(story: Story) -> Step:
        if story.case.returner_id != viewer.id:
            raise NotFound
        if story.case.stage is not Stage.DRAFTED:
            raise WrongStage(stage=story.case.stage)
        category = world.policy.category(story.variant.category)
        report = Report(
            category, story.case.reason.value, answers, latest_of_each_shot(story.photos)
        )
        judgement = grade(report, world.policy)
        step = Step().say(Actor(Who.RETURNER, viewer.id), Submitted(answers))
        return step.join(_consequence(world, story, judgement, task_id, now))

    return await changes.change(case_id, decide, at=now, policy=world.policy, question=question)


async def decide_review(
    world: World, viewer: Viewer, case_id: str, given: Grade, accept: bool, key: str
) -> Story:
    """An agent's word on a case under review."""
    must_be_staff(viewer)
    now = await world.clock.now()
    question = Question(viewer.id, key, "decideReview", [case_id, given.value, accept])
    actor = Actor(Who.AGENT, viewer.id)

    def decide(story: Story) -> Step:
        if story.case.stage is not Stage.IN_REVIEW:
            raise WrongStage(stage=story.case.stage)
        reasons = (GradeReason("LOOKED_AT"), *story.case.grade_reasons)
        done = tasks_done(story, TaskKind.REVIEW_CONDITION, actor, now)
        barrier = peer_barrier(facts_of(story), given, world.policy)
        if accept and barrier is None:
            return done.say(actor, Approved(given, reasons))
        because = Because.POLICY if accept else Because.NOT_ACCEPTED
        rule = barrier if accept else None
        return done.join(diverted(story, actor, because, reasons=reasons, rule=rule))

    return await changes.change(case_id, decide, at=now, policy=world.policy, question=question)


def photo_url(world: World, photo_id: str, *, thumbnail: bool = False) -> str:
    """A signed address that lasts some hours; whoever may see the photo is given one."""
    claims = {"key": _key(photo_id, thumbnail=thumbnail)}
    return f"/photos/{world.tokens.sign('photo', claims, PHOTO_URL_FOR)}.jpg"


async def photo_bytes(world: World, token: str) -> bytes | None:
    """What a signed address shows, or None when it is expired, forged or erased."""
    claims = world.tokens.read("photo", token)
    return await world.photos.read(str(claims["key"])) if claims else None


def _must_be_wanted(world: World, story: Story, shot: str, size: int, kind: str) -> None:
    if story.case.stage is not Stage.DRAFTED:
        raise WrongStage(stage=story.case.stage)
    if shot not in shots_offered(world.policy.category(story.variant.category)):
        raise BadInput("UNKNOWN_SHOT", field="shot")
    if not 0 < size <= MOST_BYTES:
        raise BadPhoto("PICTURE_TOO_LARGE", field="size", most=MOST_BYTES)
    if not kind.startswith("image/"):
        raise BadPhoto("NOT_A_PICTURE", field="contentType")
    if len(story.photos) >= MOST_PHOTOS:
        raise BadInput("TOO_MANY_PHOTOS", field="shot")


def _consequence(
    world: World, story: Story, judgement: Judgement, task_id: TaskId, now: datetime
) -> Step:
    reasons = judgement.reasons
    if judgement.verdict is Verdict.PERSON_MUST_LOOK:
        due_at = now + world.policy.windows.review_for
        task = Task(task_id, story.case.id, TaskKind.REVIEW_CONDITION, now, due_at)
        step = Step().put(task).say(SYSTEM, ReviewAsked(reasons, due_at))
        return step.say(SYSTEM, TaskOpened(task_id, TaskKind.REVIEW_CONDITION))
    if judgement.verdict is Verdict.NOT_FOR_PEER or judgement.grade is None:
        return diverted(story, SYSTEM, Because.NOT_ACCEPTED, reasons=reasons)
    barrier = peer_barrier(facts_of(story), judgement.grade, world.policy)
    if barrier is not None:
        return diverted(story, SYSTEM, Because.POLICY, reasons=reasons, rule=barrier)
    return Step().say(SYSTEM, Approved(judgement.grade, reasons))


async def _mine(viewer: Viewer, case_id: str) -> Story:
    story = await reads.story(case_id)
    if story is None or story.case.returner_id != viewer.id:
        raise NotFound(field="caseId")
    return story


def _key(photo_id: str, *, thumbnail: bool) -> str:
    return f"photos/{photo_id}{'.small' if thumbnail else ''}.jpg"
