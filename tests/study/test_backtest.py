"""What the report holds: stable keys, numbers that hang together, words that admit what is not."""

from dataclasses import replace
from datetime import timedelta
from math import nan

import numpy as np
import orjson
import pytest

from onward.domain.grades import Grade
from onward.domain.histories import History, Spots
from onward.domain.policy import Policy
from onward.study.assumptions import Assumption
from onward.study.backtest import STEPS, run
from onward.study.parcels import kilometers
from onward.study.report import Report
from onward.study.scene import NothingToReplay, Plan, Rules, home_country
from tests.study.pasts import Bought, Returned, discounted, past, policy

PROMISED = {
    "returns", "eligible", "matched", "match_rate", "wait_days", "by_velocity", "by_country",
    "cost_per_100", "days_to_refund", "co2e", "assumptions", "seconds", "rejected", "ineligible",
    "set_aside", "rows", "odds_method",
}  # fmt: skip


def a_past() -> History:
    """Forty returns of three items, ordered every few hours by many customers for 70 days."""
    lines = [
        Bought(at=hour / 24, customer=hour % 97, item=hour % 3, price=4_000 + 500 * (hour % 7))
        for hour in range(0, 24 * 70, 5)
    ]
    backs = [
        Returned(at=line.at + 4, customer=line.customer, item=line.item, value=line.price)
        for line in lines[: 4 * 40 : 4]
    ]
    return past(lines, backs)


def report(**changes: object) -> Report:
    return run(a_past(), Plan(policy(), **changes))  # type: ignore[arg-type]


def as_json(found: Report) -> dict[str, object]:
    told: dict[str, object] = orjson.loads(orjson.dumps(found))
    return told


def test_the_promised_keys_are_there() -> None:
    told = as_json(report())
    assert told.keys() >= PROMISED
    assert told["wait_days"].keys() == {"p10", "p50", "p90"}  # type: ignore[attr-defined]
    for name in ("cost_per_100", "days_to_refund"):
        assert told[name].keys() >= {"warehouse", "onward"}  # type: ignore[attr-defined]


def test_the_same_seed_says_the_same_and_another_one_does_not() -> None:
    assert as_json(report()) == as_json(report())
    assert report().waiting_curve != report(seed=2).waiting_curve


def test_the_parts_add_up_to_the_whole() -> None:
    found = report()
    assert found.eligible + sum(found.ineligible.values()) == found.returns == 40
    assert found.match_rate == pytest.approx(found.matched / found.eligible, abs=1e-4)
    assert sum(one.returns for one in found.by_velocity) == found.returns
    cost = found.cost_per_100
    assert cost.saving == pytest.approx(cost.warehouse - cost.onward, abs=0.02)
    assert cost.low <= cost.saving <= cost.high
    assert sum(found.cost_lines["warehouse"].values()) == pytest.approx(
        found.matched_cost_per_100.warehouse / 100 * value_of_matched(found), rel=1e-3
    )


def value_of_matched(found: Report) -> float:
    per_100 = found.matched_cost_per_100
    return sum(found.cost_lines["onward"].values()) / per_100.onward * 100


def test_a_longer_window_finds_no_fewer_owners() -> None:
    rates = [point.rate for point in report().waiting_curve]
    assert rates == sorted(rates)


def test_without_rules_everything_is_eligible_and_demand_alone_is_the_match_rate() -> None:
    found = report(rules=Rules.NONE, asked_days=7)
    assert found.eligible == found.returns
    assert found.ineligible == {}
    demand = next(one for one in found.demand_only if one.willing == found.asked.willing)
    assert found.match_rate == demand.rates["7"]


def test_each_assumption_has_a_source_a_range_and_the_result_at_its_ends() -> None:
    found = report()
    for one in found.assumptions:
        assert one.given.low <= one.given.likely <= one.given.high, one.name
        assert one.given.source
    by_name = {one.name: one for one in found.assumptions}
    assert by_name["handling"].low < by_name["handling"].high
    assert by_name["claims"].low > by_name["claims"].high
    saving = {one.likely for one in found.assumptions if one.of == "SAVING"}
    assert [round(value, 2) for value in saving] == [found.cost_per_100.saving]


