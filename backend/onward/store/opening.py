"""Opening, closing and migrating the database, with the guard that SQLite's migrations need.

Tortoise alters a SQLite column by dropping the table; with foreign keys on that cascades, and
indexes are lost. So a file is backed up first, migrated with foreign keys off, checked, and
indexes that the models name and the file lacks are made again.
"""

import asyncio
import fcntl
import hmac
import os
import re
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
from cryptography.fernet import Fernet
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.exceptions import BaseORMException
from tortoise.migrations.executor import MigrationExecutor
from tortoise.utils import generate_schema_for_client, get_schema_sql

from onward.domain.refusals import Impossible
from onward.store import prints, shelf, sql
from onward.store.checkpoints import FAR_TOO_LONG, Checkpoints

Apps = dict[str, dict[str, Any]]
APPS: Apps = {
    "onward": {"models": ["onward.store.tables"], "migrations": "onward.store.migrations"}
}
_MIGRATING = 0x6F6E77617264  # PostgreSQL's advisory lock is a number; this one spells "onward"


class BrokenMigration(Exception):
    """The file did not come out whole; the backup that the text names is."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What the store was opened with: the seal of contact rows, and which event asks for what."""

    context: TortoiseContext
    seal: Fernet
    digest_key: bytes
    effects: Mapping[str, Sequence[str]]
    checkpoints: Checkpoints | None


_opened: Opened | None = None


def opened() -> Opened:
    if _opened is None:
        raise Impossible("the store is not open")
    return _opened


async def open_store(url: str, *, seal: bytes, effects: Mapping[str, Sequence[str]]) -> None:
    """Connect. `seal` is a Fernet key; `effects` names what each event kind sets off."""
    global _opened  # noqa: PLW0603 - a process has one store open
    with TortoiseContext() as context:
        await context.init(config=_config(url, APPS), use_tz=True, _enable_global_fallback=True)
    path = _file_of(url)
    digest_key = hmac.digest(seal, b"digests", "sha256")
    beside = Checkpoints(path) if path else None
    _opened = Opened(context, Fernet(seal), digest_key, effects, beside)


async def close_store() -> None:
    global _opened
    ending, _opened = opened(), None
    shelf.clear()
    prints.forget()
    if ending.checkpoints:
        await asyncio.to_thread(ending.checkpoints.stop)
    await ending.context.close_connections()


async def migrate(url: str, apps: Apps = APPS) -> None:
    """Bring the database to the current tables; safe at every start, in several processes too.

    On SQLite it raises BrokenMigration where rows lost their parents or a migration broke off, and
    again at every start until the file is put right or its backup put back.
    """
    path = _file_of(url)
    async with _alone(url), TortoiseContext() as context:
        config = _config(url, apps, foreign_keys="OFF")
        await context.init(config=config, use_tz=True)
        connection = context.connections.get("default")
        executor = MigrationExecutor(connection, apps)
        if await _is_empty(path):
            # Nobody's rows to carry over: the tables as they are now, and every step to them done.
            await generate_schema_for_client(connection, safe=True)
            await executor.migrate(fake=True)
            return
        pending = bool(await executor.plan())
        if path is None:
            await executor.migrate()
            if pending:
                # A column that is added with an index comes without it.
                await _make_indexes()
        elif pending or _backups(path):
            await _migrate_file(path, executor if pending else None)


async def _is_empty(path: Path | None) -> bool:
    """Whether nothing was ever made in this database."""
    catalogue = "information_schema.tables WHERE table_schema = current_schema()"
    tables = await sql.fetch(f"SELECT 1 FROM {'sqlite_master' if path else catalogue} LIMIT 1")
    return not tables


async def _migrate_file(path: Path, executor: MigrationExecutor | None) -> None:
    backup = await asyncio.to_thread(_back_up, path) if executor else None
    try:
        if executor:
            await executor.migrate()
        await _check()
    except (BrokenMigration, BaseORMException, sqlite3.Error) as trouble:
        whole = ", ".join(str(one) for one in _backups(path))
        raise BrokenMigration(f"{trouble}; the file as it was: {whole}") from trouble
    if backup:
        backup.unlink()


async def _check() -> None:
    broken = await sql.fetch("PRAGMA foreign_key_check")
    if broken:
        raise BrokenMigration(f"{len(broken)} rows lost their parents")
    await _make_indexes()


async def _make_indexes() -> None:
    """Those that the models name and the database lacks."""
    for statement in get_schema_sql(get_connection("default"), safe=True).split(";"):
        if re.match(r"\s*CREATE (UNIQUE )?INDEX IF NOT EXISTS", statement):
            await sql.execute(statement)


def _back_up(path: Path) -> Path:
    """A copy beside the file, with what its write-ahead log still holds; no older one is lost."""
    taken = set(_backups(path))
    names = (path.with_name(f"{path.name}.before-migration-{n}") for n in count(1))
    backup = next(name for name in names if name not in taken)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(backup)) as target:
        source.backup(target)
    return backup


def _backups(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.name}.before-migration-*"))


@asynccontextmanager
async def _alone(url: str) -> AsyncIterator[None]:
    """No other process migrates this database meanwhile."""
    path = _file_of(url)
    if path is None:
        connection = await asyncpg.connect(url)
        try:
            await connection.execute("SELECT pg_advisory_lock($1::bigint)", _MIGRATING)
            yield
        finally:
            await connection.close()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        await asyncio.to_thread(fcntl.flock, folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _file_of(url: str) -> Path | None:
    return Path(url.removeprefix("sqlite://")) if url.startswith("sqlite:") else None


class _Lent(asyncpg.Connection):  # type: ignore[misc]
    """A connection of the pool, given back without the trip that would reset its session: nothing
    of ours sets, listens or locks on one, and what is not committed is rolled back all the same."""

    def get_reset_query(self) -> str:
        return ""


def _expanded(url: str) -> dict[str, Any]:
    config: dict[str, Any] = expand_db_url(url.replace("postgresql://", "postgres://"))
    config["credentials"]["connection_class"] = _Lent
    return config


def _config(url: str, apps: Apps, foreign_keys: str = "ON") -> dict[str, Any]:
    path = _file_of(url)
    if path is None:
        connection: object = _expanded(url)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Given apart, not as a URL: a folder's name may hold what a URL would take for its own.
        pragmas = {
            "busy_timeout": 5000,
            "foreign_keys": foreign_keys,
            "cache_size": -65_536,
            "wal_autocheckpoint": FAR_TOO_LONG,
            "journal_size_limit": FAR_TOO_LONG * 4_096,
        }
        credentials = {"file_path": str(path), **pragmas}
        connection = {"engine": "tortoise.backends.sqlite", "credentials": credentials}
    return {"connections": {"default": connection}, "apps": apps}
