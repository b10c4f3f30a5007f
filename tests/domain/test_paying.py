"""A refund at the bank: each try has its own key and gap, and then there is store credit."""

from dataclasses import replace

import pytest

from onward.domain.credits import converted, granted, pays_credit, worth_as_credit
from onward.domain.events import SYSTEM, CreditOffered, RefundConverted, RefundFailed
from onward.domain.ids import TaskId
from onward.domain.ledger import Book
from onward.domain.life import RefundStatus
from onward.domain.paying import due_now, failed, key_of, next_try, sent, succeeded, tried_again
from onward.domain.refunds import Payee, RefundDestination, RefundFor
from onward.domain.refusals import Impossible, WrongStage
from onward.domain.shop import Charge, ChargeStatus
from onward.domain.story import Story
from onward.domain.terms import RefundTerms
from tests.domain.applying import applied, kinds
from tests.domain.examples import (
    A_REFUND,
    AS_RETURNER,
    BUYER,
    BUYERS_CHARGE,
    CHARGE,
    DAY,
    HOUR,
    ORDER,
    POLICY,
    RETURNER,
    T0,
    TO_APPROVED,
    TO_THE_ROAD,
    story,
    usd,
)

S = RefundStatus
OWED = replace(A_REFUND, status=S.SCHEDULED, due_at=T0 + 10 * DAY)
GAPS = RefundTerms().retry_after


def tried(whole: Story, at: int) -> Story:
    now = T0 + at * HOUR
    whole = applied(whole, sent(whole.refund, "re", now), now)
    step = failed(whole, whole.refund, "declined", now, POLICY, TaskId(f"task-{at}"))
    return applied(whole, step, now)


def test_each_try_has_a_key_of_its_own_made_of_what_first_scheduled_it() -> None:
    whole = story(TO_THE_ROAD, refunds=(OWED,))
    first = next(one.id for one in whole.history if one.event.kind == "RefundScheduled")
    assert key_of(whole, whole.refund) == f"{first}:refund"
    whole = tried(whole, 1)
    again = applied(whole, tried_again(whole.refund, SYSTEM, T0 + 9 * HOUR), T0 + 9 * HOUR)
    assert key_of(again, again.refund) == f"{first}:refund:2"
    with pytest.raises(Impossible):
        key_of(story(TO_APPROVED), A_REFUND)


def test_the_gaps_grow_and_after_the_last_one_credit_is_offered_once() -> None:
    whole, now = story(TO_THE_ROAD, refunds=(OWED,)), 0
    for gap in GAPS:
        whole = tried(whole, now)
        at = next_try(whole.refund, POLICY)
        assert at == T0 + now * HOUR + gap
        assert due_now(whole, at - HOUR / 60, POLICY).said == []
        step = due_now(whole, at, POLICY)
        assert kinds(step) == ["RefundScheduled"]
        whole, now = applied(whole, step, at), int((at - T0) / HOUR)
        assert due_now(whole, at, POLICY).said == []
    whole = tried(whole, now)
    assert next_try(whole.refund, POLICY) is None
    assert due_now(whole, T0 + 99 * DAY, POLICY).said == []
    told = [type(one.event) for one in whole.history]
    assert (told.count(RefundFailed), told.count(CreditOffered)) == (4, 1)
    assert [task.done_at for task in whole.tasks] == [None]


def test_what_gets_through_at_last_leaves_nothing_to_look_at() -> None:
    whole = tried(story(TO_THE_ROAD, refunds=(OWED,)), 1)
    whole = applied(whole, tried_again(whole.refund, SYSTEM, T0), T0)
    whole = applied(whole, sent(whole.refund, "re", T0), T0)
    whole = applied(whole, succeeded(whole, whole.refund, T0 + DAY), T0 + DAY)
    assert whole.refund.status is S.SUCCEEDED
    assert all(task.done_at for task in whole.tasks)


def test_credit_in_place_of_money_is_owed_in_goods_from_then_on() -> None:
    whole = tried(story(TO_THE_ROAD, refunds=(OWED,)), 1)
    step = converted(whole, whole.refund, AS_RETURNER, T0 + DAY, usd(6_40))
    assert step.said[0].event == RefundConverted(OWED.id, "refund", usd(70_40))  # type: ignore[arg-type]
    posted = {
        posting.book: posting.amount.minor
        for entry in step.said[0].entries
        for posting in entry.postings
        if posting.book in (Book.RETURNER_PAYABLE, Book.BONUS)
    }
    assert posted == {Book.RETURNER_PAYABLE: 64_00, Book.BONUS: 6_40}
    granted_rows = [row for row in step.rows if getattr(row, "memo", None)]
    assert [row.amount for row in granted_rows] == [usd(64_00), usd(6_40)]  # type: ignore[attr-defined]
    assert {row.account_id for row in granted_rows} == {RETURNER}  # type: ignore[attr-defined]
    after = applied(whole, step, T0 + DAY)
    with pytest.raises(WrongStage):
        converted(after, after.refund, AS_RETURNER, T0 + DAY, usd(0))


def test_what_was_paid_in_credit_goes_back_as_credit_to_whoever_paid() -> None:
    charge = Charge(CHARGE, ORDER, ChargeStatus.CAPTURED, usd(64_00), "store_credit", "c", T0)
    assert pays_credit(OWED, charge)
    assert not pays_credit(OWED, replace(charge, method="card_visa_4242"))
    assert pays_credit(replace(OWED, destination=RefundDestination.STORE_CREDIT), None)
    theirs = replace(OWED, payee=Payee.BUYER, purpose=RefundFor.PURCHASE, charge_id=BUYERS_CHARGE)
    step = granted(story(TO_THE_ROAD), theirs, SYSTEM, T0, usd(0))
    [row] = [row for row in step.rows if getattr(row, "memo", None)]
    assert (row.account_id, row.amount) == (BUYER, usd(64_00))  # type: ignore[attr-defined]


def test_store_credit_is_worth_as_much_more_as_policy_says() -> None:
    policy = replace(POLICY, refunds=replace(RefundTerms(), credit_bonus_bp=500))
    assert worth_as_credit(usd(64_00), policy) == usd(67_20)
    assert worth_as_credit(usd(64_00), POLICY) == usd(64_00)
