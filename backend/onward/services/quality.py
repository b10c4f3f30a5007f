"""Arrivals judge departures: what the desk and the merchant see of it, and the pause of a
category's peer path that follows by itself."""

from dataclasses import dataclass

from onward.domain.accounts import Viewer, must_be_staff
from onward.domain.events import SYSTEM, Recorded, TaskKind, TaskOpened
from onward.domain.ids import TaskId
from onward.domain.quality import Accuracy, must_pause
from onward.domain.refusals import BadInput, NotAllowed
from onward.domain.shop import Role
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.tasks import Task
from onward.ports import World
from onward.store import changes, outcomes


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
    await outcomes.pause(category, now)

    def decide(story: Story) -> Step | None:
        if any(task.id == task_id for task in story.tasks):
            return None
        task = Task(task_id, story.case.id, TaskKind.CATEGORY_PAUSED, now, None)
        return Step().put(task).say(SYSTEM, TaskOpened(task.id, TaskKind.CATEGORY_PAUSED))

    return await changes.change(story.case.id, decide, at=now, policy=world.policy, seen=story)


async def resume(world: World, viewer: Viewer, category: str) -> Report:
    """A lead has looked: the peer path of this category is open again. Twice is once."""
    must_be_staff(viewer)
    if viewer.role not in (Role.LEAD, Role.MERCHANT):
        raise NotAllowed
    if category not in world.policy.categories:
        raise BadInput("UNKNOWN_CATEGORY", field="category")
    if category in await outcomes.paused():
        await outcomes.resume(category, await world.clock.now())
    return await report(viewer)
