"""What the sandbox carrier remembers, in a folder that all processes share: the labels it sold,
what its scanners saw, the voids it was asked for, how often a call broke. Nobody is named in it."""

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from onward.adapters.carriers.webhooks import read_scan, written
from onward.domain.money import Money
from onward.domain.shipping import Blind, Scan


@dataclass(frozen=True, slots=True)
class Sold:
    """A label as the carrier remembers it."""

    product: str
    weight_g: int
    eta_for: timedelta
    sold_at: datetime
    cost: Money
    blind: Blind


class Memory:
    def __init__(self, folder: Path):
        self._folder = folder

    def sell(self, number: str, sold: Sold) -> Sold:
        """Remember a label; the first time counts, and is what it answers."""
        row = {
            "product": sold.product,
            "weight_g": sold.weight_g,
            "eta_s": int(sold.eta_for.total_seconds()),
            "sold_at": sold.sold_at.isoformat(),
            "cost_minor": sold.cost.minor,
            "currency": sold.cost.currency,
            "blind": sold.blind.value,
        }
        self._write_once(self._path("sold", number), row)
        return self.sold(number) or sold

    def sold(self, number: str) -> Sold | None:
        row = self._read(self._path("sold", number))
        if row is None:
            return None
        eta_for = timedelta(seconds=row["eta_s"])
        # The first books of this carrier held no price.
        cost = Money(row.get("cost_minor", 0), row.get("currency", "USD"))
        known = row["product"], row["weight_g"], eta_for, _instant(row["sold_at"])
        return Sold(*known, cost, Blind(row.get("blind", Blind.YES)))

    def see(self, scans: Sequence[Scan]) -> None:
        """What went over the scanners, each scan once."""
        for scan in scans:
            path = self._path("scanned", scan.tracking_number)
            with _locked(path.parent):
                if scan.key not in {known.key for known in self.seen(scan.tracking_number)}:
                    with path.open("ab") as file:
                        file.write(orjson.dumps(written(scan)) + b"\n")

    def seen(self, number: str) -> tuple[Scan, ...]:
        """Every scan of a parcel, in the order of their instants."""
        path = self._path("scanned", number)
        lines = path.read_bytes().splitlines() if path.exists() else []
        scans = [read_scan(orjson.loads(line)) for line in lines]
        return tuple(sorted(scans, key=lambda scan: scan.at))

    def ask_void(self, number: str, at: datetime) -> datetime:
        """When a void was first asked for: now, or the time before."""
        path = self._path("voids", number)
        self._write_once(path, {"asked_at": at.isoformat()})
        asked = self._read(path)
        return _instant(asked["asked_at"]) if asked else at

    def count(self, call: str) -> int:
        """How often this very call was made before."""
        path = self._path("calls", sha256(call.encode()).hexdigest())
        with _locked(path.parent):
            before = int(path.read_text()) if path.exists() else 0
            path.write_text(str(before + 1))
        return before

    def refuse_voids(self, refuse: bool) -> None:
        path = self._path("settings", "refuses-voids")
        path.parent.mkdir(parents=True, exist_ok=True)
        if refuse:
            path.touch()
        else:
            path.unlink(missing_ok=True)

    @property
    def refuses_voids(self) -> bool:
        return self._path("settings", "refuses-voids").exists()

    def _path(self, room: str, name: str) -> Path:
        return self._folder / room / name

    def _write_once(self, path: Path, row: dict[str, Any]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _locked(path.parent):
            if not path.exists():
                fresh = path.with_suffix(f".{os.getpid()}")
                fresh.write_bytes(orjson.dumps(row))
                fresh.replace(path)

    def _read(self, path: Path) -> dict[str, Any] | None:
        if not path.exists():
            return None
        row: dict[str, Any] = orjson.loads(path.read_bytes())
        return row


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Alone in the folder, among all processes."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
