"""The chance of an owner that the shop would have seen at each return of a past: `domain.odds` for
many at once, from what a history knows."""

import numpy as np

from onward.domain.calibration import SHIPPED, Calibration
from onward.domain.odds import DAYS, SPANS, believed, open_days, turning_up
from onward.study.book import Floats
from onward.study.replaying import Stage
from onward.study.velocity import days_since_monday, moments, sold_before

# The shop takes what sold for the first time an hour ago for a day on sale, and what never sold
# for as long as it counts orders.
_LEAST_ON_SALE = 1.0


def chances(
    stage: Stage, willing: float, window_days: float, calibration: Calibration = SHIPPED
) -> Floats:
    """The chance, 0 to 1, of an owner within the window at each linked return, as `odds(...)
    .within(window)` says it. Standing offers are none and nobody is ahead: no history knows them.
    """
    returns, which = stage.history.returns, stage.linked.which
    at = returns.at[which]
    orders = moments(stage.history.lines, stage.book.lines)
    sold, since_first = sold_before(orders, returns.item[which], at)
    on_sale = np.where(since_first > 0, np.maximum(since_first, _LEAST_ON_SALE), float(max(SPANS)))
    shape, exposure = believed(calibration, sold, on_sale)
    expected = willing * open_days(calibration, days_since_monday(at))
    nobody = np.zeros_like(expected)
    within = turning_up(shape[:, None], exposure[:, None], expected, nobody)
    known = np.column_stack([nobody[:, 0], np.maximum.accumulate(within, axis=1)])
    return _between(known, window_days)


def _between(known: Floats, window_days: float) -> Floats:
    """On the straight line between the chances at 0, 1, 3 and 7 days; beyond, as at the last."""
    days = (0, *DAYS)
    weights = np.array([np.interp(window_days, days, one) for one in np.eye(len(days))])
    chance: Floats = np.clip(known @ weights, 0.0, 1.0)
    return chance
