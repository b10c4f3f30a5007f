"""One photo looked up among a million others: catching up with what is new, the look at every
print there is, and holding what lies near against its picture's whole findings.

The million are cut out of real garments, with bits turned over at random, so that the look-ups
meet neighbors as real ones do; each is kept by two prints, so there are two million rows."""

import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import asyncpg
import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter

from onward.adapters.imaging.measuring import measured
from onward.adapters.imaging.tracing import traced
from onward.domain.findings import INSIDE, Findings, SeenPrint, looked_up
from onward.domain.ids import CaseId, PhotoId
from onward.domain.prints import REACH, mirrored
from onward.store import prints, sql
from tests.bench.figures import ENGINES, Figure, fresh_store
from tests.bench.garments import cropped, originals, pressed
from tests.bench.lag import lag
from tests.bench.reuse import cut_out

PHOTOS, LOOKS = 1_000_000, 400
# Makes about as many neighbors as real pictures were measured to have (`reuse_false_matches`).
LEAST_TURNED = 0.15
_FINDINGS: TypeAdapter[Findings] = TypeAdapter(Findings)
Bits = npt.NDArray[np.int64]


async def figures(folder: Path) -> AsyncIterator[Figure]:
    chance = np.random.default_rng(3)
    bits = _million(chance)
    wanted = _wanted()
    neighbors = [_neighbors(bits, one) for one in wanted]
    near = np.mean([len(one) for one in neighbors])
    pictures = {at: one for ats, one in zip(neighbors, wanted, strict=True) for at in ats}
    for engine in ENGINES:
        async with fresh_store(engine, folder) as url:
            await _fill(url, bits, pictures)
            started = time.perf_counter()
            with lag() as while_loading:
                await prints.catch_up()
            loaded = time.perf_counter() - started
            took, found = await _look_up(wanted)
        how = (
            f"{2 * PHOTOS:,} prints of {PHOTOS:,} photos; {LOOKS} look-ups of one photo, one after "
            f"the other, a new print committed before each; {near:.0f} of the million are near "
            f"enough to be looked at closely each time, {found} sightings told in all"
        )
        p50, p99 = np.quantile(took, [0.5, 0.99]) * 1000
        yield Figure(f"reuse_lookup_p99_ms.{engine}", float(p99), "ms", f"{how}; median {p50:.1f}")
        how = (
            "all of them read at the start of a process; its event loop was kept waiting for at "
            f"most {while_loading.most_ms:.0f} ms"
        )
        yield Figure(f"reuse_load_s.{engine}", loaded, "s", how)


async def _look_up(wanted: list[Findings]) -> tuple[list[float], int]:
    """Seconds each, and how many sightings there were."""
    took, found = [], 0
    for number in range(LOOKS):
        one = wanted[number % len(wanted)]
        new = replace(SeenPrint.of(f"new-{number}", None, one)[0], bits=number)
        await sql.execute_many(
            "INSERT INTO prints (id, case_id, bits) VALUES (?, NULL, ?)", [[new.id, new.bits]]
        )
        started = time.perf_counter()
        found += len(await prints.sightings({PhotoId("mine"): one}, CaseId("mine")))
        took.append(time.perf_counter() - started)
    return took, found


def _wanted() -> list[Findings]:
    """The garments, some as they are and some cropped."""
    return [
        measured(pressed(one) if at % 2 else cropped(0.03, 0.03, 0.03, 0.03)(one))
        for at, one in enumerate(originals())
    ]


def _million(chance: np.random.Generator) -> Bits:
    """Photos x 2 prints: bits of cut-out garments, some of them turned over."""
    cut = [traced(cut_out(one, chance)) for one in originals() for _ in range(100)]
    real = np.array([[looked_up(one.whole), looked_up(one.inside)] for one in cut])
    chosen: Bits = real[chance.integers(0, len(real), PHOTOS)]
    share = chance.uniform(LEAST_TURNED, 0.5, (PHOTOS, 1))
    for bit in range(64):
        turned = chance.random((PHOTOS, 1)) < share
        chosen ^= np.where(turned, np.int64(1) << np.int64(bit), np.int64(0))
    return chosen


def _neighbors(bits: Bits, one: Findings) -> set[int]:
    """The photos that a look-up will meet."""
    near: set[int] = set()
    for print_ in (one.fine, one.inside, mirrored(one.fine), mirrored(one.inside)):
        apart = np.bitwise_count((bits ^ looked_up(print_)).view(np.uint64))
        near |= set(np.flatnonzero((apart <= REACH).any(axis=1)).tolist())
    return near


async def _fill(url: str, bits: Bits, pictures: dict[int, Findings]) -> None:
    rows = [
        (f"p{at}{suffix}", None, int(one))
        for at, pair in enumerate(bits)
        for suffix, one in zip(("", INSIDE), pair, strict=True)
    ]
    kept = [(f"p{at}", _FINDINGS.dump_json(one).decode()) for at, one in pictures.items()]
    if url.startswith("sqlite:"):
        with closing(sqlite3.connect(url.removeprefix("sqlite://"))) as file, file:
            file.executemany("INSERT INTO prints (id, case_id, bits) VALUES (?, ?, ?)", rows)
            file.executemany("INSERT INTO catalogue_pictures VALUES (?, ?)", kept)
        return
    connection = await asyncpg.connect(url)
    try:
        names = ["id", "case_id", "bits"]
        await connection.copy_records_to_table("prints", records=rows, columns=names)
        await connection.copy_records_to_table("catalogue_pictures", records=kept)
    finally:
        await connection.close()
