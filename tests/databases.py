"""Fresh databases for tests: one is migrated for each engine and worker, every test gets a copy."""

import asyncio
import os
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg

# The server the PostgreSQL half of the tests runs on, as an account that may create databases.
SERVER = os.environ.get("ONWARD_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432").rstrip("/")

Migrate = Callable[[str], Awaitable[None]]


def postgres_address() -> tuple[str, int]:
    """Where that server listens."""
    parts = urlsplit(SERVER)
    return parts.hostname or "127.0.0.1", parts.port or 5432


class SqliteTemplate:
    """A migrated SQLite file, copied for each test."""

    def __init__(self, folder: Path, migrate: Migrate) -> None:
        self._file = folder / "template.sqlite3"
        asyncio.run(_in_time(migrate(f"sqlite://{self._file}")))

    @contextmanager
    def fresh(self, folder: Path) -> Iterator[str]:
        """The URL of a copy in `folder`, which goes with the folder."""
        copy = folder / "onward.sqlite3"
        with (
            closing(sqlite3.connect(self._file)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
        yield f"sqlite://{copy}"


class PostgresTemplate:
    """A migrated PostgreSQL database, copied for each test and dropped in the end."""

    def __init__(self, migrate: Migrate) -> None:
        self._name = f"onward_template_{uuid4().hex[:12]}"
        self._say(f"CREATE DATABASE {self._name}")
        try:
            asyncio.run(_in_time(migrate(f"{SERVER}/{self._name}")))
        except BaseException:
            self.drop()
            raise

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The URL of a copy that is dropped afterwards, whoever is still connected."""
        name = f"onward_test_{uuid4().hex[:12]}"
        self._say(f"CREATE DATABASE {name} TEMPLATE {self._name}")
        try:
            yield f"{SERVER}/{name}"
        finally:
            self._say(f"DROP DATABASE {name} WITH (FORCE)")

    def drop(self) -> None:
        """Take the template itself away."""
        self._say(f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")

    def _say(self, statement: str) -> None:
        asyncio.run(_in_time(_execute(statement)))


async def _execute(statement: str) -> None:
    connection = await asyncpg.connect(f"{SERVER}/postgres")
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def _in_time(work: Awaitable[None]) -> None:
    """Database set-up that hangs is an error to read, not a run that never ends."""
    await asyncio.wait_for(work, timeout=60)
