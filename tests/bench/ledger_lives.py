"""How many whole lives a second, each with every posting of it: from the return's start to a closed
case whose book balances, through the services, with a worker beside them."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import orjson

from onward.store import ledger, sql
from tests.bench.figures import Figure, fresh_store
from tests.bench.liver import stock_lives
from tests.store.another import another
from tests.store.shelf import SEAL

# Engine and processes; how many lives are under way at a time in each of them.
MEASURED = (("sqlite", 1, 4), ("postgres", 1, 8), ("postgres", 2, 8))
LIVES = 300
HOW = (
    "start, submit, choose, buy, hand in, deliver, confirm through the services; two labels of the "
    "sandbox carrier, capture, refund and thank-you in the sandbox's books on disk, invoice, "
    "credit note and letters; every posting; durable commits"
)


async def figures(folder: Path) -> AsyncIterator[Figure]:
    for engine, processes, at_once in MEASURED:
        home = folder / f"{engine}-{processes}"
        home.mkdir()
        async with fresh_store(engine, home, SEAL) as url:
            await stock_lives(LIVES)
            took, cpu = await lived(url, home, LIVES, processes, at_once, "closed")
            await _must_balance()
        name = engine if processes == 1 else f"{engine}_two_processes"
        measured = LIVES - processes
        how = (
            f"{HOW}; {measured} lives, {at_once} at a time in each of {processes} process"
            f"{'es' if processes > 1 else ''}; {cpu / measured * 1000:.0f} ms of Python's CPU a "
            "life, which with the database's own is what limits it"
        )
        yield Figure(f"ledger_lives_per_s.{name}", measured / took, "1/s", how)


async def lived(
    url: str, home: Path, count: int, processes: int, at_once: int, until: str
) -> tuple[float, float]:
    """Seconds from the word go until the last life was lived, and what all processes spent; the
    first life of each is lived before, and not counted."""
    share = count // processes
    async with AsyncExitStack() as stack:
        words = (str(share), str(at_once), until)
        started = [
            await stack.enter_async_context(
                another("tests.bench.liver", url, str(home), str(n * share), *words)
            )
            for n in range(processes)
        ]
        for process in started:
            if await process.says() != "ready":
                raise AssertionError("a process did not come up")
        begun = time.perf_counter()
        await asyncio.gather(*(process.go() for process in started))
        told = await asyncio.gather(*(process.says() for process in started))
        took = time.perf_counter() - begun
        for process in started:
            await process.go()
        for process in started:
            await process.rest()
    return took, sum(float(orjson.loads(line)["cpu_s"]) for line in told)


async def _must_balance() -> None:
    rows = await sql.fetch("SELECT id, stage FROM cases")
    open_ones = [row["id"] for row in rows if row["stage"] != "CLOSED"]
    uneven = [one for one in await ledger.totals() if one[0].endswith("PAYABLE") and one[2]]
    total = sum(one[2] for one in await ledger.totals())
    carrier = [one for one in uneven if one[0] != "CARRIER_PAYABLE"]
    if len(rows) != LIVES or open_ones or carrier or total:
        raise AssertionError(f"{len(rows)} lives, {open_ones} open, {carrier}, {total}")
