"""Each rule keeps a unit off the peer path by itself, none keeps it from the warehouse, and the
two cards say the same refund."""

from dataclasses import replace

import pytest

from onward.domain.grades import Grade
from onward.domain.money import Money
from onward.domain.refunds import promised_by
from onward.domain.returns import Reason
from onward.domain.routing import (
    RULES,
    CostLine,
    Crossroads,
    RouteType,
    UnitFacts,
    facts_of,
    peer_barrier,
    peer_barrier_before_photos,
    routes,
    unit_facts,
)
from onward.domain.shop import Unit
from tests.domain.examples import (
    A_LINE,
    A_VARIANT,
    AN_ORDER,
    LINE,
    POLICY,
    T0,
    TO_APPROVED,
    UNIT,
    ZONE,
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
)
OFF = replace(POLICY, peer_enabled=False)
# One change each that only one rule objects to, in the order of the rules.
BARRED = {
    "PEER_OFF": (FACTS, OFF),
    "FLAG_LITHIUM": (replace(FACTS, flags=frozenset({"lithium"})), POLICY),
    "REASON_EXCLUDED": (replace(FACTS, reason="DEFECTIVE"), POLICY),
    "CATEGORY_EXCLUDED": (replace(FACTS, category="swimwear"), POLICY),
    "CATEGORY_PAUSED": (FACTS, POLICY.pausing(frozenset({"clothing"}))),
    "COUNTRY_UNSUPPORTED": (replace(FACTS, country="GB"), POLICY),
    "TOO_MANY_HOPS": (replace(FACTS, hops=2), POLICY),
    "PRICE_UNKNOWN": (replace(FACTS, price=None), POLICY),
    "OVER_LIMIT": (replace(FACTS, value=usd(250_01)), POLICY),
}
HERE = Crossroads(FACTS, Grade.LIKE_NEW, usd(64_00), usd(6_00), ZONE, T0)


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


def test_the_two_cards_stand_side_by_side_with_the_same_refund() -> None:
    peer, warehouse = routes(HERE, POLICY)
    assert (peer.route, warehouse.route) == (RouteType.P2P, RouteType.WAREHOUSE)
    assert peer.allowed
    assert warehouse.allowed
    assert peer.refund == warehouse.refund == usd(64_00)
    assert (peer.bonus, warehouse.bonus) == (usd(3_20), None)
    assert (peer.total, warehouse.total) == (usd(67_20), usd(64_00))


def test_each_card_names_the_day_its_money_is_there() -> None:
    peer, warehouse = routes(HERE, POLICY)
    assert peer.promised_at == promised_by(POLICY, T0, ZONE, peer=True)
    assert warehouse.promised_at == promised_by(POLICY, T0, ZONE, peer=False)
    assert warehouse.promised_at < peer.promised_at


def test_each_card_knows_what_it_is_expected_to_cost_the_merchant() -> None:
    peer, warehouse = routes(HERE, POLICY)
    assert peer.costs == (
        CostLine("LABEL", usd(6_00)),
        CostLine("DISCOUNT", usd(16_00)),
        CostLine("BONUS", usd(3_20)),
    )
    assert warehouse.costs == (CostLine("LABEL", usd(6_00)), CostLine("HANDLING", usd(9_00)))


@pytest.mark.parametrize("code", BARRED)
def test_what_may_not_go_to_a_next_owner_still_goes_to_the_warehouse(code: str) -> None:
    facts, policy = BARRED[code]
    for grade in (None, Grade.LIKE_NEW):
        peer, warehouse = routes(replace(HERE, unit=facts, grade=grade), policy)
        assert (peer.allowed, peer.barrier, peer.bonus) == (False, code, None)
        assert warehouse.allowed
        assert warehouse.refund == usd(64_00)


def test_before_any_photo_the_peer_card_is_open_to_what_no_rule_forbids() -> None:
    peer, _ = routes(replace(HERE, grade=None), POLICY)
    assert peer.allowed


def test_a_grade_that_is_not_admitted_closes_the_peer_card() -> None:
    peer, _ = routes(replace(HERE, grade=Grade.GOOD), POLICY)
    assert (peer.allowed, peer.barrier) == (False, "GRADE_NOT_ADMITTED")


def test_a_piece_of_a_case_is_seen_as_the_rules_see_it() -> None:
    seen = facts_of(story(TO_APPROVED))
    assert seen == replace(FACTS, flags=frozenset())
    assert seen.value == usd(64_00)


def test_a_piece_is_worth_its_own_share_of_the_line() -> None:
    line = replace(A_LINE, quantity=2, discount=usd(1), tax=usd(3))
    unit = Unit(UNIT, LINE, 1, 1)
    seen = unit_facts(AN_ORDER, line, A_VARIANT, unit, Reason.COLOR)
    assert (seen.value, seen.hops, seen.reason) == (usd(79_99 + 1), 1, "COLOR")
