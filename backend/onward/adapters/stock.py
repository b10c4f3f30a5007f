"""A pretend warehouse: every SKU starts with the same number of fresh pieces, holds are files."""

import asyncio
import fcntl
import hashlib
import os
from pathlib import Path

from onward.ports import Outage


class SandboxStock:
    """Holds are idempotent by key and counted across processes; `level` pieces of each SKU."""

    def __init__(self, folder: Path, level: int = 25):
        self._folder = folder
        self._level = level

    async def hold(self, sku: str, key: str) -> bool:
        try:
            return await asyncio.to_thread(self._hold, sku, key)
        except OSError as trouble:
            raise Outage("stock", f"the folder takes no holds ({trouble.strerror})") from trouble

    def _hold(self, sku: str, key: str) -> bool:
        shelf = self._folder / _hash(sku)
        shelf.mkdir(parents=True, exist_ok=True)
        handle = os.open(shelf, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            held = {path.name for path in shelf.iterdir()}
            if _hash(key) in held:
                return True
            if len(held) >= self._level:
                return False
            (shelf / _hash(key)).touch()
            os.fsync(handle)
        finally:
            os.close(handle)
        return True


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
