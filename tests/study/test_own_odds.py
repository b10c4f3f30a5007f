"""Odds of a shop's own: what a past teaches, what it is worth, and the table a policy reads."""

from importlib.resources import files
from random import Random

import pytest

from onward.adapters.orders import load_preset
from onward.adapters.orders.histories import open_history_file
from onward.adapters.policies.reading import policy_of, read_policy
from onward.cli.own_odds import table_of
from onward.domain.calibration import SHIPPED
from onward.domain.histories import History
from onward.study.own_odds import OwnOdds, own_odds
from onward.study.scene import NothingToReplay
from tests.shared import shared
from tests.study.pasts import Bought, Returned, past

TEXT = files("onward").joinpath("policy.toml").read_text(encoding="utf-8")


def steady(days: int, seed: int = 7) -> History:
    """Forty items: the even ones are ordered every day, the odd ones every sixth week, and one in
    nine comes back after four days."""
    chance = Random(seed)
    bought: list[Bought] = []
    returned: list[Returned] = []
    for item in range(40):
        gap = 1.0 if item % 2 == 0 else 42.0
        at = chance.random() * gap
        while at < days:
            customer = len(bought)
            bought.append(Bought(at, customer, item))
            if chance.random() < 1 / 9:
                returned.append(Returned(at + 4, customer, item))
            at += gap * (0.5 + chance.random())
    return past(bought, [one for one in returned if one.at < days], items=40)


@pytest.fixture(scope="module")
def learned() -> OwnOdds:
    return own_odds(steady(360), 0.25, "ours.csv")


def test_a_past_of_its_own_teaches_more_than_the_numbers_that_ship(learned: OwnOdds) -> None:
    assert learned.calibration.source == "ours.csv"
    assert learned.own.brier < learned.shipped.brier
    assert learned.judged > 100
    assert learned.returns > learned.judged


def test_what_no_past_of_orders_tells_stays_as_it_was(learned: OwnOdds) -> None:
    kept = learned.calibration.offer_taken, learned.calibration.asks_per_day
    assert kept == (SHIPPED.offer_taken, SHIPPED.asks_per_day)


@pytest.mark.parametrize("days", [20, 50])
def test_a_past_that_is_too_short_teaches_nothing(days: int) -> None:
    with pytest.raises(NothingToReplay, match="learn from"):
        own_odds(steady(days), 0.25, "short.csv")


def test_the_table_it_prints_is_the_one_a_policy_reads(learned: OwnOdds) -> None:
    head, _, rest = TEXT.partition("[odds]")
    after = rest[rest.index("# Who is asked, in which order") :]
    odds = policy_of(f"{head}{table_of(learned, 0.25)}\n\n{after}").odds
    for name in ("prior_orders", "prior_days", "week", "month", "quarter"):
        assert getattr(odds, name) == pytest.approx(getattr(learned.calibration, name), rel=1e-3)
    assert odds.weekdays == pytest.approx(learned.calibration.weekdays, abs=1e-3)
    assert odds.source == "ours.csv"
    assert odds != SHIPPED


def test_the_policy_that_ships_has_the_numbers_that_ship() -> None:
    assert read_policy().odds == SHIPPED


def test_a_real_year_foretells_its_second_half_better_than_a_share_of_its_days() -> None:
    file = open_history_file(shared("data", "online_retail_2010_2011.parquet"), load_preset("uci"))
    found = own_odds(file.read(), 0.25, "year")
    # The rule that learns nothing has 0.836 and 0.146 (the real material's README).
    assert found.own.auc > 0.85
    assert found.own.brier < 0.135
