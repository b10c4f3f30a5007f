"""The second page of a case's life: after X we do Y, and who hears what. One loop claims effects,
carries them out, retries what a port could not do, and sweeps patience.

Every effect may run more than once and must then change nothing more: it looks at the story first,
and what it asks of a port carries the cause's id as its key.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from onward import counting
from onward.counting import Carried, Room
from onward.domain.events import (
    SYSTEM,
    PortFailed,
    Recorded,
    TaskKind,
    TaskOpened,
)
from onward.domain.ids import CaseId, EventId, TaskId
from onward.domain.news import NOTICES
from onward.domain.refusals import Impossible, Refusal
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.tasks import Task
from onward.ports import NotYet, Outage, World
from onward.services import (
    acknowledgements,
    charges,
    devices,
    labels,
    letters,
    matching,
    papers,
    pausing,
    paydays,
    payment_news,
    pricing,
    quality,
    questions,
    queueing,
    reconciling,
    refunds,
    releases,
    shipping,
)
from onward.services.patience import sweep
from onward.store import bell, cases, changes, histories, outbox, reads
from onward.store.outbox import Claim

# What an event asks for; it is given the story as it stands and hands on the one it leaves.
Effect = Callable[[World, Recorded, Story], Awaitable[Story]]
log = structlog.get_logger()

# event → what we do. The order of a row is no promise: each effect stands on its own.
REACTIONS: dict[str, tuple[Effect, ...]] = {
    "Approved": (labels.issue_label, pausing.stop_late),
    "PeerChosen": (pausing.stop_late, matching.find_owner),
    "Diverted": (labels.issue_label,),
    "Reserved": (charges.take_payment,),
    "Matched": (labels.point_to_buyer, queueing.pause_siblings, papers.issue_papers),
    "AddressChanged": (labels.follow_address,),
    "LabelStranded": (labels.void_labels,),
    "MatchReleased": (
        refunds.make_buyer_whole,
        labels.void_labels,
        labels.issue_label,
        queueing.reopen,
        matching.find_owner,
        releases.end_lost_exchange,
    ),
    "Relisted": (matching.find_owner,),
    "Repriced": (matching.find_owner,),
    "Proposed": (questions.tell_asked,),
    "ProposalEnded": (queueing.reopen, questions.tell_asked, matching.find_owner),
    "FirstScanned": (labels.void_labels, releases.release_exchange),
    "ExchangeReleased": (refunds.close, papers.issue_papers),
    "ExchangeEnded": (releases.give_back_exchange,),
    "RefundScheduled": (refunds.submit_refund, papers.issue_papers),
    "RefundFreed": (refunds.submit_refund,),
    "RefundPending": (payment_news.ask_pending,),
    "RefundCanceled": (refunds.close,),
    "DisputeClosed": (refunds.close,),
    "RefundSucceeded": (refunds.close,),
    "RefundConverted": (refunds.close,),
    "Received": (refunds.close,),
    "Confirmed": (refunds.earn_bonus, refunds.close),
    "ClaimSettled": (
        refunds.earn_bonus,
        labels.void_labels,
        refunds.close,
        quality.watch_category,
    ),
    "SentBack": (labels.issue_label,),
    "ParcelSilent": (shipping.ask_carrier,),
    "Withdrawn": (labels.void_labels,),
    "WithdrawalDeclared": (acknowledgements.acknowledge,),
    "Expired": (labels.void_labels,),
}

BY_NAME: dict[str, Effect] = {
    effect.__name__: effect for row in REACTIONS.values() for effect in row
} | {"tell": letters.tell}
EFFECTS: dict[str, tuple[str, ...]] = {
    kind: tuple(effect.__name__ for effect in REACTIONS.get(kind, ()))
    + (("tell",) if kind in NOTICES else ())
    for kind in sorted({*REACTIONS, *NOTICES})
}

GAPS_S = (1, 2, 5, 15, 60, 300, 900)
# About four hours of trying; then it waits for the person who has seen it since the Nth try.
GIVE_UP_AFTER = 20
# About a month of asking for an answer that the other side owes us.
_ASKED_OFTEN_ENOUGH = 60


async def worker(world: World, lease: timedelta, beat: Callable[[], None]) -> None:
    """Do what is due, for ever. Woken by the bell; looks by itself when leases or waits run out."""
    sweepers = (
        pausing.Sweeper(),
        queueing.Sweeper(),
        pricing.Sweeper(),
        reconciling.Sweeper(),
        devices.Sweeper(),
    )
    with bell.listening() as rung:
        while True:
            beat()
            rung.clear()
            done = await run_due(world, lease)
            done += await sweep(world)
            done += await paydays.sweep(world)
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
    causes = await histories.events([claim.event_id for claim in claims])
    by_case: dict[CaseId, list[Claim]] = {}
    for claim in claims:
        by_case.setdefault(claim.case_id, []).append(claim)
    async with asyncio.TaskGroup() as group:
        for case_id, of_case in by_case.items():
            group.create_task(_carry_out_case(world, case_id, of_case, causes))
    return len(claims)


async def _carry_out_case(
    world: World, case_id: CaseId, claims: list[Claim], causes: dict[EventId, Recorded]
) -> None:
    story = await reads.story(case_id)
    done: list[Claim] = []
    for claim in claims:
        if story is None:
            raise Impossible(f"an effect of case {case_id}, which is not there")
        try:
            story = await BY_NAME[claim.effect](world, causes[claim.event_id], story)
            done.append(claim)
        except NotYet as waiting:
            if claim.attempts >= _ASKED_OFTEN_ENOUGH:
                done.append(claim)
                continue
            gap = int(waiting.again_in.total_seconds() * 1000)
            await _settle(outbox.put_off(claim, gap, waiting.port), Carried.WAITING, claim)
        except Outage as outage:
            story = await _trouble(world, claim, story, outage.port)
        except (Refusal, cases.Taken) as refusal:
            log.info("effect_refused", effect=claim.effect, case=case_id, why=str(refusal))
            done.append(claim)
        except Exception:
            # A bug in one effect must not stop the others: logged, retried, shown to a person.
            log.exception("effect_failed", effect=claim.effect, case=case_id)
            counting.fault(Room.WORKER)
            story = await _trouble(world, claim, story, "FAULT")
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
    if claim.attempts >= GIVE_UP_AFTER:
        await _settle(outbox.give_up(claim, port), Carried.DEAD, claim)
        return story
    gap = GAPS_S[min(claim.attempts, len(GAPS_S)) - 1]
    await _settle(outbox.put_off(claim, gap * 1000, port), Carried.RETRIED, claim)
    return story


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
