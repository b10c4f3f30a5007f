"""Stopping the peer path for a SKU, a category or everything: written down first, so that nothing
new begins, then every case that it reaches is taken off, one by one, and in a recall every buyer
who has such a piece, or is about to, is told. Whatever breaks off in the middle is finished by
saying it again, and by the next worker that starts."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

import structlog

from onward.domain.accounts import Viewer
from onward.domain.events import Recorded
from onward.domain.listings import Purchase
from onward.domain.pausing import TakenOff, must_be_lead, taken_off, what_was_there
from onward.domain.recalls import has_it, recalled
from onward.domain.refusals import BadInput
from onward.domain.steps import Step
from onward.domain.stops import Pause, Stop, StopReason, StopScope, is_stopped, stop_of
from onward.domain.story import Story
from onward.ports import World
from onward.store import cases, changes, pauses, recalls

log = structlog.get_logger()
Progress = Callable[[int, int], None]
Did = TypeVar("Did")
# A standing offer that the step gives back may have been changed by its owner meanwhile.
_MOST_TRIES = 5
_A_FEW = 50


@dataclass(frozen=True, slots=True)
class Swept:
    """What stopping did. `on_their_way`: scanned already, so they go on to their buyers. `told`: in
    a recall, how many of these and of those who have theirs are written to now. `failed`: cases
    that it could not see to; saying it again tries those again."""

    stop: Stop
    done: TakenOff
    on_their_way: int
    told: int
    failed: int


async def pause(
    world: World, stop: Stop, because: StopReason, progress: Progress | None = None
) -> Swept:
    """From now on nothing it reaches is offered to peers, and what is under way before its first
    scan goes to the warehouse. In a recall whoever has one, or is about to, is told.
    BadInput for what the catalogue does not have."""
    await _must_be_known(world, stop)
    await pauses.put(Pause(stop.id, await world.clock.now(), because))
    return await sweep(world, stop, progress)


async def pause_as(world: World, viewer: Viewer, stop: Stop, because: StopReason) -> Swept:
    """The same, asked for by a lead or the merchant; NotAllowed for everybody else."""
    must_be_lead(viewer)
    return await pause(world, stop, because)


async def resume_as(world: World, viewer: Viewer, stop: Stop) -> None:
    must_be_lead(viewer)
    await resume(world, stop)


async def resume(world: World, stop: Stop) -> None:
    """New returns may go to peers again; what went to the warehouse stays there. BadInput when it
    was not stopped."""
    if not await pauses.lift(stop):
        raise BadInput("NOT_STOPPED", field="name")


async def standing() -> list[Pause]:
    """Every stop that stands, the latest first."""
    return await pauses.standing()


async def sweep(
    world: World, stop: Stop, progress: Progress | None = None, most: int | None = None
) -> Swept:
    """Take off every case that a stop reaches, or the oldest `most`, and tell the buyers that a
    recall reaches, or as many. A case that only comes there afterwards, by a decision made before
    the stop was written, is met by `stop_late`; a piece scanned afterwards, by `finish`."""
    found = await pauses.under_way(stop, most)
    having = await recalls.untold(stop, most)
    done, told, failed, ahead = TakenOff(), 0, 0, len(found) + len(having)
    for place, case_id in enumerate(found, start=1):
        undone = await _tried(_undo(world, case_id, stop), case_id, stop)
        done, failed = done + (undone or TakenOff()), failed + (undone is None)
        if progress:
            progress(place, ahead)
    for place, (case_id, since) in enumerate(having, start=len(found) + 1):
        said = await _tried(_tell(world, case_id, since), case_id, stop)
        told, failed = told + bool(said), failed + (said is None)
        if progress:
            progress(place, ahead)
    if ahead:
        log.info("swept", stop=stop.id, cases=done.cases, told=told, failed=failed)
    return Swept(stop, done, await pauses.on_their_way(stop), told, failed)


async def stop_late(world: World, cause: Recorded, story: Story) -> Story:
    """After a case has come onto the peer path: off again, where that was decided on a policy read
    before a stop was written and written after its sweep had looked."""
    stopped = await pauses.stopped()
    if not is_stopped(story.variant.category, story.variant.sku, stopped):
        return story
    left, _ = await _take_off(world, story.case.id, stopped)
    return left


async def finish(world: World) -> int:
    """Do what a stop that stands has left, because whoever wrote it was cut off before all were
    taken off and told, or because a piece was scanned since; how many cases, a few at a time, for a
    worker has other work too."""
    swept = [await sweep(world, stop_of(one.id), most=_A_FEW) for one in await standing()]
    return sum(one.done.cases + one.told for one in swept)


async def in_force(world: World) -> World:
    """The world with its policy as it is while some things pause or are stopped."""
    return replace(world, policy=await pauses.in_force(world.policy))


async def is_recalled(story: Story, purchase: Purchase) -> bool:
    """Whether what this buyer has, or is about to get, is called back at the moment."""
    if not has_it(story, purchase) or await recalls.since(story.variant) is None:
        return False
    return not await recalls.is_handed_on(purchase.id)


async def _tried(job: Awaitable[Did], case_id: str, stop: Stop) -> Did | None:
    """What it did; None where it could not."""
    try:
        return await job
    except Exception:
        # One case that cannot be moved must not keep a recall from the others.
        log.exception("stop_failed", case=case_id, stop=stop.id)
        return None


async def _undo(world: World, case_id: str, stop: Stop) -> TakenOff:
    _, undone = await _take_off(world, case_id, frozenset({stop.id}))
    return undone


async def _tell(world: World, case_id: str, since: datetime) -> bool:
    """Whether it was left to say: who was told meanwhile is not told twice."""
    now, told = await world.clock.now(), False

    def decide(story: Story) -> Step | None:
        nonlocal told
        step = recalled(story, since)
        told = step is not None
        return step

    await changes.change(case_id, decide, at=now, policy=world.policy)
    return told


async def _take_off(world: World, case_id: str, stopped: frozenset[str]) -> tuple[Story, TakenOff]:
    """The case as it then stands, and what was undone for it."""
    now = await world.clock.now()
    undone = TakenOff()

    def decide(story: Story) -> Step | None:
        nonlocal undone
        reached = is_stopped(story.variant.category, story.variant.sku, stopped)
        step = taken_off(story, world.policy, now) if reached else None
        undone = what_was_there(story) if step else TakenOff()
        return step

    for _ in range(_MOST_TRIES):
        try:
            return await changes.change(case_id, decide, at=now, policy=world.policy), undone
        except cases.OfferMoved:
            continue
    raise cases.OfferMoved(case_id)


async def _must_be_known(world: World, stop: Stop) -> None:
    if stop.scope is StopScope.CATEGORY and stop.name in world.policy.categories:
        return
    if not await pauses.names(stop):
        code = "UNKNOWN_SKU" if stop.scope is StopScope.SKU else "UNKNOWN_CATEGORY"
        raise BadInput(code, field="name")
