"""Transactions on both engines: nothing lost between processes, nothing left behind by whoever
fails or goes away in the middle."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from tortoise.exceptions import TransactionManagementError

from onward.store import sql
from tests.store.another import another

pytestmark = pytest.mark.anyio

COUNT = "INSERT INTO settings (name, value) VALUES ('count', 0)"
ADD = "UPDATE settings SET value = value + 1 WHERE name = 'count'"


async def counted() -> int:
    [row] = await sql.fetch("SELECT value FROM settings WHERE name = 'count'")
    return int(row["value"])


@pytest.fixture
async def file(sqlite_store: str) -> str:
    """The SQLite file, with a counter in it."""
    await sql.execute(COUNT)
    return sqlite_store.removeprefix("sqlite://")


@pytest.mark.slow
async def test_two_processes_count_to_four_hundred_in_one_file(file: str) -> None:
    words = ("tests.store.contender", f"sqlite://{file}", "count-up", "count", "200")
    async with another(*words) as first, another(*words) as second:
        assert [await first.says(), await second.says()] == ["ready", "ready"]
        await asyncio.gather(first.go(), second.go())
        await asyncio.gather(first.rest(), second.rest())
    assert await counted() == 400


async def test_a_transaction_that_cannot_begin_does_not_block_the_next(file: str) -> None:
    await sql.fetch("PRAGMA busy_timeout = 20")
    with written_by_another(file), pytest.raises(TransactionManagementError):
        await added_in_a_transaction()
    await added_in_a_transaction()
    assert await counted() == 1


async def test_whoever_goes_away_while_waiting_to_begin_leaves_no_lock(file: str) -> None:
    with written_by_another(file):
        waiting = asyncio.create_task(added_in_a_transaction())
        await asyncio.wait({waiting}, timeout=0.3)
        waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await counted() == 0
    with closing(sqlite3.connect(file, timeout=0.5, isolation_level=None)) as other:
        other.execute(ADD)
    await added_in_a_transaction()
    assert await counted() == 2


async def test_a_transaction_that_fails_leaves_nothing(store: str) -> None:
    await sql.execute(COUNT)
    with pytest.raises(ZeroDivisionError):
        await failed_in_a_transaction()
    assert await counted() == 0


async def test_whoever_is_canceled_in_the_middle_leaves_nothing(store: str) -> None:
    await sql.execute(COUNT)
    inside = asyncio.Event()

    async def half() -> None:
        async with sql.transaction():
            await sql.execute(ADD)
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(half())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await added_in_a_transaction()
    assert await counted() == 1


async def test_a_transaction_within_one_is_the_same_one(store: str) -> None:
    await sql.execute(COUNT)
    with pytest.raises(ZeroDivisionError):
        await failed_in_a_transaction(then_inside=True)
    assert await counted() == 0


async def test_what_waits_for_the_commit_is_called_once_it_is_there(store: str) -> None:
    called: list[str] = []
    async with sql.transaction():
        sql.after_commit(lambda: called.append("inside"))
        assert called == []
    assert called == ["inside"]
    sql.after_commit(lambda: called.append("outside"))
    assert called == ["inside", "outside"]


async def added_in_a_transaction() -> None:
    async with sql.transaction():
        await sql.execute(ADD)


async def failed_in_a_transaction(*, then_inside: bool = False) -> None:
    async with sql.transaction():
        await sql.execute(ADD)
        if then_inside:
            await added_in_a_transaction()
        raise ZeroDivisionError


@contextmanager
def written_by_another(file: str) -> Iterator[None]:
    """While inside, another connection holds the file's only write lock."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def test_among_nothing_nothing_is_found(store: str) -> None:
    assert await sql.fetch(f"SELECT id FROM variants WHERE id IN ({sql.marks(0)})", []) == []


def test_of_a_few_values_the_last_is_repeated_to_a_power_of_two() -> None:
    assert sql.among([]) == ("NULL", [])
    assert sql.among(["a"]) == ("?", ["a"])
    assert sql.among(["a", "b", "c"]) == ("?, ?, ?, ?", ["a", "b", "c", "c"])
    assert sql.among(range(1_025)) == (sql.marks(1_025), [*range(1_025)])


async def test_any_of_several_values_is_found_once(store: str) -> None:
    await sql.execute(ADD)
    rows = await sql.fetch_among("SELECT count(*) AS n FROM variants WHERE id IN ({})", ["x", "y"])
    every = await sql.fetch("SELECT id FROM variants")
    ids = [row["id"] for row in every] * 3
    again = await sql.fetch_among("SELECT id FROM variants WHERE id IN ({})", ids)
    assert rows[0]["n"] == 0
    assert again == every
    assert len(again) == 1
