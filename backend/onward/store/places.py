"""The postcode tables that merchants brought, one a country."""

from collections.abc import Iterable, Sequence

from onward.domain.places import Place, names_of
from onward.store import bulk, sql
from onward.store.mappings import PLACES


async def lies_at(country: str, postal_code: str) -> tuple[float, float] | None:
    """Latitude and longitude of a postcode in degrees; None where no table has it."""
    names = names_of(country, postal_code)
    if not names:
        return None
    rows = await sql.fetch_among("SELECT * FROM places WHERE id IN ({})", names)
    found = {row["id"]: PLACES.read(row) for row in rows}
    best = next((found[name] for name in names if name in found), None)
    return best.degrees if best else None


async def count(country: str) -> int:
    row = await sql.fetch_one("SELECT COUNT(*) AS n FROM places WHERE country = ?", [country])
    return int(row["n"]) if row else 0


async def replace(country: str, batches: Iterable[Sequence[Place]]) -> int:
    """The country's table is this one from now on; how many places it has. All of it or nothing:
    where no place comes, or reading them fails, what was there stays."""
    async with sql.transaction():
        cleared = False
        for batch in batches:
            if batch and not cleared:
                await sql.execute("DELETE FROM places WHERE country = ?", [country])
                cleared = True
            await bulk.add(PLACES.table, PLACES.names, [PLACES.write(one) for one in batch])
        return await count(country) if cleared else 0
