"""A demo shop whose power is cut in the middle of something and comes back: the same port, the
same database, the same disk."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg

from tests.databases import SERVER, postgres_address
from tests.e2e.server import DemoServer, answering, launched
from tests.machine import answers, missing


class Power:
    """One shop's. It comes on with nothing left of what was only in memory."""

    def __init__(self, home: Path, database_url: str):
        self._home, self._database_url = home, database_url
        self._port = 0
        self._run = ExitStack()

    def on(self) -> DemoServer:
        process = self._run.enter_context(
            launched(self._home, port=self._port, database_url=self._database_url)
        )
        server = answering(process, self._home)
        self._port = urlsplit(server.address).port or 0
        return server

    def cut(self) -> None:
        """SIGKILL, and it is gone when this returns."""
        self._run.close()


@contextmanager
def fresh_database(engine: str) -> Iterator[str]:
    """An empty database's URL, dropped afterwards; nothing where the shop's own file will do."""
    if engine == "sqlite":
        yield ""
        return
    if not answers(*postgres_address()):
        missing("no PostgreSQL server answers (ONWARD_TEST_POSTGRES names another)")
    name = f"onward_e2e_{uuid4().hex[:10]}"
    _say(f"CREATE DATABASE {name}")
    try:
        yield f"{SERVER}/{name}"
    finally:
        _say(f"DROP DATABASE {name} WITH (FORCE)")


def _say(statement: str) -> None:
    """In a thread of its own: the browser's driver keeps this one's event loop running."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, _execute(statement)).result()


async def _execute(statement: str) -> None:
    connection = await asyncpg.connect(f"{SERVER}/postgres")
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
