"""One loop of a worker: it claims effects, carries them out, retries what a port could not do, and
looks at what nobody tells it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from onward import counting
from onward.counting import Carried, Room
from onward.domain.events import (
    SYSTEM,
    PortFailed,
    TaskKind,
    TaskOpened,
)
from onward.domain.ids import CaseId, TaskId
from onward.domain.refusals import Impossible, Refusal
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.tasks import Task
from onward.ports import NotYet, Outage, World
from onward.services import patience, paydays
from onward.services.reactions import BY_NAME, LOOKS
from onward.services.reactions.sweeping import Jobs, Sweeper
from onward.store import bell, cases, changes, outbox, reads, sql
from onward.store.outbox import Claim

log = structlog.get_logger()

GAPS_S = (1, 2, 5, 15, 60, 300, 900)
# About four hours of trying; then it waits for the person who has seen it since the Nth try.
GIVE_UP_AFTER = 20
# About a month of asking for an answer that the other side owes us.
_ASKED_OFTEN_ENOUGH = 60


async def worker(world: World, lease: timedelta, beat: Callable[[], None]) -> None:
    """Do what is due, for ever. Woken by the bell; looks by itself when leases or waits run out."""
    sweepers, jobs = [Sweeper(look, rest) for look, rest in LOOKS.items()], Jobs()
    with bell.listening() as rung:
        while True:
            beat()
            rung.clear()
            done = await run_due(world, lease)
            done += await jobs.do(await patience.due(world))
            done += await jobs.do(await paydays.due(world))
            for sweeper in sweepers:
                done += await sweeper.sweep(world)
            if not done:
                await _rung_or(rung, min(await outbox.next_due_in() or 1.0, 1.0))


async def run_due(world: World, lease: timedelta) -> int:
    """One round: claim what is due and carry it out; how many effects there were. The effects of
    one case go one after the other, those of several cases side by side."""
    claims = await outbox.claim(int(lease.total_seconds() * 1000))
    if not claims:
        return 0
    by_case: dict[CaseId, list[Claim]] = {}
    for claim in claims:
        by_case.setdefault(claim.case_id, []).append(claim)
    async with asyncio.TaskGroup() as group:
        for case_id, of_case in by_case.items():
            group.create_task(_carry_out_case(world, case_id, of_case))
    return len(claims)


async def _carry_out_case(world: World, case_id: CaseId, claims: list[Claim]) -> None:
    """A case that cannot even be read, or told that it is in trouble, stops no other."""
    left = set(claims)
    try:
        await _carry_out(world, case_id, claims, left)
    except sql.AWAY:
        raise
    except Exception:
        log.exception("case_failed", case=case_id)
        counting.fault(Room.WORKER)
        for claim in left:
            await _later(claim, "FAULT")


async def _carry_out(world: World, case_id: CaseId, claims: list[Claim], left: set[Claim]) -> None:
    story = await reads.story(case_id)
    if story is None:
        raise Impossible(f"an effect of case {case_id}, which is not there")
    causes = {one.id: one for one in story.history}
    done: list[Claim] = []
    for claim in claims:
        try:
            story = await BY_NAME[claim.effect](world, causes[claim.event_id], story)
            done.append(claim)
        except NotYet as waiting:
            if claim.attempts >= _ASKED_OFTEN_ENOUGH:
                done.append(claim)
                continue
            gap = int(waiting.again_in.total_seconds() * 1000)
            await _settle(outbox.put_off(claim, gap, waiting.port), Carried.WAITING, claim)
            left.remove(claim)
        except Outage as outage:
            story = await _trouble(world, claim, story, outage.port)
            left.remove(claim)
        except (Refusal, cases.Taken) as refusal:
            log.info("effect_refused", effect=claim.effect, case=case_id, why=str(refusal))
            done.append(claim)
        except Exception:
            # A bug in one effect must not stop the others: logged, retried, shown to a person.
            log.exception("effect_failed", effect=claim.effect, case=case_id)
            counting.fault(Room.WORKER)
            story = await _trouble(world, claim, story, "FAULT")
            left.remove(claim)
    if done:
        await _settle(outbox.finish_all(done), Carried.DONE, *done)


async def drain(world: World, lease: timedelta = timedelta(seconds=30)) -> int:
    """Rounds until nothing is due now; for tests, the demo and benchmarks."""
    total = 0
    while done := await run_due(world, lease):
        total += done
    return total


async def _trouble(world: World, claim: Claim, story: Story, port: str) -> Story:
    """Later again; the timeline says that we are trying, and after N tries an agent sees it."""
    first, asks = claim.attempts == 1, claim.attempts == world.policy.tries_before_agent
    if first or asks:
        story = await _note_trouble(world, claim, port, ask=asks)
    await _later(claim, port)
    return story


async def _later(claim: Claim, port: str) -> None:
    if claim.attempts >= GIVE_UP_AFTER:
        await _settle(outbox.give_up(claim, port), Carried.DEAD, claim)
        return
    gap = GAPS_S[min(claim.attempts, len(GAPS_S)) - 1]
    await _settle(outbox.put_off(claim, gap * 1000, port), Carried.RETRIED, claim)


async def _note_trouble(world: World, claim: Claim, port: str, *, ask: bool) -> Story:
    now = await world.clock.now()
    task_id = TaskId(world.tokens.id())

    def decide(story: Story) -> Step:
        step = Step().say(SYSTEM, PortFailed(port, claim.effect, claim.attempts))
        if ask and not any(t.kind is TaskKind.PORT_DOWN and not t.done_at for t in story.tasks):
            step.put(Task(task_id, story.case.id, TaskKind.PORT_DOWN, now, None))
            step.say(SYSTEM, TaskOpened(task_id, TaskKind.PORT_DOWN))
        return step

    return await changes.change(claim.case_id, decide, at=now, policy=world.policy)


async def _settle(settling: Awaitable[None], outcome: Carried, *claims: Claim) -> None:
    """Whoever took them over meanwhile settles them, and counts them."""
    try:
        await settling
    except outbox.LostLease as lost:
        log.warning("lease_lost", effect=str(lost))
        return
    for claim in claims:
        counting.carried(claim.effect, outcome)


async def _rung_or(rung: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(rung.wait(), max(seconds, 0.02))
    except TimeoutError:
        return
