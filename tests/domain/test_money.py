"""Money is whole minor units of one currency, and dividing it loses nothing."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.money import CurrencyMismatch, Money, parts, zero
from tests.domain.examples import usd

amounts = st.integers(-(10**9), 10**9).map(usd)
weights = st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any)


@given(amounts, weights)
def test_the_parts_sum_to_the_whole(amount: Money, shares: list[int]) -> None:
    assert sum(part.minor for part in parts(amount, shares)) == amount.minor


@given(amounts, weights)
def test_no_part_is_a_whole_unit_away_from_its_exact_share(
    amount: Money, shares: list[int]
) -> None:
    for part, weight in zip(parts(amount, shares), shares, strict=True):
        assert abs(part.minor - Fraction(amount.minor * weight, sum(shares))) < 1


@given(amounts, st.integers(1, 20))
def test_equal_shares_differ_by_at_most_one_and_the_earlier_are_larger(
    amount: Money, pieces: int
) -> None:
    shares = [part.minor for part in parts(amount, [1] * pieces)]
    assert max(shares) - min(shares) <= 1
    assert shares == sorted(shares, reverse=True)


@pytest.mark.parametrize("shares", [[0, 0], [3, -1]])
def test_nothing_is_divided_by_nothing_or_by_less(shares: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        parts(usd(100), shares)


@given(amounts, st.integers(0, 10_000))
def test_a_share_is_the_nearest_whole_unit(amount: Money, basis_points: int) -> None:
    exact = Fraction(amount.minor * basis_points, 10_000)
    assert amount.share(basis_points).minor == round(exact)


@pytest.mark.parametrize(("minor", "half"), [(1, 0), (3, 2), (5, 2), (-1, 0), (-3, -2)])
def test_a_share_that_falls_in_the_middle_goes_to_the_even_side(minor: int, half: int) -> None:
    assert usd(minor).share(5000).minor == half


@given(amounts, amounts)
def test_adding_and_taking_away_undo_each_other(one: Money, other: Money) -> None:
    assert one + other - other == one
    assert one - one == zero("USD")
    assert one + -one == zero("USD")
    assert (one < other) is (one.minor < other.minor)
    assert (one <= other) is (one.minor <= other.minor)


def test_two_currencies_never_meet() -> None:
    dollars, pounds = usd(1), Money(1, "GBP")
    for meet in (
        lambda: dollars + pounds,
        lambda: dollars - pounds,
        lambda: dollars < pounds,
        lambda: dollars <= pounds,
    ):
        with pytest.raises(CurrencyMismatch):
            meet()


@pytest.mark.parametrize("code", ["usd", "US", "DOLLAR", ""])
def test_a_currency_is_an_iso_code(code: str) -> None:
    with pytest.raises(ValueError, match="ISO 4217"):
        Money(1, code)
