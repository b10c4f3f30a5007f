"""What could be known at a moment: only what lay before it, each order once."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.histories import UNKNOWN
from onward.study.linking import DAY_MS
from onward.study.velocity import Moments, by_item, days_since_monday, sold_before, weekdays

MONDAY = int(datetime(2026, 3, 2, tzinfo=UTC).timestamp() * 1000)


def sold(*days: float, item: int = 0) -> Moments:
    """Orders of one item by people nobody knows, so many days after a Monday's midnight."""
    at = np.array([MONDAY + round(day * DAY_MS) for day in days], np.int64)
    return Moments(np.full(len(at), item), at, np.full(len(at), UNKNOWN))


def asked(orders: Moments, day: float, item: int = 0) -> tuple[list[float], float]:
    at = np.array([MONDAY + round(day * DAY_MS)])
    counted, on_sale = sold_before(orders, np.array([item]), at)
    return counted[0].tolist(), float(on_sale[0])


def test_orders_are_counted_by_how_long_ago_they_were() -> None:
    orders = sold(0, 60, 75, 90, 94, 99.5)
    assert asked(orders, 100) == ([2, 4, 5], 100)


def test_an_order_at_that_very_moment_is_not_known_yet() -> None:
    assert asked(sold(10, 12), 12) == ([1, 1, 1], 2)
    assert asked(sold(12), 12) == ([0, 0, 0], 0)


def test_another_items_orders_do_not_count() -> None:
    assert asked(sold(1, 2, 3, item=1), 5, item=0) == ([0, 0, 0], 0)
    assert asked(sold(1, 2, 3, item=0), 5, item=1) == ([0, 0, 0], 0)
    assert asked(sold(1, 2, 3, item=1), 5, item=2) == ([0, 0, 0], 0)


def test_without_orders_nothing_was_sold() -> None:
    assert asked(sold(), 5) == ([0, 0, 0], 0)


entries = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3000)), max_size=60)


@given(entries, entries)
def test_counting_by_search_is_counting_one_by_one(
    orders: list[tuple[int, int]], questions: list[tuple[int, int]]
) -> None:
    hour = DAY_MS // 24
    items = np.array([item for item, _ in orders], np.int64)
    at = np.array([moment * hour for _, moment in orders], np.int64)
    book = Moments(items, at, np.full(len(at), UNKNOWN))
    item = np.array([item for item, _ in questions], np.int64)
    moments = np.array([moment * hour for _, moment in questions], np.int64)
    counted, on_sale = sold_before(book, item, moments)
    for place, (wanted, moment) in enumerate(questions):
        before = [then for of, then in orders if of == wanted and then < moment]
        within = [sum(moment - then <= days * 24 for then in before) for days in (7, 28, 91)]
        assert counted[place].tolist() == within
        assert on_sale[place] == pytest.approx((moment - min(before, default=moment)) / 24)


def test_the_busy_days_of_a_week_are_learned_and_add_up_to_seven() -> None:
    mondays = sold(*(7 * week + 0.4 for week in range(1000)))
    week = weekdays(mondays)
    assert sum(week) == pytest.approx(7)
    assert week[0] > 6
    assert max(week[1:]) < 0.1


def test_a_few_orders_leave_the_week_nearly_even() -> None:
    assert max(weekdays(sold(0.1, 0.2))) < 1.2
    assert weekdays(sold()) == pytest.approx((1,) * 7)


def test_a_week_begins_with_monday_at_midnight() -> None:
    assert days_since_monday(np.array([MONDAY])) % 7 == 0


def test_moments_are_sorted_by_item_then_time() -> None:
    some = Moments(np.array([3, 0, 3]), np.array([5, 9, 2]), np.array([7, 8, 9]))
    assert some.item.tolist() == [0, 3, 3]
    assert some.at.tolist() == [9, 2, 5]
    assert some.customer.tolist() == [8, 9, 7]
    assert by_item(some) == [slice(0, 1), slice(1, 1), slice(1, 1), slice(1, 3)]


@pytest.mark.parametrize(
    ("item", "at", "why"), [([0, 1], [5], "one length"), ([-1], [5], "counted from 0")]
)
def test_columns_that_do_not_fit_are_refused(item: list[int], at: list[int], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Moments(np.array(item), np.array(at), np.array(at))


def test_more_items_and_time_than_a_number_holds_is_said() -> None:
    far = Moments(np.array([10**9]), np.array([10**12]), np.array([UNKNOWN]))
    with pytest.raises(ValueError, match="too many items"):
        sold_before(far, np.array([0]), np.array([0]))
