"""A town of this test's own on each engine: `town` with a worker at work, `quiet_town` without, so
that nothing happens but what the test does."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from onward.settings import WorkerHere
from tests.journeys.town import Town, town_of


@pytest.fixture
async def town(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with town_of(database_url, tmp_path / "shop", WorkerHere.ON) as town:
        yield town


@pytest.fixture
async def quiet_town(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with town_of(database_url, tmp_path / "shop", WorkerHere.OFF) as town:
        yield town
