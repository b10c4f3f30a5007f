"""What a return costs on either road, line by line, for many returns at once."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onward.domain.histories import Ints
from onward.study.book import Floats

_WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Roads:
    """Kilometers of each leg of each parcel: to the warehouse, on from there to the next customer,
    and straight; NaN where nobody knows, and an assumption stands in."""

    into: Floats
    out: Floats
    direct: Floats

    def assumed(self, inputs: Mapping[str, float]) -> "Roads":
        """The same with what is assumed in place of what nobody knows."""
        legs = ((self.into, "leg_km"), (self.out, "out_km"), (self.direct, "direct_km"))
        return Roads(*(np.where(np.isnan(km), inputs[name], km) for km, name in legs))


def unknown_roads(count: int) -> Roads:
    """Roads of so many parcels that nobody knows."""
    nobody_knows = np.full(count, np.nan)
    return Roads(nobody_knows, nobody_knows, nobody_knows)


@dataclass(frozen=True, slots=True)
class Parcels:
    """One entry a return, all its pieces in one parcel. Amounts are minor units.

    `value` is what was paid for it and goes back to the returner; `price` what one piece costs the
    next customer unopened; `grams` of the parcel, 0 where nobody knows; `roads` its way. `worn_bp`
    is what one that was passed on before sells cheaper still at the warehouse, 0 of all others.
    """

    value: Ints
    price: Ints
    pieces: Ints
    grams: Ints
    discount_bp: Ints
    worn_bp: Ints
    roads: Roads


@dataclass(frozen=True, slots=True)
class Costs:
    """Lines of cost by name, each with one whole amount a parcel. `warehouse` is what a shop
    without Onward pays, whose pieces were all sold new; `worn` is what it costs on top to take in
    one that Onward had passed on before, so it is on Onward's account. `new_price` is what all
    pieces of a parcel cost unopened."""

    warehouse: dict[str, Ints]
    peer: dict[str, Ints]
    worn: Ints
    new_price: Ints

    @property
    def by_warehouse(self) -> Ints:
        return _total(self.warehouse)

    @property
    def by_peer(self) -> Ints:
        return _total(self.peer)


def cost_of(parcels: Parcels, inputs: Mapping[str, float], bonus_least: int) -> Costs:
    """What the warehouse and the peer path cost for each parcel, in minor units: the same sums as
    `domain.economics`, for many at once.

    The warehouse: there and out again, handling, service, and what the piece then sells cheaper.
    The peer path: one leg, the same service, the discount and the bonus in full, claims, and the
    returner who never ships: then the buyer gets a new piece at the open-box price, and the return
    goes to the warehouse all the same. Storage is on neither: an order that takes a return leaves
    a new piece on the shelf in its place. `inputs` are those of `Assumptions` by name.
    """
    grams = weights(parcels, inputs)
    new_price = parcels.price * parcels.pieces
    handling = np.full(len(new_price), round(inputs["handling"]), np.int64)
    service = np.full(len(new_price), round(inputs["service"]), np.int64)
    roads = parcels.roads.assumed(inputs)
    label_in = _label(grams, roads.into, inputs)
    warehouse = {
        "LABEL_IN": label_in,
        "HANDLING": handling,
        "SERVICE": service,
        "LABEL_OUT": _label(grams, roads.out, inputs),
        "MARKDOWN": _whole(new_price * inputs["markdown"]),
    }
    discount = np.maximum(share(parcels.price, parcels.discount_bp), 1) * parcels.pieces
    paid = new_price - discount
    bonus_bp = np.full(len(paid), round(inputs["bonus"] * _WHOLE), np.int64)
    peer = {
        "LABEL": _label(grams, roads.direct, inputs),
        "SERVICE": service,
        "DISCOUNT": discount,
        "BONUS": np.maximum(share(paid, bonus_bp), bonus_least),
        "CLAIMS": _whole(inputs["claims"] * (paid + label_in)),
    }
    worn = share(new_price, parcels.worn_bp)
    extra = _total(warehouse) + worn + discount - _total(peer)
    peer["NO_SHIP"] = _whole(inputs["no_ship"] * extra)
    return Costs(warehouse, peer, worn, new_price)


def weights(parcels: Parcels, inputs: Mapping[str, float]) -> Floats:
    """Grams of each parcel, without its package."""
    return np.where(parcels.grams > 0, parcels.grams, inputs["piece_grams"] * parcels.pieces)


def share(minor: Ints, basis_points: Ints) -> Ints:
    """Each amount times its basis points, rounded half to even, as `Money.share` does for one."""
    whole, rest = np.divmod(minor * basis_points, _WHOLE)
    up = (rest > _WHOLE // 2) | ((rest == _WHOLE // 2) & (whole % 2 == 1))
    rounded: Ints = (whole + up).astype(np.int64)
    return rounded


def _label(grams: Floats, km: Floats, inputs: Mapping[str, float]) -> Ints:
    """One leg: by begun kilogram and by the way."""
    further = np.maximum(np.ceil(grams / 1000) - 1, 0)
    by_way = np.rint(inputs["per_100_km"] * km / 100)
    return _whole(inputs["label"] + inputs["per_kg"] * further + by_way)


def _total(lines: Mapping[str, Ints]) -> Ints:
    total: Ints = np.sum(list(lines.values()), axis=0, dtype=np.int64)
    return total


def _whole(amount: npt.NDArray[np.floating | np.integer]) -> Ints:
    whole: Ints = np.rint(amount).astype(np.int64)
    return whole
