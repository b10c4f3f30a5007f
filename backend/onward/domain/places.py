"""Where postcodes lie, from a table that a merchant brought: what a row of it must be, and under
which names a postcode is looked up."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onward.domain.offers import Spot

_POSTCODE = re.compile(r"[A-Z0-9]{2,12}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_NUMBER = re.compile(r"[+-]?\d{1,3}(\.\d{1,20})?")
# Tables often list only the leading part: outward codes, sorting areas, the digits alone.
_LEADING = {"GB": -3, "IE": 3, "CA": 3, "NL": 4, "PT": 4, "US": 5}


@dataclass(frozen=True, slots=True)
class Place:
    """A postcode and where it lies, in thousandths of a degree (about 100 m)."""

    id: str
    country: str
    lat_thousandths: int
    lon_thousandths: int

    @property
    def degrees(self) -> tuple[float, float]:
        return self.lat_thousandths / 1000, self.lon_thousandths / 1000


@dataclass(frozen=True, slots=True)
class RefusedPlace:
    """A row that cannot be used: its line in the file, from 1, a stable reason and the value it is
    about. Reasons: NO_POSTCODE, BAD_LATITUDE, BAD_LONGITUDE, GIVEN_TWICE."""

    row: int
    reason: str
    value: str


class UnreadablePlaces(Exception):
    """The file is no table of postcodes at all; the text says why, for the terminal."""


def is_country(text: str) -> bool:
    """Whether it can be an ISO 3166 code of two letters."""
    return _COUNTRY.fullmatch(text) is not None


def place_of(row: int, country: str, values: Sequence[str]) -> Place | RefusedPlace:
    """The place of one row: postcode, latitude and longitude as they stand in the file."""
    postcode, lat, lon = (value.strip() for value in values)
    key = _compact(postcode)
    if not _POSTCODE.fullmatch(key):
        return RefusedPlace(row, "NO_POSTCODE", postcode)
    north = _thousandths(lat, 90)
    if north is None:
        return RefusedPlace(row, "BAD_LATITUDE", lat)
    east = _thousandths(lon, 180)
    if east is None:
        return RefusedPlace(row, "BAD_LONGITUDE", lon)
    return Place(f"{country}:{key}", country, north, east)


def names_of(country: str, postal_code: str) -> tuple[str, ...]:
    """The ids under which a postcode may be kept, the most exact first."""
    key = _compact(postal_code)
    leading = key[: _LEADING[country]] if country in _LEADING else key
    return tuple(f"{country}:{one}" for one in dict.fromkeys((key, leading)) if one)


def spot_of(degrees: tuple[float, float]) -> Spot:
    """A latitude and longitude to a tenth of a degree."""
    lat, lon = degrees
    return Spot(round(lat * 10), round(lon * 10))


def _compact(postcode: str) -> str:
    return "".join(postcode.upper().split()).replace("-", "")


def _thousandths(text: str, most: int) -> int | None:
    if not _NUMBER.fullmatch(text):
        return None
    degrees = float(text)
    return round(degrees * 1000) if abs(degrees) <= most else None
