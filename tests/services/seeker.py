"""A process that looks for owners beside others: `python -m tests.services.seeker URL CASE…`."""

import asyncio
import sys

from onward.services import matching
from onward.store import reads
from onward.store.opening import close_store, open_store
from tests.store.shelf import SEAL
from tests.world import make_world


async def main(url: str, *case_ids: str) -> None:
    await open_store(url, seal=SEAL, effects={})
    try:
        stories = [story for one in case_ids if (story := await reads.story(one))]
        sys.stdout.write("ready\n")
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
        world = make_world()
        for story in stories:
            # What was read before the others began: everything has moved since.
            await matching.find_owner(world, story.history[-1], story)
        sys.stdout.write("done\n")
    finally:
        await close_store()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
