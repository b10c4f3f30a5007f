"""Each rule keeps a unit off the peer path by itself, people before money, and none keeps it from
the warehouse."""

from dataclasses import replace

import pytest

from onward.domain.grades import Grade, Verdict
from onward.domain.money import Money
from onward.domain.policy import Policy, Question
from onward.domain.returns import Reason
from onward.domain.routing import (
    FOR_MONEY,
    FOR_PEOPLE,
    RULES,
    UnitFacts,
    facts_of,
    likely_grade,
    peer_barrier,
    peer_barrier_before_photos,
    recovery_barrier,
    unit_facts,
)
from onward.domain.shop import Unit
from tests.domain.examples import (
    A_LINE,
    A_VARIANT,
    AN_ORDER,
    CLOTHING,
    LINE,
    POLICY,
    TO_APPROVED,
    UNIT,
    story,
    usd,
)

FACTS = UnitFacts(
    reason="SIZE_TOO_SMALL",
    category="clothing",
    flags=frozenset({"cotton"}),
    value=usd(64_00),
    price=usd(80_00),
    hops=0,
    country="US",
    sku="SHIRT-M",
    weight_g=300,
)
OFF = replace(POLICY, peer_enabled=False)
# One change each that only one rule objects to, in the order of the rules.
BARRED = {
    "PEER_OFF": (FACTS, OFF),
    "FLAG_LITHIUM": (replace(FACTS, flags=frozenset({"lithium"})), POLICY),
    "REASON_EXCLUDED": (replace(FACTS, reason="DEFECTIVE"), POLICY),
    "CATEGORY_EXCLUDED": (replace(FACTS, category="swimwear"), POLICY),
    "STOPPED": (FACTS, replace(POLICY, stopped=frozenset({"sku:SHIRT-M"}))),
    "CATEGORY_PAUSED": (FACTS, POLICY.pausing(frozenset({"clothing"}))),
    "COUNTRY_UNSUPPORTED": (replace(FACTS, country="GB"), POLICY),
    "TOO_MANY_HOPS": (replace(FACTS, hops=2), POLICY),
    "BUNDLE_INCOMPLETE": (replace(FACTS, flags=frozenset({"bundle"}), complete=False), POLICY),
    "PRICE_UNKNOWN": (replace(FACTS, price=None), POLICY),
    "UNDER_LEAST": (FACTS, replace(POLICY, peer_least_minor=64_01)),
    "OVER_LIMIT": (replace(FACTS, value=usd(250_01)), POLICY),
    "UNLIKELY": (replace(FACTS, odds=0.0999), replace(POLICY, odds_least=0.1)),
    "NO_MARGIN": (replace(FACTS, price=usd(200_00)), POLICY),
}
ASKS = (*CLOTHING.questions, Question("complete", True, Verdict.ACCEPTED, Grade.VERY_GOOD))
ASKING = replace(
    POLICY, categories=POLICY.categories | {"clothing": replace(CLOTHING, questions=ASKS)}
)


def test_a_unit_no_rule_objects_to_may_go_to_its_next_owner() -> None:
    assert peer_barrier_before_photos(FACTS, POLICY) is None
    assert peer_barrier(FACTS, Grade.LIKE_NEW, POLICY) is None


@pytest.mark.parametrize("code", BARRED)
def test_each_rule_can_decide_alone_before_and_after_grading(code: str) -> None:
    facts, policy = BARRED[code]
    assert peer_barrier_before_photos(facts, policy) == code
    assert peer_barrier(facts, Grade.LIKE_NEW, policy) == code


def test_there_is_a_case_for_every_rule_in_its_order() -> None:
    spoken = [
        [rule(facts, policy) for rule in RULES].index(code)
        for code, (facts, policy) in BARRED.items()
    ]
    assert spoken == list(range(len(RULES)))


def test_what_protects_people_is_said_before_what_protects_money() -> None:
    facts = replace(FACTS, flags=frozenset({"recalled"}), reason="DEFECTIVE", value=usd(900_00))
    assert peer_barrier_before_photos(facts, POLICY) == "FLAG_RECALLED"


