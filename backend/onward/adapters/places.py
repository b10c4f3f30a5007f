"""Distances between postcodes: in the US from the bundled ZIP list of `zipcodes`, elsewhere from
what the merchant imported, which whoever builds this says how to look up.

Reading that list takes half a second with the interpreter locked, so another process reads it at
first use (`python -m onward.adapters.places` prints it) and no request waits behind it.
"""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import Awaitable, Callable
from math import asin, cos, radians, sin, sqrt

import zipcodes

from onward.domain.offers import Spot
from onward.domain.places import spot_of
from onward.domain.shop import Contact
from onward.ports import Address, Outage

_EARTH_KM = 6371.0088
# Latitude and longitude in degrees.
Degrees = tuple[float, float]
Imported = Callable[[str, str], Awaitable[Degrees | None]]


async def _nothing_imported(country: str, postal_code: str) -> Degrees | None:
    return None


class ZipPlaces:
    """Whole kilometres as the crow flies; None for a postcode that neither the bundled list nor
    what was `imported` (looked up by country and postcode) knows."""

    def __init__(self, imported: Imported = _nothing_imported) -> None:
        self._imported = imported
        self._spots: asyncio.Task[dict[str, Degrees]] | None = None

    async def km(self, one: Contact | Address, other: Contact | Address) -> int | None:
        here, there = await self._degrees(one), await self._degrees(other)
        return None if here is None or there is None else round(_haversine(here, there))

    async def spot(self, one: Contact | Address) -> Spot | None:
        degrees = await self._degrees(one)
        return spot_of(degrees) if degrees else None

    async def _degrees(self, one: Contact | Address) -> Degrees | None:
        if one.country == "US":
            bundled = (await self._table()).get(one.postal_code[:5])
            if bundled:
                return bundled
        return await self._imported(one.country, one.postal_code)

    async def _table(self) -> dict[str, Degrees]:
        """The table, read once by whoever asks first; a failed reading is tried again."""
        if self._spots is None or (self._spots.done() and _failed(self._spots)):
            self._spots = asyncio.create_task(_read_table())
        return await asyncio.shield(self._spots)


async def _read_table() -> dict[str, Degrees]:
    command = (sys.executable, "-m", "onward.adapters.places")
    try:
        process = await asyncio.create_subprocess_exec(*command, stdout=PIPE)
    except OSError as trouble:
        raise Outage("places", "no process to read the ZIP list") from trouble
    printed, _ = await process.communicate()
    if process.returncode != 0:
        raise Outage("places", f"reading the ZIP list ended with {process.returncode}")
    return await asyncio.to_thread(_parsed, printed.decode())


def _failed(task: asyncio.Task[dict[str, Degrees]]) -> bool:
    return task.cancelled() or task.exception() is not None


def _parsed(printed: str) -> dict[str, Degrees]:
    rows = (line.split() for line in printed.splitlines())
    return {code: (float(lat), float(long)) for code, lat, long in rows}


def _haversine(one: Degrees, other: Degrees) -> float:
    """Great-circle distance in km between two (latitude, longitude) pairs in degrees."""
    lat1, long1, lat2, long2 = (radians(degrees) for degrees in (*one, *other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((long2 - long1) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))


def _print_table() -> None:
    lines = [f"{row['zip_code']} {row['lat']} {row['long']}" for row in zipcodes.list_all()]  # type: ignore[no-untyped-call]
    sys.stdout.write("\n".join(lines))


if __name__ == "__main__":
    _print_table()
