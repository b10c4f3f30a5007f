"""A replay in parts: by how fast an item sells, by country."""

from dataclasses import dataclass
from math import inf

import numpy as np

from onward.domain.histories import Ints
from onward.study import report as told
from onward.study.book import Flags
from onward.study.replaying import Replay
from onward.study.scene import Scene
from onward.study.valuing import Sums

# Orders of the same item in the 28 days before: from, to.
SPEEDS = ((0, 0), (1, 2), (3, 5), (6, 10), (11, 20), (21, 40), (41, 80), (81, inf))


@dataclass(frozen=True, slots=True)
class Found:
    """The replay that was asked for, and who was eligible in the end."""

    scene: Scene
    replay: Replay
    eligible: Flags
    barriers: list[str | None]
    money: Sums
    inputs: dict[str, float]


def by_velocity(found: Found) -> tuple[told.Slice, ...]:
    band = band_of(found.scene.velocity)
    return tuple(_slice(found, name, band == number) for number, name in enumerate(BANDS))


def band_of(speed: Ints) -> Ints:
    """The place among BANDS of each of these numbers of orders."""
    lows = [low for low, _ in SPEEDS]
    return np.searchsorted(lows, speed, side="right").astype(np.int64) - 1


def _band(low: int, high: float) -> str:
    if high == inf:
        return f"{low}+"
    return f"{low}" if low == high else f"{low}-{high}"


BANDS = tuple(_band(low, high) for low, high in SPEEDS)


def by_country(found: Found) -> tuple[told.Slice, ...]:
    history = found.scene.history
    country = history.returns.country[found.scene.stage.linked.which]
    slices = [
        _slice(found, name, country == number) for number, name in enumerate(history.countries)
    ]
    there = [one for one in slices if one.returns]
    return tuple(sorted(there, key=lambda one: (-one.returns, one.name)))


def _slice(found: Found, name: str, part: Flags) -> told.Slice:
    counted = found.scene.counted & part
    eligible = int((counted & found.eligible).sum())
    matched = int((counted & found.replay.matched).sum())
    rate = share(matched, eligible) if eligible else None
    return told.Slice(name, int(counted.sum()), eligible, matched, rate)


def share(part: int, of: int) -> float:
    """A share as the report has it; nothing of nothing is 0."""
    return round(part / of, 4) if of else 0.0
