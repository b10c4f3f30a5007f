"""An opened piece costs a constant share less, and tax is the buyer's own place's."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.money import Money
from onward.domain.pricing import open_box_price, tax_on, tax_rate_bp, tax_rate_text
from tests.domain.examples import CLOTHING, POLICY, usd


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


def test_tax_is_on_top_of_the_price() -> None:
    assert tax_on(usd(64_00), POLICY, "US", "CA") == usd(4_64)
    assert tax_on(Money(12_50, "GBP"), POLICY, "GB", "") == Money(2_50, "GBP")


@pytest.mark.parametrize(
    ("basis_points", "text"),
    [(0, "0%"), (400, "4%"), (725, "7.25%"), (2000, "20%"), (10_000, "100%"), (650, "6.5%")],
)
def test_a_rate_is_written_as_on_an_invoice(basis_points: int, text: str) -> None:
    assert tax_rate_text(basis_points) == text
