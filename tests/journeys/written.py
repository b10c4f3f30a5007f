"""Everything the shop has written, row by row: what a refusal must leave as it was."""

from tortoise.models import Model

from onward.store import sql, tables

# Settings hold a worker's sign of life, which is no part of any case.
TABLES = tuple(
    sorted(
        str(one._meta.db_table)
        for one in vars(tables).values()
        if isinstance(one, type) and issubclass(one, Model) and one._meta.db_table
    )
)
Written = dict[str, list[str]]


async def everything_written() -> Written:
    """Table by table, in no order but their own."""
    assert "cases" in TABLES
    found: Written = {}
    for table in TABLES:
        if table != "settings":
            rows = await sql.fetch(f"SELECT * FROM {table}")
            found[table] = sorted(repr(sorted(dict(row).items())) for row in rows)
    return found


def changed(before: Written, after: Written) -> dict[str, int]:
    """By how many rows each table grew, where anything at all is different."""
    return {
        table: len(after[table]) - len(rows)
        for table, rows in before.items()
        if after[table] != rows
    }
