"""A pretend warehouse: every SKU starts with the same number of fresh pieces, holds are files."""

import asyncio
import fcntl
import hashlib
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from onward.ports import Outage


class SandboxStock:
    """Holds are idempotent by key and counted across processes; `level` pieces of each SKU."""

    def __init__(self, folder: Path, level: int = 25):
        self._folder = folder
        self._level = level

    async def there(self, skus: Collection[str]) -> frozenset[str]:
        try:
            return await asyncio.to_thread(self._there, skus)
        except OSError as trouble:
            raise Outage("stock", f"the folder is not read ({trouble.strerror})") from trouble

    async def hold(self, sku: str, key: str) -> bool:
        try:
            return await asyncio.to_thread(self._hold, sku, key)
        except OSError as trouble:
            raise Outage("stock", f"the folder takes no holds ({trouble.strerror})") from trouble

    async def release(self, sku: str, key: str) -> None:
        try:
            await asyncio.to_thread(self._release, sku, key)
        except OSError as trouble:
            raise Outage("stock", f"the folder gives none back ({trouble.strerror})") from trouble

    def _there(self, skus: Collection[str]) -> frozenset[str]:
        def held(sku: str) -> int:
            shelf = self._folder / _hash(sku)
            return sum(1 for _ in shelf.iterdir()) if shelf.exists() else 0

        return frozenset(sku for sku in skus if held(sku) < self._level)

    def _hold(self, sku: str, key: str) -> bool:
        with self._locked(sku) as shelf:
            held = {path.name for path in shelf.iterdir()}
            if _hash(key) in held:
                return True
            if len(held) >= self._level:
                return False
            (shelf / _hash(key)).touch()
        return True

    def _release(self, sku: str, key: str) -> None:
        with self._locked(sku) as shelf:
            (shelf / _hash(key)).unlink(missing_ok=True)

    @contextmanager
    def _locked(self, sku: str) -> Iterator[Path]:
        """Alone at this SKU's shelf, among all processes; what was done there is kept."""
        shelf = self._folder / _hash(sku)
        shelf.mkdir(parents=True, exist_ok=True)
        handle = os.open(shelf, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield shelf
            os.fsync(handle)
        finally:
            os.close(handle)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
