"""The small replay: whom each return goes to, and who was ahead of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.histories import UNKNOWN
from onward.study.hindsight import hindsight
from onward.study.linking import DAY_MS
from onward.study.velocity import Moments

HOUR = DAY_MS // 24
ANN, BEN, EVE = 1, 2, 3
Entry = tuple[int, float, int]


def past(*entries: Entry) -> Moments:
    """Item, days after the beginning, customer."""
    items, days, customers = zip(*entries, strict=True) if entries else ((), (), ())
    at = np.round(np.array(days) * DAY_MS).astype(np.int64)
    return Moments(np.array(items, np.int64), at, np.array(customers, np.int64))


def found(orders: Moments, returns: Moments) -> list[list[bool]]:
    within: list[list[bool]] = hindsight(orders, returns, 1, seed=0).found.tolist()
    return within


def test_a_return_goes_to_the_next_order_by_somebody_else() -> None:
    returns = past((0, 1, ANN))
    assert found(past((0, 3.5, BEN)), returns) == [[False, True, True]]
    assert found(past((0, 3.5, UNKNOWN)), returns) == [[False, True, True]]
    assert found(past((0, 3.5, ANN)), returns) == [[False, False, False]]
    assert found(past((1, 3.5, BEN)), returns) == [[False, False, False]]


def test_the_window_opens_after_the_moment_and_holds_its_last() -> None:
    returns = past((0, 1, ANN))
    assert found(past((0, 1, BEN)), returns) == [[False, False, False]]
    assert found(past((0, 2, BEN)), returns) == [[True, True, True]]
    assert found(past((0, 8, BEN)), returns) == [[False, False, True]]
    assert found(past((0, 8.01, BEN)), returns) == [[False, False, False]]


def test_an_order_takes_one_return_and_the_oldest() -> None:
    returns = past((0, 1, ANN), (0, 2, EVE))
    assert found(past((0, 3, BEN)), returns) == [[False, True, True], [False] * 3]


def test_an_order_by_the_first_in_line_goes_to_the_second() -> None:
    returns = past((0, 1, ANN), (0, 2, EVE))
    assert found(past((0, 3, ANN)), returns) == [[False] * 3, [True, True, True]]


def test_who_came_first_and_still_waits_is_ahead_by_what_is_left_to_it() -> None:
    returns = past((0, 1, ANN), (0, 6, EVE))
    assert hindsight(past(), returns, 1, 0).ahead[1] == pytest.approx([1, 2 / 3, 2 / 7])
    assert hindsight(past((0, 5, BEN)), returns, 1, 0).ahead[1].tolist() == [0, 0, 0]
    assert hindsight(past((0, 7, BEN)), returns, 1, 0).ahead[1] == pytest.approx([1, 2 / 3, 2 / 7])
    assert hindsight(past(), past((0, 1, ANN), (0, 8, EVE)), 1, 0).ahead[1].tolist() == [0, 0, 0]


def test_the_same_seed_draws_the_same_and_the_share_is_kept() -> None:
    orders = past(*((item, 2, BEN) for item in range(2000)))
    returns = past(*((item, 1, ANN) for item in range(2000)))
    drawn = hindsight(orders, returns, 0.25, seed=7).found[:, 2]
    assert drawn.tolist() == hindsight(orders, returns, 0.25, seed=7).found[:, 2].tolist()
    assert drawn.tolist() != hindsight(orders, returns, 0.25, seed=8).found[:, 2].tolist()
    assert drawn.mean() == pytest.approx(0.25, abs=0.05)


entries = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 400), st.sampled_from([UNKNOWN, ANN, BEN, EVE])),
    max_size=30,
)


@given(entries, entries)
def test_order_by_order_gives_the_same_as_return_by_return(
    bought: list[Entry], back: list[Entry]
) -> None:
    """Walked by another road: as each order comes in, the oldest return that waits gets it."""
    orders, returns = (
        past(*((i, hours / 24, who) for i, hours, who in of)) for of in (bought, back)
    )
    owner: dict[int, int] = {}
    for place in np.argsort(orders.at, kind="stable"):
        waiting = [
            one
            for one in np.argsort(returns.at, kind="stable")
            if one not in owner
            and returns.item[one] == orders.item[place]
            and 0 < orders.at[place] - returns.at[one] <= 7 * DAY_MS
            and not (returns.customer[one] == orders.customer[place] != UNKNOWN)
        ]
        if waiting:
            owner[int(waiting[0])] = int(orders.at[place] - returns.at[waiting[0]])
    waits = [owner.get(one, 10**15) for one in range(len(returns))]
    assert found(orders, returns) == [
        [wait <= days * DAY_MS for days in (1, 3, 7)] for wait in waits
    ]
