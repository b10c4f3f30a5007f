"""What each assumption alone does to the result, and how wide all of them together make it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

from onward.study.assumptions import Assumption
from onward.study.book import Flags
from onward.study.replaying import Replay
from onward.study.scene import Scene
from onward.study.sweeps import at_discount, willing_at
from onward.study.valuing import days_to_refund, footprint, sums

# What a merchant chooses is no uncertainty, however the result follows it.
CHOSEN = ("window_days", "discount", "bonus")
_REPLAYED = ("willing", "discount")
# The discount at which it is asked how much the elasticity matters.
DEARER = 0.25
_DAYS = ("hand_in_days", "warehouse_days")
_CO2E = ("leg_km", "out_km", "direct_km", "tonne_km_grams", "package_grams")


@dataclass(frozen=True, slots=True)
class Effect:
    """What the result is with one input at its low end and at its high end. `of`: SAVING is per
    100 of returned value, DAYS earlier refunds, CO2E kilograms a matched return, CHANNEL a share
    of the returns, DEARER per 100 again, at a discount of 25%."""

    name: str
    given: Assumption
    of: str
    low: float
    likely: float
    high: float


def effects(
    scene: Scene, eligible: Flags, found: Replay, channel: dict[float, float]
) -> list[Effect]:
    """Each assumption alone at its low, likely and high value, all the others likely."""
    outcome = _Outcome(scene, eligible, found, channel)
    return [
        Effect(name, given, _moves(name), *(outcome.at(name, value) for value in _ends(given)))
        for name, given in scene.given.named()
    ]


def _likely(scene: Scene) -> dict[str, float]:
    return scene.given.likely()


def _ends(given: Assumption) -> tuple[float, float, float]:
    return given.low, given.likely, given.high


def _moves(name: str) -> str:
    """What an input moves."""
    if name in _DAYS:
        return "DAYS"
    if name in _CO2E:
        return "CO2E"
    return {"channel_least": "CHANNEL", "elasticity": "DEARER"}.get(name, "SAVING")


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What comes out where one input has another value."""

    scene: Scene
    eligible: Flags
    found: Replay
    channel: dict[float, float]

    def at(self, name: str, value: float) -> float:
        scene = self.scene
        inputs = _likely(scene) | {name: value}
        moved = _moves(name)
        if moved == "DAYS":
            days = days_to_refund(scene, self.eligible, self.found, inputs)
            return days.warehouse - days.onward
        if moved == "CO2E":
            trace = footprint(scene, self.found, inputs)
            return trace.warehouse - trace.peer
        if moved == "CHANNEL":
            return self.channel[value]
        if moved == "DEARER":
            return at_discount(scene, DEARER, value).saving_per_100
        if name == "window_days":
            return self._looking_for(value)
        found, flat = self._replayed(name, value)
        costs = scene.costs(inputs, found, flat)
        return sums(scene, self.eligible, found, costs, inputs).saving_per_100

    def _looking_for(self, days: float) -> float:
        """The saving where an owner is looked for so many days; whose piece was opened too often
        by then is another matter in each window."""
        scene = replace(self.scene, plan=replace(self.scene.plan, asked_days=days))
        found = scene.match(scene.plan.willing, days, scene.allowed)
        inputs = _likely(scene)
        eligible = scene.allowed & ~found.too_many_hops
        return sums(scene, eligible, found, scene.costs(inputs, found), inputs).saving_per_100

    def _replayed(self, name: str, value: float) -> tuple[Replay, float | None]:
        """The replay to value, and the flat discount where it is not the policy's own: willingness
        and price decide who finds an owner, every other input only what it means."""
        scene = self.scene
        if name not in _REPLAYED or value == _likely(scene)[name]:
            return self.found, None
        if name == "willing":
            return scene.match(value, scene.plan.window_days, self.eligible), None
        willing = willing_at(scene, value, _likely(scene)["elasticity"])
        return scene.match(willing, scene.plan.window_days, self.eligible), value


def combined_range(listed: Sequence[Effect], likely: float) -> tuple[float, float]:
    """Low and high of the saving per 100 when all inputs are uncertain at once: the deviations
    below and above, each input's alone, added as squares, for they do not depend on one another."""
    below, above = 0.0, 0.0
    for effect in listed:
        if effect.of != "SAVING" or effect.name in CHOSEN:
            continue
        ends = [effect.low - likely, effect.high - likely]
        below += min(0.0, *ends) ** 2
        above += max(0.0, *ends) ** 2
    return likely - sqrt(below), likely + sqrt(above)
