"""What is asked together is answered in order. All writes of a step hold or none, whichever way
they go to the database: joined to one statement on PostgreSQL, one after the other where a rule
says no to that, or inside a transaction."""

from collections.abc import Sequence
from contextlib import nullcontext

import pytest
from tortoise.exceptions import IntegrityError

from onward.store import sql
from onward.store.joined import joined
from onward.store.trips import Missed, Write, read_all, write_all

pytestmark = pytest.mark.anyio

ADD = sql.insert("settings", ("name", "value"))
RENAME = "UPDATE settings SET name = ? WHERE name = ?"
RAISE = "UPDATE settings SET value = ? WHERE name = ? AND value = ?"
COUNTED = "INSERT INTO settings (name, value) SELECT CAST(? AS VARCHAR(40)), count(*) FROM settings"
inside = pytest.mark.parametrize("transaction", [False, True])


async def written(transaction: bool, *writes: Write) -> dict[str, int]:
    """What stands there after these writes, on top of two rows."""
    await write_all([Write(ADD, [["one", 1], ["two", 2]])])
    async with sql.transaction() if transaction else nullcontext():
        await write_all(writes)
    return await standing()


async def standing() -> dict[str, int]:
    rows = await sql.fetch("SELECT name, value FROM settings")
    return {row["name"]: row["value"] for row in rows}


@inside
async def test_rows_guards_and_changes_are_all_written(store: str, transaction: bool) -> None:
    guard = Write(RAISE, [[7, "one", 1]], must_touch=1)
    added = Write(ADD, [["three", 3], ["four", 4]])
    assert await written(transaction, guard, added, Write(ADD, [])) == {
        "one": 7, "two": 2, "three": 3, "four": 4,
    }  # fmt: skip


@inside
@pytest.mark.parametrize("missing", [0, 1])
async def test_a_guard_that_touches_nothing_is_named_and_nothing_stays(
    store: str, transaction: bool, missing: int
) -> None:
    writes = [
        Write(RAISE, [[7, "one", 1]], must_touch=1),
        Write(RENAME, [["zwei", "two"]], must_touch=1),
        Write(ADD, [["three", 3]]),
    ]
    writes[missing] = Write(writes[missing].statement, [_nobodys(writes[missing])], must_touch=1)
    with pytest.raises(Missed) as missed:
        await written(transaction, *writes)
    assert missed.value.statement == writes[missing].statement
    assert await standing() == {"one": 1, "two": 2}


def _nobodys(write: Write) -> Sequence[object]:
    row = [*write.rows[0]]
    row[1] = "nobody"
    return row


@inside
async def test_a_guard_comes_before_a_unique_rule(store: str, transaction: bool) -> None:
    """Whoever was overtaken reads again; they did not take what is somebody else's."""
    writes = [Write(ADD, [["one", 9]]), Write(RAISE, [[7, "one", 5]], must_touch=1)]
    with pytest.raises(Missed):
        await written(transaction, *reversed(writes))


@inside
async def test_a_unique_rule_says_no_and_nothing_stays(store: str, transaction: bool) -> None:
    guard = Write(RAISE, [[7, "one", 1]], must_touch=1)
    with pytest.raises(IntegrityError):
        await written(transaction, guard, Write(ADD, [["three", 3], ["two", 9]]))
    assert await standing() == {"one": 1, "two": 2}


@inside
async def test_what_one_write_frees_another_takes(store: str, transaction: bool) -> None:
    freed, taken = Write(RENAME, [["eins", "one"]]), Write(ADD, [["one", 5]])
    expected = {"eins": 1, "one": 5, "two": 2}
    assert await written(transaction, freed, taken) == expected


@inside
async def test_a_write_that_looks_sees_what_the_others_left(store: str, transaction: bool) -> None:
    added = Write(ADD, [["three", 3]])
    found = await written(transaction, added, Write(COUNTED, [["there"]], looks=True))
    assert found["there"] == 3


@inside
async def test_hundreds_of_rows_are_all_written(store: str, transaction: bool) -> None:
    rows = [[f"row {n}", n] for n in range(300)]
    assert len(await written(transaction, Write(ADD, rows))) == 302


def test_writes_are_one_statement_in_which_every_guard_is_counted() -> None:
    assert joined(((RAISE, 1), (ADD, None))) == (
        "WITH w0 AS (UPDATE settings SET value = $1 WHERE name = $2 AND value = $3 RETURNING 1), "
        "w1 AS (INSERT INTO settings (name, value) VALUES ($4, $5)) "
        "SELECT 1 / CAST((SELECT count(*) FROM w0) = 1 AS int)"
    )
    assert joined(((f"{RAISE} RETURNING name", 2),)).count("RETURNING") == 1


@pytest.mark.usefixtures("store")
async def test_each_query_has_its_own_rows_in_its_own_order() -> None:
    await write_all([Write(ADD, [["one", 1], ["two", 2], ["three", 3]])])
    every = "SELECT value, name, CAST(NULL AS bigint) FROM settings WHERE value < ? ORDER BY value"
    found = await read_all(
        [(f"{every} DESC", [3]), (every, [0]), ("SELECT count(*), ? FROM settings", ["ü?"])],
        long=[(every, [4])],
    )
    assert [[tuple(row) for row in rows] for rows in found] == [
        [(2, "two", None), (1, "one", None)],
        [],
        [(3, "ü?")],
        [(1, "one", None), (2, "two", None), (3, "three", None)],
    ]
