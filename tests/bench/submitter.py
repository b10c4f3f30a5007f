"""A process that chooses the peer path for its share of cases and finds each an owner:
`python -m tests.bench.submitter URL FIRST COUNT AT_ONCE`. It says ready, waits, and says how it
went."""

import asyncio
import dataclasses
import sys
import time
from collections.abc import Iterator

import uvloop

from onward.adapters.places import ZipPlaces
from onward.domain.accounts import Viewer
from onward.domain.ids import AccountId, ContactId
from onward.domain.routing import RouteType
from onward.domain.shop import Account, Role
from onward.ports import World
from onward.services import matching, returns
from onward.services.reactions import EFFECTS
from onward.store import reads
from onward.store.opening import close_store, open_store
from tests.bench import bookful
from tests.domain.examples import HOUR, T0
from tests.store.shelf import SEAL
from tests.world import FakeClock, make_world


async def main(url: str, first: str, count: str, at_once: str) -> None:
    await open_store(url, seal=SEAL, effects=EFFECTS)
    try:
        world = make_world(clock=FakeClock(T0 + 9 * HOUR), places=ZipPlaces())
        world = dataclasses.replace(world, policy=dataclasses.replace(world.policy, odds_least=0.0))
        await world.places.spot(bookful.address(0))
        for number in range(int(first), int(first) + int(count)):
            await reads.story(f"case-{number}")
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
        cpu = time.process_time()
        numbers = iter(range(int(first), int(first) + int(count)))
        async with asyncio.TaskGroup() as group:
            for _ in range(int(at_once)):
                group.create_task(_work(world, numbers))
        sys.stdout.write(f'{{"cpu_s": {time.process_time() - cpu}}}\n')
    finally:
        await close_store()


async def _work(world: World, numbers: Iterator[int]) -> None:
    for number in numbers:
        person = AccountId(f"person-{bookful.returner_of(number)}")
        viewer = Viewer(Account(person, Role.SHOPPER, ContactId("contact"), T0))
        story = await returns.choose_path(
            world, viewer, f"case-{number}", RouteType.P2P, f"choose-{number}"
        )
        await matching.find_owner(world, story.history[-1], story)


if __name__ == "__main__":
    uvloop.run(main(*sys.argv[1:]))
