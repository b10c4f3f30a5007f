"""The time that windows and due dates use: the machine's, or the machine's turned by the demo."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from onward.domain.days import whole_ms


class SystemClock:
    """The machine's own time."""

    async def now(self) -> datetime:
        return whole_ms(datetime.now(UTC))


class ShiftedClock:
    """The machine's time moved by an offset that every process reads from one place."""

    def __init__(self, read_offset: Callable[[], Awaitable[timedelta]]):
        self._read_offset = read_offset

    async def now(self) -> datetime:
        return whole_ms(datetime.now(UTC)) + await self._read_offset()
