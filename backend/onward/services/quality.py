"""Arrivals judge departures: what the desk and the merchant see of it, and the pause of a
category's peer path that follows by itself."""

from dataclasses import dataclass
from datetime import datetime

from onward.domain.accounts import Viewer, must_be_staff
from onward.domain.events import SYSTEM, Actor, Recorded, TaskKind, TaskOpened
from onward.domain.ids import TaskId
from onward.domain.life import Who
from onward.domain.quality import Accuracy, must_pause
from onward.domain.receipts import tasks_done
from onward.domain.refusals import BadInput, NotAllowed
from onward.domain.shop import Role
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.tasks import Task
from onward.ports import World
from onward.store import changes, outcomes, reads

# A category asks once for each pause, so there are never many.
_MOST_TASKS = 100


@dataclass(frozen=True, slots=True)
class Report:
    """How often grades held, by category and by the rule that gave them."""

    categories: tuple[Accuracy, ...]
    rules: tuple[Accuracy, ...]


async def report(viewer: Viewer) -> Report:
    must_be_staff(viewer)
    return Report(tuple(await outcomes.by_category()), tuple(await outcomes.by_rule()))


async def watch_category(world: World, cause: Recorded, story: Story) -> Story:
    """After a settled claim: pause the category whose upheld claims have become too many, and ask
    a person to look at it."""
    category, rules = story.variant.category, world.policy.quality
    if category in await outcomes.paused():
        return story
    if not must_pause(await outcomes.latest(category, rules.pause_over), rules):
        return story
    now = await world.clock.now()
    task_id = TaskId(cause.id)

    def decide(story: Story) -> Step | None:
        if any(task.id == task_id for task in story.tasks):
            return None
        task = Task(task_id, story.case.id, TaskKind.CATEGORY_PAUSED, now, None)
        return Step().put(task).say(SYSTEM, TaskOpened(task.id, TaskKind.CATEGORY_PAUSED))

    # The task first: once the category pauses, another try of this finds nothing left to do.
    after = await changes.change(story.case.id, decide, at=now, policy=world.policy, seen=story)
    await outcomes.pause(category, now)
    return after


async def resume(world: World, viewer: Viewer, category: str) -> Report:
    """A lead has looked: the peer path of this category is open again, and nobody is asked to look
    into it any more. Twice is once."""
    must_be_staff(viewer)
    if viewer.role not in (Role.LEAD, Role.MERCHANT):
        raise NotAllowed
    if category not in world.policy.categories:
        raise BadInput("UNKNOWN_CATEGORY", field="category")
    now = await world.clock.now()
    if category in await outcomes.paused():
        await outcomes.resume(category, now)
    for task in await reads.open_tasks(_MOST_TASKS, TaskKind.CATEGORY_PAUSED):
        story = await reads.story(task.case_id)
        if story and story.variant.category == category:
            await _looked_into(world, viewer, task.case_id, now)
    return await report(viewer)


async def _looked_into(world: World, viewer: Viewer, case_id: str, now: datetime) -> None:
    actor = Actor(Who.AGENT, viewer.id)

    def decide(story: Story) -> Step:
        return tasks_done(story, TaskKind.CATEGORY_PAUSED, actor, now)

    await changes.change(case_id, decide, at=now, policy=world.policy)
