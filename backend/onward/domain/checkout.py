"""The shop's checkout: which of several opened pieces of one thing a buyer gets, and when it would
be there. Who may have one is decided by `matching`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from onward.domain.distances import Where, assumed_km, km_between
from onward.domain.listings import Listing
from onward.domain.matching import BuyingFacts, Party, barrier_to_buying
from onward.domain.offers import Spot
from onward.domain.policy import Policy
from onward.domain.refusals import BadInput

_US = re.compile(r"\d{5}(-?\d{4})?")
_ELSEWHERE = re.compile(r"[A-Za-z0-9](?:[ -]?[A-Za-z0-9]){1,9}")
_BAND_KM = 50
# A whole degree, about 100 km: whoever asks with one postcode after another learns no more of where
# a piece lies.
_COARSE_TENTHS = 10

# Ground service between two homes of one country: up to so many km, at least and at most so many
# days after the first scan. Our own judgement, wider than what carriers advertise.
_DAYS: tuple[tuple[int, int, int], ...] = ((250, 1, 3), (1_000, 2, 4), (2_500, 3, 6))
_FARTHEST = (4, 8)
_ABROAD = (4, 10)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece on offer: who returns it, how often it was passed on before, and how far it lies in
    whole km, None where nobody knows. `tie` decides between pieces that are alike; `region` is
    where it lies, as far as that is known."""

    listing: Listing
    returner: Party
    hops: int
    km: int | None
    tie: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A piece of which variant, at what price at most in minor units, tax left out; with a
    `listing_id` this one and no other."""

    variant_id: str
    highest_minor: int
    listing_id: str | None = None

    def admits(self, listing: Listing) -> bool:
        named = self.listing_id in (None, listing.id)
        return named and listing.price.minor <= self.highest_minor


@dataclass(frozen=True, slots=True)
class Arrival:
    """The first and the last day on which it is likely to be there."""

    first: date
    last: date


def in_order(pieces: Sequence[Piece]) -> list[Piece]:
    """The best first: the cheapest, then the nearest to within 50 km. What is alike in both stands
    in the order of `tie`, so that many buyers at once do not all reach for the same one."""
    return sorted(pieces, key=lambda one: (one.listing.price.minor, _band(one), one.tie))


def barrier(
    piece: Piece, buyer: Party, returned_this_at: datetime | None, policy: Policy, now: datetime
) -> str | None:
    """The code of the rule that keeps this piece from this buyer; None when it could be theirs."""
    listing = piece.listing
    facts = BuyingFacts(
        returner=piece.returner,
        buyer=buyer,
        listed_in=listing.price.currency,
        pays_in=listing.price.currency,
        returned_this_at=returned_this_at,
        now=now,
        listing=listing,
        hops=piece.hops,
    )
    return barrier_to_buying(facts, policy)


def postal_code_of(typed: str, country: str) -> str:
    """A postcode as it may be looked up; BadInput for what cannot be one in this country."""
    code = " ".join(typed.split())
    pattern = _US if country == "US" else _ELSEWHERE
    if not pattern.fullmatch(code):
        raise BadInput("BAD_POSTAL_CODE", field="postalCode")
    return code


def coarse(where: Where) -> Where:
    """The same to a whole degree, for an answer that anybody may ask for."""
    spot = where.spot
    if spot is None:
        return where
    rough = Spot(_rough(spot.lat_tenths), _rough(spot.lon_tenths))
    return Where(where.country, where.region, rough)


def arrival(
    here: Where, there: Where, now: datetime, ship_for: timedelta, zone: str = "UTC"
) -> Arrival:
    """Bought now, handed in tomorrow at the earliest and after `ship_for` at the latest, then on
    the road; days by the buyer's calendar. Where no distance is known, the one assumed counts."""
    least, most = _on_the_road(here, there)
    today = now.astimezone(ZoneInfo(zone)).date()
    first = today + timedelta(days=1 + least)
    return Arrival(first, max(today + ship_for + timedelta(days=most), first))


def _on_the_road(here: Where, there: Where) -> tuple[int, int]:
    if here.country != there.country:
        return _ABROAD
    km = km_between(here, there)
    far = assumed_km(here, there) if km is None else km
    return next(((least, most) for upto, least, most in _DAYS if far <= upto), _FARTHEST)


def _band(piece: Piece) -> tuple[bool, int]:
    return piece.km is None, (piece.km or 0) // _BAND_KM


def _rough(tenths: int) -> int:
    return round(tenths / _COARSE_TENTHS) * _COARSE_TENTHS