def test_an_owner_is_looked_for_as_long_as_the_policy_does() -> None:
    found = report()
    assert (found.asked.window_days, found.asked.own_window) == (3.0, True)
    assert window_of(found).source == "your policy"
    shorter = policy()
    shorter = replace(shorter, windows=replace(shorter.windows, window_for=timedelta(hours=12)))
    half = run(a_past(), Plan(shorter, willing=0.25))
    assert half.asked.window_days == 0.5
    assert half.matched < run(a_past(), Plan(policy(), willing=0.25)).matched


def test_another_window_than_the_policys_is_admitted_among_the_assumptions() -> None:
    found = report(asked_days=7)
    assert (found.asked.window_days, found.asked.policy_window_days) == (7, 3)
    assert not found.asked.own_window
    assert window_of(found).source == "asked for; your policy stops looking after 3 days"
    [effect] = [one for one in found.assumptions if one.name == "window_days"]
    assert effect.high == effect.likely != effect.low


def window_of(found: Report) -> Assumption:
    return next(one.given for one in found.assumptions if one.name == "window_days")


def test_a_window_alone_does_what_a_replay_of_that_window_does() -> None:
    """The likely window's effect at its high end is the result of asking for that window."""
    [effect] = [one for one in report().assumptions if one.name == "window_days"]
    assert effect.given.high == 7
    asked = report(asked_days=7)
    assert effect.high == pytest.approx(asked.cost_per_100.saving, abs=0.01)


def graded(percent: int) -> Policy:
    """The policy that ships, with another discount for a piece, passed on before or not."""
    return discounted({Grade.LIKE_NEW: percent * 100, Grade.VERY_GOOD: percent * 100})


def test_a_grades_own_discount_is_what_the_next_owner_gets() -> None:
    unconcerned = {"costs": replace(policy().costs, compare=False), "ageing": None}
    usual = run(a_past(), Plan(replace(policy(), **unconcerned), asked_days=7))  # type: ignore[arg-type]
    dearer = run(a_past(), Plan(replace(graded(40), **unconcerned), asked_days=7))  # type: ignore[arg-type]
    assert usual.matched == dearer.matched > 0
    gone, before = dearer.cost_lines["onward"]["DISCOUNT"], usual.cost_lines["onward"]["DISCOUNT"]
    assert gone == 2 * before
    assert discount_of(dearer) == 0.4
    assert discount_of(usual) == 0.2


def discount_of(found: Report) -> float:
    return next(one.given.likely for one in found.assumptions if one.name == "discount")


def test_a_grades_own_discount_decides_what_pays() -> None:
    lines = [Bought(0, customer=1, price=10_000), Bought(5, customer=2, price=10_000), Bought(60)]
    history = past(lines, [Returned(4, customer=1, value=10_000)])
    assert run(history, Plan(graded(20), willing=1.0)).matched == 1
    assert run(history, Plan(graded(40), willing=1.0)).ineligible == {"NO_MARGIN": 1}


def test_what_stood_unsold_costs_less_as_in_the_shop() -> None:
    def discount(waited: float) -> int:
        lines = [Bought(0, customer=1, price=10_000), Bought(4 + waited, 2, price=10_000)]
        history = past([*lines, Bought(60)], [Returned(4, customer=1, value=10_000)])
        found = run(history, Plan(policy(), willing=1.0))
        assert found.matched == 1
        return found.cost_lines["onward"]["DISCOUNT"]

    assert discount(1) == 2_000
    assert discount(2) == 2_500


def test_a_straight_way_that_is_much_longer_is_admitted() -> None:
    found = report()
    assert found.co2e.low < 0 < found.co2e.high


RENO, NEWARK, BOSTON = (39.5, -119.8), (40.7, -74.2), (42.4, -71.1)


