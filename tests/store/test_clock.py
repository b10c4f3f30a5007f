"""The demo clock's offset is one for all processes, and turning it adds up."""

import asyncio
from datetime import timedelta

import pytest

from onward.store import clock
from tests.store.another import another

pytestmark = pytest.mark.anyio


async def test_the_clock_begins_where_everybody_is(store: str) -> None:
    assert await clock.offset() == timedelta()


async def test_turning_adds_up_forward_and_back(store: str) -> None:
    await clock.turn(timedelta(days=3))
    await clock.turn(timedelta(hours=-1))
    assert await clock.offset() == timedelta(days=2, hours=23)


@pytest.mark.slow
async def test_two_processes_that_turn_at_once_both_count(store: str) -> None:
    words = ("tests.store.contender", store, "turn-often", "50")
    async with another(*words) as first, another(*words) as second:
        assert [await first.says(), await second.says()] == ["ready", "ready"]
        await asyncio.gather(first.go(), second.go())
        await asyncio.gather(first.rest(), second.rest())
    assert await clock.offset() == timedelta(seconds=100)
