"""Kilometres, parcels, packages and CO2e of each way a return may go. A peer path that is longer
says so. What one return really came to is `footprint`'s.

Method (named in the schema and the message file): kilometres times what the parcel weighs, at so
many grams of CO2e per tonne-kilometre by road, plus a package of its own wherever something is
packed anew. Making, storing and ending the item are not counted, nor the van that would have come
anyway. The shipped 1,616 g per tonne-km is 0.59 kg for a pound over 500 miles by ground, and a
package 2.93 kg for each kilogram of cardboard (consumerecology.com); both are a merchant's to set.
"""

from dataclasses import dataclass

from onward.domain.assumed import ImpactPolicy
from onward.domain.economics import Piece
from onward.domain.money import half_even
from onward.domain.policy import Policy

_WHOLE = 10_000
_PER_100 = 100
_GRAMS_IN_A_TONNE = 1_000_000


@dataclass(frozen=True, slots=True)
class Impact:
    """One way as it goes on average: whole km, and parcels and new packages of 100 such returns.
    `weight_g` is a parcel's, its package included."""

    km: int
    parcels_of_100: int
    packages_of_100: int
    weight_g: int

    def grams(self, per_tonne_km: int, policy: ImpactPolicy) -> int:
        """Grams of CO2e at so many grams per tonne-kilometre."""
        moved = self.km * self.weight_g * per_tonne_km * _PER_100
        packed = self.packages_of_100 * policy.package_co2e_g * _GRAMS_IN_A_TONNE
        return half_even(moved + packed, _GRAMS_IN_A_TONNE * _PER_100)


@dataclass(frozen=True, slots=True)
class Saving:
    """Grams of CO2e less than on the warehouse's way, as likely and at the ends of what is
    believable, and km; below zero where the way is the longer or heavier one."""

    km: int
    low_g: int
    likely_g: int
    high_g: int


def grams(of: Impact, policy: Policy) -> int:
    """Grams of CO2e of a way, as likely."""
    return of.grams(policy.impact.likely_g, policy.impact)


def by_warehouse(piece: Piece, policy: Policy) -> Impact:
    """There, and on to whoever buys it in a new package."""
    roads = piece.roads
    return _impact(piece, policy, roads.to_warehouse + roads.from_warehouse, 200, 100)


def by_roads(weight_g: int, policy: ImpactPolicy, warehouse_km: int | None = None) -> Impact:
    """The warehouse's way of a piece of this weight: measured as far as the warehouse where that is
    known, for the rest at the distances the policy expects."""
    into = policy.to_warehouse_km if warehouse_km is None else warehouse_km
    km = into + policy.from_warehouse_km
    return Impact(km, 200, 100, weight_g + policy.package_g)


def to_the_dock(piece: Piece, policy: Policy) -> Impact:
    """To the warehouse; what leaves it by the pallet is not counted piece by piece."""
    return _impact(piece, policy, piece.roads.to_warehouse, 100, 0)


def nowhere(piece: Piece, policy: Policy) -> Impact:
    return _impact(piece, policy, 0, 0, 0)


def by_peer(piece: Piece, policy: Policy) -> Impact:
    """Straight on in the package it came in, for those that are handed in and kept. Who never
    hands it in leaves the buyer a piece from the warehouse and the return the warehouse's way; who
    claims sends it there, from where it goes on: the share of both counts the warehouse's way in
    full, on top of the first leg where there was one."""
    costs, roads = policy.costs, piece.roads
    sent = _WHOLE - costs.no_ship_bp
    claimed = sent * costs.claims_bp
    # Of 10,000 squared: matches that end on the warehouse's way as well.
    again = costs.no_ship_bp * _WHOLE + claimed
    whole = _WHOLE * _WHOLE
    around = roads.to_warehouse + roads.from_warehouse
    km = half_even(sent * _WHOLE * roads.between + again * around, whole)
    parcels = half_even(_PER_100 * (sent * _WHOLE + 2 * again), whole)
    return _impact(piece, policy, km, parcels, half_even(_PER_100 * again, whole))


def saving(of: Impact, instead_of: Impact, policy: Policy) -> Saving:
    """What a way saves against another."""
    expected = policy.impact
    low, likely, high = (
        instead_of.grams(factor, expected) - of.grams(factor, expected)
        for factor in (expected.low_g, expected.likely_g, expected.high_g)
    )
    return Saving(instead_of.km - of.km, min(low, high), likely, max(low, high))


def _impact(piece: Piece, policy: Policy, km: int, parcels: int, packages: int) -> Impact:
    return Impact(km, parcels, packages, piece.weight_g + policy.impact.package_g)
