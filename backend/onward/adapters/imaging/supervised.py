"""Photos cleaned in a few supervised processes: one picture at a time each, limited in memory and
time, killed and replaced when they overrun or die. A death costs no other picture anything."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Self

import structlog

from onward.adapters.imaging.decoding import MOST_BYTES
from onward.adapters.imaging.frames import framed, receive_answer, receive_frame
from onward.domain.refusals import BadPhoto, Impossible
from onward.ports import CleanPhoto, Outage

_COMMAND = (sys.executable, "-m", "onward.adapters.imaging.child")
# All that a process which reads strangers' files gets to know of our environment; and one thread
# each, since a library that starts one per core would take the memory of many.
PASSED_ON = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TMPDIR")
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
# How long a process may take to start, on however busy a machine.
_START_S = 30.0
_TRIES = 2
_log = structlog.get_logger()


@dataclass(eq=False)
class _Child:
    process: Process
    source: asyncio.StreamReader
    target: asyncio.StreamWriter
    ready: bool = False
    busy: bool = False


class SupervisedImaging:
    """A process gives each picture 3 seconds of its own time; `patience` is real time for one, and
    ends what hangs or waits on a machine that is too busy. `command` starts a process that speaks
    `frames`. Use it as a context manager, or `close` it."""

    def __init__(
        self,
        children: int = 2,
        patience: timedelta = timedelta(seconds=10),
        command: Sequence[str] = _COMMAND,
    ):
        self._command = tuple(command)
        self._patience_s = patience.total_seconds()
        self._places: asyncio.Queue[_Child | None] = asyncio.Queue()
        for _ in range(children):
            self._places.put_nowait(None)
        self._living: set[_Child] = set()
        self._ending: set[_Child] = set()

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes that stand ready or work."""
        return tuple(child.process.pid for child in self._living)

    async def clean(self, raw: bytes) -> CleanPhoto:
        if len(raw) > MOST_BYTES:
            raise BadPhoto("PICTURE_TOO_LARGE", most_bytes=MOST_BYTES)
        for _ in range(_TRIES):
            photo = await self._tried(raw)
            if photo is not None:
                return photo
        raise BadPhoto("PICTURE_NOT_READABLE")

    async def close(self) -> None:
        """Let every process go; pictures in work are lost."""
        for child in tuple(self._living):
            self._end(child)
        for child in tuple(self._ending):
            await child.process.communicate()
        self._ending.clear()

    async def _tried(self, raw: bytes) -> CleanPhoto | None:
        """The photo, or None where its process died over it: perhaps not the picture's fault."""
        child = await self._places.get()
        try:
            child = child or await self._started()
            return await self._answer(child, raw)
        finally:
            # Also when the caller gave up: a child that still works would answer the next one.
            if child and child.busy:
                self._end(child)
                child = None
            self._places.put_nowait(child)

    async def _answer(self, child: _Child, raw: bytes) -> CleanPhoto | None:
        try:
            await _made_ready(child)
            return await asyncio.wait_for(_asked(child, raw), self._patience_s)
        except TimeoutError as trouble:
            _log.warning("imaging.overran", pid=child.process.pid, seconds=self._patience_s)
            raise BadPhoto("PICTURE_TOO_SLOW") from trouble
        except (asyncio.IncompleteReadError, ConnectionError) as trouble:
            await _autopsy(child, trouble)
            return None

    async def _started(self) -> _Child:
        try:
            # A session of its own: Ctrl-C in a terminal is for the server, which then closes it.
            process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=PIPE,
                stdout=PIPE,
                start_new_session=True,
                env={name: os.environ[name] for name in PASSED_ON if name in os.environ}
                | ONE_THREAD,
            )
        except OSError as trouble:
            raise Outage("imaging", f"no process ({trouble.strerror})") from trouble
        if process.stdin is None or process.stdout is None:
            raise Impossible("a process was asked to speak by pipes and has none")
        child = _Child(process, process.stdout, process.stdin)
        self._living.add(child)
        return child

    def _end(self, child: _Child) -> None:
        self._living.discard(child)
        self._ending = {ending for ending in self._ending if ending.process.returncode is None}
        self._ending.add(child)
        if child.process.returncode is None:
            child.process.kill()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()


async def _made_ready(child: _Child) -> None:
    child.busy = True
    if child.ready:
        return
    try:
        await asyncio.wait_for(receive_frame(child.source), _START_S)
    except TimeoutError as trouble:
        raise Outage("imaging", f"a process was not ready after {_START_S:g} s") from trouble
    child.ready = True


async def _asked(child: _Child, raw: bytes) -> CleanPhoto:
    child.target.write(framed(raw))
    await child.target.drain()
    answer = await receive_answer(child.source)
    child.busy = False
    if isinstance(answer, BadPhoto):
        raise answer
    return answer


async def _autopsy(child: _Child, trouble: Exception) -> None:
    """Say how a process died: it must not go unseen, whoever is to blame."""
    ended = await child.process.wait()
    _log.error("imaging.died", pid=child.process.pid, ended=ended, ready=child.ready)
    if not child.ready:
        raise Outage("imaging", f"a process ended with {ended} before it began") from trouble
    if ended == -signal.SIGXCPU:
        raise BadPhoto("PICTURE_TOO_SLOW") from trouble
