"""Fresh databases for tests: one is migrated for each engine and worker, every test gets a copy."""

import asyncio
import os
import sqlite3
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg

# The server the PostgreSQL half of the tests runs on, as an account that may create databases.
SERVER = os.environ.get("ONWARD_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432").rstrip("/")

Migrate = Callable[[str], Coroutine[Any, Any, None]]
Result = TypeVar("Result")


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
    """A migrated PostgreSQL database, and copies of it: a copy is emptied and lent again, which
    costs a tenth of making one."""

    def __init__(self, migrate: Migrate) -> None:
        self._name = f"onward_template_{uuid4().hex[:12]}"
        self._runner = asyncio.Runner()
        self._spare: list[_Copy] = []
        self._say(f"CREATE DATABASE {self._name}")
        try:
            self._run(migrate(f"{SERVER}/{self._name}"))
        except BaseException:
            self.drop()
            raise

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The URL of an empty copy; whoever is still connected afterwards is put out."""
        copy = self._spare.pop() if self._spare else self._copied()
        try:
            yield f"{SERVER}/{copy.name}"
        finally:
            self._run(copy.emptied())
            self._spare.append(copy)

    @contextmanager
    def fresh_to_alter(self) -> Iterator[str]:
        """The same for a test that changes tables: nobody gets it after them."""
        copy = self._copied()
        try:
            yield f"{SERVER}/{copy.name}"
        finally:
            self._drop(copy)

    def drop(self) -> None:
        """Take the copies away, and the template itself."""
        for copy in self._spare:
            self._drop(copy)
        self._say(f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")
        self._runner.close()

    def _copied(self) -> "_Copy":
        name = f"onward_test_{uuid4().hex[:12]}"
        self._say(f"CREATE DATABASE {name} TEMPLATE {self._name}")
        # Tests kill processes, never the server: what it was told to keep, it keeps.
        self._say(f"ALTER DATABASE {name} SET synchronous_commit = off")
        return self._run(_Copy.connected(name))

    def _drop(self, copy: "_Copy") -> None:
        self._run(copy.connection.close())
        self._say(f"DROP DATABASE {copy.name} WITH (FORCE)")

    def _say(self, statement: str) -> None:
        self._run(_execute(statement))

    def _run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self._runner.run(_in_time(work))


@dataclass(frozen=True)
class _Copy:
    """A copy, a connection to it that stays, and what empties it."""

    name: str
    connection: Any
    empty: str

    @classmethod
    async def connected(cls, name: str) -> "_Copy":
        connection = await asyncpg.connect(f"{SERVER}/{name}")
        tables = [row["name"] for row in await connection.fetch(_TABLES)]
        before = {table: set[str]() for table in tables}
        for row in await connection.fetch(_PARENTS):
            before[row["parent"]].add(row["child"])
        emptied = [f"DELETE FROM {table}" for table in TopologicalSorter(before).static_order()]
        counters = [row["name"] for row in await connection.fetch(_COUNTERS)]
        restarted = [f"ALTER SEQUENCE {counter} RESTART" for counter in counters]
        return cls(name, connection, "; ".join([*emptied, *restarted]))

    async def emptied(self) -> None:
        await self.connection.execute(_OTHERS_OUT)
        await self.connection.execute(self.empty)


_MIGRATED = "tortoise_migrations"
_TABLES = f"""SELECT relname AS name FROM pg_class WHERE relkind = 'r'
    AND relnamespace = 'public'::regnamespace AND relname <> '{_MIGRATED}'"""
_PARENTS = """SELECT child.relname AS child, parent.relname AS parent FROM pg_constraint
    JOIN pg_class child ON child.oid = conrelid JOIN pg_class parent ON parent.oid = confrelid
    WHERE contype = 'f' AND conrelid <> confrelid"""
_COUNTERS = f"""SELECT relname AS name FROM pg_class WHERE relkind = 'S'
    AND relnamespace = 'public'::regnamespace AND relname NOT LIKE '{_MIGRATED}%'"""
_OTHERS_OUT = """SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""


async def _execute(statement: str) -> None:
    connection = await asyncpg.connect(f"{SERVER}/postgres")
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def _in_time(work: Awaitable[Result]) -> Result:
    """Database set-up that hangs is an error to read, not a run that never ends."""
    return await asyncio.wait_for(work, timeout=60)