def between(returner: tuple[float, float], buyer: tuple[float, float]) -> Report:
    """One return, one order that takes it, and a warehouse in Reno."""
    lines = [Bought(0, 1, country=2), Bought(5, 2, country=2), Bought(60, 3, country=2)]
    history = past(lines, [Returned(4, 1, country=2)])
    lats, lons = (np.array([here, there, nan]) for here, there in zip(returner, buyer, strict=True))
    spots = Spots(lats, lons, lats[:1], lons[:1])
    return run(replace(history, spots=spots), Plan(policy("US"), willing=1.0, warehouse=RENO))


def test_ways_are_measured_between_postcodes_and_may_be_longer_straight() -> None:
    neighbors, across = between(NEWARK, BOSTON), between(RENO, NEWARK)
    assert neighbors.co2e.measured == across.co2e.measured == 1
    assert neighbors.co2e.onward_per_match < 0.1 * neighbors.co2e.warehouse_per_match
    one_leg = across.co2e.onward_per_match
    packed_anew = across.co2e.warehouse_per_match - one_leg
    assert packed_anew == pytest.approx(policy().impact.package_co2e_g / 1000, abs=0.01)
    assert neighbors.cost_lines["onward"]["LABEL"] < across.cost_lines["onward"]["LABEL"]


def test_where_a_warehouse_lies_nobody_knows_ways_are_assumed() -> None:
    lines = [Bought(0, 1), Bought(5, 2), Bought(60, 3)]
    found = run(past(lines, [Returned(4, 1)]), Plan(policy(), willing=1.0))
    assert found.matched == 1
    assert found.co2e.measured == 0


def test_kilometers_between_two_places_are_those_of_the_globe() -> None:
    assert kilometers(*RENO, *NEWARK) == pytest.approx(3_830, abs=20)


def test_a_discount_past_break_even_saves_nothing_any_more() -> None:
    lines = [Bought(hour / 24, hour % 97, price=12_000) for hour in range(0, 24 * 60, 5)]
    backs = [Returned(line.at + 4, line.customer, value=line.price) for line in lines[:80:4]]
    found = run(past(lines, backs), Plan(policy(), willing=0.5))
    even = found.break_even_discount
    assert even is not None
    for point in found.discounts:
        assert (point.margin_per_100 > 0) == (point.discount < even)
    assert found.discounts[-1].saving_with_rule >= 0 > found.discounts[-1].saving_per_100


def test_a_smaller_discount_brings_back_what_only_the_money_kept_off() -> None:
    lines = [Bought(hour / 24, hour % 97, price=20_000) for hour in range(0, 24 * 60, 5)]
    backs = [Returned(line.at + 4, line.customer, value=line.price) for line in lines[:80:4]]
    found = run(past(lines, backs), Plan(policy(), willing=0.5))
    assert found.ineligible == {"NO_MARGIN": found.returns}
    assert found.discounts[0].saving_with_rule > 0
    assert found.discounts[-1].saving_with_rule == 0


def test_only_the_buyers_money_counts_as_the_buyers_money() -> None:
    found = report()
    most = found.taking_part * found.matched / found.returns
    assert 0 < found.funded_first.share < most


def test_a_past_without_returns_or_without_time_is_refused_in_one_sentence() -> None:
    lines = [Bought(0, customer=1), Bought(20, customer=2)]
    with pytest.raises(NothingToReplay, match="holds no returns"):
        run(past(lines, []), Plan(policy()))
    with pytest.raises(NothingToReplay, match="30 days or more before the last order"):
        run(past(lines, [Returned(5, customer=1)]), Plan(policy()))
    with pytest.raises(NothingToReplay, match="1 within_two_days"):
        run(past(lines, [Returned(1, customer=1)]), Plan(policy()))


def test_whoever_waits_hears_of_every_step() -> None:
    heard: list[str] = []
    run(a_past(), Plan(policy()), step=heard.append)
    assert tuple(heard) == STEPS


def test_home_is_where_most_orders_went_and_never_nowhere() -> None:
    lines = [Bought(0, country=3), Bought(1, country=3), Bought(2, country=1)]
    assert home_country(past(lines, [])) == "FR"
