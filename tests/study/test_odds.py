"""Learning the odds from a past: what was put in comes out, nothing from later gets in, and on a
real year they are better than the pace of the last four weeks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from onward.domain.calibration import SHIPPED
from onward.domain.histories import UNKNOWN
from onward.domain.odds import Demand, odds
from onward.study.hindsight import hindsight
from onward.study.linking import DAY_MS
from onward.study.odds import LEARNED, fitted, forecast
from onward.study.velocity import Moments, sold_before
from onward.study.verdicts import auc, brier
from tests.study.year import UNTAUGHT, halfway, year

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
TO_THE_MINUTE = DAY_MS // 1440
NOTHING = Moments(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64))


def made_up(seed: int = 3, days: int = 200, items: int = 300) -> tuple[Moments, Moments]:
    """A shop that is closed on Sundays, whose items sell at paces of a known gamma: 0.8 orders in
    4 days before anything is known; and returns at random moments."""
    chance = np.random.default_rng(seed)
    pace = chance.gamma(0.8, 1 / 4, items)
    item, at = [], []
    for one in range(items):
        moments = chance.uniform(0, days, chance.poisson(pace[one] * days * 7 / 6))
        moments = moments[(moments.astype(int) + 3) % 7 != 6]
        item += [one] * len(moments)
        at += (moments * 1440).astype(int).tolist()
    orders = Moments(
        np.array(item), np.array(at) * TO_THE_MINUTE, np.full(len(at), UNKNOWN, np.int64)
    )
    back = Moments(
        chance.integers(0, items, 2000),
        chance.integers(0, days * 1440, 2000) * TO_THE_MINUTE,
        np.arange(2000),
    )
    return orders, back


def test_what_a_made_up_shop_says_is_what_happens_there() -> None:
    """Learned from one shop, right about another of the same kind."""
    learned = fitted(*made_up(seed=3), start=UNTAUGHT)
    orders, returns = made_up(seed=4)
    whole = (returns.at > 28 * DAY_MS) & (returns.at < 190 * DAY_MS)
    seen = [hindsight(orders, returns, 0.5, seed) for seed in range(5)]
    said = np.mean([forecast(orders, returns, 0.5, one.ahead, learned)[whole] for one in seen], 0)
    came = np.mean([one.found[whole] for one in seen], 0)
    assert said.mean(axis=0) == pytest.approx(came.mean(axis=0), abs=0.02)
    slow = said[:, 2] < 0.3
    assert said[slow, 2].mean() == pytest.approx(came[slow, 2].mean(), abs=0.03)


def test_a_day_on_which_the_shop_is_closed_is_learned() -> None:
    *open_, sunday = fitted(*made_up()).weekdays
    assert sunday < 0.05
    assert min(open_) > 1


def test_only_what_lay_before_a_return_tells_its_odds() -> None:
    orders, returns = made_up()
    moment = 100 * DAY_MS
    then = returns.only(returns.at <= moment)
    known = orders.only(orders.at < moment)
    said = [
        forecast(of, then, 0.25, hindsight(of, then, 1, 0).ahead, SHIPPED) for of in (known, orders)
    ]
    assert said[0].tolist() == said[1].tolist()


def test_all_at_once_says_what_one_by_one_says() -> None:
    orders, returns = made_up()
    shop = replace(fitted(orders, returns), source="own")
    sold, on_sale_for = sold_before(orders, returns.item, returns.at)
    said = forecast(orders, returns, 0.25, np.zeros((len(returns), 3)), shop)
    for place in range(0, len(returns), 97):
        week, month, quarter = sold[place].astype(int).tolist()
        demand = Demand(
            sold=(week, month, quarter),
            open_box_share=0.25,
            at=EPOCH + int(returns.at[place]) * MILLISECOND,
            on_sale_for=float(on_sale_for[place]) * 86_400_000 * MILLISECOND,
        )
        of = odds(demand, shop)
        assert [of.day1, of.day3, of.day7] == pytest.approx(said[place].tolist(), rel=1e-9)


def test_a_short_past_stays_near_what_was_known_before() -> None:
    orders, returns = made_up()
    few = fitted(orders, returns.only(np.arange(len(returns)) % 400 == 0))
    many = fitted(orders, returns, start=UNTAUGHT)
    assert all(abs(np.log(getattr(few, of) / getattr(SHIPPED, of))) < 1 for of in LEARNED)
    assert many.prior_days != pytest.approx(UNTAUGHT.prior_days, rel=0.1)


def test_what_orders_cannot_tell_is_kept() -> None:
    start = replace(SHIPPED, offer_taken=0.3, asks_per_day=2)
    learned = fitted(*made_up(), start=start, draws=1)
    assert (learned.offer_taken, learned.asks_per_day) == (0.3, 2)
    assert "2000 returns" in learned.source


def test_a_past_too_short_to_learn_from_is_said() -> None:
    orders, returns = made_up(days=30)
    for one, other in ((orders, returns), (orders, NOTHING), (NOTHING, returns)):
        with pytest.raises(ValueError, match="28 days of orders"):
            fitted(one, other)


@pytest.mark.parametrize("willing", [(), (0.0,), (1.2,), (0.25, float("nan"))])
def test_a_share_that_is_none_is_refused(willing: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="shares of the willing"):
        fitted(*made_up(), willing=willing)


def test_the_shipped_numbers_are_what_the_whole_year_teaches() -> None:
    learned = fitted(*year(), start=UNTAUGHT)
    for of in LEARNED:
        assert getattr(SHIPPED, of) == pytest.approx(getattr(learned, of), rel=0.02), of


def test_on_a_real_year_they_are_better_than_the_pace_of_the_last_weeks() -> None:
    orders, returns = year()
    half = halfway(orders)
    learned = fitted(orders.only(orders.at <= half), returns.only(returns.at <= half), UNTAUGHT)
    rows = (returns.at > half) & (returns.at <= orders.at.max() - 30 * DAY_MS)
    assert rows.sum() == 3217
    sold, _on_sale_for = sold_before(orders, returns.item, returns.at)
    usual = 1 - np.exp(-0.25 * 7 * sold[rows, 1] / 28)
    scores = []
    for seed in range(5):
        seen = hindsight(orders, returns, 0.25, seed)
        said = forecast(orders, returns, 0.25, seen.ahead, learned)[rows, 2]
        came = seen.found[rows, 2]
        scores.append((auc(said, came), brier(said, came), auc(usual, came), brier(usual, came)))
    ours_auc, ours_brier, usual_auc, usual_brier = np.mean(scores, axis=0)
    assert ours_auc > max(0.836, usual_auc + 0.005)
    assert ours_brier < min(0.146, usual_brier - 0.003)
