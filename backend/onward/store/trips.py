"""Several statements in one trip to the database. On SQLite each trip costs two thread switches,
which is more than most statements do. On PostgreSQL each statement is a trip, which costs more than
a small query: there several queries are one statement, and so are the writes of a step."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import aiosqlite
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.backends.base_postgres.client import translate_exceptions
from tortoise.exceptions import IntegrityError, OperationalError

from onward.store import sql
from onward.store.joined import gathered, joined

# More than these are not one statement: the database would be long in planning it.
_MOST_JOINED = 32
Query = tuple[str, Sequence[Any]]


class Missed(Exception):
    """A guarded statement touched another number of rows than it must."""

    def __init__(self, statement: str):
        self.statement = statement
        super().__init__(statement)


@dataclass(frozen=True, slots=True)
class Write:
    """A statement for each of `rows`; with `must_touch`, the one row decides whether all holds. One
    that `looks` counts on what the writes before it leave."""

    statement: str
    rows: Sequence[Sequence[Any]]
    must_touch: int | None = None
    looks: bool = False


async def read_all(queries: Sequence[Query], *, long: Sequence[Query] = ()) -> list[list[Any]]:
    """The rows of each query, indexable by position. PostgreSQL tells dozens of rows sooner in a
    statement of their own: each of the `long` ones is one, over the same connection."""
    client = sql.connection()
    found: list[list[Any]]
    if not sql.on_sqlite():
        found = await _read_there(client, queries, long)
    else:
        async with client.acquire_connection() as wire:
            found = await _in_thread(wire, _read, [*queries, *long])
    return found


@translate_exceptions
async def _read_there(
    client: BaseDBAsyncClient, queries: Sequence[Query], long: Sequence[Query]
) -> list[list[Any]]:
    together = gathered(tuple(statement for statement, _ in queries))
    values = [value for _, given in queries for value in given]
    async with client.acquire_connection() as wire:
        found = list(await wire.fetchrow(together, *sql.storable(values)))
        for statement, given in long:
            found.append(await wire.fetch(sql.numbered(statement), *sql.storable(given)))
    return found


async def write_all(writes: Sequence[Write]) -> None:
    """All of it or nothing. Raises Missed, or IntegrityError when a unique rule says no."""
    if not sql.on_sqlite():
        await _write_there(writes)
    elif sql.in_transaction_now():
        await _write_here(writes)
    else:
        await _write_in_thread(sql.connection(), writes)


async def _write_in_thread(client: BaseDBAsyncClient, writes: Sequence[Write]) -> None:
    async with client.acquire_connection() as wire:
        try:
            await _in_thread(wire, _write, writes)
        except sqlite3.IntegrityError as conflict:
            raise IntegrityError(conflict) from conflict
        except sqlite3.OperationalError as trouble:
            raise OperationalError(trouble) from trouble


async def _in_thread(wire: aiosqlite.Connection, job: Any, given: Sequence[Any]) -> Any:
    # aiosqlite offers one call per trip in public; its own way into the thread takes any job.
    return await wire._execute(job, wire._conn, given)  # type: ignore[no-untyped-call]  # noqa: SLF001


def _read(wire: sqlite3.Connection, queries: Sequence[Query]) -> list[list[Any]]:
    return [wire.execute(statement, values).fetchall() for statement, values in queries]


def _write(wire: sqlite3.Connection, writes: Sequence[Write]) -> None:
    wire.execute("BEGIN IMMEDIATE")
    try:
        for write in writes:
            if write.must_touch is None:
                wire.executemany(write.statement, write.rows)
            elif wire.execute(write.statement, write.rows[0]).rowcount != write.must_touch:
                raise Missed(write.statement)
        wire.execute("COMMIT")
    except BaseException:
        wire.execute("ROLLBACK")
        raise


async def _write_here(writes: Sequence[Write]) -> None:
    for write in writes:
        if write.must_touch is None:
            await sql.execute_many(write.statement, [list(row) for row in write.rows])
        elif await sql.execute(write.statement, write.rows[0]) != write.must_touch:
            raise Missed(write.statement)


async def _write_there(writes: Sequence[Write]) -> None:
    if not sql.in_transaction_now() and await _was_joined(writes):
        return
    async with sql.transaction():
        await _sent(sql.connection(), writes)


async def _was_joined(writes: Sequence[Write]) -> bool:
    """Whether all of it could be one statement, and was written."""
    parts = [(write.statement, write.must_touch) for write in writes for _ in write.rows]
    if len(parts) > _MOST_JOINED or any(write.looks for write in writes):
        return False
    values = [value for write in writes for row in write.rows for value in row]
    try:
        await _told(sql.connection(), joined(tuple(parts)), values)
    except (IntegrityError, OperationalError):
        return False  # one after the other tells which of them it was
    return True


@translate_exceptions
async def _told(client: BaseDBAsyncClient, statement: str, values: Sequence[Any]) -> None:
    async with client.acquire_connection() as wire:
        await wire.fetch(statement, *sql.storable(values))


@translate_exceptions
async def _sent(client: BaseDBAsyncClient, writes: Sequence[Write]) -> None:
    async with client.acquire_connection() as wire:
        for write in writes:
            statement = sql.numbered(write.statement)
            if write.must_touch is None:
                await wire.executemany(statement, write.rows)
                continue
            done = await wire.execute(statement, *sql.storable(write.rows[0]))
            if int(done.rpartition(" ")[2]) != write.must_touch:
                raise Missed(write.statement)
