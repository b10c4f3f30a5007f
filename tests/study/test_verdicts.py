"""How good forecasts were, by measures one can reckon by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.study.verdicts import Bin, auc, brier, reliability

pairs = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=2, max_size=40)


def test_a_perfect_order_is_one_a_reversed_one_nought_and_no_opinion_a_half() -> None:
    found = np.array([False, False, True, True])
    assert auc(np.array([0.1, 0.2, 0.3, 0.4]), found) == 1
    assert auc(np.array([0.4, 0.3, 0.2, 0.1]), found) == 0
    assert auc(np.full(4, 0.7), found) == 0.5


@given(pairs.filter(lambda some: len({found for _, found in some}) == 2))
def test_it_is_how_often_the_found_one_had_the_better_chance(
    some: list[tuple[float, bool]],
) -> None:
    hits = [chance for chance, found in some if found]
    misses = [chance for chance, found in some if not found]
    better = [(hit > miss) + (hit == miss) / 2 for hit in hits for miss in misses]
    chance, found = (np.array(column) for column in zip(*some, strict=True))
    assert auc(chance, found) == pytest.approx(sum(better) / len(better))


@pytest.mark.parametrize("found", [True, False])
def test_where_all_went_alike_there_is_no_order_to_judge(found: bool) -> None:
    with pytest.raises(ValueError, match="both"):
        auc(np.array([0.1, 0.2]), np.array([found, found]))


def test_the_brier_score_is_the_mean_squared_miss() -> None:
    assert brier(np.array([1.0, 0.0]), np.array([True, False])) == 0
    assert brier(np.array([0.5, 0.5]), np.array([True, False])) == 0.25
    assert brier(np.array([0.8, 0.4]), np.array([True, False])) == pytest.approx((0.04 + 0.16) / 2)


def test_a_table_puts_what_was_said_beside_what_came() -> None:
    table = reliability(np.array([0.0, 0.0625, 0.9375, 1.0]), np.array([False, True, True, True]))
    assert table == [Bin(0.0, 0.1, 2, 0.03125, 0.5), Bin(0.9, 1.0, 2, 0.96875, 1.0)]


@given(pairs)
def test_every_forecast_is_in_one_bin(some: list[tuple[float, bool]]) -> None:
    chance, found = (np.array(column) for column in zip(*some, strict=True))
    table = reliability(chance, found)
    assert sum(one.count for one in table) == len(some)
    assert all(one.low <= one.predicted <= one.high + 1e-12 for one in table)
