"""What a shop expects of costs, roads and its own channels before any of it has happened. A policy
holds these values; `economics` and `impact` reckon with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from onward.domain.events import Channel
from onward.domain.grades import Grade


@dataclass(frozen=True, slots=True)
class CostPolicy:
    """What a return is expected to cost, in minor units of the order's own currency; `*_bp` are
    basis points (1/100 of a percent).

    `compare`: whether a piece that earns less on the peer path than elsewhere is kept off it.
    A parcel costs `label_minor` up to a kilogram, `per_kg_minor` for each further one begun and
    `per_100_km_minor` by the way. `weight_g` is a piece's where the shop has not said. Out of all
    next owners, `full_price_bp` would have paid the new price; `claims_bp` of arrivals end in a
    claim, `no_ship_bp` of matches are never handed in. A day of looking in vain takes
    `waiting_bp` off a piece's price. `typical_minor` is the price at which a policy is judged.
    """

    compare: bool = True
    label_minor: int = 670
    per_kg_minor: int = 100
    per_100_km_minor: int = 10
    weight_g: int = 400
    service_minor: int = 300
    storage_per_day_minor: int = 3
    storage_days: int = 45
    full_price_bp: int = 4_000
    claims_bp: int = 200
    no_ship_bp: int = 500
    waiting_bp: int = 10
    typical_minor: int = 60_00


@dataclass(frozen=True, slots=True)
class ImpactPolicy:
    """How far parcels go and what that means. Distances in km between postcodes, as the crow flies:
    `to_warehouse_km` from a returner, `from_warehouse_km` to whoever buys it, `between_km` from a
    returner to a next owner nobody knows yet. A tonne of parcels over one km is `likely_g` of
    CO2e, and somewhere from `low_g` to `high_g`; a new package weighs `package_g` and is
    `package_co2e_g` of it."""

    to_warehouse_km: int = 1_200
    from_warehouse_km: int = 1_200
    between_km: int = 1_200
    low_g: int = 1_000
    likely_g: int = 1_616
    high_g: int = 2_600
    package_g: int = 150
    package_co2e_g: int = 440


@dataclass(frozen=True, slots=True)
class Terms:
    """What a channel makes of a piece: `worth_bp` of the new price by grade, and it takes no grade
    that is not named; `extra_minor` is what it costs on top of a return's receiving.
    `ships_out`: each piece travels on to its buyer in a parcel of its own."""

    worth_bp: Mapping[Grade, int]
    extra_minor: int = 0
    ships_out: bool = False

    def takes(self, grade: Grade) -> bool:
        return grade in self.worth_bp


_SHELF = Terms(
    {
        Grade.NEW_SEALED: 10_000,
        Grade.LIKE_NEW: 8_700,
        Grade.VERY_GOOD: 7_000,
        Grade.GOOD: 5_000,
        Grade.ACCEPTABLE: 2_500,
        Grade.DAMAGED: 0,
    },
    ships_out=True,
)


@dataclass(frozen=True, slots=True)
class RecoveryPolicy:
    """The merchant's own channels for what does not go to a next owner. `channels` are in use, the
    warehouse always among them; the terms of the others are kept for the desk to compare."""

    channels: tuple[Channel, ...] = (Channel.WAREHOUSE,)
    terms: Mapping[Channel, Terms] = field(default_factory=lambda: {Channel.WAREHOUSE: _SHELF})

    def takes(self, channel: Channel, grade: Grade) -> bool:
        """Whether a piece of this grade may go there."""
        terms = self.terms.get(channel)
        return channel in self.channels and terms is not None and terms.takes(grade)
