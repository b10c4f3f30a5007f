"""How many returners a second choose the peer path and have somebody asked or sold to, on
PostgreSQL with durable commits: the mutation's service, then the effect it sets off, as the web and
the worker do it, in two processes side by side."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random

import orjson

from onward.store import sql
from tests.bench import bookful
from tests.bench.figures import Figure, fresh_store
from tests.store.another import another
from tests.store.shelf import SEAL

CASES, OFFERS, PROCESSES, AT_ONCE = 1_000, 200_000, 2, 6
HOW = (
    f"{CASES:,} approved returns, each looked at just before, against {OFFERS:,} open offers of a "
    "real year's spread: choosePath through its service, then find_owner, a durable commit each; "
    f"{PROCESSES} processes with {AT_ONCE} cases at a time each; what follows a match (letters, "
    "payment, labels) is left to later"
)


async def figures(folder: Path) -> AsyncIterator[Figure]:
    async with fresh_store("postgres", folder, SEAL) as url:
        await bookful.load(Random(5), count=OFFERS)
        await bookful.units(Random(6), CASES)
        share = CASES // PROCESSES
        async with AsyncExitStack() as stack:
            started = [
                await stack.enter_async_context(
                    another("tests.bench.submitter", url, str(n * share), str(share), str(AT_ONCE))
                )
                for n in range(PROCESSES)
            ]
            for process in started:
                if await process.says() != "ready":
                    raise AssertionError("a process did not come up")
            begun = time.perf_counter()
            await asyncio.gather(*(process.go() for process in started))
            told = [orjson.loads(await process.says()) for process in started]
            took = time.perf_counter() - begun
            for process in started:
                await process.rest()
        rows = await sql.fetch("SELECT count(*) AS n FROM listings WHERE status = 'HELD'")
    matched, cpu = int(rows[0]["n"]), sum(one["cpu_s"] for one in told)
    how = (
        f"{HOW}; {matched:,} of {CASES:,} found somebody; {cpu / CASES * 1000:.1f} ms of CPU a "
        "case in Python, which with the database's own is what limits it"
    )
    yield Figure("submit_to_match_per_s.postgres", CASES / took, "1/s", how)
