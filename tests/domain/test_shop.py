"""A line is worth what was paid for it."""

from dataclasses import replace

from tests.domain.examples import A_LINE, usd


def test_a_line_is_its_pieces_less_the_discount_and_with_its_tax() -> None:
    line = replace(A_LINE, quantity=3, unit_price=usd(10_00), discount=usd(1_00), tax=usd(2_03))
    assert line.total == usd(31_03)
