"""A question put to PostgreSQL directly, past the store."""

import asyncpg


async def asked(url: str, statement: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(url)
    try:
        return list(await connection.fetch(statement))
    finally:
        await connection.close()
