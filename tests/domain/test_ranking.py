"""Who comes first of those who may have a unit, what that costs, and how it is told."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.grades import Grade
from onward.domain.ids import AccountId, VariantId
from onward.domain.matching import Party
from onward.domain.offers import CostPart, DemandKind, Spot
from onward.domain.ranking import Beside, Candidate, barrier, ranked, shop_why, waited_minor
from tests.domain.examples import DAY, POLICY, T0, usd
from tests.domain.standing import offer, owner, unit

UNIT = unit()


def candidate(name: str, **given: Any) -> Candidate:
    of = offer(name, **given)
    return Candidate(of, owner(of), km=0)


def line(*candidates: Candidate) -> list[str]:
    return [one.candidate.offer.id for one in ranked(UNIT, candidates, POLICY, T0)]


def test_the_nearest_comes_first_where_all_else_is_equal() -> None:
    near, far = candidate("near"), candidate("far")
    assert line(replace(far, km=900), replace(near, km=30)) == ["near", "far"]


def test_who_has_waited_longer_comes_first_where_all_else_is_equal() -> None:
    assert line(candidate("new", days=1), candidate("old", days=9)) == ["old", "new"]


def test_of_two_who_cost_the_same_the_older_offer_comes_first_and_then_the_lesser_id() -> None:
    # Less than a day's worth of waiting apart.
    old, new = candidate("z", days=1.001), candidate("y", days=1)
    assert line(new, old, candidate("x", days=1)) == ["z", "x", "y"]


def test_the_form_of_demand_that_policy_names_first_comes_first_whatever_it_costs() -> None:
    order = candidate("order", kind=DemandKind.ORDER, days=20)
    wish = replace(candidate("wish"), km=4000)
    assert line(order, wish) == ["wish", "order"]
    turned = replace(POLICY.demand, precedence=(DemandKind.ORDER, DemandKind.STANDING_OFFER))
    policy = replace(POLICY, demand=turned)
    found = ranked(UNIT, [wish, order], policy, T0)
    assert [one.candidate.offer.id for one in found] == ["order", "wish"]


def test_one_who_takes_more_is_kept_for_what_else_may_come() -> None:
    assert line(replace(candidate("easy"), others=3), candidate("choosy")) == ["choosy", "easy"]


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("PRICE_TOO_HIGH", {"highest": usd(63_99)}),
        ("GRADE_NOT_WANTED", {"grades": frozenset({Grade.NEW_SEALED})}),
        ("OTHER_ITEM", {"variant_id": VariantId("another")}),
        ("OTHER_TERRITORY", {"country": "CA"}),
        ("SELF_PURCHASE", {"buyer_id": AccountId("returner")}),
    ],
)
def test_whom_a_rule_keeps_out_is_in_no_line(code: str, given: dict[str, Any]) -> None:
    out, free = candidate("out", **given), candidate("free", days=0)
    assert barrier(UNIT, out, POLICY, T0) == code
    found = ranked(UNIT, [out, free], POLICY, T0)
    assert [one.candidate.offer.id for one in found] == ["free"]
    assert (found[0].why.candidates, found[0].why.barred) == (1, 1)


def test_why_names_every_part_and_what_the_next_would_have_cost() -> None:
    first = replace(candidate("first", days=2), km=150, others=1)
    second = replace(candidate("second", days=0), km=1000)
    found = ranked(UNIT, [second, first], POLICY, T0, Beside(4, 5))
    assert found[0].why.parts == (
        CostPart("SHIPPING", 90), CostPart("WAITED", -50), CostPart("SCARCITY", 50)
    )  # fmt: skip
    assert found[0].why.total_minor == 90
    assert found[0].why.runner_up_minor == 600
    assert (found[0].why.candidates, found[0].why.barred) == (6, 5)
    assert found[1].why.runner_up_minor is None


def test_a_distance_nobody_knows_is_assumed_by_region_and_country() -> None:
    lost = replace(UNIT, spot=None)
    told = [
        ranked(lost, [replace(candidate("x", **where, days=0), km=None)], POLICY, T0)[0].why.parts
        for where in ({}, {"region": "CA"})
    ]
    assert told == [(CostPart("SHIPPING", 60),), (CostPart("SHIPPING", 240),)]


def test_an_offer_from_the_future_has_waited_for_nothing() -> None:
    assert waited_minor(T0 + DAY, POLICY.matching, T0) == 0


def test_who_buys_in_the_shop_came_first_and_that_is_why() -> None:
    why = shop_why(50, POLICY)
    assert (why.demand, why.total_minor, why.runner_up_minor) == (DemandKind.SHOP, 30, None)
    assert shop_why(None, POLICY).parts == ()


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 5000), st.booleans()), max_size=12))
def test_the_line_is_sorted_and_nobody_is_lost(drawn: list[tuple[int, int, bool]]) -> None:
    candidates = [
        replace(candidate(f"o{n}", days=days, spot=Spot(0, 0)), km=km)
        for n, (days, km, _) in enumerate(drawn)
    ]
    for n, (_, _, mine) in enumerate(drawn):
        if mine:
            self = Party(AccountId("returner"), "US")
            candidates[n] = replace(candidates[n], buyer=self)
    found = ranked(UNIT, candidates, POLICY, T0)
    totals = [one.why.total_minor for one in found]
    assert totals == sorted(totals)
    assert len(found) == sum(not mine for _, _, mine in drawn)
