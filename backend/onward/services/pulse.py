"""Whether the database answers and a worker works, and what waits: what a monitor asks of us."""

import asyncio
import time
from dataclasses import dataclass

from onward.domain.events import TaskKind
from onward.domain.strange import Source
from onward.store import outbox, pulse, reads, strange

BEAT_EVERY_S = 5.0
SILENT_AFTER_S = 30.0


@dataclass(frozen=True, slots=True)
class Felt:
    database: bool
    worker: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What waits at this moment. `silent_s`: since some worker's last sign of life."""

    effects_due: int
    open_tasks: dict[TaskKind, int]
    unseen: dict[Source, int]
    silent_s: float | None


class Heart:
    """A worker calls `beat` each round; `keep` writes it down for as long as rounds go on."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def beat(self) -> None:
        self._last = time.monotonic()

    async def keep(self) -> None:
        """For ever: say that the worker lives, unless its rounds have stopped."""
        while True:
            if time.monotonic() - self._last < SILENT_AFTER_S:
                await pulse.beat()
            await asyncio.sleep(BEAT_EVERY_S)


async def feel() -> Felt:
    if not await pulse.answers():
        return Felt(database=False, worker=False)
    silence = await pulse.since_beat()
    return Felt(database=True, worker=silence is not None and silence < SILENT_AFTER_S)


async def standing() -> Standing | None:
    """None while the database is away."""
    if not await pulse.answers():
        return None
    return Standing(
        effects_due=await outbox.how_many_due(),
        open_tasks=await reads.how_many_open(),
        unseen=await strange.how_many_unseen(),
        silent_s=await pulse.since_beat(),
    )
