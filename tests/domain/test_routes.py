"""Every way side by side: the same refund on all, the day its money is there, and why one that is
not open is not."""

from dataclasses import replace

import pytest

from onward.domain.assumed import RecoveryPolicy, Terms
from onward.domain.economics import label_minor
from onward.domain.events import Channel
from onward.domain.grades import Grade
from onward.domain.refunds import promised_by
from onward.domain.routes import Crossroads, Known, RouteOption, every_route, routes
from onward.domain.routing import RouteType
from tests.domain.examples import POLICY, T0, ZONE, usd
from tests.domain.test_routing import BARRED, FACTS

HERE = Crossroads(FACTS, Grade.LIKE_NEW, usd(64_00), ZONE, T0)
OPENED = Terms({Grade.LIKE_NEW: 6_000, Grade.GOOD: 4_500}, extra_minor=6_00, ships_out=True)
PALLET = Terms(dict.fromkeys(Grade, 1_000))
SHELF = POLICY.recovery.terms[Channel.WAREHOUSE]
GIVEN = Terms({Grade.GOOD: 0, Grade.ACCEPTABLE: 0}, 1_00)
TERMS = {
    Channel.WAREHOUSE: SHELF,
    Channel.RECOMMERCE: OPENED,
    Channel.LIQUIDATION: PALLET,
    Channel.DONATE: GIVEN,
}
MORE = replace(POLICY, recovery=RecoveryPolicy((Channel.WAREHOUSE, Channel.RECOMMERCE), TERMS))
RECYCLED = Terms({Grade.ACCEPTABLE: 0, Grade.DAMAGED: 0}, 80)
EVERY = replace(
    POLICY, recovery=RecoveryPolicy(tuple(Channel), {**TERMS, Channel.RECYCLE: RECYCLED})
)


def by_type(at: Crossroads) -> dict[RouteType, RouteOption]:
    return {option.route: option for option in every_route(at, MORE)}


def test_the_two_cards_stand_side_by_side_with_the_same_refund() -> None:
    peer, warehouse = routes(HERE, POLICY)
    assert (peer.route, warehouse.route) == (RouteType.P2P, RouteType.WAREHOUSE)
    assert peer.allowed
    assert warehouse.allowed
    assert peer.refund == warehouse.refund == usd(64_00)
    assert (peer.bonus, warehouse.bonus) == (usd(3_20), None)
    assert (peer.total, warehouse.total) == (usd(67_20), usd(64_00))


def test_every_way_there_is_stands_in_one_order_with_one_refund() -> None:
    options = every_route(HERE, MORE)
    assert [option.route for option in options] == list(RouteType)
    assert {option.refund for option in options} == {usd(64_00)}


def test_the_two_cards_are_the_first_two_of_all_ways() -> None:
    assert every_route(HERE, MORE)[:2] == routes(HERE, MORE)


def test_every_net_is_the_sum_of_its_lines() -> None:
    for option in every_route(HERE, MORE):
        assert option.net.minor == sum(line.amount.minor for line in option.lines)


def test_each_card_names_the_day_its_money_is_there() -> None:
    peer, warehouse = routes(HERE, POLICY)
    assert peer.promised_at == promised_by(POLICY, T0, ZONE, peer=True)
    assert warehouse.promised_at == promised_by(POLICY, T0, ZONE, peer=False)
    assert warehouse.promised_at < peer.promised_at
    assert (peer.days_to_refund, warehouse.days_to_refund) == (8, 3)


@pytest.mark.parametrize("code", BARRED)
def test_what_may_not_go_to_a_next_owner_still_goes_to_the_warehouse(code: str) -> None:
    facts, policy = BARRED[code]
    for grade in (None, Grade.LIKE_NEW):
        peer, warehouse = routes(replace(HERE, unit=facts, grade=grade), policy)
        assert (peer.allowed, peer.barrier, peer.bonus) == (False, code, None)
        assert warehouse.allowed
        assert warehouse.refund == usd(64_00)


@pytest.mark.parametrize("code", BARRED)
def test_what_is_not_open_is_weighed_all_the_same(code: str) -> None:
    facts, policy = BARRED[code]
    assert all(option.lines for option in every_route(replace(HERE, unit=facts), policy))


def test_before_any_photo_the_peer_card_is_open_to_what_no_rule_forbids() -> None:
    peer, _ = routes(replace(HERE, grade=None), POLICY)
    assert peer.allowed


def test_a_grade_that_is_not_admitted_closes_the_peer_card() -> None:
    peer, _ = routes(replace(HERE, grade=Grade.GOOD), POLICY)
    assert (peer.allowed, peer.barrier) == (False, "GRADE_NOT_ADMITTED")


