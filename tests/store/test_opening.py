"""Migrations keep every row and index, guard the file they alter, and agree with the models."""

import asyncio
import importlib
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tortoise.context import TortoiseContext
from tortoise.migrations.autodetector import MigrationAutodetector

from onward.store import migrations, tables
from onward.store.opening import (
    APPS,
    Apps,
    BrokenMigration,
    close_store,
    migrate,
    open_store,
)
from tests.databases import PostgresTemplate
from tests.store.another import another
from tests.store.asked import asked
from tests.store.shelf import EFFECTS, SEAL, Shelf, everything, stock

pytestmark = pytest.mark.anyio

HEAD = """from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("onward", "{after}")]
    operations = [{operation}]
"""
WIDER = (
    "ops.AlterField('{model}', '{field}', "
    "fields.CharField(max_length=99, unique={unique}, db_index=True))"
)
ORPHANS = "ops.RunSQL('DELETE FROM orders')"


class Later:
    """The project's migrations and one more, in a package of this test's own."""

    def __init__(self, folder: Path):
        self._package = folder / f"later_{folder.name}"
        source = Path(str(migrations.__file__)).parent
        shutil.copytree(source, self._package, ignore=shutil.ignore_patterns("__pycache__"))

    @property
    def apps(self) -> Apps:
        return {"onward": APPS["onward"] | {"migrations": self._package.name}}

    def add(self, operation: str) -> None:
        latest = max(self._package.glob("[0-9]*.py")).stem
        number = int(latest.partition("_")[0]) + 1
        text = HEAD.format(after=latest, operation=operation)
        (self._package / f"{number:04}_for_a_test.py").write_text(text)
        importlib.invalidate_caches()


@pytest.fixture
def later(tmp_path: Path) -> Iterator[Later]:
    sys.path.insert(0, str(tmp_path))
    try:
        yield Later(tmp_path)
    finally:
        sys.path.remove(str(tmp_path))
        for name in [name for name in sys.modules if name.startswith("later_")]:
            del sys.modules[name]


async def seeded(url: str) -> dict[str, object]:
    """Parents with children in many tables; everything that stands in them."""
    await open_store(url, seal=SEAL, effects=EFFECTS)
    try:
        await stock()
        for n in "123":
            await Shelf(n).open()
        return dict(await everything())
    finally:
        await close_store()


async def standing(url: str) -> dict[str, object]:
    await open_store(url, seal=SEAL, effects=EFFECTS)
    try:
        return dict(await everything())
    finally:
        await close_store()


def indexes(file: Path) -> dict[str, str]:
    """Every index that was asked for, and the SQL that makes it."""
    asked = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    with closing(sqlite3.connect(file)) as raw:
        return dict(raw.execute(asked))


def unique_columns(file: Path) -> set[tuple[str, str]]:
    """(table, columns) of every unique rule."""
    asked = (
        "SELECT m.name, (SELECT group_concat(name) FROM pragma_index_info(i.name)) "
        "FROM sqlite_master m, pragma_index_list(m.name) i WHERE m.type = 'table' AND i.[unique]"
    )
    with closing(sqlite3.connect(file)) as raw:
        return {(table, columns) for table, columns in raw.execute(asked)}


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite://"))


def backups(url: str) -> list[Path]:
    return sorted(file_of(url).parent.glob("*.before-migration-*"))


@pytest.mark.parametrize(
    ("model", "field", "unique"),
    [("CaseRow", "reference", True), ("OrderRow", "number", True), ("ListingRow", "grade", False)],
)
async def test_altering_a_column_keeps_rows_children_and_indexes(
    sqlite_url: str, later: Later, model: str, field: str, unique: bool
) -> None:
    before = await seeded(sqlite_url)
    had = indexes(file_of(sqlite_url)), unique_columns(file_of(sqlite_url))
    later.add(WIDER.format(model=model, field=field, unique=unique))
    await migrate(sqlite_url, later.apps)
    assert await standing(sqlite_url) == before
    assert had[0].keys() <= indexes(file_of(sqlite_url)).keys()
    assert had[1] <= unique_columns(file_of(sqlite_url))
    assert backups(sqlite_url) == []


