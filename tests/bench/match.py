"""How long a match takes at a book of a million offers: in memory, and durably through the
database, from the moment a unit looks for its owner until the question or the sale is written."""

import gc
import sys
import time
from asyncio import create_subprocess_exec
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import orjson

from onward.domain.book import Book
from onward.domain.ids import AccountId, ListingId, VariantId
from onward.domain.matching import Party
from onward.domain.ranking import SeekingUnit
from tests.bench import bookful
from tests.bench.figures import ENGINES, Figure, fresh_store
from tests.domain.examples import HOUR, POLICY, T0
from tests.domain.standing import unit
from tests.house.sources import ROOT
from tests.store.shelf import SEAL

IN_MEMORY, DURABLE, CROWDED = 20_000, 1_000, 200
# Everybody waits for one and the same thing.
CROWD = 20_000
NOW = T0 + HOUR
_THING = "85123A-0"


async def figures(folder: Path) -> AsyncIterator[Figure]:
    took, cpu, found = _in_memory(Random(1))
    how = (
        f"{bookful.HOW}; {found:,} of {IN_MEMORY:,} units, drawn as people order, found somebody, "
        f"who was taken out; median {_median(took):.3f} ms; by the clock of the CPU alone, which "
        f"other work on the machine does not turn, p99 {_p99(cpu):.3f} ms"
    )
    yield Figure("match_p99_ms.memory", _p99(took), "ms", how)
    for engine in ENGINES:
        async with fresh_store(engine, folder, SEAL) as url:
            await bookful.load(Random(2))
            took, cpu_ms, found = await _durable(url, DURABLE, None)
        how = (
            f"{bookful.HOW}; {found:,} of {DURABLE:,} units, one after the other, were offered to "
            "somebody by a process of its own: candidates and people read, decision, durable "
            f"commit; half are asked, half buy at once; median {_median(took):.1f} ms, "
            f"{cpu_ms:.1f} ms of CPU each"
        )
        yield Figure(f"match_p99_ms.{engine}", _p99(took), "ms", how)
        async with fresh_store(engine, folder, SEAL) as url:
            await bookful.load(Random(3), variant=_THING, count=CROWD)
            took, cpu_ms, found = await _durable(url, CROWDED, _THING)
        how = f"{CROWD:,} offers wait for one variant; {found} of {CROWDED} units, as above"
        how = f"{how}; median {_median(took):.1f} ms, {cpu_ms:.1f} ms of CPU each"
        yield Figure(f"match_crowd_p99_ms.{engine}", _p99(took), "ms", how)


def _in_memory(chance: Random) -> tuple[list[float], list[float], int]:
    """Seconds by the wall and by the CPU for each unit, and how many found somebody."""
    book = Book()
    people = [
        Party(AccountId(f"person-{n}"), "US", f"mail-{n}", f"home-{n}")
        for n in range(bookful.PEOPLE)
    ]
    for n, one in enumerate(bookful.offers(chance)):
        book.insert(one, people[n % bookful.PEOPLE])
    gc.collect()
    gc.freeze()
    took, cpu, found = [], [], 0
    for n, variant in enumerate(bookful.wanted(chance, IN_MEMORY)):
        seeking = _unit(n, variant)
        worked, started = time.thread_time(), time.perf_counter()
        best = book.best_for(seeking, POLICY, NOW)
        if best is not None:
            book.remove(best.candidate.offer.id)
            found += 1
        took.append(time.perf_counter() - started)
        cpu.append(time.thread_time() - worked)
    gc.unfreeze()
    return took, cpu, found


def _unit(number: int, variant: str) -> SeekingUnit:
    person = bookful.returner_of(number)
    listed = {"id": ListingId(f"listing-{number}"), "variant_id": VariantId(variant)}
    returner = Party(AccountId(f"person-{person}"), "US", f"mail-{person}", f"home-{person}")
    spot = bookful.home_of(person)[1]
    return unit(str(number), listed=listed, returner=returner, spot=spot)


async def _durable(url: str, count: int, variant: str | None) -> tuple[list[float], float, int]:
    """Seconds for each unit, milliseconds of CPU on average, and how many were offered: in a
    process of its own, as a served shop's is, which never held the book."""
    await bookful.units(Random(4), count, "chosen", variant=variant)
    command = (sys.executable, "-m", "tests.bench.matcher", url, str(count))
    process = await create_subprocess_exec(*command, cwd=ROOT, stdout=PIPE)
    told, _ = await process.communicate()
    if process.returncode != 0:
        raise AssertionError("the matching process failed")
    line = orjson.loads(told)
    return line["took"], line["cpu_s"] / count * 1000, line["found"]


def _p99(took: list[float]) -> float:
    return sorted(took)[int(0.99 * len(took))] * 1000


def _median(took: list[float]) -> float:
    return sorted(took)[len(took) // 2] * 1000
