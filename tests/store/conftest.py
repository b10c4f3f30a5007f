"""A store of this test's own, on each engine in turn or on one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from onward.store.opening import close_store, open_store
from tests.store.shelf import EFFECTS, SEAL, stock


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[str]:
    """The URL of a fresh database that is open here, with one variant on sale."""
    async with _opened(database_url):
        yield database_url


@pytest.fixture
async def sqlite_store(sqlite_url: str) -> AsyncIterator[str]:
    """The same for what only SQLite knows."""
    async with _opened(sqlite_url):
        yield sqlite_url


@pytest.fixture
async def postgres_store(postgres_url: str) -> AsyncIterator[str]:
    """The same for what only PostgreSQL knows."""
    async with _opened(postgres_url):
        yield postgres_url


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[None]:
    await open_store(url, seal=SEAL, effects=EFFECTS)
    try:
        await stock()
        yield
    finally:
        await close_store()