@pytest.mark.postgres
async def test_altering_a_column_on_postgres_keeps_rows(
    postgres_url_to_alter: str, later: Later
) -> None:
    before = await seeded(postgres_url_to_alter)
    later.add(WIDER.format(model="CaseRow", field="reference", unique=True))
    await migrate(postgres_url_to_alter, later.apps)
    assert await standing(postgres_url_to_alter) == before


async def test_a_file_that_lost_parents_is_refused_and_its_backup_kept(
    sqlite_url: str, later: Later
) -> None:
    before = await seeded(sqlite_url)
    later.add(ORPHANS)
    with pytest.raises(BrokenMigration, match="lost their parents"):
        await migrate(sqlite_url, later.apps)
    with pytest.raises(BrokenMigration, match="before-migration-1"):
        await migrate(sqlite_url, later.apps)
    [backup] = backups(sqlite_url)
    assert await standing(f"sqlite://{backup}") == before


async def test_a_migration_that_breaks_off_names_the_backup_and_overwrites_none(
    sqlite_url: str, later: Later
) -> None:
    before = await seeded(sqlite_url)
    later.add("ops.RunSQL('DELETE FROM nowhere')")
    for _ in range(2):
        with pytest.raises(BrokenMigration, match="nowhere"):
            await migrate(sqlite_url, later.apps)
    first, second = backups(sqlite_url)
    assert await standing(f"sqlite://{first}") == await standing(f"sqlite://{second}") == before


async def test_the_backup_holds_what_only_the_write_ahead_log_knows(
    sqlite_url: str, later: Later
) -> None:
    await seeded(sqlite_url)
    later.add(ORPHANS)
    with closing(sqlite3.connect(file_of(sqlite_url), isolation_level=None)) as unchecked:
        unchecked.execute("PRAGMA wal_autocheckpoint = 0")
        unchecked.execute("INSERT INTO settings (name, value) VALUES ('late', 7)")
        with pytest.raises(BrokenMigration):
            await migrate(sqlite_url, later.apps)
    with closing(sqlite3.connect(backups(sqlite_url)[0])) as backup:
        assert backup.execute("SELECT value FROM settings WHERE name = 'late'").fetchall() == [(7,)]


async def test_migrating_again_changes_nothing_and_copies_nothing(sqlite_url: str) -> None:
    file = file_of(sqlite_url)
    before = file.read_bytes()
    await migrate(sqlite_url)
    assert file.read_bytes() == before
    assert backups(sqlite_url) == []


async def test_a_folder_may_be_called_anything(tmp_path: Path) -> None:
    url = f"sqlite://{tmp_path}/a shop? 100%20 #1/onward.sqlite3"
    await migrate(url)
    await seeded(url)
    assert file_of(url).exists()


async def nothing(_url: str) -> None:
    """Leaves a database as it was made."""


@pytest.fixture
def postgres_url_to_alter(postgres_template: PostgresTemplate) -> Iterator[str]:
    """A PostgreSQL database that nobody gets after this test."""
    with postgres_template.fresh_to_alter() as url:
        yield url


