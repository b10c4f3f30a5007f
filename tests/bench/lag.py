"""How long an event loop was kept from its work: a clock that wants to tick every two milliseconds
writes down how late it was. That counts what the machine gave to other processes meanwhile, too; so
it also writes down how long the loop's own thread was at work in between."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_EVERY_S = 0.002


@dataclass
class Lag:
    """Milliseconds late and at work, tick by tick."""

    late_ms: list[float] = field(default_factory=list)
    worked_ms: list[float] = field(default_factory=list)

    @property
    def most_ms(self) -> float:
        return max(self.late_ms, default=0.0)

    @property
    def most_worked_ms(self) -> float:
        return max(self.worked_ms, default=0.0)


@contextmanager
def lag() -> Iterator[Lag]:
    """Watch the running loop while inside."""
    loop, seen = asyncio.get_running_loop(), Lag()
    handle: asyncio.TimerHandle | None = None

    def tick(due: float, worked: float) -> None:
        now, at_work = time.perf_counter(), time.thread_time()
        seen.late_ms.append((now - due) * 1000)
        seen.worked_ms.append((at_work - worked) * 1000)
        again(now, at_work)

    def again(now: float, at_work: float) -> None:
        nonlocal handle
        handle = loop.call_later(_EVERY_S, tick, now + _EVERY_S, at_work)

    again(time.perf_counter(), time.thread_time())
    try:
        yield seen
    finally:
        if handle:
            handle.cancel()