def test_a_channel_is_open_where_policy_names_it_for_that_grade() -> None:
    barriers = {route: option.barrier for route, option in by_type(HERE).items()}
    assert barriers == {
        RouteType.P2P: None,
        RouteType.WAREHOUSE: None,
        RouteType.RECOMMERCE: None,
        RouteType.LIQUIDATION: "NOT_OFFERED",
        RouteType.DONATE: "NOT_OFFERED",
        RouteType.RECYCLE: "NOT_OFFERED",
        RouteType.KEEP_IT: "NOT_OFFERED",
    }
    worse = by_type(replace(HERE, grade=Grade.DAMAGED))
    assert worse[RouteType.RECOMMERCE].barrier == "GRADE_NOT_TAKEN"


@pytest.mark.parametrize(
    ("grade", "donate", "recycle"),
    [
        (Grade.LIKE_NEW, "GRADE_NOT_TAKEN", "GRADE_NOT_TAKEN"),
        (Grade.GOOD, None, "GRADE_NOT_TAKEN"),
        (Grade.ACCEPTABLE, None, None),
        (Grade.DAMAGED, "GRADE_NOT_TAKEN", None),
    ],
)
def test_giving_away_and_recycling_are_open_once_named_for_what_they_take(
    grade: Grade, donate: str | None, recycle: str | None
) -> None:
    here = replace(HERE, grade=grade)
    named = {option.route: option for option in every_route(here, EVERY)}
    assert named[RouteType.DONATE].barrier == donate
    assert named[RouteType.RECYCLE].barrier == recycle
    assert named[RouteType.DONATE].allowed is (donate is None)
    assert named[RouteType.KEEP_IT].barrier == "NOT_OFFERED"
    unnamed = by_type(here)
    assert unnamed[RouteType.DONATE].barrier == unnamed[RouteType.RECYCLE].barrier == "NOT_OFFERED"
    assert named[RouteType.DONATE].net == unnamed[RouteType.DONATE].net


def test_what_is_given_away_ends_at_the_dock_and_costs_what_its_terms_say() -> None:
    given = by_type(replace(HERE, grade=Grade.GOOD))[RouteType.DONATE]
    assert {line.code: line.amount.minor for line in given.lines} == {
        "LABEL_IN": -7_90, "HANDLING": -9_00, "SERVICE": -3_00, "CHANNEL": -1_00,
    }  # fmt: skip
    assert (given.impact.km, given.impact.parcels_of_100, given.impact.packages_of_100) == (
        1_200, 100, 0,
    )  # fmt: skip


def test_what_is_recalled_is_open_to_no_channel_but_the_warehouse() -> None:
    recalled = replace(HERE, unit=replace(FACTS, flags=frozenset({"recalled"})))
    options = by_type(recalled)
    assert options[RouteType.WAREHOUSE].allowed
    assert options[RouteType.RECOMMERCE].barrier == "FLAG_RECALLED"
    named = {option.route: option.barrier for option in every_route(recalled, EVERY)}
    assert named[RouteType.DONATE] == named[RouteType.RECYCLE] == "FLAG_RECALLED"


def test_a_shop_that_says_nothing_of_a_channel_weighs_it_as_bringing_nothing() -> None:
    recycled = by_type(HERE)[RouteType.RECYCLE]
    assert {line.code for line in recycled.lines} == {"LABEL_IN", "HANDLING", "SERVICE"}


def test_what_happened_is_taken_as_it_was() -> None:
    known = Known(usd(60_00), 40, usd(5_95), usd(6_55))
    peer, warehouse = routes(replace(HERE, known=known), POLICY)
    lines = {line.code: line.amount.minor for line in peer.lines}
    assert lines["DISCOUNT"] + lines["FULL_PRICE"] == -20_00
    assert lines["LABEL"] == -5_95
    assert {line.code: line.amount.minor for line in warehouse.lines}["LABEL_IN"] == -6_55
    usual = routes(HERE, POLICY)[0]
    assert peer.impact.km < usual.impact.km
    assert peer.saving.likely_g > usual.saving.likely_g


def test_a_next_owner_nearby_makes_a_cheaper_label() -> None:
    near = routes(replace(HERE, known=Known(km=40)), POLICY)[0]
    label = next(line.amount.minor for line in near.lines if line.code == "LABEL")
    assert -label == label_minor(300, 40, POLICY.costs)


def test_a_price_above_todays_new_price_is_not_what_a_next_owner_pays() -> None:
    """The difference is refunded, so the sum is made with the price as it falls."""
    above = routes(replace(HERE, known=Known(price=usd(90_00))), POLICY)[0]
    assert above.lines == routes(HERE, POLICY)[0].lines


def test_an_item_the_shop_no_longer_sells_is_weighed_at_what_was_paid() -> None:
    gone = replace(HERE, unit=replace(FACTS, price=None))
    peer, warehouse = routes(gone, POLICY)
    assert peer.barrier == "PRICE_UNKNOWN"
    assert warehouse.lines[0].amount == usd(64_00)


def test_the_odds_are_in_the_sum_and_in_no_rule_any_more() -> None:
    slow = replace(HERE, odds=0.0)
    peer = routes(slow, replace(POLICY, odds_least=0.5))[0]
    assert peer.allowed
    waiting = [line.amount.minor for line in peer.lines if line.code == "WAITING"]
    assert waiting
    assert peer.net < routes(HERE, POLICY)[0].net
