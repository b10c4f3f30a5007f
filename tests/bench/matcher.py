"""A process that finds an owner for each of COUNT units, one after the other, as a served shop
does: `python -m tests.bench.matcher URL COUNT`. It says what that took as one JSON line."""

import gc
import sys
import time

import orjson
import uvloop

from onward.adapters.places import ZipPlaces
from onward.domain.life import ListingStatus
from onward.services import matching
from onward.services.reactions import EFFECTS
from onward.store import reads
from onward.store.opening import close_store, open_store
from tests.bench import bookful
from tests.domain.examples import HOUR, T0
from tests.store.shelf import SEAL
from tests.world import FakeClock, make_world


async def matched(url: str, count: int) -> dict[str, object]:
    """Seconds for each unit, seconds of CPU for all, and how many were offered to somebody."""
    await open_store(url, seal=SEAL, effects=EFFECTS)
    world = make_world(clock=FakeClock(T0 + 9 * HOUR), places=ZipPlaces())
    # The table of postcodes is read at first use, before anybody waits for a match.
    await world.places.spot(bookful.address(0))
    gc.collect()
    gc.freeze()
    took, cpu, found = [], 0.0, 0
    for n in range(count):
        story = await reads.story(f"case-{n}")
        if story is None:
            raise AssertionError(f"no case {n}")
        worked, started = time.process_time(), time.perf_counter()
        left = await matching.find_owner(world, story.history[-1], story)
        took.append(time.perf_counter() - started)
        cpu += time.process_time() - worked
        found += left.listing is not None and left.listing.status is ListingStatus.HELD
    # What stays frozen to the end is taken for leaked by a library that counts its own.
    gc.unfreeze()
    await close_store()
    return {"took": took, "cpu_s": cpu, "found": found}


if __name__ == "__main__":
    print(orjson.dumps(uvloop.run(matched(sys.argv[1], int(sys.argv[2])))).decode())
