"""A policy that can be followed and still defeats itself is told so, with the category and the
numbers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from onward.domain.assumed import RecoveryPolicy, Terms
from onward.domain.contradictions import (
    Idle,
    Loses,
    Pointless,
    contradictions,
    grades_given,
    paying_prices,
)
from onward.domain.economics import peer_margin, piece_of
from onward.domain.events import Channel
from onward.domain.grades import Grade
from onward.domain.policy import Ageing, Policy
from onward.domain.terms import RefundTerms
from tests.domain.examples import CLOTHING, POLICY, usd

DEAR = replace(CLOTHING, discount_bp=4_000)
LOSING = replace(POLICY, categories=POLICY.categories | {"clothing": DEAR})
HOUR = timedelta(hours=1)


def losing(policy: Policy) -> list[Loses]:
    return [one for one in contradictions(policy) if isinstance(one, Loses)]


def test_a_sound_policy_is_at_odds_with_nothing() -> None:
    assert contradictions(POLICY) == ()


def test_a_discount_that_loses_money_is_told_with_its_numbers() -> None:
    [one] = losing(LOSING)
    assert (one.category, one.grade, one.discount_bp) == ("clothing", Grade.LIKE_NEW, 4_000)
    assert (one.price_minor, one.km, one.other) == (60_00, 1_200, Channel.WAREHOUSE)
    piece = piece_of(usd(60_00), "clothing", Grade.LIKE_NEW, 0, LOSING, None)
    assert -one.loss_minor == peer_margin(piece, LOSING).minor < 0
    assert one.pays is not None
    assert one.pays[1] < 60_00


def test_a_discount_that_loses_at_every_price_says_so() -> None:
    free = replace(POLICY.costs, label_minor=0, per_100_km_minor=0, storage_days=0)
    nothing = replace(LOSING, handling_minor=0, costs=free)
    [one] = [one for one in losing(nothing) if one.category == "clothing"]
    assert one.pays is None


def test_a_peer_way_that_is_off_can_lose_nothing() -> None:
    assert contradictions(replace(LOSING, peer_enabled=False)) == ()


def test_a_category_that_never_goes_can_lose_nothing() -> None:
    never = replace(DEAR, peer=False)
    assert losing(replace(LOSING, categories=LOSING.categories | {"clothing": never})) == []


def test_it_is_told_whether_or_not_the_shop_compares() -> None:
    bold = replace(LOSING, costs=replace(LOSING.costs, compare=False))
    assert losing(bold) == losing(LOSING)


@pytest.mark.parametrize(
    ("code", "policy"),
    [
        (
            "NO_CATEGORY",
            replace(
                POLICY,
                categories={
                    name: replace(one, peer=False) for name, one in POLICY.categories.items()
                },
            ),
        ),
        ("ASKS_TOO_LONG", replace(POLICY, demand=replace(POLICY.demand, ask_for=73 * HOUR))),
        ("AGES_TOO_LATE", replace(POLICY, ageing=Ageing(72 * HOUR, 500))),
    ],
)
def test_a_setting_that_another_one_defeats_is_named(code: str, policy: Policy) -> None:
    assert contradictions(policy) == (Pointless(code),)


def with_fee(minor: int, **asked: object) -> Policy:
    return replace(POLICY, refunds=RefundTerms(fee_minor=minor), **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize("peer", [True, False])
def test_what_the_law_takes_from_a_policy_is_named(peer: bool) -> None:
    policy = replace(with_fee(4_95), peer_enabled=peer)
    assert contradictions(policy) == (Pointless("FEE_NOT_BY_LAW"),)
    week = replace(POLICY.windows, return_for=timedelta(days=7))
    assert Pointless("WINDOW_NOT_BY_LAW") in contradictions(replace(policy, windows=week))


def test_a_fee_that_leaves_nothing_is_named() -> None:
    fee = POLICY.costs.typical_minor
    assert Pointless("FEE_TAKES_ALL") in contradictions(with_fee(fee))
    assert Pointless("FEE_TAKES_ALL") not in contradictions(with_fee(fee - 1))


def test_the_prices_that_pay_are_those_with_a_margin() -> None:
    pays = paying_prices("clothing", Grade.LIKE_NEW, POLICY)
    assert pays is not None
    for price, sign in ((pays[0], 1), (pays[1], 1), (pays[1] * 11 // 10, -1)):
        piece = piece_of(usd(price), "clothing", Grade.LIKE_NEW, 0, POLICY, None)
        assert (peer_margin(piece, POLICY).minor >= 0) is (sign > 0)


def test_only_prices_that_may_go_are_tried() -> None:
    narrow = replace(POLICY, peer_least_minor=30_00, peer_limit_minor=40_00)
    assert paying_prices("clothing", Grade.LIKE_NEW, narrow) == (30_00, 40_00)


def test_a_category_gives_the_grades_that_its_answers_lead_to() -> None:
    assert grades_given(CLOTHING, POLICY) == [Grade.LIKE_NEW]
    lenient = replace(POLICY, peer_grades=frozenset({Grade.LIKE_NEW, Grade.VERY_GOOD}))
    assert grades_given(CLOTHING, lenient) == [Grade.LIKE_NEW, Grade.VERY_GOOD]


SHELF = POLICY.recovery.terms[Channel.WAREHOUSE]
LOTS = Terms(dict.fromkeys(Grade, 1_000), 50)
TERMS = {
    Channel.WAREHOUSE: SHELF,
    Channel.RECOMMERCE: Terms({Grade.LIKE_NEW: 6_000, Grade.ACCEPTABLE: 3_000}, 6_00, True),
    Channel.LIQUIDATION: LOTS,
    Channel.DONATE: Terms({Grade.GOOD: 0, Grade.ACCEPTABLE: 0}, 1_00),
    Channel.RECYCLE: Terms({Grade.ACCEPTABLE: 0, Grade.DAMAGED: 0}, 80),
}


def using(*channels: Channel) -> Policy:
    return replace(POLICY, recovery=RecoveryPolicy((Channel.WAREHOUSE, *channels), TERMS))


@pytest.mark.parametrize(
    ("channels", "told"),
    [
        ([Channel.DONATE], ()),
        ([Channel.RECYCLE], ()),
        ([Channel.RECOMMERCE], ()),
        ([Channel.DONATE, Channel.RECYCLE], (Idle(Channel.DONATE, (Grade.ACCEPTABLE,), False),)),
        (
            [Channel.LIQUIDATION, Channel.RECYCLE],
            (Idle(Channel.RECYCLE, (Grade.ACCEPTABLE, Grade.DAMAGED), True),),
        ),
    ],
)
def test_a_channel_that_another_one_leaves_nothing_to_is_named(
    channels: list[Channel], told: tuple[Idle, ...]
) -> None:
    assert contradictions(using(*channels)) == told
    alone = replace(using(*channels), peer_enabled=False)
    assert contradictions(alone) == told


def test_a_channel_that_sells_is_idle_only_where_it_gets_nothing_at_all() -> None:
    """It is better than the shelf for a dear piece of the last grade only."""
    assert contradictions(using(Channel.RECOMMERCE)) == ()
    poor = {**TERMS, Channel.RECOMMERCE: Terms({Grade.LIKE_NEW: 6_000}, 6_00, True)}
    policy = using(Channel.RECOMMERCE)
    policy = replace(policy, recovery=replace(policy.recovery, terms=poor))
    assert contradictions(policy) == (Idle(Channel.RECOMMERCE, (Grade.LIKE_NEW,), True),)
