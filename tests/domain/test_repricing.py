"""Prices come down with the new one and with time, never up; who paid too much gets it back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.events import NewPriceFell, RefundScheduled, Repriced
from onward.domain.halves import buyers_half, returners_half
from onward.domain.ids import RefundId
from onward.domain.life import ListingStatus, MatchStatus, PurchaseStatus
from onward.domain.payouts import buyer_refunded, given_back
from onward.domain.policy import Ageing
from onward.domain.pricing import open_box_price
from onward.domain.refunds import Payee, RefundFor
from onward.domain.repricing import difference_owed, lower_price, repriced
from onward.domain.shop import Order
from onward.domain.story import Story
from tests.domain.applying import applied, kinds
from tests.domain.examples import (
    A_LISTING,
    A_MATCH,
    A_PURCHASE,
    A_VARIANT,
    AN_ORDER,
    BUYER,
    BUYERS_REFUND,
    CLOTHING,
    DAY,
    HOUR,
    POLICY,
    PURCHASE,
    T0,
    TO_HAND_IN,
    TO_THE_ROAD,
    story,
    usd,
)
from tests.domain.waiting import asked, on_offer

LATER = T0 + 20 * HOUR
HELD = replace(A_LISTING, status=ListingStatus.HELD)
AGEING = replace(POLICY, ageing=Ageing(2 * DAY, 500))
IN_CALIFORNIA: Order = replace(
    AN_ORDER, id=PURCHASE, account_id=BUYER, country="US", region="CA", time_zone="UTC"
)
# 64.00 and 7.25% tax on it.
PAID = replace(A_PURCHASE, tax=usd(4_64))


def new_costs(minor: int, whole: Story) -> Story:
    return replace(whole, variant=replace(A_VARIANT, price=usd(minor)))


def sold(said: tuple[object, ...] = TO_HAND_IN, **changes: object) -> Story:
    rows = {"listing": HELD, "purchases": (PAID,), "sales": (IN_CALIFORNIA,)}
    return story(said, **(rows | changes))  # type: ignore[arg-type]


def test_what_is_on_offer_follows_a_new_price_that_fell() -> None:
    whole = new_costs(70_00, on_offer())
    step = repriced(whole, POLICY, LATER)
    assert step is not None
    assert [said.event for said in step.said] == [Repriced(usd(56_00), usd(70_00))]
    left = applied(whole, step, LATER)
    assert left.listing is not None
    assert (left.listing.price, left.case.price) == (usd(56_00), usd(56_00))
    assert repriced(left, POLICY, LATER) is None


@pytest.mark.parametrize("minor", [80_00, 95_00])
def test_it_never_becomes_dearer(minor: int) -> None:
    assert repriced(new_costs(minor, on_offer()), POLICY, LATER) is None


def test_what_stood_a_while_costs_less_once() -> None:
    whole = on_offer()
    assert repriced(whole, AGEING, T0 + 2 * DAY - HOUR) is None
    step = repriced(whole, AGEING, T0 + 2 * DAY)
    assert step is not None
    left = applied(whole, step, T0 + 2 * DAY)
    assert left.listing is not None
    assert left.listing.price == usd(60_00)
    assert repriced(left, AGEING, T0 + 2 * DAY + HOUR) is None


def test_what_is_held_for_somebody_keeps_its_price() -> None:
    assert repriced(new_costs(40_00, asked()), POLICY, LATER) is None
    assert repriced(new_costs(40_00, sold()), POLICY, LATER) is None


@pytest.mark.parametrize("price", [None, usd(0)])
def test_a_price_that_is_not_there_lowers_nothing(price: object) -> None:
    variant = replace(A_VARIANT, price=price)  # type: ignore[arg-type]
    assert lower_price(A_LISTING, variant, POLICY, LATER) is None


def test_who_paid_more_than_it_costs_now_gets_the_difference_with_its_tax() -> None:
    whole = new_costs(70_00, sold())
    step = difference_owed(whole, BUYERS_REFUND, POLICY, LATER)
    assert step is not None
    assert kinds(step) == ["NewPriceFell", "RefundScheduled"]
    left = applied(whole, step, LATER)
    refund = left.refunds[-1]
    assert (refund.payee, refund.purpose) == (Payee.BUYER, RefundFor.DIFFERENCE)
    # 56.00 and 4.06 tax is what it would cost: 64.00 less 56.00, and 4.64 less 4.06.
    assert (refund.net, refund.tax) == (usd(8_00), usd(58))
    assert [entry.memo for said in step.said for entry in said.entries] == ["DIFFERENCE"]


def test_one_fall_is_made_good_once_and_the_next_one_again() -> None:
    whole = new_costs(70_00, sold())
    first = difference_owed(whole, RefundId("one"), POLICY, LATER)
    assert first is not None
    left = applied(whole, first, LATER)
    assert difference_owed(left, RefundId("two"), POLICY, LATER) is None
    assert difference_owed(new_costs(75_00, left), RefundId("two"), POLICY, LATER) is None
    again = difference_owed(new_costs(60_00, left), RefundId("two"), POLICY, LATER)
    assert again is not None
    total = given_back(applied(left, again, LATER), PAID)
    assert (PAID.price - total[0], PAID.tax - total[1]) == (usd(48_00), usd(3_48))


@given(st.lists(st.integers(1, 90_00), min_size=1, max_size=6))
def test_after_any_falls_the_buyer_paid_the_lowest_price_to_the_cent(falls: list[int]) -> None:
    whole = sold()
    for at, minor in enumerate(falls):
        whole = new_costs(minor, whole)
        step = difference_owed(whole, RefundId(f"fall-{at}"), POLICY, LATER)
        whole = applied(whole, step, LATER) if step else whole
    lowest = min(*falls, 80_00)
    price = open_box_price(usd(lowest), CLOTHING)
    net, tax = given_back(whole, PAID)
    assert PAID.price - net == price
    assert PAID.tax - tax == price.share(725)


def test_what_was_scanned_costs_what_it_cost() -> None:
    whole = new_costs(10_00, sold(TO_THE_ROAD))
    assert difference_owed(whole, BUYERS_REFUND, POLICY, LATER) is None


def test_what_is_not_paid_yet_gives_nothing_back() -> None:
    unpaid = replace(PAID, status=PurchaseStatus.RESERVED, charge_id=None)
    whole = new_costs(10_00, sold(purchases=(unpaid,)))
    assert difference_owed(whole, BUYERS_REFUND, POLICY, LATER) is None


def test_who_bought_what_had_aged_is_compared_with_the_same_step() -> None:
    bought = replace(PAID, price=usd(60_00), tax=usd(4_35), placed_at=T0 + 2 * DAY)
    whole = new_costs(70_00, sold(purchases=(bought,)))
    step = difference_owed(whole, BUYERS_REFUND, AGEING, T0 + 2 * DAY + HOUR)
    assert step is not None
    assert applied(whole, step, LATER).refunds[-1].net == usd(60_00 - 52_50)


def test_a_purchase_undone_afterwards_gives_back_what_is_left_and_no_more() -> None:
    whole = new_costs(70_00, sold())
    fell = difference_owed(whole, RefundId("fall"), POLICY, LATER)
    assert fell is not None
    left = applied(whole, fell, LATER)
    undone = applied(left, buyer_refunded(left, PAID, BUYERS_REFUND, LATER, POLICY), LATER)
    paid_back = [one.amount.minor for one in undone.refunds if one.payee is Payee.BUYER]
    assert sum(paid_back) == PAID.total.minor
    assert undone.buyer_refund(PAID) == undone.refunds[-1]


def test_the_difference_is_told_to_the_buyer_and_never_to_the_returner() -> None:
    whole = new_costs(70_00, sold())
    step = difference_owed(whole, BUYERS_REFUND, POLICY, LATER)
    assert step is not None
    left = applied(whole, step, LATER)
    theirs = {type(told.event) for told in buyers_half(left, PAID)}
    assert {NewPriceFell, RefundScheduled} <= theirs
    others = {type(told.event) for told in returners_half(left)}
    assert not others & {NewPriceFell, RefundScheduled}


def test_a_released_match_is_owed_no_difference() -> None:
    whole = new_costs(10_00, sold(matches=(replace(A_MATCH, status=MatchStatus.RELEASED),)))
    assert difference_owed(whole, BUYERS_REFUND, POLICY, LATER) is None