def test_of_several_flags_the_same_one_is_always_named() -> None:
    facts = replace(FACTS, flags=frozenset({"recalled", "hygiene", "final_sale"}))
    assert peer_barrier_before_photos(facts, POLICY) == "FLAG_FINAL_SALE"


def test_every_rule_that_protects_people_comes_before_every_one_about_money() -> None:
    assert RULES == FOR_PEOPLE + FOR_MONEY
    facts = replace(FACTS, price=None, odds=0.0)
    assert peer_barrier(facts, Grade.DAMAGED, POLICY) == "GRADE_NOT_ADMITTED"
    assert peer_barrier(replace(facts, hops=2), Grade.DAMAGED, POLICY) == "TOO_MANY_HOPS"


@pytest.mark.parametrize("stop", ["all", "category:clothing", "sku:SHIRT-M"])
def test_a_stop_reaches_everything_its_category_or_its_sku(stop: str) -> None:
    stopped = replace(POLICY, stopped=frozenset({stop}))
    assert peer_barrier_before_photos(FACTS, stopped) == "STOPPED"
    other = replace(FACTS, category="giftware", sku="MUG")
    assert (peer_barrier_before_photos(other, stopped) is None) is (stop != "all")


@pytest.mark.parametrize(
    ("complete", "policy", "barrier"),
    [
        (None, ASKING, None),
        (True, ASKING, None),
        (False, ASKING, "BUNDLE_INCOMPLETE"),
        # Where nobody is asked whether all is there, nobody can be sure of it.
        (None, POLICY, "BUNDLE_INCOMPLETE"),
    ],
)
def test_a_bundle_goes_on_only_where_somebody_said_that_all_is_there(
    complete: bool | None, policy: Policy, barrier: str | None
) -> None:
    bundle = replace(FACTS, flags=frozenset({"bundle"}), complete=complete)
    assert peer_barrier_before_photos(bundle, policy) == barrier
    single = replace(bundle, flags=frozenset())
    assert peer_barrier_before_photos(single, policy) is None


@pytest.mark.parametrize("odds", [None, 0.1, 0.9])
def test_what_is_likely_enough_or_unknown_is_offered(odds: float | None) -> None:
    facts = replace(FACTS, odds=odds)
    assert peer_barrier_before_photos(facts, replace(POLICY, odds_least=0.1)) is None


def test_what_is_paid_at_least_and_at_most_is_part_of_what_may_go() -> None:
    narrow = replace(POLICY, peer_least_minor=64_00, peer_limit_minor=64_00)
    assert peer_barrier_before_photos(FACTS, narrow) is None


def test_a_shop_that_does_not_compare_offers_what_loses_money() -> None:
    facts, policy = BARRED["NO_MARGIN"]
    bold = replace(policy, costs=replace(policy.costs, compare=False))
    assert peer_barrier_before_photos(facts, bold) is None


def test_a_piece_is_judged_by_the_discount_of_its_grade() -> None:
    steep = replace(CLOTHING, discounts_bp={Grade.LIKE_NEW: 9_000, Grade.NEW_SEALED: 500})
    policy = replace(POLICY, categories=POLICY.categories | {"clothing": steep})
    assert peer_barrier_before_photos(FACTS, policy) == "NO_MARGIN"
    assert peer_barrier(FACTS, Grade.LIKE_NEW, policy) == "NO_MARGIN"
    assert peer_barrier(FACTS, Grade.NEW_SEALED, policy) is None


def test_a_match_too_far_away_is_the_merchants_to_bear_so_it_is_not_offered() -> None:
    far = replace(POLICY, impact=replace(POLICY.impact, between_km=20_000))
    assert peer_barrier_before_photos(FACTS, far) == "NO_MARGIN"


