"""The chance of a next owner: between never and surely, and right about what makes it likelier."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from math import comb, exp, lgamma, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.calibration import SHIPPED, Calibration
from onward.domain.odds import Demand, InTen, Odds, in_ten, odds, said, spans

DAY = timedelta(days=1)
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
DEMAND = Demand(sold=(3, 10, 25), open_box_share=0.25, at=MONDAY)
CLOSED_ON_SUNDAYS = replace(SHIPPED, weekdays=(7 / 6,) * 6 + (0.0,))
NEAR = 1e-12

shares = st.floats(0, 1)
left = st.floats(0, 7).map(lambda days: days * DAY)
weights = st.floats(0, 5)


@st.composite
def demands(draw: st.DrawFn) -> Demand:
    week, month, quarter = sorted(draw(st.lists(st.integers(0, 2000), min_size=3, max_size=3)))
    return Demand(
        sold=(week, month, quarter),
        open_box_share=draw(shares),
        at=MONDAY + draw(st.integers(0, 7 * 24 * 60)) * timedelta(minutes=1),
        offers=draw(st.integers(0, 40)),
        ahead=tuple(draw(st.lists(left, max_size=6))),
        on_sale_for=draw(st.integers(0, 400)) * DAY,
    )


@st.composite
def calibrations(draw: st.DrawFn) -> Calibration:
    busy = draw(
        st.lists(st.floats(0, 10), min_size=7, max_size=7).filter(lambda some: sum(some) > 1)
    )
    return Calibration(
        prior_orders=draw(st.floats(0.01, 50)),
        prior_days=draw(st.floats(0.01, 100)),
        week=draw(weights),
        month=draw(weights),
        quarter=draw(weights),
        source="drawn",
        weekdays=tuple(day * 7 / sum(busy) for day in busy),
        offer_taken=draw(shares),
        asks_per_day=draw(st.integers(0, 24)),
    )


def less(one: Odds, other: Odds) -> bool:
    """Whether one is nowhere likelier than the other."""
    return (
        one.day1 <= other.day1 + NEAR
        and one.day3 <= other.day3 + NEAR
        and one.day7 <= other.day7 + NEAR
    )


@given(demands(), calibrations())
def test_they_are_chances_that_grow_with_the_days(demand: Demand, shop: Calibration) -> None:
    of = odds(demand, shop)
    assert 0 <= of.day1 <= of.day3 <= of.day7 <= 1


@given(demands(), calibrations(), st.sampled_from([0, 1, 2]), st.integers(1, 50))
def test_more_orders_make_it_likelier(
    demand: Demand, shop: Calibration, span: int, more: int
) -> None:
    week, month, quarter = demand.sold
    sold = [(week + more, month + more, quarter + more), (week, month + more, quarter + more)]
    busier = replace(demand, sold=[*sold, (week, month, quarter + more)][span])
    assert less(odds(demand, shop), odds(busier, shop))


@given(demands(), calibrations())
def test_an_order_lately_says_more_than_one_long_ago(demand: Demand, shop: Calibration) -> None:
    *_, quarter = demand.sold
    assert less(
        odds(replace(demand, sold=(0, 0, quarter)), shop),
        odds(replace(demand, sold=(0, quarter, quarter)), shop),
    )


@given(demands(), calibrations())
def test_one_more_standing_offer_makes_it_likelier(demand: Demand, shop: Calibration) -> None:
    assert less(odds(demand, shop), odds(replace(demand, offers=demand.offers + 1), shop))


@given(demands(), calibrations(), left)
def test_one_more_return_ahead_makes_it_less_likely(
    demand: Demand, shop: Calibration, still: timedelta
) -> None:
    crowded = replace(demand, ahead=(*demand.ahead, still))
    assert less(odds(crowded, shop), odds(demand, shop))


@given(demands(), calibrations(), shares)
def test_more_willing_buyers_make_it_likelier(
    demand: Demand, shop: Calibration, share: float
) -> None:
    fewer, more = sorted((demand.open_box_share, share))
    assert less(
        odds(replace(demand, open_box_share=fewer), shop),
        odds(replace(demand, open_box_share=more), shop),
    )


@given(demands(), calibrations(), st.integers(1, 400))
def test_the_same_orders_in_more_days_make_it_less_likely(
    demand: Demand, shop: Calibration, longer: int
) -> None:
    slower = replace(demand, on_sale_for=demand.on_sale_for + longer * DAY)
    assert less(odds(slower, shop), odds(demand, shop))


def test_an_item_nobody_bought_lately_has_a_small_chance_and_not_none() -> None:
    still = odds(replace(DEMAND, sold=(0, 0, 0)))
    assert 0.001 < still.day1 < still.day3 < still.day7 < 0.05


def test_an_item_that_just_went_on_sale_is_believed_to_be_like_any_other() -> None:
    new = odds(replace(DEMAND, sold=(0, 0, 0), on_sale_for=timedelta(0)))
    assert odds(replace(DEMAND, sold=(0, 0, 0))).day7 < new.day7 < 0.5


def test_where_nobody_takes_an_opened_piece_only_standing_offers_find_an_owner() -> None:
    nobody = replace(DEMAND, open_box_share=0)
    assert odds(nobody) == Odds(0, 0, 0)
    assert odds(replace(nobody, offers=1)) == Odds(0.5, 0.5, 0.5)


def test_standing_offers_are_asked_one_after_the_other() -> None:
    of = odds(replace(DEMAND, open_box_share=0, offers=5))
    assert of.day1 == pytest.approx(1 - 0.5**3)
    assert of.day3 == pytest.approx(1 - 0.5**5)


def test_the_first_of_two_standing_offers_goes_to_the_return_that_came_first() -> None:
    of = odds(replace(DEMAND, open_box_share=0, offers=2, ahead=(7 * DAY,)))
    assert of.day7 == pytest.approx(0.25)


def test_a_return_ahead_counts_by_what_is_left_of_its_window() -> None:
    alone, crowded = odds(DEMAND), odds(replace(DEMAND, ahead=(DAY,)))
    whole = odds(replace(DEMAND, ahead=(7 * DAY,)))
    assert crowded.day1 == pytest.approx(whole.day1)
    assert whole.day7 < crowded.day7 < alone.day7


@pytest.mark.parametrize("ahead", [0, 1, 2, 5])
def test_it_is_the_textbook_negative_binomial_with_binomial_offers(ahead: int) -> None:
    """Summed term by term, by another road than the incomplete beta function."""
    demand = replace(DEMAND, offers=4, ahead=(7 * DAY,) * ahead)
    shape = SHIPPED.prior_orders + 3 * SHIPPED.week + 10 * SHIPPED.month + 25 * SHIPPED.quarter
    days = SHIPPED.prior_days + 7 * SHIPPED.week + 28 * SHIPPED.month + 91 * SHIPPED.quarter
    none = days / (days + 0.25 * 7)

    def orders(count: int) -> float:
        ways = lgamma(shape + count) - lgamma(shape) - lgamma(count + 1)
        return exp(ways + shape * log(none) + count * log(1 - none))

    too_few = sum(
        comb(4, taken) / 2**4 * orders(count)
        for taken in range(5)
        for count in range(ahead + 1)
        if taken + count <= ahead
    )
    assert odds(demand).day7 == pytest.approx(1 - too_few, rel=1e-9)


def test_much_selling_comes_near_to_an_even_pace() -> None:
    fast = odds(replace(DEMAND, sold=(700, 2800, 9100), open_box_share=0.01))
    assert fast.day1 == pytest.approx(1 - exp(-0.01 * 100), abs=0.02)
    assert fast.day3 == pytest.approx(1 - exp(-0.01 * 300), abs=0.02)


def test_a_closed_day_brings_nobody() -> None:
    saturday = datetime(2026, 3, 7, 23, 59, tzinfo=UTC)
    closed = odds(replace(DEMAND, at=saturday), CLOSED_ON_SUNDAYS)
    open_ = odds(DEMAND, CLOSED_ON_SUNDAYS)
    assert closed.day1 < 0.01 < open_.day1
    assert closed.day7 == pytest.approx(open_.day7)


def test_a_day_is_the_same_moment_in_every_time_zone() -> None:
    tokyo = MONDAY.astimezone(timezone(timedelta(hours=9)))
    same = odds(replace(DEMAND, at=tokyo), CLOSED_ON_SUNDAYS)
    assert same == odds(DEMAND, CLOSED_ON_SUNDAYS)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"sold": (-1, 2, 3)}, "orders are counted"),
        ({"sold": (3, 2, 3)}, "orders are counted"),
        ({"sold": (1, 3, 2)}, "orders are counted"),
        ({"open_box_share": 1.1}, "a share"),
        ({"open_box_share": float("nan")}, "a share"),
        ({"offers": -1}, "offers and times"),
        ({"ahead": (-DAY,)}, "offers and times"),
        ({"on_sale_for": -DAY}, "offers and times"),
        ({"at": MONDAY.replace(tzinfo=None)}, "time zone"),
    ],
)
def test_nonsense_has_no_odds(change: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        replace(DEMAND, **change)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"prior_orders": 0}, "prior"),
        ({"prior_days": float("inf")}, "prior"),
        ({"week": -1}, "weights"),
        ({"quarter": float("nan")}, "weights"),
        ({"weekdays": (1.0,) * 6}, "weekdays are seven"),
        ({"weekdays": (2.0,) * 4 + (1.0, -1.0, -1.0)}, "weekdays are seven"),
        ({"weekdays": (2.0,) * 7}, "add up to seven"),
        ({"offer_taken": 1.5}, "offers"),
        ({"asks_per_day": -1}, "offers"),
    ],
)
def test_a_calibration_that_cannot_be_is_refused(change: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        replace(SHIPPED, **change)  # type: ignore[arg-type]


def test_the_shipped_numbers_name_their_source() -> None:
    assert "10.24432/C5BW33" in SHIPPED.source


@given(shares)
def test_people_never_read_none_or_all_of_ten(chance: float) -> None:
    ten = in_ten(chance)
    assert 1 <= ten <= 9
    if 0.1 <= chance <= 0.9:
        assert abs(ten - chance * 10) <= 0.5


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (10 * DAY, (DAY, 3 * DAY, 7 * DAY)),
        (5 * DAY, (DAY, 3 * DAY, 5 * DAY)),
        (3 * DAY, (DAY, 3 * DAY)),
        (3 * DAY - timedelta(minutes=1), (DAY, 3 * DAY)),
        (2 * DAY, (DAY, 2 * DAY)),
        (timedelta(hours=5), (timedelta(hours=5),)),
        (timedelta(0), (timedelta(0),)),
    ],
)
def test_chances_are_said_for_no_more_time_than_is_left(
    left: timedelta, said: tuple[timedelta, ...]
) -> None:
    assert spans(left) == said


def test_it_is_said_for_three_days_or_as_many_as_one_asks() -> None:
    of = Odds(0.31, 0.68, 0.86)
    assert said(of) == InTen(ten=7, days=3)
    assert said(of, days=1) == InTen(ten=3, days=1)
    assert said(of, days=7) == InTen(ten=9, days=7)


def test_between_the_days_it_lies_on_the_line() -> None:
    of = Odds(0.2, 0.4, 0.8)
    hours = [0, 12, 24, 48, 72, 120, 168, 1000]
    within = [of.within(timedelta(hours=hour)) for hour in hours]
    assert within == pytest.approx([0, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 0.8])


def test_the_line_never_promises_more_than_the_chance_itself() -> None:
    of = odds(DEMAND)
    days = SHIPPED.prior_days + float(
        np.minimum(91, [7, 28, 91]) @ np.array([SHIPPED.week, SHIPPED.month, SHIPPED.quarter])
    )
    shape = SHIPPED.prior_orders + 3 * SHIPPED.week + 10 * SHIPPED.month + 25 * SHIPPED.quarter
    for tenths in range(1, 70):
        exact = 1 - (days / (days + 0.25 * tenths / 10)) ** shape
        assert of.within(tenths / 10 * DAY) <= exact + NEAR
