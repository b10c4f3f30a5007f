"""The second page of a case's life: after X we do Y, and who hears what. One loop claims effects,
carries them out, retries what a port could not do, and sweeps patience.

Every effect may run more than once and must then change nothing more: it looks at the story first,
and what it asks of a port carries the cause's id as its key.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from onward.domain.events import (
    SYSTEM,
    Because,
    Closed,
    Expired,
    PortFailed,
    PresumedLost,
    Recorded,
    TaskKind,
    TaskOpened,
)
from onward.domain.diversions import diverted, released, withdrawn
from onward.domain.ids import TaskId
from onward.domain.life import Stage
from onward.domain.receipts import confirmed
from onward.domain.refusals import Refusal
from onward.domain.returns import ReturnCase
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.tasks import Task
from onward.domain.waiting import wakes_at
from onward.ports import Outage, World
from onward.services import letters, refunds, shipping
from onward.store import bell, cases, changes, histories, outbox
from onward.store.outbox import Claim

Effect = Callable[[World, Recorded], Awaitable[None]]
log = structlog.get_logger()

# event → what we do. The order of a row is no promise: each effect stands on its own.
REACTIONS: dict[str, tuple[Effect, ...]] = {
    "Approved": (shipping.issue_label,),
    "Diverted": (shipping.issue_label,),
    "Reserved": (refunds.take_payment,),
    "Matched": (shipping.point_to_buyer,),
    "MatchReleased": (refunds.make_buyer_whole, shipping.void_labels, shipping.issue_label),
    "FirstScanned": (shipping.void_labels,),
    "RefundScheduled": (refunds.submit_refund,),
    "RefundSucceeded": (refunds.close,),
    "Received": (refunds.close,),
    "Confirmed": (refunds.earn_bonus, refunds.close),
    "ClaimSettled": (refunds.earn_bonus, refunds.close),
    "SentBack": (shipping.issue_label,),
    "Withdrawn": (shipping.void_labels,),
    "Expired": (shipping.void_labels,),
}

BY_NAME: dict[str, Effect] = {
    effect.__name__: effect for row in REACTIONS.values() for effect in row
} | {"tell": letters.tell}
EFFECTS: dict[str, tuple[str, ...]] = {
    kind: tuple(effect.__name__ for effect in REACTIONS.get(kind, ()))
    + (("tell",) if kind in letters.NOTICES else ())
    for kind in sorted({*REACTIONS, *letters.NOTICES})
}

GAPS_S = (1, 2, 5, 15, 60, 300, 900)


async def worker(world: World, lease: timedelta, beat: Callable[[], None]) -> None:
    """Do what is due, for ever. Woken by the bell; looks by itself when leases or waits run out."""
    with bell.listening() as rung:
        while True:
            beat()
            rung.clear()
            done = await run_due(world, lease)
            done += await sweep(world)
            if not done:
                await _rung_or(rung, min(await outbox.next_due_in() or 1.0, 1.0))


async def run_due(world: World, lease: timedelta) -> int:
    """One round: claim what is due, carry it out; how many effects there were."""
    claims = await outbox.claim(int(lease.total_seconds() * 1000))
    for claim in claims:
        await _carry_out(world, claim)
    return len(claims)


async def drain(world: World, lease: timedelta = timedelta(seconds=30)) -> int:
    """Rounds until nothing is due now; for tests, the demo and benchmarks."""
    total = 0
    while done := await run_due(world, lease):
        total += done
    return total


async def _carry_out(world: World, claim: Claim) -> None:
    cause = await histories.event(claim.event_id)
    try:
        await BY_NAME[claim.effect](world, cause)
    except Outage as outage:
        await _trouble(world, claim, cause, outage.port)
        return
    except (Refusal, cases.Taken) as refusal:
        log.info("effect_refused", effect=claim.effect, case=claim.case_id, why=str(refusal))
    except Exception:
        # A bug in one effect must not stop the others: it is logged, retried, and shown to a person.
        log.exception("effect_failed", effect=claim.effect, case=claim.case_id)
        await _trouble(world, claim, cause, "FAULT")
        return
    await _settle(outbox.finish(claim))


async def _trouble(world: World, claim: Claim, cause: Recorded, port: str) -> None:
    """Later again; the timeline says that we are trying, and after N tries an agent sees it."""
    first, asks = claim.attempts == 1, claim.attempts == world.policy.tries_before_agent
    if first or asks:
        await _note_trouble(world, claim, port, ask=asks)
    gap = GAPS_S[min(claim.attempts, len(GAPS_S)) - 1]
    await _settle(outbox.put_off(claim, gap * 1000, port))


async def _note_trouble(world: World, claim: Claim, port: str, *, ask: bool) -> None:
    now = await world.clock.now()
    task_id = TaskId(world.tokens.id())

    def decide(story: Story) -> Step:
        step = Step().say(SYSTEM, PortFailed(port, claim.effect, claim.attempts))
        if ask and not any(t.kind is TaskKind.PORT_DOWN and not t.done_at for t in story.tasks):
            step.put(Task(task_id, story.case.id, TaskKind.PORT_DOWN, now, None))
            step.say(SYSTEM, TaskOpened(task_id, TaskKind.PORT_DOWN))
        return step

    await changes.change(claim.case_id, decide, at=now, policy=world.policy)


async def _settle(settling: Awaitable[None]) -> None:
    try:
        await settling
    except outbox.LostLease as lost:
        log.warning("lease_lost", effect=str(lost))


# --- patience -------------------------------------------------------------------------------------

_DIVERTED_BECAUSE = {
    Stage.IN_REVIEW: Because.NOBODY_LOOKED,
    Stage.APPROVED: Because.NO_CHOICE,
    Stage.SEEKING: Because.NO_BUYER,
    Stage.AWAITING_DROPOFF: Because.NOT_SHIPPED,
}


async def sweep(world: World) -> int:
    """Say what SYSTEM says where patience has run out; how many cases moved."""
    now = await world.clock.now()
    overdue = await cases.asleep_past(now)
    for case in overdue:
        await changes.change(
            case.id,
            lambda story: _patience_is_over(world, story, case),
            at=now,
            policy=world.policy,
        )
    return len(overdue)


def _patience_is_over(world: World, story: Story, seen: ReturnCase) -> Step | None:
    wake = wakes_at(story.case, world.policy)
    if story.case.version != seen.version or wake is None:
        return None
    event = wake[1].event
    if event == "Diverted":
        return diverted(story, SYSTEM, _DIVERTED_BECAUSE[story.case.stage])
    if event == "Withdrawn":
        return withdrawn(story, SYSTEM, Because.NO_CHOICE)
    if event == "Expired":
        return Step().say(SYSTEM, Expired())
    if event == "Confirmed":
        return confirmed(story, SYSTEM, silently=True)
    if event == "PresumedLost" and story.case.counted_shipment_id:
        step = released(story, SYSTEM, Because.LOST)
        return step.say(SYSTEM, PresumedLost(story.case.counted_shipment_id))
    return Step().say(SYSTEM, Closed())


async def _rung_or(rung: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(rung.wait(), max(seconds, 0.02))
    except TimeoutError:
        return
