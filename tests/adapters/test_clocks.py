"""Clocks: the machine's time, turned or not."""

from datetime import UTC, datetime, timedelta

import pytest

from onward.adapters.clocks import ShiftedClock, SystemClock
from onward.domain.days import whole_ms
from tests.world import MORNING, FakeClock

pytestmark = pytest.mark.anyio


async def test_the_system_clock_tells_utc_now() -> None:
    before = whole_ms(datetime.now(UTC))
    now = await SystemClock().now()
    assert now == whole_ms(now)
    assert before <= now <= datetime.now(UTC)
    assert now.tzinfo is UTC


async def test_a_shifted_clock_follows_its_offset_as_it_changes() -> None:
    offset = timedelta()

    async def read_offset() -> timedelta:
        return offset

    clock = ShiftedClock(read_offset)
    first = await clock.now()
    offset = timedelta(days=3)
    assert timedelta(days=3) <= await clock.now() - first < timedelta(days=3, minutes=5)


async def test_the_fake_stands_still_until_it_is_turned() -> None:
    clock = FakeClock()
    assert await clock.now() == await clock.now() == MORNING
    clock.turn(timedelta(hours=72))
    assert await clock.now() == MORNING + timedelta(hours=72)
