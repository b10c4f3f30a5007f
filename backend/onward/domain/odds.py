"""How likely an opened piece finds its next owner within 1, 3 and 7 days, and how that is said.
Who may have it is for matching; learning the numbers from a shop's own past is for the study."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt
from scipy.special import betaincc, comb

from onward.domain.calibration import SHIPPED, Calibration

Floats = npt.NDArray[np.float64]
DAYS = (1, 3, 7)
# Orders are counted over so many days before the moment of asking.
SPANS = (7, 28, 91)
DAY = timedelta(days=1)
# What is said of a chance below this: that it is rare, and no number.
RARE = 0.05
_HARDLY = timedelta(hours=1)
# A Monday, midnight in UTC: weekdays are counted from here.
MONDAY = datetime(1970, 1, 5, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Demand:
    """What is known of the demand for a variant at the moment `at`, and nothing from after it.

    `sold`: orders of it in the last 7, 28 and 91 days, each order once however many pieces it has.
    `open_box_share`: the share, 0 to 1, of its buyers who take an opened piece. `offers`: the
    standing offers that fit, in grade and price and by somebody who may have it. `ahead`: how much
    of the window is left to each return of the same variant that came first and still waits.
    `on_sale_for`: since its first order or since it could first be bought; unknown, a long time is
    the cautious answer.
    """

    sold: tuple[int, int, int]
    open_box_share: float
    at: datetime
    offers: int = 0
    ahead: tuple[timedelta, ...] = ()
    on_sale_for: timedelta = max(SPANS) * DAY

    def __post_init__(self) -> None:
        week, month, quarter = self.sold
        if not 0 <= week <= month <= quarter:
            raise ValueError("orders are counted from 0, and a longer time holds a shorter one's")
        if not 0 <= self.open_box_share <= 1:
            raise ValueError("a share lies between 0 and 1")
        if self.offers < 0 or min((self.on_sale_for, *self.ahead)) < timedelta(0):
            raise ValueError("offers and times are counted from 0")
        if self.at.tzinfo is None:
            raise ValueError("a moment has a time zone")


@dataclass(frozen=True, slots=True)
class Odds:
    """The chance, 0 to 1, that a next owner is found within 1, 3 and 7 days."""

    day1: float
    day3: float
    day7: float

    def within(self, window: timedelta) -> float:
        """The chance within any window, on the straight line between those known: a little low,
        as most are found early. Beyond seven days nothing is added."""
        known = (0.0, self.day1, self.day3, self.day7)
        return float(np.interp(window / DAY, (0, *DAYS), known))


@dataclass(frozen=True, slots=True)
class InTen:
    """A chance as people say it: `ten` in 10 within so many days."""

    ten: int
    days: int


def odds(demand: Demand, calibration: Calibration = SHIPPED) -> Odds:
    """The chance that enough people turn up: one more than returns that came first.

    Orders are negative binomial (a gamma rate seen through a Poisson count), each willing with
    the open-box share; standing offers are asked one by one besides. A return ahead counts by the
    part of the time that is left to it. Fitted on the first half of a public year and judged on
    the second (25% willing, 7 days), this had an AUC of 0.868 and a Brier score of 0.128, where
    1 - exp(-share * days * orders28 / 28) had 0.853 and 0.134. Days since the last order added
    nothing to it and are left out. An expectation, never a promise.
    """
    sold = np.array([demand.sold], float)
    shape, exposure = believed(calibration, sold, np.array([demand.on_sale_for / DAY]))
    moment = np.array([(demand.at - MONDAY) / DAY])
    willing = demand.open_box_share * open_days(calibration, moment)[0]
    within = [0.0]
    for day, expected in zip(DAYS, willing.tolist(), strict=True):
        first = math.fsum(min(left / DAY / day, 1) for left in demand.ahead)
        asked = min(demand.offers, calibration.asks_per_day * day)
        taken = np.arange(asked + 1, dtype=float)
        found = turning_up(shape, exposure, np.array([expected]), first - taken)
        chance = float(found @ _taking(asked, calibration.offer_taken))
        within.append(max(min(chance, 1.0), within[-1]))
    return Odds(*within[1:])


def believed(calibration: Calibration, sold: Floats, on_sale_for: Floats) -> tuple[Floats, Floats]:
    """Shape (orders) and exposure (days) of the gamma belief about a variant's orders a day.

    `sold` is (n, 3): orders in the last 7, 28, 91 days; `on_sale_for` (n,) in days.
    """
    weights = np.array(calibration.weights)
    counted = np.minimum(on_sale_for[:, None], np.array(SPANS, float))
    return calibration.prior_orders + sold @ weights, calibration.prior_days + counted @ weights


def open_days(calibration: Calibration, moment: Floats) -> Floats:
    """How many even days' worth of orders the next 1, 3 and 7 days hold: (n, 3). `moment` is (n,),
    in days since a Monday's midnight in UTC."""
    passed = np.concatenate(([0.0], np.cumsum(calibration.weekdays * 2)))
    midnights = np.arange(len(passed), dtype=float)
    start = (moment % 7)[:, None]
    until = np.interp(start + np.array(DAYS, float), midnights, passed)
    return np.asarray(until - np.interp(start, midnights, passed), float)


def turning_up(shape: Floats, exposure: Floats, expected: Floats, ahead: Floats) -> Floats:
    """The chance that more than `ahead` orders come in `expected` days, by the belief; the
    shapes broadcast. It is smooth between whole numbers; below zero there is nobody to wait for."""
    waiting = np.maximum(ahead + 1, 0)
    chance = betaincc(shape, np.where(waiting > 0, waiting, 1), exposure / (exposure + expected))
    return np.where(waiting > 0, chance, 1.0)


def in_ten(chance: float) -> int:
    """A chance as "so many in ten" for people: never none of ten, never all of them."""
    return min(max(math.floor(chance * 10 + 0.5), 1), 9)


def spans(left: timedelta) -> tuple[timedelta, ...]:
    """The times that odds are said for while a piece is looked for so much longer: the days that
    fit in, and what is left where it ends between them. No more time is promised than there is,
    but for an hour, as a window that has just begun is still called by its days."""
    fit = tuple(days * DAY for days in DAYS if days * DAY <= left + _HARDLY)
    ends_between = left < max(DAYS) * DAY and (not fit or left - fit[-1] > _HARDLY)
    return (*fit, left) if ends_between else fit


def said(of: Odds, days: int = 3) -> InTen:
    """What a screen says of the odds: "7 in 10 find an owner within 3 days"."""
    return InTen(in_ten(of.within(days * DAY)), days)


def _taking(asked: int, chance: float) -> Floats:
    """The chances that none, one, two and so on of those asked take it."""
    yes = np.arange(asked + 1)
    return np.asarray(comb(asked, yes) * chance**yes * (1 - chance) ** (asked - yes), float)
