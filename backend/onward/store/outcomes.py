"""How grades held: by category and by rule, and which categories' peer path pauses since when."""

from datetime import datetime
from typing import Any

from onward.domain.quality import Accuracy, Outcome, ToldBy
from onward.store import sql
from onward.store.mappings import OUTCOMES
from onward.store.rows import from_ms, to_ms

_PAUSED, _RESUMED = "paused:", "resumed:"
_NAMED = "SELECT name, value FROM settings WHERE name >= ? AND name < ?"
_SET = (
    "INSERT INTO settings (name, value) VALUES (?, ?) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)


async def latest(category: str, most: int) -> list[Outcome]:
    """The newest outcomes of a category since its peer path was last resumed."""
    row = await sql.fetch_one("SELECT value FROM settings WHERE name = ?", [_RESUMED + category])
    rows = await sql.fetch(
        "SELECT * FROM outcomes WHERE category = ? AND at > ? ORDER BY at DESC, id DESC LIMIT ?",
        [category, row["value"] if row else 0, most],
    )
    return [OUTCOMES.read(one) for one in rows]


async def paused() -> frozenset[str]:
    """The categories whose peer path pauses now."""
    return frozenset(await pauses())


async def pauses() -> dict[str, datetime]:
    """The same, with since when."""
    rows = await sql.fetch(_NAMED, [_PAUSED, _PAUSED[:-1] + ";"])
    return {row["name"].removeprefix(_PAUSED): from_ms(row["value"]) for row in rows}


async def pause(category: str, at: datetime) -> None:
    await sql.execute(
        "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
        [_PAUSED + category, to_ms(at)],
    )


async def resume(category: str, at: datetime) -> None:
    """From now on, and only what arrives from now on is counted against it."""
    async with sql.transaction():
        await sql.execute("DELETE FROM settings WHERE name = ?", [_PAUSED + category])
        await sql.execute(_SET, [_RESUMED + category, to_ms(at)])


async def by_category() -> list[Accuracy]:
    since = await pauses()
    return [
        Accuracy(row["name"], row["arrivals"], row["held"], row["upheld"], since.get(row["name"]))
        for row in await _counted("category")
    ]


async def by_rule() -> list[Accuracy]:
    return [
        Accuracy(row["name"], row["arrivals"], row["held"], row["upheld"])
        for row in await _counted("rule")
    ]


async def _counted(column: str) -> list[dict[str, Any]]:
    held = "SUM(CASE WHEN held THEN 1 ELSE 0 END)"
    upheld = "SUM(CASE WHEN NOT held AND told_by = ? THEN 1 ELSE 0 END)"
    return await sql.fetch(
        f"SELECT {column} AS name, COUNT(*) AS arrivals, {held} AS held, {upheld} AS upheld "
        f"FROM outcomes GROUP BY {column} ORDER BY COUNT(*) DESC, {column}",
        [ToldBy.CLAIM.value],
    )
