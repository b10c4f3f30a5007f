"""News of a case, live: a snapshot first, then one each time something happened."""

import asyncio
from collections.abc import AsyncIterator

from onward.domain.story import Story
from onward.store import bell, reads

# A missed ring must not leave a phone behind for ever: look again this often, in seconds.
LOOK_AGAIN_EVERY = 20.0


async def case_news(case_id: str, after: int | None = None) -> AsyncIterator[Story]:
    """The story of a case now, unless `after` is its version already, and after each change.

    Several changes that come close together are told as one. Ends when the case is gone.
    """
    seen = after
    with bell.listening(case_id) as rung:
        while True:
            rung.clear()
            story = await reads.story(case_id)
            if story is None:
                return
            if story.case.version != seen:
                seen = story.case.version
                yield story
            else:
                await _rung_or_late(rung)


async def _rung_or_late(rung: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(rung.wait(), LOOK_AGAIN_EVERY)
    except TimeoutError:
        return
