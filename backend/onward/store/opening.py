"""Opening, closing and migrating the database, with the guard that SQLite's migrations need.

Tortoise alters a SQLite column by dropping the table; with foreign keys on that cascades, and
indexes are lost. So a file is backed up first, migrated with foreign keys off, checked, and
indexes that the models name and the file lacks are made again.
"""

import hmac
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.migrations.executor import MigrationExecutor
from tortoise.utils import get_schema_sql

from onward.domain.refusals import Impossible
from onward.store import sql

APPS = {"onward": {"models": ["onward.store.tables"], "migrations": "onward.store.migrations"}}


class BrokenMigration(Exception):
    """The migrated file failed its checks; the backup beside it is whole."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What the store was opened with: the seal of contact rows, and which event asks for what."""

    context: TortoiseContext
    seal: Fernet
    digest_key: bytes
    effects: Mapping[str, Sequence[str]]


_opened: Opened | None = None


def opened() -> Opened:
    if _opened is None:
        raise Impossible("the store is not open")
    return _opened


async def open_store(url: str, *, seal: bytes, effects: Mapping[str, Sequence[str]]) -> None:
    """Connect. `seal` is a Fernet key; `effects` names what each event kind sets off."""
    global _opened
    with TortoiseContext() as context:
        await context.init(config=_config(url), use_tz=True, _enable_global_fallback=True)
    _opened = Opened(context, Fernet(seal), hmac.digest(seal, b"digests", "sha256"), effects)


async def close_store() -> None:
    global _opened
    context, _opened = opened().context, None
    await context.close_connections()


async def migrate(url: str) -> None:
    """Bring the database to the current tables; safe to run at every start."""
    path = _file_of(url)
    async with TortoiseContext() as context:
        foreign_keys = "OFF" if path else None
        await context.init(config=_config(url, foreign_keys=foreign_keys), use_tz=True)
        executor = MigrationExecutor(context.connections.get("default"), APPS)
        pending = bool(await executor.plan())
        backup = _backed_up(path) if pending and path and path.exists() else None
        await executor.migrate()
        if path:
            await _check_sqlite(backup)
    if backup:
        backup.unlink()


async def _check_sqlite(backup: Path | None) -> None:
    broken = await sql.fetch("PRAGMA foreign_key_check")
    if broken:
        raise BrokenMigration(f"{len(broken)} rows lost their parents; backups: {backup}")
    have = {row["name"] for row in await sql.fetch("SELECT name FROM sqlite_master")}
    for statement in get_schema_sql(get_connection("default"), safe=True).split(";"):
        found = re.search(r'CREATE (?:UNIQUE )?INDEX (?:IF NOT EXISTS )?"(\w+)"', statement)
        if found and found[1] not in have:
            await sql.execute(statement)


def _backed_up(path: Path) -> Path:
    backup = path.with_suffix(path.suffix + ".before-migration")
    shutil.copy2(path, backup)
    return backup


def _file_of(url: str) -> Path | None:
    return Path(url.removeprefix("sqlite://")) if url.startswith("sqlite:") else None


def _config(url: str, foreign_keys: str | None = None) -> dict[str, Any]:
    path = _file_of(url)
    if path is None:
        return {"connections": {"default": url.replace("postgresql://", "postgres://")}} | _apps()
    path.parent.mkdir(parents=True, exist_ok=True)
    extras = f"busy_timeout=5000&foreign_keys={foreign_keys or 'ON'}"
    return {"connections": {"default": f"sqlite://{path}?{extras}"}} | _apps()


def _apps() -> dict[str, Any]:
    return {"apps": APPS}
