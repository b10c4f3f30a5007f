"""What happened to each return of a past within 1, 3 and 7 days, as far as demand decides it. The
whole replay, with rules and money, is the backtest's; this small one is what odds learn from."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

import numpy as np

from onward.domain.histories import UNKNOWN, Ints
from onward.domain.odds import DAYS
from onward.study.book import Flags, Floats
from onward.study.linking import DAY_MS
from onward.study.velocity import Moments, by_item

DAYS_MS = np.array(DAYS, np.int64) * DAY_MS
WINDOW_MS = max(DAYS) * DAY_MS
NEVER = int(np.iinfo(np.int64).max)


@dataclass(frozen=True, slots=True)
class Hindsight:
    """Of n returns and 1, 3, 7 days, (n, 3): whether each was `found` a next owner in that time,
    and how many returns of the same item were `ahead` of it when it came, each counted by the
    part of that time which was left to it."""

    found: Flags
    ahead: Floats


def hindsight(orders: Moments, returns: Moments, share: float, seed: int) -> Hindsight:
    """Replay the demand: oldest return first, to the earliest order within seven days after it of
    the same item by another customer (nobody known is another) that is willing and free. Each
    order is willing with probability `share`, by itself; the same seed draws the same."""
    chosen = orders.only(np.random.default_rng(seed).random(len(orders)) < share)
    waited = np.full(len(returns), NEVER)
    ahead = np.zeros((len(returns), len(DAYS)))
    begin, back = by_item(chosen), by_item(returns)
    for item, mine in enumerate(back):
        if item < len(begin):
            waited[mine] = _waits(returns, mine, chosen, begin[item])
        if mine.stop - mine.start > 1:
            ahead[mine] = _ahead(returns.at[mine], waited[mine])
    return Hindsight(waited[:, None] <= DAYS_MS, ahead)


def _waits(returns: Moments, mine: slice, orders: Moments, theirs: slice) -> list[int]:
    """How long each return of one item waits, in milliseconds; NEVER without an owner."""
    times, customers = orders.at[theirs].tolist(), orders.customer[theirs].tolist()
    taken = [False] * len(times)
    waits: list[int] = []
    for at, customer in zip(
        returns.at[mine].tolist(), returns.customer[mine].tolist(), strict=True
    ):
        waits.append(NEVER)
        for place in range(bisect_right(times, at), bisect_right(times, at + WINDOW_MS)):
            their_own = customers[place] == customer != UNKNOWN
            if not taken[place] and not their_own:
                taken[place], waits[-1] = True, times[place] - at
                break
    return waits


def _ahead(at: Ints, waited: Ints) -> Floats:
    """For each return of one item, those before it that still wait, by the part left to them."""
    ahead = np.zeros((len(at), len(DAYS)))
    times = at.tolist()
    for place, moment in enumerate(times):
        before = slice(bisect_left(times, moment - WINDOW_MS), place)
        age = moment - at[before]
        left = WINDOW_MS - age[waited[before] > age]
        ahead[place] = np.minimum(left[:, None] / DAYS_MS, 1).sum(axis=0)
    return ahead
