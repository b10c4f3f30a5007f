"""What the sandbox carrier offers for a parcel: its products by weight and distance, and where it
does not go. The figures lie in `sandbox.toml`."""

import re
import tomllib
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from typing import Any

from onward.domain.distances import Where, assumed_km, km_between
from onward.domain.money import Money
from onward.domain.offers import Spot
from onward.domain.refusals import Unserviceable
from onward.domain.shipping import Blind
from onward.ports import Address, Parcel, Quote

_BOOK: dict[str, Any] = tomllib.loads(
    files(__package__).joinpath("sandbox.toml").read_text("utf-8")
)
VOID_FOR = timedelta(days=_BOOK["void_for_days"])
SLOW_VOID_FOR = timedelta(days=_BOOK["slow_void_days"])
_STEP_G = 250
_ZIP = re.compile(r"[0-9]{5}(-?[0-9]{4})?")
_SPOTS = {region: Spot(*tenths) for region, tenths in _BOOK["us_regions"].items()}
# The zone after the last of those measured in kilometres.
_ABROAD = len(_BOOK["zones_km"]) + 1


@dataclass(frozen=True, slots=True)
class _Product:
    name: str
    blind: Blind
    first_minor: int
    step_minor: int
    zone_minor: tuple[int, ...]
    zone_days: tuple[int, ...]
    heaviest_g: int

    def takes(self, weight_g: int, zone: int) -> bool:
        return weight_g <= self.heaviest_g and zone < len(self.zone_minor)

    def quote(self, weight_g: int, zone: int, currency: str) -> Quote:
        steps = -(-max(weight_g, 1) // _STEP_G) - 1
        minor = self.first_minor + steps * self.step_minor + self.zone_minor[zone]
        eta_for = timedelta(days=self.zone_days[zone])
        return Quote(self.name, Money(minor, currency), eta_for, self.blind)


def _product(row: dict[str, Any]) -> _Product:
    zones = {name: tuple(row[name]) for name in ("zone_minor", "zone_days")}
    return _Product(**{**row, **zones, "blind": Blind(row["blind"])})


_PRODUCTS = tuple(_product(row) for row in _BOOK["products"])


def offers(parcel: Parcel) -> tuple[Quote, ...]:
    """Every product that takes this parcel there, cheapest first; Unserviceable where none does."""
    # A shop may know no more of a customer than their country; a counter takes their parcel too.
    known = parcel.origin is not None and parcel.origin.postal_code.strip()
    setting_out = parcel.origin if parcel.origin and known else parcel.return_to
    for place in (setting_out, parcel.recipient):
        _must_be_served(place)
    zone = _zone(setting_out, parcel.recipient)
    found = [
        product.quote(parcel.weight_g, zone, parcel.currency)
        for product in _PRODUCTS
        if product.takes(parcel.weight_g, zone)
    ]
    if not found:
        raise Unserviceable(weight_g=parcel.weight_g)
    return tuple(sorted(found, key=lambda quote: (quote.cost.minor, quote.product)))


def offer(parcel: Parcel, product: str | None) -> Quote:
    """The offer for one product, or the cheapest; Unserviceable where it is not offered."""
    for quote in offers(parcel):
        if product in (None, quote.product):
            return quote
    raise Unserviceable(product=product)


def _must_be_served(place: Address) -> None:
    unserved = place.country in _BOOK["unserved_countries"]
    if place.country == "US":
        no_zip = not _ZIP.fullmatch(place.postal_code.strip())
        unserved = no_zip or place.region in _BOOK["unserved_us_regions"]
    if unserved or not place.postal_code.strip():
        raise Unserviceable(country=place.country)


def _zone(one: Address, other: Address) -> int:
    if one.country != other.country:
        return _ABROAD
    here, there = _where(one), _where(other)
    apart = km_between(here, there)
    km = assumed_km(here, there) if apart is None else apart
    return sum(km > reach for reach in _BOOK["zones_km"])


def _where(place: Address) -> Where:
    spot = _SPOTS.get(place.region) if place.country == "US" else None
    return Where(place.country, place.region, spot)
