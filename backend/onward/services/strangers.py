"""Messages that nobody here understood, for a lead to look at: they may hold what a provider knows
of a person, so an agent does not see them."""

import hashlib

from onward.domain.accounts import Viewer
from onward.domain.pausing import must_be_lead
from onward.domain.refusals import NotFound
from onward.domain.strange import Source, StrangeMessage
from onward.ports import World
from onward.store import strange


async def unseen(viewer: Viewer, limit: int) -> list[StrangeMessage]:
    """What waits to be looked at, the oldest first."""
    must_be_lead(viewer)
    return await strange.unseen(limit)


async def keep(world: World, source: Source, kind: str, body: bytes) -> bool:
    """A genuine message that makes no sense to us, once, however often it is sent; whether there
    was room for it."""
    now, key = await world.clock.now(), hashlib.sha256(body).hexdigest()
    return await strange.keep(source, key, kind, body.decode(errors="replace"), now)


async def saw(world: World, viewer: Viewer, message_id: str) -> StrangeMessage:
    """It was looked at: what it says is dropped. Said again it changes nothing."""
    must_be_lead(viewer)
    seen = await strange.saw(message_id, await world.clock.now())
    if seen is None:
        raise NotFound(field="id")
    return seen
