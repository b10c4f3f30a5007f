"""Amounts are written with their sign and all their decimals."""

import pytest

from onward.domain.money import Money
from onward.messages import money


@pytest.mark.parametrize(
    ("minor", "currency", "written"),
    [
        (64_00, "USD", "$64.00"),
        (5, "GBP", "£0.05"),
        (1_250_50, "EUR", "€1,250.50"),
        (6_400, "JPY", "¥6,400"),
        (64_00, "CHF", "64.00 CHF"),
        (1_234, "KWD", "1.234 KWD"),
        (-12_34, "USD", "\N{MINUS SIGN}$12.34"),
        (0, "USD", "$0.00"),
    ],
)
def test_an_amount_is_written_as_people_read_it(minor: int, currency: str, written: str) -> None:
    assert money(Money(minor, currency)) == written
