"""The sandbox provider's books: one file an entry, there whole or not at all, whoever crashes.

The files are the journal. Beside them every charge has a folder of names, so that its refunds and
disputes are found without reading everything; a name whose entry was never written counts for
nothing.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import orjson


@dataclass(frozen=True, slots=True)
class Entry:
    """What was asked under a key and how it stands: succeeded, pending, failed or declined; a
    dispute is open, won or lost. `charge_ref` is the provider's name of the charge (a capture's
    own, a payout's account), `at` when it was written first."""

    kind: str
    key: str
    charge_ref: str
    provider_ref: str
    minor: int
    currency: str
    asked: dict[str, str]
    status: str
    failure: str | None = field(default=None)
    at: str = field(default="")


class Books:
    """Read and write only while `alone`, except for `entries`."""

    def __init__(self, folder: Path):
        self._entries = folder / "entries"
        self._charges = folder / "charges"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else writes, in any process."""
        self._entries.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._entries, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def entry(self, provider_ref: str) -> Entry | None:
        """The entry that the provider calls by this name."""
        path = self._path(provider_ref)
        return Entry(**orjson.loads(path.read_bytes())) if path.exists() else None

    def of_charge(self, charge_ref: str, kind: str) -> list[Entry]:
        """Every refund asked of a charge, or every dispute about it, in no order."""
        named = self._named(charge_ref)
        found = [self.entry(path.name) for path in named.iterdir()] if named.exists() else []
        return [entry for entry in found if entry is not None and entry.kind == kind]

    def write(self, entry: Entry) -> None:
        """Write or replace an entry; once this returns it outlives a power cut."""
        if entry.kind in {"refund", "dispute"}:
            named = self._named(entry.charge_ref)
            named.mkdir(parents=True, exist_ok=True)
            (named / entry.provider_ref).touch()
        part = self._entries / f"{entry.provider_ref}.part"
        with part.open("wb") as file:
            file.write(orjson.dumps(asdict(entry)))
            file.flush()
            os.fsync(file.fileno())
        part.replace(self._path(entry.provider_ref))
        handle = os.open(self._entries, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def entries(self) -> Iterator[Entry]:
        """All entries, by name."""
        for path in sorted(self._entries.glob("*.json")):
            yield Entry(**orjson.loads(path.read_bytes()))

    def _path(self, provider_ref: str) -> Path:
        return self._entries / f"{provider_ref}.json"

    def _named(self, charge_ref: str) -> Path:
        return self._charges / hashlib.sha256(charge_ref.encode()).hexdigest()[:32]
