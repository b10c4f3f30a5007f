"""Photos cleaned in a few supervised processes: one picture at a time each, limited in memory and
time, killed and replaced when they overrun or die. A death costs no other picture anything."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from datetime import timedelta
from types import TracebackType
from typing import Self

import structlog

from onward.adapters.imaging.cleaning import MOST_BYTES
from onward.adapters.imaging.frames import framed, receive_answer
from onward.domain.refusals import BadPhoto
from onward.ports import CleanPhoto, Outage

_COMMAND = (sys.executable, "-m", "onward.adapters.imaging.child")
_TRIES = 2
log = structlog.get_logger()


class SupervisedImaging:
    """`patience` is real time for one picture. Use it as a context manager, or `close` it."""

    def __init__(self, children: int = 2, patience: timedelta = timedelta(seconds=20)):
        self._patience = patience.total_seconds()
        self._places: asyncio.Queue[Process | None] = asyncio.Queue()
        for _ in range(children):
            self._places.put_nowait(None)
        self._living: set[Process] = set()

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes that stand ready or work."""
        return tuple(child.pid for child in self._living)

    async def clean(self, raw: bytes) -> CleanPhoto:
        if len(raw) > MOST_BYTES:
            raise BadPhoto("PICTURE_TOO_LARGE", most_bytes=MOST_BYTES)
        for _ in range(_TRIES):
            photo = await self._tried(raw)
            if photo is not None:
                return photo
        raise BadPhoto("PICTURE_NOT_READABLE")

    async def _tried(self, raw: bytes) -> CleanPhoto | None:
        """The photo, or None where its process died over it: perhaps not the picture's fault."""
        child = await self._places.get()
        sound = False
        try:
            child = child or await self._started()
            answer = self._asked(child, raw)
            photo = await asyncio.wait_for(answer, self._patience)
            sound = True
        except BadPhoto:
            sound = True
            raise
        except TimeoutError as trouble:
            log.warning("imaging.overran", pid=child and child.pid, seconds=self._patience)
            raise BadPhoto("PICTURE_TOO_SLOW") from trouble
        except (asyncio.IncompleteReadError, ConnectionError) as trouble:
            return await self._autopsy(child, trouble)
        finally:
            # Also when the caller gave up: a child that still works would answer the next one.
            if child and not sound:
                self._end(child)
            self._places.put_nowait(child if sound else None)
        return photo

    async def _asked(self, child: Process, raw: bytes) -> CleanPhoto:
        assert child.stdin and child.stdout
        child.stdin.write(framed(raw))
        await child.stdin.drain()
        return await receive_answer(child.stdout)

    async def _started(self) -> Process:
        try:
            # A session of its own: Ctrl-C in a terminal is for the server, which then closes it.
            child = await asyncio.create_subprocess_exec(
                *_COMMAND, stdin=PIPE, stdout=PIPE, start_new_session=True
            )
        except OSError as trouble:
            raise Outage("imaging", f"no process ({trouble.strerror})") from trouble
        self._living.add(child)
        return child

    async def _autopsy(self, child: Process | None, trouble: Exception) -> None:
        ended = await child.wait() if child else None
        log.error("imaging.died", pid=child and child.pid, ended=ended)
        if ended == -signal.SIGXCPU:
            raise BadPhoto("PICTURE_TOO_SLOW") from trouble

    def _end(self, child: Process) -> None:
        self._living.discard(child)
        if child.returncode is None:
            child.kill()

    async def close(self) -> None:
        """Let every process go; pictures in work are lost."""
        living = tuple(self._living)
        for child in living:
            self._end(child)
        for child in living:
            await child.communicate()
