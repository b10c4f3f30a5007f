"""Adds up what a replay meant: money on both roads, days to the refund, CO2e."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from onward.domain.histories import Ints
from onward.domain.terms import RefundTrigger
from onward.study.book import Flags, Floats
from onward.study.costs import Costs, Parcels, cost_of, unknown_roads, weights
from onward.study.linking import DAY_MS
from onward.study.parcels import parcels_of
from onward.study.replaying import Replay
from onward.study.scene import Scene

# Travel of a parcel, where the policy refunds at delivery (days).
_ON_THE_WAY = 3.0


@dataclass(frozen=True, slots=True)
class Sums:
    """Whole minor units over the returns that count. `matched_*` are over those that found an
    owner, as if all of them travelled; `onward` has in it that only some take part. `keep_cheaper`
    of the matched are worth less than either road costs; `beyond_keep` is what is saved where
    such returns were left with the customer all along."""

    returns: int
    value: int
    warehouse: int
    onward: int
    matched: int
    matched_value: int
    matched_warehouse: int
    matched_peer: int
    matched_discount: int
    keep_cheaper: int
    beyond_keep: int
    lines: dict[str, dict[str, int]]

    @property
    def saving_per_100(self) -> float:
        """What Onward saves for each 100 of returned value."""
        return per_100(self.warehouse - self.onward, self.value)

    @property
    def margin_per_100(self) -> float:
        """What one matched return saves, for each 100 of its value."""
        return per_100(self.matched_warehouse - self.matched_peer, self.matched_value)


def per_100(amount: int, of: int) -> float:
    return 100 * amount / of if of else 0.0


def sums(
    scene: Scene, eligible: Flags, found: Replay, costs: Costs, inputs: Mapping[str, float]
) -> Sums:
    """Money on both roads."""
    counted = scene.counted
    matched = counted & found.matched
    value = scene.history.returns.value[scene.stage.linked.which]
    warehouse, peer = costs.by_warehouse, costs.by_peer
    takes_part = inputs["opt_in"] * inputs["like_new"]
    moved = int((cost_taken(scene, eligible, found, costs, inputs) - warehouse)[counted].sum())
    least = np.minimum(warehouse, value)
    before = int(warehouse[counted].sum())
    return Sums(
        returns=int(counted.sum()),
        value=int(value[counted].sum()),
        warehouse=before,
        onward=before + round(takes_part * moved),
        matched=int(matched.sum()),
        matched_value=int(value[matched].sum()),
        matched_warehouse=int(warehouse[matched].sum()),
        matched_peer=int(peer[matched].sum()),
        matched_discount=int(costs.peer["DISCOUNT"][matched].sum()),
        beyond_keep=round(takes_part * int(np.maximum(least - peer, 0)[matched].sum())),
        keep_cheaper=int((matched & (value < np.minimum(warehouse, peer))).sum()),
        lines={
            "warehouse": _summed(costs.warehouse, matched),
            "onward": _summed(costs.peer, matched),
        },
    )


def cost_taken(
    scene: Scene, eligible: Flags, found: Replay, costs: Costs, inputs: Mapping[str, float]
) -> Ints:
    """What each linked return costs on the road it takes, in minor units: to its next owner, else
    to the warehouse. Who is eligible and finds nobody has waited the window for it."""
    value = scene.history.returns.value[scene.stage.linked.which]
    waiting = np.rint(value * inputs["waiting"] * scene.plan.window_days).astype(np.int64)
    in_vain = costs.by_warehouse + costs.worn + np.where(eligible, waiting, 0)
    return np.where(found.matched, costs.by_peer, in_vain)


def _summed(lines: Mapping[str, Ints], matched: Flags) -> dict[str, int]:
    return {name: int(amounts[matched].sum()) for name, amounts in lines.items()}


@dataclass(frozen=True, slots=True)
class Days:
    """Mean days from the wish to return to the refund. `warehouse`: after inspection, as most shops
    do; `first_scan`: the same road, refunded when the parcel is handed in; `matched`: those that
    found an owner; `onward`: all returns that count."""

    warehouse: float
    first_scan: float
    matched: float
    onward: float


def days_to_refund(
    scene: Scene, eligible: Flags, found: Replay, inputs: Mapping[str, float]
) -> Days:
    """Who takes part waits for an owner, or the whole window in vain, before handing it in."""
    counted, in_hand = scene.counted, days_in_hand(scene, inputs)
    waits = days_waited(scene, eligible, found)[counted]
    matched = found.matched & counted
    takes_part = inputs["opt_in"] * inputs["like_new"]
    return Days(
        warehouse=inputs["warehouse_days"],
        first_scan=in_hand,
        matched=in_hand + float((found.waited[matched] / DAY_MS).mean() if matched.any() else 0),
        onward=in_hand + takes_part * float(waits.mean()),
    )


def days_in_hand(scene: Scene, inputs: Mapping[str, float]) -> float:
    """Days to the refund without any waiting: until the parcel is handed in, or there."""
    at_scan = scene.plan.policy.refunds.trigger is RefundTrigger.ON_CARRIER_ACCEPTANCE
    return inputs["hand_in_days"] + (0 if at_scan else _ON_THE_WAY)


def days_waited(scene: Scene, eligible: Flags, found: Replay) -> Floats:
    """How many days each linked return looks for an owner: the whole window where it finds none,
    not at all where it is kept off."""
    waited = np.where(found.matched, found.waited / DAY_MS, scene.plan.window_days)
    return np.where(eligible, waited, 0.0)


@dataclass(frozen=True, slots=True)
class Footprint:
    """Kilograms of CO2e of a matched return on average, and the share whose legs are measured
    between postcodes. The peer path may well be the longer one."""

    warehouse: float
    peer: float
    measured: float


def footprint(scene: Scene, found: Replay, inputs: Mapping[str, float]) -> Footprint:
    """By the warehouse: there, on to a buyer, and one more package; on the peer path one leg in the
    package it came in. Kilometers times what the parcel weighs."""
    parcels = parcels_of(scene.stage, scene.fixed, found, None)
    matched = found.matched & scene.counted
    among = matched if matched.any() else np.ones(len(matched), bool)
    roads = parcels.roads.assumed(inputs)
    tonnes = (weights(parcels, inputs) + scene.plan.policy.impact.package_g) / 1e6
    kg_per_km = tonnes * inputs["tonne_km_grams"] / 1000
    around = (roads.into + roads.out) * kg_per_km + inputs["package_grams"] / 1000
    straight = roads.direct * kg_per_km
    return Footprint(
        warehouse=float(around[among].mean()),
        peer=float(straight[among].mean()),
        measured=float((~np.isnan(parcels.roads.direct))[among].mean()),
    )


def one_piece(scene: Scene, inputs: Mapping[str, float]) -> tuple[int, int, int]:
    """The same assumptions on a single piece of 100.00 at home: what the warehouse, the peer path
    and the discount in it cost, in minor units."""
    ones = np.ones(1, np.int64)
    price, nothing = ones * 10_000, ones * 0
    discount = ones * round(inputs["discount"] * 10_000)
    parcel = Parcels(price, price, ones, nothing, discount, nothing, unknown_roads(1))
    costs = cost_of(parcel, inputs, scene.plan.policy.bonus_least_minor)
    amounts = (costs.by_warehouse, costs.by_peer, costs.peer["DISCOUNT"])
    warehouse, peer, lower = (int(amount[0]) for amount in amounts)
    return warehouse, peer, lower
