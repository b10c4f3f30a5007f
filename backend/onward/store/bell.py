"""The bell that rings after a commit: whoever waits for news of a case, or for work, wakes up.

Inside a process it is an event per listener. Between processes it is PostgreSQL's NOTIFY carrying
`case:seq`, or on SQLite a look at `PRAGMA data_version`, which another connection's commit moves.
A ring is only a hint: listeners read the store, so a ring too many or too few loses nothing.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial

import asyncpg
from tortoise.exceptions import OperationalError

from onward.store import sql

CHANNEL = "onward"
EVERYTHING = "*"
_listeners: dict[str, set[asyncio.Event]] = defaultdict(set)


def ring(case_id: str) -> None:
    for key in (case_id, EVERYTHING):
        for listener in tuple(_listeners.get(key, ())):
            listener.set()


def ring_everybody() -> None:
    for listeners in tuple(_listeners.values()):
        for listener in tuple(listeners):
            listener.set()


@contextmanager
def listening(key: str = EVERYTHING) -> Iterator[asyncio.Event]:
    """An event that is set whenever this case (or, by default, anything) has news."""
    listener = asyncio.Event()
    _listeners[key].add(listener)
    try:
        yield listener
    finally:
        _listeners[key].discard(listener)
        if not _listeners[key]:
            del _listeners[key]


@asynccontextmanager
async def heard_from_others(url: str, every: float = 0.25) -> AsyncIterator[None]:
    """While inside, commits of other processes ring here too."""
    on_sqlite = url.startswith("sqlite:")
    watch = _poll_sqlite(every, await _data_version()) if on_sqlite else _listen_postgres(url)
    task = asyncio.create_task(watch)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _poll_sqlite(every: float, seen: int) -> None:
    while True:
        await asyncio.sleep(every)
        try:
            version = await _data_version()
        except OperationalError:
            continue  # the file is busy; the next look will tell
        if version != seen:
            ring_everybody()
        seen = version


async def _data_version() -> int:
    [row] = await sql.fetch("PRAGMA data_version")
    return int(row["data_version"])


async def _listen_postgres(url: str) -> None:
    while True:
        try:
            connection = await asyncpg.connect(url.replace("postgres://", "postgresql://", 1))
            gone = asyncio.Event()
            connection.add_termination_listener(partial(_set, gone))
            await connection.add_listener(CHANNEL, _heard)
            ring_everybody()
            try:
                await gone.wait()
            finally:
                await connection.close(timeout=2)
        except (OSError, asyncpg.PostgresError):
            await asyncio.sleep(1)


def _heard(_connection: object, _pid: int, _channel: str, payload: object) -> None:
    ring(str(payload).partition(":")[0])


def _set(gone: asyncio.Event, _connection: object) -> None:
    gone.set()
