"""SQLite's log carried into its file beside the commits, not inside every so manieth of them.

By itself SQLite does that within whichever commit makes the log long, and whoever made it waits.
Source: https://www.sqlite.org/wal.html, "Avoiding Excessively Large WAL Files".
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import structlog

log = structlog.get_logger()
# How long commits gather before they are carried over.
_EVERY_S = 1.0
# While others write without a pause the log never comes to its end and grows. Longer than this, in
# pages of 4 kB, and they wait for the moment in which it begins anew.
LONG = 16_000
# Where nobody carries the log over, a commit does so itself.
FAR_TOO_LONG = 2 * LONG
# So many pages are carried over while somebody waits; to come down to them takes a few rounds.
_FEW, _TRIES = 250, 5
# Who still reads an older state is waited for no longer than this, and nobody writes meanwhile.
_WAIT_MS = 100


class Checkpoints:
    """A thread with a connection of its own, for as long as a file is open."""

    def __init__(self, path: Path, every_s: float = _EVERY_S) -> None:
        self._path, self._every_s, self._over = path, every_s, Event()
        self._thread = Thread(target=self._run, name="checkpoints", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """The last connection of a file that closes carries over what is left."""
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        seen = 0
        while not self._over.wait(self._every_s):
            written = self._last_written()
            if written == seen:
                continue
            try:
                carry_over(self._path)
                seen = written
            except sqlite3.Error:
                # Nothing is lost: the log holds what was committed until it is carried over.
                log.warning("checkpoint_failed", exc_info=True)

    def _last_written(self) -> int:
        written = self._path.with_name(f"{self._path.name}-wal")
        return written.stat().st_mtime_ns if written.exists() else 0


def carry_over(path: Path, long: int = LONG) -> None:
    """Carry over what was committed so far, in nobody's way. A log of more pages than `long` also
    begins anew: whoever writes waits for its last pages, so all the others are carried over
    before."""
    with closing(sqlite3.connect(path, isolation_level=None)) as own:
        own.execute(f"PRAGMA busy_timeout = {_WAIT_MS}")
        for _ in range(_TRIES):
            _, pages, carried = own.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            if pages <= long:
                return
            if pages - carried <= _FEW:
                break
        own.execute("PRAGMA wal_checkpoint(RESTART)")
