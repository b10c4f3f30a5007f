"""Photos on their way in: one file a ticket, appended slice by slice, so that a phone goes on where
it was cut off even when we were restarted meanwhile."""

import fcntl
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

# Longer than any ticket lasts.
_KEPT_FOR = timedelta(days=3)


class WrongOffset(Exception):
    """The slice does not begin where the last one ended."""

    def __init__(self, expected: int):
        self.expected = expected
        super().__init__(f"the next byte is {expected}")


class NoRoom(Exception):
    """The disk takes no more; what had come before is still there."""


@dataclass(frozen=True, slots=True)
class Slices:
    """The bytes of one photo of `size` bytes. Once it is done only that is remembered."""

    folder: Path
    name: str
    size: int

    @property
    def offset(self) -> int:
        """How many bytes have come; all of them when it is done."""
        if self.is_done:
            return self.size
        return self._part.stat().st_size if self._part.exists() else 0

    @property
    def is_done(self) -> bool:
        return self._done.exists()

    @property
    def is_whole(self) -> bool:
        return self.offset >= self.size

    def append(self, offset: int, piece: bytes) -> None:
        """Add a slice at `offset`; alone, among all processes. WrongOffset and NoRoom
        change nothing."""
        self.folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            at = os.fstat(handle).st_size
            if at != offset:
                raise WrongOffset(at)
            _written(handle, at, piece)
        finally:
            os.close(handle)

    def read(self) -> bytes | None:
        """What has come; None once it is done."""
        try:
            return self._part.read_bytes()
        except FileNotFoundError:
            return None

    def finish(self) -> None:
        """The photo is in: forget the bytes, remember that they came."""
        self._done.touch(mode=0o600)
        self._part.unlink(missing_ok=True)

    @property
    def _part(self) -> Path:
        return self.folder / f"{self.name}-{self.size}.part"

    @property
    def _done(self) -> Path:
        return self.folder / f"{self.name}-{self.size}.done"


def _written(handle: int, at: int, piece: bytes) -> None:
    """All of the slice on the disk, or none of it: half a slice would be taken for a whole one."""
    try:
        while piece:
            piece = piece[os.write(handle, piece) :]
        os.fsync(handle)
    except OSError as trouble:
        with suppress(OSError):
            os.ftruncate(handle, at)
        raise NoRoom from trouble


def forget_old(folder: Path) -> int:
    """Throw away what no ticket can ask for any more; how many files that were."""
    if not folder.exists():
        return 0
    oldest = time.time() - _KEPT_FOR.total_seconds()
    old = [path for path in folder.iterdir() if path.stat().st_mtime < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
