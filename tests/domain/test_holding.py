"""A refund on hold has a reviewer and a date, and the law's day ends every hold."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.events import HeldBecause, PromiseMoved, RefundFreed, RefundHeld
from onward.domain.holding import HOLDABLE, freed, held, over
from onward.domain.life import RefundStatus
from onward.domain.refusals import WrongStage
from onward.domain.story import Story
from tests.domain.applying import applied, kinds
from tests.domain.examples import (
    A_REFUND,
    AS_AGENT,
    DAY,
    HOUR,
    POLICY,
    T0,
    TO_THE_ROAD,
    story,
)

S = RefundStatus
DUE = T0 + 10 * DAY
OWED = replace(A_REFUND, status=S.SCHEDULED, due_at=DUE, promised_at=T0 + 2 * DAY)


def waiting(days: float, because: HeldBecause = HeldBecause.AGENT_DECIDED) -> Story:
    whole = story(TO_THE_ROAD, refunds=(OWED,))
    step = held(whole, OWED, because, T0 + days * DAY, "ada", AS_AGENT, now=T0 + DAY, policy=POLICY)
    return applied(whole, step, T0 + DAY)


@given(st.integers(1, 24 * 400), st.sampled_from(HeldBecause))
def test_no_hold_and_no_promise_goes_beyond_the_day_the_law_names(
    hours: int, because: HeldBecause
) -> None:
    refund = waiting(hours / 24, because).refund
    assert refund.held_until is not None
    assert refund.held_until <= DUE - POLICY.windows.settle_for
    assert OWED.promised_at <= refund.promised_at <= DUE


def test_a_hold_says_who_looks_until_when_and_that_the_day_has_moved() -> None:
    whole = waiting(5)
    assert [task.kind for task in whole.tasks] == ["REFUND_ON_HOLD"]
    said = [one.event for one in whole.history[-3:]]
    assert said[0] == RefundHeld(OWED.id, HeldBecause.AGENT_DECIDED, T0 + 5 * DAY, "ada")
    assert isinstance(said[2], PromiseMoved)
    assert over(whole, T0 + 5 * DAY - HOUR) == ()
    assert over(whole, T0 + 5 * DAY) == whole.refunds
    step = freed(whole, whole.refund, AS_AGENT, now=T0 + 3 * DAY, policy=POLICY)
    after = applied(whole, step, T0 + 3 * DAY)
    assert step.said[0].event == RefundFreed(OWED.id)
    assert (after.refund.status, after.refund.held_until) == (S.SCHEDULED, None)
    assert all(task.done_at for task in after.tasks)


def test_what_a_bank_took_back_waits_for_the_bank_and_opens_no_second_task() -> None:
    whole = waiting(5, HeldBecause.CHARGEBACK)
    assert whole.tasks == ()
    assert over(whole, DUE + 99 * DAY) == ()


def test_a_refund_may_be_held_twice_and_has_a_task_each_time() -> None:
    whole = waiting(5)
    whole = applied(
        whole, freed(whole, whole.refund, AS_AGENT, now=T0 + DAY, policy=POLICY), T0 + DAY
    )
    again = held(
        whole,
        whole.refund,
        HeldBecause.RISK,
        T0 + 4 * DAY,
        None,
        AS_AGENT,
        now=T0 + DAY,
        policy=POLICY,
    )
    assert len({task.id for task in applied(whole, again, T0 + DAY).tasks}) == 2


@pytest.mark.parametrize("status", sorted(set(S) - HOLDABLE))
def test_what_is_not_owed_or_gone_cannot_be_held(status: RefundStatus) -> None:
    whole = story(TO_THE_ROAD, refunds=(replace(OWED, status=status),))
    with pytest.raises(WrongStage):
        held(
            whole,
            whole.refund,
            HeldBecause.RISK,
            DUE,
            None,
            AS_AGENT,
            now=T0,
            policy=POLICY,
        )
    if status is not S.ON_HOLD:
        with pytest.raises(WrongStage):
            freed(whole, whole.refund, AS_AGENT, now=T0, policy=POLICY)


def test_a_hold_that_moves_no_day_says_nothing_of_one() -> None:
    whole = story(TO_THE_ROAD, refunds=(replace(OWED, promised_at=DUE),))
    step = held(
        whole,
        whole.refund,
        HeldBecause.RISK,
        T0 + 2 * DAY,
        None,
        AS_AGENT,
        now=T0,
        policy=POLICY,
    )
    assert kinds(step) == ["RefundHeld", "TaskOpened"]
