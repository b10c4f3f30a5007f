"""As many matches as there can be, and of these the cheapest: against every way there is."""

from collections.abc import Iterator
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from onward.domain.assignment import assigned
from onward.domain.refusals import Impossible

SIZES = st.tuples(st.integers(1, 5), st.integers(1, 5))


def every_way(allowed: np.ndarray) -> Iterator[dict[int, int]]:
    """All sets of pairs in which nobody stands twice."""
    rows, columns = allowed.shape
    for size in range(min(rows, columns) + 1):
        for some in combinations(range(rows), size):
            for picked in permutations(range(columns), size):
                if all(allowed[row, column] for row, column in zip(some, picked, strict=True)):
                    yield dict(zip(some, picked, strict=True))


@given(st.data())
def test_no_other_way_matches_more_or_costs_less(data: st.DataObject) -> None:
    size = data.draw(SIZES)
    costs = data.draw(arrays.arrays(np.int64, size, elements=st.integers(-10_000, 100_000)))
    allowed = data.draw(arrays.arrays(np.bool_, size))
    found = assigned(costs, allowed)

    def worth(pairs: dict[int, int]) -> tuple[int, int]:
        return -len(pairs), sum(int(costs[row, column]) for row, column in pairs.items())

    assert len(set(found.values())) == len(found)
    assert all(allowed[row, column] for row, column in found.items())
    assert worth(found) == min(map(worth, every_way(allowed)))


def test_a_dear_match_is_better_than_none() -> None:
    costs = np.array([[1, 10**8], [0, 10**8]])
    allowed = np.array([[True, True], [True, False]])
    assert assigned(costs, allowed) == {0: 1, 1: 0}


def test_nobody_to_match_is_no_match() -> None:
    none = np.zeros((0, 3), np.int64)
    assert assigned(none, none.astype(bool)) == {}
    assert assigned(np.zeros((2, 2), np.int64), np.zeros((2, 2), bool)) == {}


def test_costs_that_no_float_can_tell_apart_are_refused() -> None:
    costs = np.array([[0, 2**50], [1, 3]])
    with pytest.raises(Impossible, match="told apart"):
        assigned(costs, np.ones((2, 2), bool))


def test_costs_and_pairs_of_two_shapes_are_refused() -> None:
    with pytest.raises(Impossible, match="pairs"):
        assigned(np.zeros((2, 2), np.int64), np.ones((2, 3), bool))
