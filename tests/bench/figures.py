"""A figure: one measured number, said as one JSON line; and a fresh database to measure on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

import asyncpg
import orjson
from cryptography.fernet import Fernet

from onward.services.reactions import EFFECTS
from onward.store.opening import close_store, migrate, open_store
from tests.databases import SERVER

ENGINES = ("sqlite", "postgres")


@dataclass(frozen=True, slots=True)
class Figure:
    """`how` says what was measured and under which conditions."""

    figure: str
    value: float
    unit: str
    how: str

    def line(self) -> str:
        rounded = asdict(self) | {"value": round(self.value, 3)}
        return orjson.dumps(rounded).decode()


@asynccontextmanager
async def fresh_store(engine: str, folder: Path, seal: bytes | None = None) -> AsyncIterator[str]:
    """An open, migrated, empty store; gone afterwards. Another process opens it with the `seal`."""
    name = f"onward_bench_{uuid4().hex[:10]}"
    url = f"sqlite://{folder / name}.sqlite3" if engine == "sqlite" else f"{SERVER}/{name}"
    if engine == "postgres":
        await _say(f"CREATE DATABASE {name}")
    try:
        await migrate(url)
        await open_store(url, seal=seal or Fernet.generate_key(), effects=EFFECTS)
        try:
            yield url
        finally:
            await close_store()
    finally:
        if engine == "postgres":
            await _say(f"DROP DATABASE {name} WITH (FORCE)")


async def _say(statement: str) -> None:
    connection = await asyncpg.connect(f"{SERVER}/postgres")
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
