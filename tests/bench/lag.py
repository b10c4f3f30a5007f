"""How long an event loop was kept from its work: a task that wants to wake every two milliseconds
writes down how late it was. What the machine gave to other processes meanwhile counts too."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_EVERY_S = 0.002


@dataclass
class Lag:
    """Milliseconds late, waking by waking."""

    late_ms: list[float] = field(default_factory=list)

    @property
    def most_ms(self) -> float:
        return max(self.late_ms, default=0.0)


@asynccontextmanager
async def lag() -> AsyncIterator[Lag]:
    """Watch the running loop while inside."""
    seen = Lag()
    watch = asyncio.create_task(_watch(seen))
    await asyncio.sleep(0)
    try:
        yield seen
    finally:
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)


async def _watch(seen: Lag) -> None:
    while True:
        due = time.perf_counter() + _EVERY_S
        await asyncio.sleep(_EVERY_S)
        seen.late_ms.append((time.perf_counter() - due) * 1000)
