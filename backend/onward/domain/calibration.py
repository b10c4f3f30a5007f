"""What the orders of a past say of those to come: the numbers behind `odds`, apart from its sums,
so that whoever reads a policy loads no mathematics."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calibration:
    """How a shop's orders go on, as learned from its past.

    A variant's orders come at a rate nobody knows; what is believed of it is a gamma distribution.
    Before anything is counted, it is as if `prior_orders` had come in `prior_days`. Each order of
    the last 91 days adds `quarter`, of the last 28 days `month` besides, of the last 7 `week` too,
    and the days a variant was on sale add the same: what is new says more than what is old.
    `weekdays` is how busy each day is from Monday on, in UTC, where an even week is seven ones.
    `offer_taken` is the chance that somebody with a standing offer takes the piece when asked, one
    after the other, `asks_per_day` of them. `source` names the past it comes from.
    """

    prior_orders: float
    prior_days: float
    week: float
    month: float
    quarter: float
    source: str
    weekdays: tuple[float, ...] = (1.0,) * 7
    offer_taken: float = 0.5
    asks_per_day: int = 3

    def __post_init__(self) -> None:
        if not (0 < self.prior_orders < math.inf and 0 < self.prior_days < math.inf):
            raise ValueError("prior orders and prior days are above zero")
        if not all(0 <= weight < math.inf for weight in self.weights):
            raise ValueError("week, month and quarter are weights from zero")
        if len(self.weekdays) != 7 or min(self.weekdays) < 0:
            raise ValueError("weekdays are seven numbers from zero")
        if not math.isclose(sum(self.weekdays), 7, abs_tol=1e-6):
            raise ValueError("weekdays add up to seven")
        if not 0 <= self.offer_taken <= 1 or not 0 <= self.asks_per_day <= 24:
            raise ValueError("offers are taken with a chance from 0 to 1, up to 24 asks a day")

    @property
    def weights(self) -> tuple[float, float, float]:
        return self.week, self.month, self.quarter


# Learned from every return of a public year (`onward.study.odds.fitted`); its shop is closed on
# Saturdays, which is its own affair, so the week is even here. It knew no standing offers: that
# half of those asked say yes is assumed, and four waking hours each make three asks a day.
SHIPPED = Calibration(
    prior_orders=0.83,
    prior_days=2.02,
    week=1.77,
    month=0.81,
    quarter=0.065,
    source="UCI Online Retail, December 2010 to December 2011 (doi 10.24432/C5BW33)",
)
