"""A clear no: the same each time, and nothing written for it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.journeys.browser import Browser, fresh_key
from tests.journeys.written import changed, everything_written


@asynccontextmanager
async def nothing_written(*but: str) -> AsyncIterator[None]:
    """Whatever is done inside leaves every row as it was, but for the tables that are named."""
    before = await everything_written()
    yield
    after = await everything_written()
    assert {table: n for table, n in changed(before, after).items() if table not in but} == {}


async def no(window: Browser, operation: str, **given: Any) -> tuple[str, str | None]:
    """Code and field of a refusal that was asked for twice with one key and left no trace."""
    wish = {"key": fresh_key(), **given}
    async with nothing_written():
        first = await window.refused(operation, **wish)
        assert await window.refused(operation, **wish) == first
    return first
