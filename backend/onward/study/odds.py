"""Learns from a shop's own past how likely a next owner turns up, and shows what would have been
said at each return. What then happened is hindsight's to say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize

from onward.domain.calibration import SHIPPED, Calibration
from onward.domain.histories import Ints
from onward.domain.odds import DAYS, believed, open_days, turning_up
from onward.study.book import Floats
from onward.study.hindsight import WINDOW_MS, hindsight
from onward.study.linking import DAY_MS
from onward.study.velocity import Moments, days_since_monday, sold_before, weekdays

# Before so many days of a past the counts are too short to learn from.
LEAST_PAST_MS = 28 * DAY_MS
LEARNED = ("prior_orders", "prior_days", "week", "month", "quarter")


@dataclass(frozen=True, slots=True)
class Learning:
    """What the numbers are learned from, one entry a return, share and count of those ahead:
    `found` (m, 3) is the part of the draws that found an owner. The `weight` of all is the number
    of returns."""

    share: Floats
    sold: Floats
    on_sale_for: Floats
    moment: Floats
    ahead: Floats
    found: Floats
    weight: Floats


def fitted(
    orders: Moments,
    returns: Moments,
    start: Calibration = SHIPPED,
    willing: Sequence[float] = (0.1, 0.25, 0.5),
    draws: int = 3,
    seed: int = 1,
) -> Calibration:
    """The calibration under which this past is likeliest, not far from `start` without reason.

    `orders` and `returns` are all there were up to a day; the returns are those that compete, so
    leave out cancellations. For each share in `willing` (above 0, up to 1) every order is drawn
    willing or not `draws` times. Learned from are returns with 28 days of orders before and 7
    after them; the fewer there are, the nearer to `start` it stays. What a past of orders cannot
    tell, as how many standing offers are taken, comes from `start`.
    """
    if not willing or not all(0 < share <= 1 for share in willing):
        raise ValueError("shares of the willing lie above 0, up to 1")
    past = learning(orders, returns, willing, draws, seed)
    source = f"own history of {len(returns)} returns"
    given = replace(start, source=source, weekdays=weekdays(orders))
    center = np.log([start.prior_orders, start.prior_days, *(max(w, 1e-3) for w in start.weights)])

    def at(point: Floats) -> Calibration:
        values = np.exp(np.clip(point, -12, 12)).tolist()
        return replace(given, **dict(zip(LEARNED, values, strict=True)))

    def cost(point: Floats) -> float:
        return _surprise(past, at(point)) + 0.5 * float(np.sum((point - center) ** 2))

    # Per return, so that the search stops at the same accuracy for any length of past.
    returned = float(past.weight.sum())
    best = minimize(lambda point: cost(point) / returned, center, method="L-BFGS-B")
    return at(np.asarray(best.x, float))


def learning(
    orders: Moments, returns: Moments, willing: Sequence[float], draws: int, seed: int
) -> Learning:
    """The returns to learn from; alike ones of several draws are one, so that it goes fast."""
    kept = _whole(orders, returns)
    if not len(kept):
        raise ValueError("no return has 28 days of orders before it and 7 after it")
    sold, on_sale_for = sold_before(orders, returns.item, returns.at)
    rows: list[Floats] = []
    for share in willing:
        for draw in range(draws):
            seen = hindsight(orders, returns, share, seed + draw)
            shares = np.full(len(kept), share)
            rows.append(np.column_stack([shares, kept, seen.ahead[kept], seen.found[kept]]))
    every = np.concatenate(rows)
    alike, which, weight = np.unique(every[:, :5], axis=0, return_inverse=True, return_counts=True)
    found = np.zeros((len(alike), len(DAYS)))
    np.add.at(found, which.ravel(), every[:, 5:])
    place = alike[:, 1].astype(np.int64)
    return Learning(
        share=alike[:, 0],
        sold=sold[place],
        on_sale_for=on_sale_for[place],
        moment=days_since_monday(returns.at[place]),
        ahead=alike[:, 2:],
        found=found / weight[:, None],
        weight=weight / (len(willing) * draws),
    )


def forecast(
    orders: Moments, returns: Moments, share: float, ahead: Floats, calibration: Calibration
) -> Floats:
    """What would have been said at each return of its chance within 1, 3 and 7 days: (n, 3), from
    what lay before it. `ahead` as `hindsight` gives it; nobody had a standing offer."""
    sold, on_sale_for = sold_before(orders, returns.item, returns.at)
    days = share * open_days(calibration, days_since_monday(returns.at))
    shape, exposure = believed(calibration, sold, on_sale_for)
    return turning_up(shape[:, None], exposure[:, None], days, ahead)


def _whole(orders: Moments, returns: Moments) -> Ints:
    """The positions of the returns whose time before and after lies within the past."""
    if not len(orders):
        return np.zeros(0, np.int64)
    since, until = int(orders.at.min()) + LEAST_PAST_MS, int(orders.at.max()) - WINDOW_MS
    return np.flatnonzero((returns.at >= since) & (returns.at <= until)).astype(np.int64)


def _surprise(past: Learning, calibration: Calibration) -> float:
    """Minus the log-likelihood of what happened, in nats; draws and times averaged."""
    shape, exposure = believed(calibration, past.sold, past.on_sale_for)
    days = past.share[:, None] * open_days(calibration, past.moment)
    chance = np.clip(
        turning_up(shape[:, None], exposure[:, None], days, past.ahead), 1e-9, 1 - 1e-9
    )
    log = past.found * np.log(chance) + (1 - past.found) * np.log1p(-chance)
    return -float((past.weight @ log).mean())
