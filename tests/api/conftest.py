"""A shop on each engine, asked through GraphQL."""

from collections.abc import AsyncIterator

import pytest
from cryptography.fernet import Fernet

from onward.services.reactions import EFFECTS
from onward.store.opening import close_store, open_store
from tests.services.shop import Shop, open_shop
from tests.world import make_world


@pytest.fixture
async def shop(database_url: str) -> AsyncIterator[Shop]:
    await open_store(database_url, seal=Fernet.generate_key(), effects=EFFECTS)
    try:
        yield await open_shop(make_world())
    finally:
        await close_store()
