"""Patience: what SYSTEM says of a case that has waited long enough (`life.PATIENCE`)."""

from datetime import datetime
from functools import partial

from onward.domain import holds
from onward.domain.diversions import diverted, ended, released, withdrawn
from onward.domain.events import SYSTEM, Because, Closed, Expired, PresumedLost, TaskKind
from onward.domain.ids import TaskId
from onward.domain.life import ListingStatus, Stage
from onward.domain.promises import goes_on
from onward.domain.proposals import lapsed
from onward.domain.receipts import confirmed, tasks_done
from onward.domain.recovery import fallback_of
from onward.domain.returns import ReturnCase
from onward.domain.scanning import fallen_silent
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.waiting import wakes_at
from onward.ports import World
from onward.store import cases, changes
from onward.store import ledger as book
from onward.store.changes import Job

_DIVERTED_BECAUSE = {
    Stage.DRAFTED: Because.NO_CHOICE,
    Stage.IN_REVIEW: Because.NOBODY_LOOKED,
    Stage.APPROVED: Because.NO_CHOICE,
    Stage.SEEKING: Because.NO_BUYER,
    Stage.AWAITING_DROPOFF: Because.NOT_SHIPPED,
}


async def sweep(world: World) -> int:
    """Say what SYSTEM says where patience has run out; how many cases moved."""
    return sum([await job() for _, job in await due(world)])


async def due(world: World) -> list[Job]:
    """The cases where patience has run out, and what says so."""
    now = await world.clock.now()
    return [(case.id, partial(_look, world, case, now)) for case in await cases.asleep_past(now)]


async def _look(world: World, case: ReturnCase, now: datetime) -> int:
    if case.stage is Stage.LOST and await book.owed(case.id):
        # It ends when its book balances, and not before.
        return 0
    decide = partial(_over, world, case.version, now, TaskId(world.tokens.id()))
    left = await changes.change(case.id, decide, at=now, policy=world.policy)
    return int(left.case.version != case.version)


def _over(world: World, version: int, now: datetime, task_id: TaskId, story: Story) -> Step | None:
    wake = wakes_at(story.case, world.policy)
    if story.case.version != version or wake is None:
        return None
    event = wake[1].event
    if event == "Diverted":
        because = _DIVERTED_BECAUSE[story.case.stage]
        step = diverted(story, SYSTEM, because, channel=fallback_of(story, world.policy))
        step = goes_on(story, step, now, world.policy)
        return step.join(tasks_done(story, TaskKind.REVIEW_CONDITION, SYSTEM, now))
    if event == "MatchReleased":
        step = released(story, SYSTEM, Because.NOT_PAID_IN_TIME)
        return step.put(ended(story.listing, ListingStatus.LIVE))
    if event == "ProposalEnded":
        return lapsed(story)
    if event == "Withdrawn":
        return withdrawn(story, SYSTEM, Because.NO_CHOICE)
    if event == "Expired":
        return holds.ended(story, SYSTEM, Because.NOT_SHIPPED).say(SYSTEM, Expired())
    if event == "Confirmed":
        return confirmed(story, SYSTEM, now, silently=True)
    if event == "ParcelSilent":
        return fallen_silent(story, now, task_id)
    if event == "PresumedLost" and story.case.counted_shipment_id:
        step = released(story, SYSTEM, Because.LOST)
        return step.say(SYSTEM, PresumedLost(story.case.counted_shipment_id))
    return Step().say(SYSTEM, Closed())
