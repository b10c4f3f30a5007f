"""Many rows at once, as each engine takes them fastest: one prepared INSERT run over all rows on
SQLite, COPY into a passing table on PostgreSQL. Rows that are there already stay as they are."""

from collections.abc import Sequence
from typing import Any

import orjson

from onward.store import sql


async def add(table: str, names: Sequence[str], rows: Sequence[Sequence[object]]) -> int:
    """How many rows are added; one that breaks any unique rule is left out. Only inside a
    transaction."""
    if not rows:
        return 0
    async with sql.connection().acquire_connection() as raw:
        if sql.on_sqlite():
            statement = f"{sql.insert(table, names)} ON CONFLICT DO NOTHING"
            cursor = await raw.executemany(statement, rows)
            return int(cursor.rowcount)
        return await _copied(raw, table, names, rows)


async def ids_by(column: str, table: str, values: Sequence[str]) -> dict[str, str]:
    """The id of each row whose `column` holds one of these values, by that value."""
    if sql.on_sqlite():
        among, given = "IN (SELECT value FROM json_each(?))", orjson.dumps(values).decode()
        rows = await sql.fetch(
            f"SELECT {column} AS k, id FROM {table} WHERE {column} {among}", [given]
        )
    else:
        wanted = f"SELECT {column} AS k, id FROM {table} WHERE {column} = ANY(?)"
        rows = await sql.fetch(wanted, [list(values)])
    return {row["k"]: row["id"] for row in rows}


async def _copied(raw: Any, table: str, names: Sequence[str], rows: Sequence[Any]) -> int:
    incoming, listed = f"incoming_{table}", ", ".join(names)
    await raw.execute(f"CREATE TEMP TABLE IF NOT EXISTS {incoming} (LIKE {table}) ON COMMIT DROP")
    await raw.copy_records_to_table(incoming, records=rows, columns=list(names))
    told = await raw.execute(
        f"INSERT INTO {table} ({listed}) SELECT {listed} FROM {incoming} ON CONFLICT DO NOTHING"
    )
    await raw.execute(f"TRUNCATE {incoming}")
    return int(told.rpartition(" ")[2])