@pytest.fixture
def empty_postgres_url(postgres_template: PostgresTemplate) -> Iterator[str]:
    """A PostgreSQL database in which nothing was ever made."""
    template = PostgresTemplate(nothing)
    try:
        with template.fresh_to_alter() as url:
            yield url
    finally:
        template.drop()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database in which nothing was ever made, on each engine in turn."""
    if request.param == "sqlite":
        return f"sqlite://{tmp_path}/empty.sqlite3"
    url: str = request.getfixturevalue("empty_postgres_url")
    return url


# A table of somebody else's: not a new database, so that every step is taken one by one.
NOT_NEW = "CREATE TABLE elsewhere (id INTEGER)"


@pytest.mark.slow
async def test_a_new_file_has_the_very_tables_that_the_steps_make(
    sqlite_url: str, tmp_path: Path
) -> None:
    stepwise = tmp_path / "stepwise.sqlite3"
    with closing(sqlite3.connect(stepwise)) as raw:
        raw.execute(NOT_NEW)
    await migrate(f"sqlite://{stepwise}")
    made = shape(file_of(sqlite_url))
    assert len(made) > 300
    assert made == shape(stepwise)


@pytest.mark.slow
@pytest.mark.postgres
async def test_a_new_postgres_database_has_the_very_tables_that_the_steps_make(
    postgres_url: str, empty_postgres_url: str
) -> None:
    await asked(empty_postgres_url, NOT_NEW)
    await migrate(empty_postgres_url)
    made = await postgres_shape(postgres_url)
    assert len(made) > 300
    assert made == await postgres_shape(empty_postgres_url)


def shape(file: Path) -> set[tuple[object, ...]]:
    """Every column of every table, and every index with its columns."""
    columns = (
        "SELECT m.name, c.name, c.type, c.[notnull], c.pk FROM sqlite_master m, "
        "pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name <> 'elsewhere'"
    )
    indexed = (
        "SELECT m.name, i.[unique], (SELECT group_concat(name) FROM pragma_index_info(i.name)) "
        "FROM sqlite_master m, pragma_index_list(m.name) i WHERE m.type = 'table'"
    )
    with closing(sqlite3.connect(file)) as raw:
        return {*raw.execute(columns), *raw.execute(indexed)}


async def postgres_shape(url: str) -> set[tuple[object, ...]]:
    """The same of a PostgreSQL database, and its constraints."""
    rows = await asked(
        url,
        "SELECT table_name::text, column_name::text, data_type::text, is_nullable::text "
        "FROM information_schema.columns WHERE table_schema = 'public' "
        "AND table_name <> 'elsewhere' UNION ALL "
        "SELECT tablename::text, indexname::text, '', '' FROM pg_indexes "
        "WHERE schemaname = 'public' UNION ALL "
        "SELECT conrelid::regclass::text, pg_get_constraintdef(oid), '', '' FROM pg_constraint "
        "WHERE contype IN ('f', 'u', 'p')",
    )
    return {tuple(row) for row in rows}


@pytest.mark.slow
async def test_two_processes_that_start_at_once_both_find_it_migrated(empty_url: str) -> None:
    words = ("tests.store.contender", empty_url, "migrate")
    async with another(*words) as first, another(*words) as second:
        assert [await first.says(), await second.says()] == ["ready", "ready"]
        await asyncio.gather(first.go(), second.go())
        said = await asyncio.gather(first.rest(), second.rest())
        assert not any(said)
    assert await seeded(empty_url)


async def test_the_migrations_on_disk_make_exactly_the_models() -> None:
    async with TortoiseContext() as context:
        connections = {"default": "sqlite://:memory:"}
        await context.init(config={"connections": connections, "apps": APPS}, use_tz=True)
        assert context.apps is not None
        assert await MigrationAutodetector(context.apps, APPS).changes() == []


async def test_no_two_indexes_of_a_migrated_file_are_the_same(sqlite_url: str) -> None:
    asked = (
        "SELECT m.name, (SELECT group_concat(name) FROM pragma_index_info(i.name)) AS columns "
        "FROM sqlite_master m, pragma_index_list(m.name) i WHERE m.type = 'table'"
    )
    with closing(sqlite3.connect(file_of(sqlite_url))) as raw:
        found = list(raw.execute(asked))
    assert len(found) > 30
    assert len(found) == len(set(found))


async def test_no_text_of_a_model_holds_what_tortoise_splits_statements_on() -> None:
    models = [one for one in vars(tables).values() if isinstance(one, type)]
    assert len(models) > 20
    assert not [one.__name__ for one in models if ";" in (one.__doc__ or "")]
