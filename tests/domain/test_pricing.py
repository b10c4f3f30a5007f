"""An opened piece costs a constant share less, and tax is the buyer's own place's."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.grades import Grade
from onward.domain.money import Money
from onward.domain.policy import Ageing
from onward.domain.pricing import has_aged, open_box_price, rate_of, tax_rate_bp, tax_rate_text
from tests.domain.examples import CLOTHING, DAY, POLICY, T0, usd


@given(st.integers(1, 10**7), st.integers(0, 10_000))
def test_it_is_the_new_price_less_the_discount_and_always_lower(minor: int, off_bp: int) -> None:
    category = replace(CLOTHING, discount_bp=off_bp)
    price = open_box_price(usd(minor), category)
    assert 0 <= price.minor < minor
    assert minor - price.minor == max(round(minor * off_bp / 10_000), 1)


@pytest.mark.parametrize(
    ("new", "opened"), [(80_00, 64_00), (79_99, 63_99), (12, 10), (13, 10), (1, 0)]
)
def test_a_fifth_off_ends_on_a_whole_minor_unit(new: int, opened: int) -> None:
    assert open_box_price(usd(new), CLOTHING) == usd(opened)


def test_a_yen_has_no_smaller_part() -> None:
    assert open_box_price(Money(6_403, "JPY"), CLOTHING) == Money(5_122, "JPY")


@given(st.integers(1, 10**7), st.integers(0, 6_000), st.integers(0, 4_000))
def test_rounding_favours_neither_side_by_more_than_a_cent(
    minor: int, off_bp: int, step_bp: int
) -> None:
    category = replace(CLOTHING, discounts_bp={Grade.LIKE_NEW: off_bp})
    aged = Ageing(DAY, step_bp)
    price = open_box_price(usd(minor), category, Grade.LIKE_NEW, aged)
    exact = Fraction(minor * (10_000 - off_bp - step_bp), 10_000)
    # Half a cent to the even side; a discount of nothing still takes the one cent off.
    assert abs(price.minor - exact) <= 1
    assert price.minor < minor


@pytest.mark.parametrize("off_bp", [500, 1500, 2000, 2500, 3333])
def test_over_every_price_of_a_round_rounding_favours_nobody(off_bp: int) -> None:
    category = replace(CLOTHING, discount_bp=off_bp)
    kept = Fraction(10_000 - off_bp, 10_000)
    # Each remainder comes as often as its opposite, so that the whole is nothing.
    prices = range(20_000, 40_000)
    total = sum(open_box_price(usd(one), category).minor - one * kept for one in prices)
    assert total == 0


@pytest.mark.parametrize(
    ("grade", "price"),
    [(None, 64_00), (Grade.NEW_SEALED, 70_40), (Grade.LIKE_NEW, 64_00)],
)
def test_a_grade_has_its_own_discount_where_the_category_names_one(
    grade: Grade | None, price: int
) -> None:
    category = replace(CLOTHING, discounts_bp={Grade.NEW_SEALED: 1200})
    assert open_box_price(usd(80_00), category, grade) == usd(price)


def test_what_stood_a_while_takes_one_step_and_no_second() -> None:
    ageing = Ageing(2 * DAY, 500)
    assert has_aged(ageing, T0, T0 + 2 * DAY - timedelta(seconds=1)) is None
    assert has_aged(ageing, T0, T0 + 2 * DAY) == has_aged(ageing, T0, T0 + 9 * DAY) == ageing
    assert has_aged(None, T0, T0 + 9 * DAY) is None
    assert open_box_price(usd(80_00), CLOTHING, None, ageing) == usd(60_00)


def test_discounts_that_exceed_the_price_leave_nothing_and_no_less() -> None:
    category = replace(CLOTHING, discount_bp=9_000)
    assert open_box_price(usd(80_00), category, None, Ageing(DAY, 2_000)) == usd(0)


@pytest.mark.parametrize("minor", [0, -1])
def test_an_item_without_a_price_has_no_lower_one(minor: int) -> None:
    with pytest.raises(ValueError, match="without a price"):
        open_box_price(usd(minor), CLOTHING)


@pytest.mark.parametrize(
    ("country", "region", "basis_points"),
    [("US", "CA", 725), ("US", "OR", 0), ("GB", "", 2000), ("GB", "CA", 2000), ("FR", "", 0)],
)
def test_the_rate_is_the_regions_else_the_countrys_else_nothing(
    country: str, region: str, basis_points: int
) -> None:
    assert tax_rate_bp(POLICY, country, region) == basis_points


def test_a_default_rate_counts_where_no_place_is_named() -> None:
    policy = replace(POLICY, tax_bp={"default": 500, "GB": 0})
    assert tax_rate_bp(policy, "FR", "") == 500
    assert tax_rate_bp(policy, "GB", "") == 0


def test_a_rate_for_a_category_counts_before_the_rate_of_its_place() -> None:
    policy = replace(POLICY, tax_bp={"US-NY": 400, "US-NY.clothing": 0, "GB.books": 0, "GB": 2000})
    assert tax_rate_bp(policy, "US", "NY", "clothing") == 0
    assert tax_rate_bp(policy, "US", "NY", "electronics") == 400
    assert tax_rate_bp(policy, "GB", "", "books") == 0
    assert tax_rate_bp(policy, "US", "CA", "clothing") == 0


@given(st.integers(0, 3000), st.integers(10_000, 10**7))
def test_a_rate_is_told_from_what_was_paid(rate_bp: int, minor: int) -> None:
    assert rate_of(usd(minor), usd(minor).share(rate_bp)) == rate_bp


def test_nothing_has_no_rate() -> None:
    assert rate_of(usd(0), usd(0)) == 0


@pytest.mark.parametrize(
    ("basis_points", "text"),
    [(0, "0%"), (400, "4%"), (725, "7.25%"), (2000, "20%"), (10_000, "100%"), (650, "6.5%")],
)
def test_a_rate_is_written_as_on_an_invoice(basis_points: int, text: str) -> None:
    assert tax_rate_text(basis_points) == text
