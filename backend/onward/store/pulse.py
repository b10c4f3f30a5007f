"""The worker's last sign of life, where every process sees it."""

import time

from tortoise.exceptions import BaseORMException

from onward.store import sql

_NAME = "worker_beat_ms"


async def beat() -> None:
    """Now, by this machine's clock."""
    statement = sql.upsert("settings", ("name", "value"), "name")
    await sql.execute(statement, [_NAME, int(time.time() * 1000)])


async def since_beat() -> float | None:
    """Seconds since some worker's last sign of life; None before the first one."""
    row = await sql.fetch_one("SELECT value FROM settings WHERE name = ?", [_NAME])
    return time.time() - row["value"] / 1000 if row else None


async def answers() -> bool:
    """Whether the database answers at all."""
    try:
        await sql.fetch("SELECT 1")
    except (BaseORMException, OSError):
        return False
    return True
