"""The demo's clock offset, kept where every process sees it."""

from datetime import timedelta

from onward.store import sql

_NAME = "clock_offset_ms"


async def offset() -> timedelta:
    row = await sql.fetch_one("SELECT value FROM settings WHERE name = ?", [_NAME])
    return timedelta(milliseconds=row["value"]) if row else timedelta()


async def turn(by: timedelta) -> None:
    """Move the demo's clock forward (or back)."""
    statement = (
        "INSERT INTO settings (name, value) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET value = settings.value + excluded.value"
    )
    await sql.execute(statement, [_NAME, by // timedelta(milliseconds=1)])
