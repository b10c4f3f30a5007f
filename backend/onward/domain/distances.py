"""How far two people are from each other, in whole kilometres as the crow flies, and what is taken
for it where nobody knows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onward.domain.offers import Spot

EARTH_KM = 6371.0088
# Taken where a postcode leads nowhere: two people of one region, of one country, of two countries.
SAME_REGION_KM = 100
SAME_COUNTRY_KM = 400
ABROAD_KM = 1200

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Where:
    """Where somebody lives, as roughly as a distance needs it."""

    country: str
    region: str
    spot: Spot | None = None


def assumed_km(one: Where, other: Where) -> int:
    """What a distance is taken for that nobody knows."""
    if one.country != other.country:
        return ABROAD_KM
    # A region that is not told is no region two people share.
    return SAME_REGION_KM if one.region and one.region == other.region else SAME_COUNTRY_KM


def km_between(one: Where, other: Where) -> int | None:
    """Whole kilometres between two spots, off by up to 16; None where one is not known."""
    if one.spot is None or other.spot is None:
        return None
    return int(kms(one.spot, [other.spot.lat_tenths], [other.spot.lon_tenths])[0])


def kms(
    here: Spot, lat_tenths: Sequence[int] | Numbers, lon_tenths: Sequence[int] | Numbers
) -> Numbers:
    """Great-circle distances from one spot to many (haversine), in whole kilometres; spots are
    given in tenths of a degree, answers have the same shape."""
    lats = np.radians(np.asarray(lat_tenths) / 10)
    lons = np.radians(np.asarray(lon_tenths) / 10)
    lat, lon = np.radians(here.lat_tenths / 10), np.radians(here.lon_tenths / 10)
    half = (
        np.sin((lats - lat) / 2) ** 2 + np.cos(lat) * np.cos(lats) * np.sin((lons - lon) / 2) ** 2
    )
    found: Numbers = np.rint(2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1)))).astype(
        np.int64
    )
    return found
