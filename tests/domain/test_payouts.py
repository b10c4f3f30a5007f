"""Money that goes back is scheduled once, with its posting and its legal day."""

from dataclasses import replace

import pytest

from onward.domain.days import end_of_day
from onward.domain.deadlines import due_by
from onward.domain.events import BonusEarned, MovedBecause, PromiseMoved, RefundScheduled
from onward.domain.life import PurchaseStatus, RefundStatus
from onward.domain.money import Money
from onward.domain.payouts import (
    all_paid,
    bonus_earned,
    buyer_refunded,
    buyer_replaced,
    refund_started,
)
from onward.domain.refunds import Payee, RefundFor
from tests.domain.applying import applied, kinds
from tests.domain.examples import (
    A_MATCH,
    A_PURCHASE,
    A_REFUND,
    BONUS,
    BUYERS_CHARGE,
    BUYERS_REFUND,
    CASE,
    DAY,
    HOUR,
    POLICY,
    T0,
    TO_HAND_IN,
    TO_THE_END,
    TO_THE_ROAD,
    ZONE,
    story,
    usd,
)

LATER = T0 + DAY
S = RefundStatus
HANDED_IN = MovedBecause.HANDED_IN


@pytest.mark.parametrize("status", [S.ESTIMATED, S.CANCELED])
def test_the_refund_starts_with_its_legal_day(status: RefundStatus) -> None:
    whole = story(TO_HAND_IN, refunds=(replace(A_REFUND, status=status),))
    step = refund_started(whole, LATER, LATER + HOUR, POLICY, HANDED_IN)
    due = due_by("US", ZONE, whole.case.opened_at, LATER)
    by = end_of_day(LATER + HOUR, ZONE, after=DAY)
    assert [said.event for said in step.said] == [
        RefundScheduled(A_REFUND.id, usd(64_00), due),
        PromiseMoved(A_REFUND.id, by, HANDED_IN),
    ]
    owed = replace(A_REFUND, status=S.SCHEDULED, due_at=due, scheduled_at=LATER + HOUR)
    assert applied(whole, step, LATER).refund == replace(owed, promised_at=by)


@pytest.mark.parametrize("status", sorted(set(S) - {S.ESTIMATED, S.CANCELED}))
def test_a_refund_that_was_started_is_not_started_again(status: RefundStatus) -> None:
    whole = story(TO_THE_ROAD, refunds=(replace(A_REFUND, status=status),))
    assert refund_started(whole, LATER, LATER, POLICY, HANDED_IN).said == []


def test_the_thank_you_is_owed_once() -> None:
    whole = story(TO_THE_END)
    step = bonus_earned(whole, BONUS, LATER, POLICY)
    assert kinds(step) == ["BonusEarned", "RefundScheduled"]
    assert step.said[0].event == BonusEarned(BONUS, usd(3_20))
    after = applied(whole, step, LATER)
    assert after.bonus is not None
    assert (after.bonus.payee, after.bonus.purpose) == (Payee.RETURNER, RefundFor.BONUS)
    assert after.bonus.amount == usd(3_20)
    assert bonus_earned(after, BONUS, LATER, POLICY).said == []


@pytest.mark.parametrize("amount", [None, usd(0)])
def test_without_a_thank_you_none_is_owed(amount: Money | None) -> None:
    whole = story(TO_THE_END)
    bare = replace(whole, case=replace(whole.case, bonus=amount))
    assert bonus_earned(bare, BONUS, LATER, POLICY).said == []


@pytest.mark.parametrize(
    ("status", "after"),
    [
        (PurchaseStatus.PAID, PurchaseStatus.REFUNDED),
        (PurchaseStatus.SHIPPED, PurchaseStatus.REFUNDED),
        (PurchaseStatus.COMPLETED, PurchaseStatus.REFUNDED),
        (PurchaseStatus.CANCELED, PurchaseStatus.CANCELED),
    ],
)
def test_a_purchase_undone_is_owed_back_whole_and_once(
    status: PurchaseStatus, after: PurchaseStatus
) -> None:
    purchase = replace(A_PURCHASE, status=status)
    whole = story(TO_HAND_IN, purchases=(purchase,))
    step = buyer_refunded(whole, purchase, BUYERS_REFUND, LATER, POLICY)
    undone = applied(whole, step, LATER)
    refund = undone.buyer_refund(purchase)
    assert refund is not None
    assert (refund.amount, refund.charge_id) == (usd(69_00), BUYERS_CHARGE)
    assert (refund.payee, refund.case_id) == (Payee.BUYER, CASE)
    assert undone.purchases[0].status is after
    again = buyer_refunded(undone, purchase, BUYERS_REFUND, LATER, POLICY)
    assert (again.said, again.rows) == ([], [])


def test_what_is_owed_stands_in_the_book_at_the_same_moment() -> None:
    whole = story(TO_THE_END)
    memos = [
        [entry.memo for said in step.said for entry in said.entries]
        for step in (
            refund_started(story(TO_HAND_IN), LATER, LATER, POLICY, HANDED_IN),
            bonus_earned(whole, BONUS, LATER, POLICY),
            buyer_refunded(whole, A_PURCHASE, BUYERS_REFUND, LATER, POLICY),
        )
    ]
    assert memos == [["REFUND_OWED"], ["BONUS_OWED"], ["SALE_UNDONE"]]


def test_a_buyer_served_from_stock_moves_no_money() -> None:
    step = buyer_replaced(A_MATCH, A_PURCHASE)
    assert kinds(step) == ["BuyerReplaced"]
    assert step.said[0].entries == ()
    assert step.rows == [replace(A_PURCHASE, status=PurchaseStatus.REPLACED_FROM_STOCK)]


@pytest.mark.parametrize("status", S)
def test_money_on_its_way_keeps_a_case_open(status: RefundStatus) -> None:
    whole = story(TO_THE_END, refunds=(replace(A_REFUND, status=status),))
    assert all_paid(whole) is (
        status in {S.ESTIMATED, S.CANCELED, S.SUCCEEDED, S.CONVERTED_TO_CREDIT}
    )
