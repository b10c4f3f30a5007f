"""What somebody who waits is told: chances from what came back, and what others found."""

import math
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.grades import Grade
from onward.domain.money import Money
from onward.domain.returns import Reason
from onward.domain.supply import Waiting, fit_of, offer_odds, waited_longer
from tests.domain.examples import A_VARIANT, POLICY, usd
from tests.domain.waiting import AN_OFFER

LIKE_NEW = frozenset({Grade.LIKE_NEW})
# An unopened one costs $80.00, and an opened one $64.00.
MINE = replace(AN_OFFER, highest=usd(70_00), grades=LIKE_NEW, country="US")
OTHER = Waiting(usd(70_00), LIKE_NEW, "US", people=3)
COUNTS = st.integers(0, 2_000)


@given(COUNTS, st.integers(0, 500))
def test_odds_are_chances_that_grow_with_time_and_with_what_comes(came: int, ahead: int) -> None:
    odds = offer_odds(came, ahead)
    more = offer_odds(came + 1, ahead)
    assert 0 <= odds.day7 <= odds.day30 <= 1
    assert odds.day7 <= more.day7 + 1e-12
    assert odds.day30 <= more.day30 + 1e-12
    assert offer_odds(came, ahead + 1).day30 <= odds.day30 + 1e-12


def test_where_none_came_nothing_is_promised() -> None:
    assert offer_odds(0, 0).day30 == 0


def test_the_first_in_line_waits_for_one_piece() -> None:
    assert offer_odds(9, 0).day30 == pytest.approx(1 - math.exp(-3))


def test_the_second_waits_for_two() -> None:
    assert offer_odds(9, 1).day30 == pytest.approx(1 - math.exp(-3) * (1 + 3))


@pytest.mark.parametrize(
    ("stands_for", "days", "mean"),
    [
        (timedelta(days=60), 30, 3.0),
        (timedelta(days=30) - timedelta(minutes=1), 30, 3.0),
        (timedelta(days=14), 14, 1.4),
        (timedelta(days=5, hours=12), 5, 0.5),
        (timedelta(hours=12), 1, 0.05),
        (-timedelta(hours=1), 1, 0.0),
    ],
)
def test_no_more_time_is_said_than_a_wish_stands(
    stands_for: timedelta, days: int, mean: float
) -> None:
    odds = offer_odds(9, 0, stands_for)
    assert odds.days == days
    assert odds.chance == pytest.approx(1 - math.exp(-mean), abs=1e-4)
    assert odds.day30 == pytest.approx(1 - math.exp(-3))


def test_people_and_pieces_are_counted_from_nothing() -> None:
    with pytest.raises(ValueError, match="counted from 0"):
        offer_odds(1, -1)


@pytest.mark.parametrize(
    ("other", "people"),
    [
        (OTHER, 3),
        (replace(OTHER, highest=usd(64_00)), 3),
        (replace(OTHER, highest=usd(63_99)), 0),
        (replace(OTHER, highest=Money(70_00, "EUR")), 0),
        (replace(OTHER, grades=frozenset({Grade.NEW_SEALED})), 0),
        (replace(OTHER, grades=frozenset(Grade)), 3),
        (replace(OTHER, country="DE"), 0),
    ],
)
def test_whom_their_offer_rules_out_is_not_counted(other: Waiting, people: int) -> None:
    assert waited_longer(MINE, [other], A_VARIANT, POLICY) == people
    assert waited_longer(MINE, [other, OTHER], A_VARIANT, POLICY) == people + 3


def test_where_both_wait_for_it_to_get_cheaper_who_says_less_is_not_counted() -> None:
    mine = replace(MINE, highest=usd(50_00))
    dearer, cheaper = replace(OTHER, highest=usd(55_00)), replace(OTHER, highest=usd(45_00))
    assert waited_longer(mine, [dearer, cheaper], A_VARIANT, POLICY) == 3


def test_what_has_no_price_today_counts_whoever_says_as_much() -> None:
    unpriced = replace(A_VARIANT, price=None)
    less = replace(OTHER, highest=usd(69_99))
    assert waited_longer(MINE, [OTHER, less], unpriced, POLICY) == 3


def test_what_most_found_is_told_with_all_who_returned_it() -> None:
    fit = fit_of({Reason.SIZE_TOO_SMALL: 4, Reason.UNWANTED: 1})
    assert fit is not None
    assert (fit.reason, fit.many, fit.returns) == (Reason.SIZE_TOO_SMALL, 4, 5)


@pytest.mark.parametrize(
    "reasons",
    [{}, {Reason.SIZE_TOO_SMALL: 2}, {Reason.UNWANTED: 7, Reason.DEFECTIVE: 2}],
)
def test_too_few_returns_or_none_about_fit_say_nothing(reasons: dict[Reason, int]) -> None:
    assert fit_of(reasons) is None
