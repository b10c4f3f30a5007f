"""The sandbox carrier's failure book: what goes wrong with which call and which parcel.

It lies as a file in the carrier's folder, so that every process reads the same, and what is drawn
follows from its seed alone: the same book over the same parcels tells the same story again.
"""

import hashlib
import os
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path

import orjson


class Mishap(StrEnum):
    """Calls break first: OUTAGE before the work, UNHEARD after it, each for one to three calls and
    known by the call's key. Scans next, then the parcel's own fate and its void, all known by the
    tracking number. MISSING, LATE, DUPLICATE and OUT_OF_ORDER are about what we are told; `track`
    still knows all of it."""

    OUTAGE = "OUTAGE"
    UNHEARD = "UNHEARD"
    DUPLICATE = "DUPLICATE"
    LATE = "LATE"
    OUT_OF_ORDER = "OUT_OF_ORDER"
    MISSING = "MISSING"
    LOST = "LOST"
    DAMAGED = "DAMAGED"
    REFUSED = "REFUSED"
    SENT_BACK = "SENT_BACK"
    MISWEIGHED = "MISWEIGHED"
    SLOW_VOID = "SLOW_VOID"


class FailureBook:
    """An absent book lets nothing fail."""

    def __init__(self, folder: Path):
        self._file = folder / "failures.json"

    def write(
        self,
        seed: int = 0,
        per_mille: Mapping[Mishap, int] | None = None,
        certain: Mapping[str, Iterable[Mishap]] | None = None,
    ) -> None:
        """A new book: how many in a thousand meet each mishap, and who does for certain, by key or
        tracking number."""
        book = {
            "seed": seed,
            "per_mille": {mishap.value: share for mishap, share in (per_mille or {}).items()},
            "certain": {about: list(mishaps) for about, mishaps in (certain or {}).items()},
        }
        self._file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._file.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(orjson.dumps(book))
        fresh.replace(self._file)

    def close(self) -> None:
        """From now on nothing fails."""
        self._file.unlink(missing_ok=True)

    def mishaps(self, about: str) -> frozenset[Mishap]:
        """What goes wrong with this key or this tracking number."""
        if not self._file.exists():
            return frozenset()
        book = orjson.loads(self._file.read_bytes())
        drawn = {
            Mishap(mishap)
            for mishap, share in book["per_mille"].items()
            if _drawn(book["seed"], mishap, about) % 1000 < share
        }
        return frozenset(drawn | {Mishap(mishap) for mishap in book["certain"].get(about, ())})

    def draw(self, what: str, about: str, choices: int) -> int:
        """A number under `choices` that belongs to this matter in this book."""
        seed = orjson.loads(self._file.read_bytes())["seed"] if self._file.exists() else 0
        return _drawn(seed, what, about) % choices


def _drawn(seed: int, what: str, about: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed} {what} {about}".encode()).digest()[:8])
