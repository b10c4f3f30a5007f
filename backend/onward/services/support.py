"""The desk: find a case, see its whole story with both parties redacted, do what is to be done."""

from dataclasses import dataclass, replace

from onward.domain.accounts import Viewer, must_be_staff
from onward.domain.actions import may_tick_off
from onward.domain.events import Actor, TaskDone, TaskKind
from onward.domain.holding import waits
from onward.domain.life import RefundStatus, Who
from onward.domain.paying import tried_again
from onward.domain.redaction import PartyBrief, redacted
from onward.domain.refusals import NotAllowed, NotFound
from onward.domain.shop import Order
from onward.domain.statements import Posted
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.tasks import Task
from onward.ports import World
from onward.store import accounts, changes, ledger, outbox, reads
from onward.store.answers import Question
from onward.store.outbox import Pending


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One case, one story: with its book and the work that is still to be done."""

    story: Story
    returner: PartyBrief
    buyer: PartyBrief | None
    postings: tuple[Posted, ...]
    balanced: bool
    effects: tuple[Pending, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came up with: orders, and the stories of cases."""

    orders: tuple[Order, ...]
    cases: tuple[Story, ...]


async def search(viewer: Viewer, text: str, limit: int) -> Found:
    """By order number, e-mail, case reference, tracking number or counter code."""
    must_be_staff(viewer)
    if len(text.strip()) < 3:
        return Found((), ())
    cases = await reads.found_cases(text, limit)
    stories = [story for case in cases if (story := await reads.story(case.id))]
    return Found(tuple(await reads.found_orders(text, limit)), tuple(stories))


async def case_file(viewer: Viewer, case_id: str) -> CaseFile | None:
    must_be_staff(viewer)
    story = await reads.story(case_id)
    if story is None:
        return None
    match = story.match or (story.matches[-1] if story.matches else None)
    owed = await ledger.owed(story.case.id)
    return CaseFile(
        story,
        redacted(await accounts.contact_of(story.case.returner_id)),
        redacted(await accounts.contact_of(match.buyer_id)) if match else None,
        tuple(await ledger.of_case(story.case.id)),
        not owed,
        tuple(await outbox.pending(story.case.id)),
    )


async def tasks(viewer: Viewer, limit: int, kind: str | None = None) -> list[tuple[Task, Story]]:
    """What waits for a person, the most urgent first; of one kind, or of any."""
    must_be_staff(viewer)
    waiting = await reads.open_tasks(limit, kind)
    stories = {task.case_id: await reads.story(task.case_id) for task in waiting}
    return [(task, story) for task in waiting if (story := stories[task.case_id])]


async def finish_task(world: World, viewer: Viewer, task_id: str, key: str) -> str:
    """Tick a task off. A failed refund is thereby tried once more, and so is what was given up.
    What has a decision of its own is done by that, and refused here while it can be taken."""
    must_be_staff(viewer)
    task = await reads.task(task_id)
    if task is None:
        raise NotFound(field="taskId")
    now = await world.clock.now()
    question = Question(viewer.id, key, "finishTask", [task_id])

    def decide(story: Story) -> Step:
        open_task = next((t for t in story.tasks if t.id == task_id and t.done_at is None), None)
        if open_task is None:
            raise NotAllowed("TASK_DONE", field="taskId")
        if not may_tick_off(open_task, story.case, story.claim, held=waits(story)):
            raise NotAllowed("TASK_HAS_ITS_OWN_DECISION", field="taskId")
        actor = Actor(Who.AGENT, viewer.id)
        step = Step().put(replace(open_task, done_at=now)).say(actor, TaskDone(open_task.id))
        if open_task.kind is TaskKind.REFUND_FAILED:
            for refund in story.refunds:
                if refund.status is RefundStatus.FAILED:
                    step.join(tried_again(refund, actor, now))
        return step

    await changes.change(task.case_id, decide, at=now, policy=world.policy, question=question)
    if task.kind is TaskKind.PORT_DOWN:
        await outbox.revive(task.case_id)
    return task.id
