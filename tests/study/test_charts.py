"""Charts of our own: round steps that hold the values, shares that stay in their track."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.cli.backtesting.charts import Plane, bars, span, steps
from onward.cli.backtesting.wording import days, decimal, percent


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_the_steps_of_an_axis_hold_its_values_and_are_few(low: float, width: float) -> None:
    found = steps(low, low + width)
    assert found[0] <= low + 1e-6
    assert found[-1] >= low + width - 1e-6
    assert 2 <= len(found) <= 8


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 12.5, [0, 2.5, 5, 7.5, 10, 12.5]),
        (-3, 4, [-4, -2, 0, 2, 4]),
        (0, 0.9, [0, 0.2, 0.4, 0.6, 0.8, 1]),
    ],
)
def test_steps_are_round(low: float, high: float, expected: list[float]) -> None:
    assert steps(low, high) == pytest.approx(expected)


def test_a_bar_stays_in_its_track_and_its_words_are_words() -> None:
    drawn = bars([("<b>", "few", 1.7, "170%"), ("less", "", -0.2, "none")])
    assert "width:100.00%" in drawn
    assert "width:0.00%" in drawn
    assert "&lt;b&gt;" in drawn


def test_a_curve_runs_from_the_lower_left_to_the_upper_right() -> None:
    plane = Plane("all", (0, 30), (0, 1))
    assert plane.x(0) < plane.x(30)
    assert plane.y(0) > plane.y(1)
    assert 'points="' in plane.curve([(0, 0), (30, 1)], "seam").svg()


def test_a_span_whose_ends_are_the_other_way_round_is_drawn_all_the_same() -> None:
    assert span(3, 2, 1, (0, 4)) == span(1, 2, 3, (0, 4))


def test_numbers_are_said_as_people_read_them() -> None:
    assert [percent(one) for one in (0, 0.004, 0.5, 0.9996, 1, -0.02)] == [
        "0%", "0.4%", "50%", "99.9%", "100%", "\N{MINUS SIGN}2%",
    ]  # fmt: skip
    assert [days(one) for one in (0.01, 0.5, 1, 1.96, 7)] == [
        "1 hour", "12 hours", "1 day", "2 days", "7 days",
    ]  # fmt: skip
    assert decimal(-0.001, 2) == "0.00"
