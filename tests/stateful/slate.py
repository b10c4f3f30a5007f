"""One database for many examples: between two of them everything goes back to how the shop was."""

from dataclasses import dataclass
from typing import Any

from onward.store import prints, shelf, sql


@dataclass(frozen=True)
class Slate:
    """How to bring a database back to what it held when the slate was taken."""

    script: str

    async def wipe(self) -> None:
        client: Any = sql.connection()
        await client.execute_script(self.script)
        shelf.clear()
        prints.forget()


async def slate() -> Slate:
    """Of the database as it is now. Nothing that examples leave has to outlive a power cut."""
    client: Any = sql.connection()
    if sql.on_sqlite():
        await client.execute_script("PRAGMA synchronous = OFF")
        named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        begins = "BEGIN; PRAGMA defer_foreign_keys = ON"
    else:
        named = "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
        begins = "SET synchronous_commit = off; BEGIN; SET LOCAL session_replication_role = replica"
    names = sorted(row["name"] for row in await sql.fetch(named))
    names = [name for name in names if name != "tortoise_migrations"]
    wiped = [f"DELETE FROM {name}" for name in names]
    kept = [await _kept(name) for name in names]
    return Slate("; ".join((begins, *wiped, *(line for line in kept if line), "COMMIT")))


async def _kept(table: str) -> str:
    rows = await sql.fetch(f"SELECT * FROM {table}")
    if not rows:
        return ""
    spelled = ", ".join(f"({', '.join(map(_literal, row.values()))})" for row in rows)
    return f"INSERT INTO {table} ({', '.join(rows[0])}) VALUES {spelled}"


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool | int | float):
        return str(value)
    if isinstance(value, bytes):
        return f"X'{value.hex()}'" if sql.on_sqlite() else f"'\\x{value.hex()}'"
    return "'" + str(value).replace("'", "''") + "'"
