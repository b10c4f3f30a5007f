"""Refunds whose time has come: what waited for a parcel starts by the law's day, a hold ends at its
date, and what failed is tried again after its gap."""

from datetime import datetime
from functools import partial

from onward.domain.ids import CaseId
from onward.domain.paying import due_now
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.ports import World
from onward.store import changes, refunds
from onward.store.changes import Job

_AT_ONCE = 50


async def sweep(world: World) -> int:
    """How many cases had something that was due."""
    return sum([await job() for _, job in await due(world)])


async def due(world: World) -> list[Job]:
    """The cases that may have something due, and what starts it."""
    now = await world.clock.now()
    start_by = now + world.policy.windows.settle_for
    found = await refunds.due(now, start_by, world.policy.refunds.retry_after, _AT_ONCE)
    return [(case_id, partial(_look, world, case_id, now)) for case_id in found]


async def _look(world: World, case_id: CaseId, now: datetime) -> int:
    steps = 0

    def decide(story: Story) -> Step:
        nonlocal steps
        step = due_now(story, now, world.policy)
        steps = int(bool(step.said))
        return step

    await changes.change(case_id, decide, at=now, policy=world.policy)
    return steps