def test_an_ungraded_piece_is_taken_for_the_best_that_may_go_on() -> None:
    assert likely_grade(None, POLICY) is Grade.LIKE_NEW
    assert likely_grade(Grade.DAMAGED, POLICY) is Grade.DAMAGED
    sealed = replace(POLICY, peer_grades=frozenset({Grade.NEW_SEALED}))
    assert likely_grade(None, sealed) is Grade.NEW_SEALED
    assert likely_grade(None, POLICY, hops=1) is Grade.VERY_GOOD


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("FLAG_LITHIUM", True),
        ("REASON_EXCLUDED", True),
        ("CATEGORY_EXCLUDED", True),
        ("STOPPED", True),
        ("BUNDLE_INCOMPLETE", True),
        ("TOO_MANY_HOPS", False),
        ("OVER_LIMIT", False),
        ("NO_MARGIN", False),
        ("PEER_OFF", False),
    ],
)
def test_what_somebody_must_see_goes_to_no_channel_by_itself(code: str, seen: bool) -> None:
    facts, policy = BARRED[code]
    assert recovery_barrier(facts, policy) == (code if seen else None)


@pytest.mark.parametrize("price", [usd(0), usd(1), Money(80_00, "GBP")])
def test_a_price_that_cannot_be_lowered_or_compared_is_unknown(price: Money) -> None:
    facts = replace(FACTS, price=price)
    assert peer_barrier_before_photos(facts, POLICY) == "PRICE_UNKNOWN"


def test_what_is_worth_exactly_the_limit_may_go() -> None:
    facts = replace(FACTS, value=usd(250_00))
    assert peer_barrier_before_photos(facts, POLICY) is None


def test_an_unknown_country_is_served_by_no_warehouse() -> None:
    nowhere = replace(POLICY, warehouse=replace(POLICY.warehouse, country="ZZ"))
    assert peer_barrier_before_photos(replace(FACTS, country="ZZ"), nowhere) == (
        "COUNTRY_UNSUPPORTED"
    )


def test_a_category_without_rules_of_its_own_has_the_defaults() -> None:
    assert peer_barrier_before_photos(replace(FACTS, category="giftware"), POLICY) is None


def test_a_reason_that_only_this_category_excludes_keeps_it_off_before_any_photo() -> None:
    picky = replace(POLICY.category("clothing"), excluded_reasons=frozenset({"OTHER"}))
    policy = replace(POLICY, categories=POLICY.categories | {"clothing": picky})
    other = replace(FACTS, reason="OTHER")
    assert peer_barrier_before_photos(other, policy) == "REASON_EXCLUDED"
    assert peer_barrier_before_photos(replace(other, category="giftware"), policy) is None


@pytest.mark.parametrize("grade", sorted(set(Grade) - POLICY.peer_grades))
def test_a_grade_policy_does_not_admit_keeps_it_off(grade: Grade) -> None:
    assert peer_barrier(FACTS, grade, POLICY) == "GRADE_NOT_ADMITTED"
    assert peer_barrier(FACTS, grade, replace(POLICY, peer_grades=frozenset(Grade))) is None


def test_a_unit_nobody_graded_is_not_passed_on() -> None:
    assert peer_barrier(FACTS, None, POLICY) == "NOT_GRADED"


def test_a_piece_of_a_case_is_seen_as_the_rules_see_it() -> None:
    seen = facts_of(story(TO_APPROVED))
    assert seen == replace(FACTS, flags=frozenset())
    assert seen.value == usd(64_00)


def test_a_piece_is_worth_its_own_share_of_the_line() -> None:
    line = replace(A_LINE, quantity=2, discount=usd(1), tax=usd(3))
    unit = Unit(UNIT, LINE, 1, 1)
    seen = unit_facts(AN_ORDER, line, A_VARIANT, unit, Reason.COLOR)
    assert (seen.value, seen.hops, seen.reason) == (usd(79_99 + 1), 1, "COLOR")


def test_a_warehouse_round_the_corner_leaves_the_straight_way_less_to_save() -> None:
    costs = replace(POLICY.costs, per_100_km_minor=300)
    impact = replace(POLICY.impact, from_warehouse_km=10)
    policy = replace(POLICY, costs=costs, impact=impact)
    assert peer_barrier_before_photos(FACTS, policy) is None
    near = replace(FACTS, warehouse_km=10)
    assert peer_barrier_before_photos(near, policy) == "NO_MARGIN"
