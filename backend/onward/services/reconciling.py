"""The provider's book held against ours, day by day: every difference is written down, logged, and
asked of a person on the case it concerns. Nothing is corrected by itself."""

from datetime import datetime, timedelta

import structlog

from onward.domain.accounts import Viewer, must_be_staff
from onward.domain.events import SYSTEM, TaskKind, TaskOpened
from onward.domain.ids import CaseId, TaskId
from onward.domain.reconciling import (
    Difference,
    Moved,
    Reconciliation,
    There,
    differences,
    unlike_ledger,
)
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.tasks import Task
from onward.ports import Movement, World
from onward.store import changes, reconciliations

log = structlog.get_logger()
DAYS = 2
# What moved just now may still be on its way into our own book.
_SETTLES_IN = timedelta(minutes=15)
# What we heard of late, after an outage, the provider has done earlier.
_MARGIN = timedelta(days=2)
_EVERY = timedelta(days=1)


async def reconcile(world: World, days: int = DAYS, name: str | None = None) -> Reconciliation:
    """Compare the last days and keep what was found; raises Outage when the provider is silent."""
    now = await world.clock.now()
    since, until = now - timedelta(days=days), now - _SETTLES_IN
    moved = await world.payments.moved_since(since - _MARGIN)
    lately = await reconciliations.moved_between(since, until)
    names = [one.provider_ref for one in moved]
    here = [*await reconciliations.named(names), *lately]
    known, shops = {one.provider_ref for one in here}, await reconciliations.taken_elsewhere(names)
    settled = [
        _there(one)
        for one in moved
        if (one.at is None or one.at < until or one.provider_ref in known)
        and one.provider_ref not in shops
    ]
    cases = await reconciliations.cases_of_keys([one.key for one in settled if one.key])
    found = [
        *differences(settled, here, cases),
        *await _unlike_ledger([one.case_id for one in here]),
    ]
    made = Reconciliation(name or world.tokens.id(), now, since, len(settled), tuple(found))
    await reconciliations.keep(made)
    for case_id in sorted({one.case_id for one in found if one.case_id}):
        await _ask(world, case_id, TaskId(world.tokens.id()), now)
    return made


async def latest(viewer: Viewer) -> Reconciliation | None:
    """What the last comparison found, for the desk."""
    must_be_staff(viewer)
    return await reconciliations.latest()


async def once_a_day(world: World) -> int:
    """A worker's part; how many differences there were. Several workers may do so at once; the
    second one changes nothing."""
    now, last = await world.clock.now(), await reconciliations.latest()
    if last is not None and now - last.at < _EVERY:
        return 0
    made = await reconcile(world, name=f"{now:%Y-%m-%d}")
    _log(made)
    return len(made.differences)


async def _unlike_ledger(case_ids: list[CaseId]) -> list[Difference]:
    concerned = sorted(set(case_ids))
    moved = await reconciliations.of_cases(concerned)
    return list(unlike_ledger(moved, await reconciliations.posted(concerned)))


def _log(made: Reconciliation) -> None:
    log.info("reconciled", compared=made.compared, differences=len(made.differences))
    for one in made.differences:
        log.warning(
            "books_differ",
            differs=one.differs.value,
            moved=one.moved,
            provider_ref=one.provider_ref,
            ours=one.ours,
            theirs=one.theirs,
            currency=one.currency,
            case=one.case_id,
        )


async def _ask(world: World, case_id: CaseId, task_id: TaskId, now: datetime) -> None:
    def decide(story: Story) -> Step | None:
        if any(one.kind is TaskKind.BOOKS_DIFFER and one.done_at is None for one in story.tasks):
            return None
        task = Task(task_id, story.case.id, TaskKind.BOOKS_DIFFER, now, None)
        return Step().put(task).say(SYSTEM, TaskOpened(task_id, TaskKind.BOOKS_DIFFER))

    await changes.change(case_id, decide, at=now, policy=world.policy)


def _there(one: Movement) -> There:
    return There(Moved(one.kind), one.provider_ref, one.charge_ref, one.amount, one.key)
