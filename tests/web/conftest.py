"""The real app over a small shop, asked over HTTP without a network: `site` on each engine, and
`page` on a file for what does not depend on one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from onward.services.reactions import EFFECTS
from onward.store.opening import close_store, open_store
from tests.services.shop import open_shop
from tests.web.site import Site
from tests.world import make_world


@pytest.fixture
async def site(database_url: str, tmp_path: Path) -> AsyncIterator[Site]:
    async with opened(database_url, tmp_path) as site:
        yield site


@pytest.fixture
async def page(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Site]:
    async with opened(sqlite_url, tmp_path) as site:
        yield site


@asynccontextmanager
async def opened(url: str, folder: Path) -> AsyncIterator[Site]:
    await open_store(url, seal=Fernet.generate_key(), effects=EFFECTS)
    try:
        yield Site(await open_shop(make_world()), folder)
    finally:
        await close_store()
