"""Whether the database answers and a worker works: what a monitor asks of us."""

import asyncio
import time
from dataclasses import dataclass

from onward.store import pulse

BEAT_EVERY_S = 5.0
SILENT_AFTER_S = 30.0


@dataclass(frozen=True, slots=True)
class Felt:
    database: bool
    worker: bool


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
