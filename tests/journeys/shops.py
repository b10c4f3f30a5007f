"""A shop whose stories are told through the services, without photos."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from cryptography.fernet import Fernet

from onward.services.reactions import EFFECTS
from onward.store.opening import close_store, open_store
from tests.services.shop import Shop, open_shop
from tests.stateful.policies import without_photos
from tests.world import make_world


@asynccontextmanager
async def photoless_shop(url: str) -> AsyncIterator[Shop]:
    await open_store(url, seal=Fernet.generate_key(), effects=EFFECTS)
    try:
        yield await open_shop(make_world(policy=without_photos(make_world().policy)))
    finally:
        await close_store()
