"""Which pictures were seen before, among all there ever were.

Each process keeps every print in memory and before each look reads the rows that are new to it.
The first look reads them all, unless `catch_up` was called before. What lies near is then held
against the whole findings of the picture it belongs to, so that the bits in memory need only be
few, and a row that was erased is found no more.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pydantic import TypeAdapter

from onward.domain.findings import (
    INSIDE,
    Findings,
    SeenPrint,
    Sighting,
    looked_up,
    picture_of,
    resemblance,
)
from onward.domain.ids import CaseId, PhotoId
from onward.domain.prints import REACH, mirrored
from onward.store import sql
from onward.store.haystack import Haystack
from onward.store.mappings import PRINTS
from onward.store.trips import Write

# Sightings of one photo that are told: enough for whoever looks at them.
_MOST = 8
_PAGE = 4_000
_LOOKED_AT_ONCE = 200
_FINDINGS: TypeAdapter[Findings] = TypeAdapter(Findings)

_NEW = "SELECT seq, bits FROM prints WHERE seq > ? ORDER BY seq LIMIT ?"
_LATE = (
    "SELECT p.seq, p.bits FROM unnest(?::bigint[], ?::bigint[]) AS gap(low, high) "
    "JOIN prints p ON p.seq BETWEEN gap.low AND gap.high ORDER BY p.seq"
)
# A transaction that inserts holds this lock from before it draws a number until it has ended.
_WRITING = (
    "SELECT virtualtransaction AS name FROM pg_locks WHERE relation = 'prints'::regclass "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
    "AND mode = 'RowExclusiveLock' AND granted"
)
_OF = f"replace(p.id, '{INSIDE}', '')"
_FOUND = (
    "SELECT p.id, p.case_id, COALESCE(f.findings, c.findings) AS findings FROM prints p "
    f"LEFT JOIN photos f ON f.id = {_OF} LEFT JOIN catalogue_pictures c ON c.id = {_OF} "
    "WHERE (p.case_id IS NULL OR p.case_id <> ?) AND p.seq IN ({})"
)

Gap = tuple[int, int]


@dataclass
class _Known:
    """What this process has read: all rows up to `top` but those in `gaps`, which may still come
    from one of the transactions in `writing`."""

    hay: Haystack = field(default_factory=Haystack)
    top: int = 0
    gaps: list[Gap] = field(default_factory=list)
    writing: frozenset[str] = frozenset()
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)


_known = _Known()


async def sightings(found: Mapping[PhotoId, Findings], own: CaseId) -> tuple[Sighting, ...]:
    """The pictures that one of these photos shows again, as it is, in the mirror or cropped; the
    nearest of each photo first. The own case's are left out."""
    if not any(one.fine for one in found.values()):
        return ()
    await catch_up()
    seen: list[Sighting] = []
    for photo_id, one in found.items():
        if one.fine:
            near = await asyncio.to_thread(_known.hay.near, _wanted(one), REACH)
            seen += await _seen(photo_id, one, [seq for _, seq in near], own)
    return tuple(seen)


async def catch_up() -> None:
    """Read what is new. The first time that is everything, some hundred thousand a second; other
    work of this process goes on meanwhile."""
    known = _known
    async with known.reading:
        await _read_late(known)
        while page := await sql.fetch_raw(_NEW, [known.top, _PAGE]):
            await _take(known, page)


def forget() -> None:
    """Another database is about to be opened."""
    global _known  # noqa: PLW0603 - a process has one store open
    _known = _Known()


async def erase(case_id: str) -> int:
    """Forget the pictures of a case; how many prints that were. No process finds them again."""
    return await sql.execute("DELETE FROM prints WHERE case_id = ?", [case_id])


def seen_again(prints: Sequence[SeenPrint]) -> list[Write]:
    """Keep prints whose picture may have been kept before, and may have changed since: then they
    are rows anew, because no process reads a row twice."""
    unless_kept = f"{PRINTS.insert()} ON CONFLICT (id) DO NOTHING"
    return [
        Write("DELETE FROM prints WHERE id = ? AND bits <> ?", [[p.id, p.bits] for p in prints]),
        Write(unless_kept, [PRINTS.write(p) for p in prints], looks=True),
    ]


def _wanted(one: Findings) -> list[int]:
    """The bits that a picture may have been kept by, if it was this one."""
    fine = (one.fine, one.inside)
    return [looked_up(each) for print_ in fine for each in (print_, mirrored(print_))]


async def _seen(
    photo_id: PhotoId, one: Findings, near: Sequence[int], own: CaseId
) -> list[Sighting]:
    """Which of the rows that lie near show the same picture indeed."""
    seen: dict[str, Sighting] = {}
    for start in range(0, len(near), _LOOKED_AT_ONCE):
        some = near[start : start + _LOOKED_AT_ONCE]
        for row in await sql.fetch(_FOUND.format(sql.marks(len(some))), [own, *some]):
            picture = picture_of(row["id"])
            if picture in seen or row["findings"] is None:
                continue
            same = resemblance(one, _FINDINGS.validate_json(row["findings"]))
            if same:
                where = row["case_id"]
                seen[picture] = Sighting(photo_id, picture, where, same.distance, same.mirrored)
        if len(seen) >= _MOST:
            break
    return sorted(seen.values(), key=lambda one: (one.distance, one.seen_id))[:_MOST]


# --- in step with everybody else -----------------------------------------------------------------


async def _read_late(known: _Known) -> None:
    """Read rows whose number was passed over because they were not committed yet. A number whose
    writers have all ended by now, and that still has no row, never gets one."""
    if not known.gaps:
        return
    writing = known.writing & await _writing()
    lows, highs = zip(*known.gaps, strict=True)
    late = await sql.fetch_raw(_LATE, [list(lows), list(highs)])
    seqs = [int(row[0]) for row in late]
    known.hay.add(seqs, [int(row[1]) for row in late])
    known.writing = writing
    known.gaps = [left for gap in known.gaps for left in _gaps(seqs, *gap)] if writing else []


async def _take(known: _Known, page: Sequence[Any]) -> None:
    """Add the next rows. On SQLite one transaction writes at a time, so what is missing between
    them will never come."""
    seqs = [int(row[0]) for row in page]
    gaps = [] if sql.on_sqlite() else _gaps(seqs, known.top + 1, seqs[-1])
    writing = await _writing() if gaps else frozenset()
    # All of it or nothing, should whoever waits for us be canceled.
    known.hay.add(seqs, [int(row[1]) for row in page])
    known.top = seqs[-1]
    known.gaps += gaps
    known.writing |= writing


def _gaps(seqs: Sequence[int], low: int, high: int) -> list[Gap]:
    """The stretches from low to high in which none of these numbers lies; they come in order."""
    inside = [seq for seq in seqs if low <= seq <= high]
    ends = [low - 1, *inside, high + 1]
    return [(one + 1, following - 1) for one, following in pairwise(ends) if following - one > 1]


async def _writing() -> frozenset[str]:
    """The transactions that are adding prints just now."""
    return frozenset(str(row["name"]) for row in await sql.fetch(_WRITING))
