"""A real shop's year: the replay reproduces the rates that were known of it before."""

import re
from dataclasses import replace
from datetime import timedelta
from html import escape
from pathlib import Path
from statistics import mean

import numpy as np
import pytest

from onward.adapters.orders import load_preset
from onward.adapters.orders.histories import open_history_file
from onward.adapters.policies.reading import read_policy
from onward.cli.backtesting.page import headline, travelling
from onward.domain.histories import History
from onward.study.backtest import run
from onward.study.one_by_one import one_by_one
from onward.study.scene import Plan, Rules, Scene, home_country, scene_of
from onward.study.slices import Found
from onward.study.sweeps import DEMAND_WINDOWS, demand_table
from tests.shared import shared
from tests.study.adding_up import adds_up
from tests.study.pasts import policy

# Percent of 5,547 returns matched within 1, 3, 7 and 30 days, by the share of willing orders.
KNOWN = {
    1.0: (60.9, 79.8, 91.1, 97.7),
    0.5: (44.1, 65.9, 83.1, 95.8),
    0.25: (29.3, 49.4, 70.2, 91.3),
    0.1: (13.8, 27.5, 46.6, 77.7),
}
SEEDS = (1, 2, 3)
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def year() -> History:
    path = shared("data", "online_retail_2010_2011.parquet")
    return open_history_file(path, load_preset("uci")).read()


@pytest.fixture(scope="module")
def scenes(year: History) -> list[Scene]:
    return [scene_of(year, Plan(policy("GB"), Rules.NONE, seed=seed)) for seed in SEEDS]


def test_every_row_of_the_year_went_somewhere(year: History) -> None:
    rows = year.rows
    assert rows.read == 541_909
    assert rows.read == rows.lines + rows.returns + rows.rejected
    assert {one.reason for one in rows.refused} == {
        "not_a_product",
        "stock_correction",
        "nothing_paid",
        "bad_debt_adjustment",
    }


def test_the_returns_of_the_year_are_those_that_were_known(scenes: list[Scene]) -> None:
    assert int(scenes[0].counted.sum()) == 5_547
    returns = len(scenes[0].stage.linked.which) + sum(scenes[0].set_aside.values())
    assert returns - scenes[0].set_aside["no_customer"] == 8_475
    assert scenes[0].set_aside["no_earlier_purchase"] == 1_025


def test_demand_alone_matches_as_many_as_were_known(scenes: list[Scene]) -> None:
    tables = [dict(demand_table(scene)) for scene in scenes]
    for share, known in KNOWN.items():
        within = 0.3 if share == 1 else 1.5
        for at, days in enumerate(DEMAND_WINDOWS):
            found = 100 * mean(table[share][at] for table in tables)
            assert abs(found - known[at]) <= within, f"{share} willing, {days} days: {found:.1f}"


def test_the_speed_of_an_item_decides_as_was_known(scenes: list[Scene]) -> None:
    scene = scenes[0]
    found = scene.match(0.25, 7, scene.allowed)

    def rate(low: int, high: int) -> float:
        band = scene.counted & (scene.velocity >= low) & (scene.velocity <= high)
        return float(np.mean(found.matched[band]))

    assert abs(rate(1, 2) - 0.12) < 0.03
    assert abs(rate(41, 80) - 0.93) < 0.02


def test_the_report_that_the_readme_shows_is_of_this_year_and_its_numbers_are_true(
    year: History,
) -> None:
    shipped = read_policy()
    placed = replace(shipped, warehouse=replace(shipped.warehouse, country=home_country(year)))
    report = run(year, Plan(placed, willing=placed.open_box_share))
    page = (ROOT / "frontend" / "docs" / "backtest.html").read_text("utf-8")
    assert escape(headline(report)) in page
    assert not re.search(r"/(?:home|root|tmp|work|Users)/", page)
    readme = " ".join((ROOT / "README.md").read_text("utf-8").split())
    assert "](frontend/docs/backtest.html)" in readme
    hours = placed.windows.window_for // timedelta(hours=1)
    assert f"which looks for an owner for {hours} hours." in readme
    in_time, travelled = round(100 * report.matched_share), round(100 * travelling(report))
    assert (
        f"For {in_time} of 100 returns an order came in that time, and {travelled} would" in readme
    )
    # "Most of what it saves comes from pieces so cheap that keeping them is cheaper still."
    assert report.cost_per_100.beyond_keep < 0.5 * report.cost_per_100.saving


@pytest.mark.parametrize("rules", list(Rules))
def test_the_returns_of_the_year_one_by_one_add_up_to_its_report(
    year: History, rules: Rules
) -> None:
    seen: list[Found] = []
    shipped = replace(policy("GB"), odds_least=0.1)
    report = run(year, Plan(shipped, rules), replayed=seen.append)
    rows = one_by_one(seen[0])
    adds_up(report, rows)
    assert rows.height == 5_547 + 852 + sum(report.set_aside.values())


def test_with_the_shops_rules_every_return_is_let_through_or_kept_off(year: History) -> None:
    rules = replace(policy("GB"), odds_least=0.1)
    report = run(year, Plan(rules, asked_days=7))
    assert report.returns == report.eligible + sum(report.ineligible.values()) == 5_547
    assert report.ineligible["COUNTRY_UNSUPPORTED"] == 898
    assert 0.5 < report.match_rate < report.demand_only[2].rates["7"]
    for slices in (report.by_velocity, report.by_country):
        assert sum(one.returns for one in slices) == report.returns
        assert sum(one.matched for one in slices) == report.matched
