"""The one place that talks SQL to Tortoise's connections: placeholders, transactions, locking.

Statements are written with `?`; PostgreSQL gets `$1, $2 …`. On SQLite a transaction begins
IMMEDIATE, because a deferred one fails with "database is locked" when two processes write.
"""

import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

import asyncpg
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.backends.sqlite.client import SqliteTransactionContext, SqliteTransactionWrapper
from tortoise.connection import get_connection, get_connections
from tortoise.exceptions import DBConnectionError, TransactionManagementError
from tortoise.transactions import in_transaction

_FEW = 1_024
# The database is not there, or takes nobody in; the same call may do as well a little later.
AWAY = (
    DBConnectionError,
    OSError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_inside: ContextVar[BaseDBAsyncClient | None] = ContextVar("onward_transaction", default=None)
_once_committed: ContextVar[list[Callable[[], None]] | None] = ContextVar(
    "onward_once_committed", default=None
)


async def _begin_immediate(self: SqliteTransactionWrapper) -> None:
    try:
        await self._connection.commit()
        await self._connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as trouble:
        raise TransactionManagementError(trouble) from trouble
    except BaseException:
        # Whoever waited was canceled; BEGIN still happens in the connection's own thread.
        await self._connection.rollback()
        raise


async def _enter(self: SqliteTransactionContext) -> Any:
    """As Tortoise enters, but a BEGIN that fails gives the connection's lock back."""
    await self._trxlock.acquire()
    try:
        await self.ensure_connection()
        await self.connection.begin()
    except BaseException:
        self._trxlock.release()
        raise
    self.token = get_connections().set(self.connection_name, self.connection)
    return self.connection


SqliteTransactionWrapper.begin = _begin_immediate  # type: ignore[method-assign]
SqliteTransactionContext.__aenter__ = _enter  # type: ignore[method-assign]


def connection() -> BaseDBAsyncClient:
    """The transaction we are in, else the pool (PostgreSQL) or the one connection (SQLite)."""
    return _inside.get() or get_connection("default")


def on_sqlite() -> bool:
    return connection().capabilities.dialect == "sqlite"


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """All or nothing. Never await anything but the database inside."""
    if _inside.get() is not None:
        yield
        return
    waiting: list[Callable[[], None]] = []
    whole = False
    try:
        async with in_transaction("default") as inside:
            tokens = _inside.set(inside), _once_committed.set(waiting)
            try:
                yield
                whole = True
            finally:
                _inside.reset(tokens[0])
                _once_committed.reset(tokens[1])
    finally:
        # A commit whose waiter is canceled happens all the same, so the calls do too.
        for call in waiting if whole else ():
            call()


def in_transaction_now() -> bool:
    return _inside.get() is not None


def after_commit(call: Callable[[], None]) -> None:
    """Do this once the transaction we are in has committed; at once outside of one."""
    waiting = _once_committed.get()
    if waiting is None:
        call()
    else:
        waiting.append(call)


async def fetch(statement: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """The rows of a query, indexable by column name."""
    client = connection()
    return await client.execute_query_dict(_spelled(statement, client), storable(values))


async def fetch_raw(statement: str, values: Sequence[Any] = ()) -> Sequence[Any]:
    """The rows of a query, indexable by position and by name."""
    client = connection()
    _, rows = await client.execute_query(_spelled(statement, client), storable(values))
    return rows


async def fetch_among(statement: str, values: Sequence[Any]) -> list[dict[str, Any]]:
    """The rows of a query in which `{}` stands for any of these values."""
    marks, given = among(values)
    return await fetch(statement.format(marks), given)


async def fetch_one(statement: str, values: Sequence[Any] = ()) -> dict[str, Any] | None:
    rows = await fetch(statement, values)
    return rows[0] if rows else None


async def execute(statement: str, values: Sequence[Any] = ()) -> int:
    """Run a statement; how many rows an UPDATE or DELETE touched. PostgreSQL's client counts no
    INSERT: let it say RETURNING, and `fetch`."""
    client = connection()
    count, _ = await client.execute_query(_spelled(statement, client), storable(values))
    return count


async def execute_many(statement: str, values: list[list[Any]]) -> None:
    if values:
        client = connection()
        await client.execute_many(_spelled(statement, client), values)


def insert(table: str, names: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks(len(names))})"


def upsert(table: str, names: Sequence[str], key: str) -> str:
    changes = ", ".join(f"{name} = excluded.{name}" for name in names if name != key)
    return f"{insert(table, names)} ON CONFLICT ({key}) DO UPDATE SET {changes}"


def marks(count: int) -> str:
    """So many placeholders; among none of them is nothing, which PostgreSQL has to be told."""
    return ", ".join("?" * count) or "NULL"


def among(values: Sequence[Any]) -> tuple[str, list[Any]]:
    """Placeholders for any of these values, and what to give for them: of a few the last one is
    repeated up to a power of two, so that there are few statements for a database to plan."""
    if not 0 < len(values) <= _FEW:
        return marks(len(values)), [*values]
    size = 1 << (len(values) - 1).bit_length()
    return marks(size), [*values, *[values[-1]] * (size - len(values))]


def storable(values: Sequence[Any]) -> list[Any]:
    """A zero byte or half a surrogate pair, which PostgreSQL cannot hold, becomes U+FFFD on both
    engines: whoever looks for one finds nothing, and no request of a stranger is our fault."""
    return [
        _UNSTORABLE.sub("\ufffd", value)
        if isinstance(value, str) and not (value.isascii() and "\x00" not in value)
        else value
        for value in values
    ]


def _spelled(statement: str, client: BaseDBAsyncClient) -> str:
    return statement if client.capabilities.dialect == "sqlite" else numbered(statement)


@lru_cache(maxsize=512)
def numbered(statement: str) -> str:
    pieces = statement.split("?")
    numbered = (f"{piece}${n}" for n, piece in enumerate(pieces[:-1], start=1))
    return "".join(numbered) + pieces[-1]
