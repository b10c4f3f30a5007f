"""What somebody who waits is told: chances from what came back, and what others found."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.returns import Reason
from onward.domain.supply import fit_of, offer_odds

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


def test_people_and_pieces_are_counted_from_nothing() -> None:
    with pytest.raises(ValueError, match="counted from 0"):
        offer_odds(1, -1)


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
