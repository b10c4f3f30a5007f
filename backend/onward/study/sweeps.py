"""The same past under other circumstances: other windows, other discounts, other assumptions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from onward.study.book import Flags
from onward.study.replaying import Replay
from onward.study.rules import demand_only
from onward.study.scene import Scene
from onward.study.valuing import sums

WINDOWS = (1, 2, 3, 5, 7, 10, 14, 21, 30)
DISCOUNTS = (0.05, 0.10, 0.15, 0.20, 0.25, 0.30)
DEMAND_WILLING = (1.0, 0.5, 0.25, 0.1)
DEMAND_WINDOWS = (1, 3, 7, 30)


@dataclass(frozen=True, slots=True)
class DiscountPoint:
    """One discount, 0 to 1, before what the policy takes off for standing unsold. `saving_per_100`
    where every return that no other rule keeps off is offered, also at a loss; `saving_with_rule`
    where only those are that are expected to pay."""

    discount: float
    willing: float
    match_rate: float
    saving_per_100: float
    margin_per_100: float
    saving_with_rule: float


def waiting_curve(scene: Scene, eligible: Flags) -> list[tuple[float, float]]:
    """For each window in days, the share of the eligible that found an owner within it."""
    windows = sorted({*map(float, WINDOWS), float(scene.plan.window_days)})
    rates = (_rate(scene, scene.match(scene.plan.willing, days, eligible)) for days in windows)
    among = max(int((eligible & scene.counted).sum()), 1)
    return [(days, rate / among) for days, rate in zip(windows, rates, strict=True)]


def demand_table(scene: Scene) -> list[tuple[float, list[float]]]:
    """Demand alone, no rule but that it is another customer: each willing share with the matched
    share of all returns within 1, 3, 7 and 30 days."""
    terms, everybody = demand_only(scene.stage), scene.counted | True
    plain = replace(scene, terms=terms, allowed=everybody)
    count = int(scene.counted.sum())
    return [
        (
            willing,
            [
                _rate(plain, plain.match(willing, days, everybody)) / count
                for days in DEMAND_WINDOWS
            ],
        )
        for willing in DEMAND_WILLING
    ]


def _rate(scene: Scene, found: Replay) -> int:
    return int((found.matched & scene.counted).sum())


def willing_at(scene: Scene, discount: float, elasticity: float) -> float:
    """The willing share at another discount than the policy's, at most everybody."""
    usual = scene.given.discount.likely
    return min(1.0, scene.plan.willing * (discount / usual) ** elasticity if usual else 1.0)


def discount_sweep(scene: Scene, elasticity: float) -> list[DiscountPoint]:
    """Discounts from 5% to 30%, the same for every category, and the willing share with them."""
    return [_with_rule(scene, at_discount(scene, one, elasticity)) for one in DISCOUNTS]


def at_discount(scene: Scene, discount: float, elasticity: float) -> DiscountPoint:
    """One discount for every category, offered also where it is expected to lose money."""
    inputs = scene.given.likely()
    willing = willing_at(scene, discount, elasticity)
    everyone = scene.match(willing, scene.plan.window_days, scene.offered)
    costs = scene.costs(inputs, everyone, discount)
    all_in = sums(scene, scene.offered, everyone, costs, inputs)
    among = max(int((scene.offered & scene.counted).sum()), 1)
    return DiscountPoint(
        discount=discount,
        willing=willing,
        match_rate=all_in.matched / among,
        saving_per_100=all_in.saving_per_100,
        margin_per_100=all_in.margin_per_100,
        saving_with_rule=all_in.saving_per_100,
    )


def _with_rule(scene: Scene, point: DiscountPoint) -> DiscountPoint:
    """The same where a return that is expected to lose money is not offered."""
    inputs = scene.given.likely()
    expected = scene.costs(inputs, None, point.discount)
    pays = scene.offered & (expected.by_peer < expected.by_warehouse)
    if pays.sum() == scene.offered.sum():
        return point
    some = scene.match(point.willing, scene.plan.window_days, pays)
    money = sums(scene, pays, some, scene.costs(inputs, some, point.discount), inputs)
    return replace(point, saving_with_rule=money.saving_per_100)


def break_even(points: Sequence[DiscountPoint]) -> float | None:
    """The discount from which a matched return saves nothing any more, between two points of the
    sweep on a straight line; None where none lies within it."""
    for one, other in pairwise(points):
        if one.margin_per_100 > 0 >= other.margin_per_100:
            fall = one.margin_per_100 - other.margin_per_100
            return one.discount + (other.discount - one.discount) * one.margin_per_100 / fall
    return None
