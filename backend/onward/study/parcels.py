"""Returns as parcels, ready for the sums: what each weighs, is worth and would cost the next."""

from dataclasses import dataclass
from datetime import timedelta
from math import nan

import numpy as np

from onward.domain.distances import EARTH_KM
from onward.domain.grades import Grade
from onward.domain.histories import Floats, History, Ints
from onward.domain.policy import Policy
from onward.domain.routing import likely_grade
from onward.study.assumptions import on_the_shelf
from onward.study.costs import Parcels, Roads, unknown_roads
from onward.study.replaying import Replay, Stage

NOWHERE = (nan, nan)
_WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Fixed:
    """What never changes from replay to replay, one entry a linked return: its grams (0 where
    nobody knows) and the discount of its category and grade, the first time it comes back
    (`discount_bp`) and after it was passed on (`again_bp`); and the degrees of the warehouse, NaN
    where nobody knows. What waited for `ages_after_ms` costs `aged_bp` less besides. What was
    passed on before sells `worn_bp` cheaper on the shop's own shelf."""

    grams: Ints
    discount_bp: Ints
    again_bp: Ints
    worn_bp: int
    warehouse: tuple[float, float] = NOWHERE
    ages_after_ms: int = 0
    aged_bp: int = 0


def fixed_of(stage: Stage, policy: Policy, warehouse: tuple[float, float] | None = None) -> Fixed:
    history, which = stage.history, stage.linked.which
    item = history.returns.item[which]
    grams = np.array([item.weight_g or 0 for item in history.items], np.int64)
    # Nobody has graded a past: the shop takes such a piece for like new, or the best it lets on.
    first, again = (likely_grade(None, policy, hops) for hops in (0, 1))
    ageing = policy.ageing
    return Fixed(
        grams=grams[item] * history.returns.pieces[which],
        discount_bp=_discounts(history, policy, first)[item],
        again_bp=_discounts(history, policy, again)[item],
        worn_bp=max(on_the_shelf(policy, first) - on_the_shelf(policy, again), 0),
        warehouse=warehouse or NOWHERE,
        ages_after_ms=ageing.after // timedelta(milliseconds=1) if ageing else 0,
        aged_bp=ageing.discount_bp if ageing else 0,
    )


def _discounts(history: History, policy: Policy, grade: Grade) -> Ints:
    """What a piece of this grade costs less, in basis points, of each item."""
    by_item = [policy.category(item.category).discount_of(grade) for item in history.items]
    return np.array(by_item, np.int64)


def parcels_of(stage: Stage, fixed: Fixed, found: Replay | None, discount: float | None) -> Parcels:
    """Each linked return as a parcel; without an order that took it, at the purchase's price and
    on roads nobody knows."""
    history, which = stage.history, stage.linked.which
    returns, lines = history.returns, history.lines
    following, roads = stage.linked.purchase, unknown_roads(len(which))
    usual, worn = fixed.discount_bp, np.zeros(len(which), np.int64)
    if found is not None:
        taken = stage.book.lines[found.taken_by]
        following = np.where(found.matched, taken, following)
        roads = _roads(stage, fixed, taken, found)
        passed_on = found.hops > 0
        usual = np.where(passed_on, fixed.again_bp, usual)
        worn = np.where(passed_on, fixed.worn_bp, worn)
    if discount is not None:
        usual = np.full(len(which), round(discount * _WHOLE), np.int64)
    return Parcels(
        value=returns.value[which],
        price=lines.price[following],
        pieces=returns.pieces[which],
        grams=fixed.grams,
        discount_bp=np.minimum(usual + _aged(fixed, found), _WHOLE),
        worn_bp=worn,
        roads=roads,
    )


def _aged(fixed: Fixed, found: Replay | None) -> Ints:
    """What each matched return costs less for having stood unsold, in basis points."""
    if found is None:
        return np.zeros(len(fixed.discount_bp), np.int64)
    stood = found.matched & (found.waited >= fixed.ages_after_ms)
    return np.where(stood, fixed.aged_bp, 0).astype(np.int64)


def _roads(stage: Stage, fixed: Fixed, taken: Ints, found: Replay) -> Roads:
    """The three legs of each return that an order took, where all their ends are known."""
    spots, which = stage.history.spots, stage.linked.which
    if spots is None:
        return unknown_roads(len(which))
    here = (spots.return_lat[which], spots.return_lon[which])
    there = tuple(
        np.where(found.matched, of[taken], np.nan) for of in (spots.line_lat, spots.line_lon)
    )
    dock = fixed.warehouse
    into, out, direct = (
        kilometers(*one, *other) for one, other in ((here, dock), (dock, there), (here, there))
    )
    known = ~np.isnan(into + out + direct)
    return Roads(*(np.where(known, km, np.nan) for km in (into, out, direct)))


def kilometers(
    lat: Floats | float, lon: Floats | float, other_lat: Floats | float, other_lon: Floats | float
) -> Floats:
    """Great-circle distances between points in degrees (haversine); NaN where one is NaN."""
    lat1, lon1, lat2, lon2 = (np.radians(one) for one in (lat, lon, other_lat, other_lon))
    half = (
        np.sin((lat2 - lat1) / 2) ** 2
        + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    )
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0))), np.float64)
