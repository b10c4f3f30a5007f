"""The odds of a shop's own: learned from the first half of its past, judged on the second, and then
learned from all of it."""

from dataclasses import dataclass, replace

import numpy as np

from onward.domain.calibration import SHIPPED, Calibration
from onward.domain.histories import History
from onward.domain.odds import DAYS
from onward.study.book import Flags, Floats, book_of
from onward.study.hindsight import hindsight
from onward.study.linking import DAY_MS, link
from onward.study.odds import fitted, forecast
from onward.study.scene import TAIL_DAYS, NothingToReplay
from onward.study.velocity import Moments, moments
from onward.study.verdicts import auc, brier

_WEEK = DAYS.index(7)
_DRAWS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """How well chances within 7 days were told: see `verdicts`."""

    auc: float
    brier: float


@dataclass(frozen=True, slots=True)
class OwnOdds:
    """`calibration` is learned from all `returns`. `own` is how well the first half foretold the
    `judged` returns of the second, `shipped` how well the numbers do that ship."""

    calibration: Calibration
    returns: int
    judged: int
    own: Judged
    shipped: Judged


def own_odds(history: History, willing: float, source: str, seed: int = 1) -> OwnOdds:
    """What a past teaches. `willing` is the share of its orders, above 0 to 1, that are taken to
    take an opened piece; they are drawn. NothingToReplay where it is too short to learn from, or to
    be judged on."""
    linked = link(history)
    orders = moments(history.lines, book_of(history, linked, seed).lines)
    returns = moments(history.returns, linked.which)
    if not len(orders) or not len(returns):
        raise NothingToReplay("There is nothing to learn from: no return is linked to its order.")
    half = (int(orders.at.min()) + int(orders.at.max())) // 2
    until = int(orders.at.max()) - TAIL_DAYS * DAY_MS
    second = (returns.at > half) & (returns.at <= until)
    try:
        first = fitted(orders.only(orders.at <= half), returns.only(returns.at <= half), seed=seed)
        whole = fitted(orders, returns, seed=seed)
        judge = _Judge(orders, returns, second, willing, seed)
        own, shipped = judge.of(first), judge.of(SHIPPED)
    except ValueError as short:
        raise NothingToReplay(f"This past is too short to learn from: {short}.") from short
    calibration = replace(whole, source=source)
    return OwnOdds(calibration, len(returns), int(second.sum()), own, shipped)


class _Judge:
    """Draws who is willing, again and again, and holds what was said against what came."""

    def __init__(
        self, orders: Moments, returns: Moments, which: Flags, willing: float, seed: int
    ) -> None:
        self._orders, self._returns, self._which, self._willing = orders, returns, which, willing
        seeds = range(seed, seed + _DRAWS)
        self._seen = [hindsight(orders, returns, willing, one) for one in seeds]

    def of(self, calibration: Calibration) -> Judged:
        """The mean over the draws."""
        told = [(self._said(one.ahead, calibration), self._came(one.found)) for one in self._seen]
        aucs, briers = [auc(*one) for one in told], [brier(*one) for one in told]
        return Judged(float(np.mean(aucs)), float(np.mean(briers)))

    def _said(self, ahead: Floats, calibration: Calibration) -> Floats:
        all_said = forecast(self._orders, self._returns, self._willing, ahead, calibration)
        said: Floats = all_said[self._which, _WEEK]
        return said

    def _came(self, found: Flags) -> Flags:
        came: Flags = found[self._which, _WEEK]
        return came
