"""How well the odds foretell a next owner: learned from the first half of a real year, judged on
returns of the second half that have 30 days of orders after them. A quarter of the orders are
willing, drawn anew for each seed; a return's odds know only what lay before it."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from statistics import fmean

import numpy as np

from onward.domain.odds import DAYS, Floats
from onward.study.book import Flags
from onward.study.hindsight import hindsight
from onward.study.linking import DAY_MS
from onward.study.odds import fitted, forecast
from onward.study.velocity import sold_before
from onward.study.verdicts import auc, brier, reliability
from tests.bench.figures import Figure
from tests.study.year import UNTAUGHT, halfway, year

SHARE = 0.25
SEEDS = range(100, 120)
WEEK = DAYS.index(7)
BASELINE = "1 - exp(-share * days * orders of the last 28 days / 28), which learns nothing"
# Draw by draw, (n, 3): what was said of each return for 1, 3 and 7 days, and what came of it.
Rounds = list[tuple[Floats, Flags]]


async def figures(_: Path) -> AsyncIterator[Figure]:
    orders, returns = year()
    half = halfway(orders)
    whole = returns.at <= orders.at.max() - 30 * DAY_MS
    second = whole & (returns.at > half)
    learned = fitted(orders.only(orders.at <= half), returns.only(returns.at <= half), UNTAUGHT)
    seen = [hindsight(orders, returns, SHARE, seed) for seed in SEEDS]
    came = [one.found for one in seen]
    ours = [forecast(orders, returns, SHARE, one.ahead, learned) for one in seen]
    sold, _on_sale_for = sold_before(orders, returns.item, returns.at)
    usual = 1 - np.exp(-SHARE * np.array(DAYS) * sold[:, 1:2] / 28)
    judged = _of(second, ours, came)
    plain = _of(second, [usual] * len(came), came)

    how = f"{int(second.sum()):,} returns of the second half, learned from the first"
    for days, place in zip(DAYS, range(len(DAYS)), strict=True):
        name = "" if place == WEEK else f".within_{days}d"
        for figure in _scores(name, judged, place, how):
            yield figure
        for figure in _scores(f".baseline{name}", plain, place, f"the same returns; {BASELINE}"):
            yield figure
    for name, rows in (
        (".baseline.year", whole),
        (".baseline.year_known", whole & (returns.at >= orders.at.min() + 28 * DAY_MS)),
    ):
        known = f"{int(rows.sum()):,} returns of the year"
        known += " that have 28 days of orders before them" if name.endswith("known") else ""
        rounds = _of(rows, [usual] * len(came), came)
        for figure in _scores(name, rounds, WEEK, f"{known}; {BASELINE}"):
            yield figure
    for days, place in zip(DAYS, range(len(DAYS)), strict=True):
        for figure in _table(judged, place, f"{how}; within {days}d"):
            yield figure


def _of(rows: Flags, said: list[Floats], came: list[Flags]) -> Rounds:
    return [(one[rows], other[rows]) for one, other in zip(said, came, strict=True)]


def _scores(name: str, rounds: Rounds, place: int, how: str) -> Iterator[Figure]:
    """How well the order is right, how far off the chances are, and whether they say too much."""
    how = f"{how}; within {DAYS[place]}d, {SHARE:.0%} willing, mean of {len(rounds)} draws"
    at = [(said[:, place], came[:, place]) for said, came in rounds]
    yield Figure(f"odds_auc{name}", fmean(auc(*one) for one in at), "", how)
    yield Figure(f"odds_brier{name}", fmean(brier(*one) for one in at), "", how)
    too_much = fmean(float(said.mean() - came.mean()) for said, came in at)
    yield Figure(f"odds_bias{name}", too_much, "", f"said less what came, on average; {how}")


def _table(rounds: Rounds, place: int, how: str) -> Iterator[Figure]:
    """The calibration table: what came of all returns of which about the same was said."""
    said = np.concatenate([said[:, place] for said, _ in rounds])
    came = np.concatenate([came[:, place] for _, came in rounds])
    for one in reliability(said, came):
        count = round(one.count / len(rounds))
        yield Figure(
            f"odds_calibration.within_{DAYS[place]}d.{one.low:.1f}-{one.high:.1f}",
            one.observed,
            "",
            f"found, where {one.predicted:.3f} was said; n = {count} of {how}",
        )
