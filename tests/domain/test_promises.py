"""The day that was named moves with what happens to the case, and is told where it really moves."""

from dataclasses import replace
from datetime import timedelta

from onward.domain.diversions import diverted
from onward.domain.events import (
    SYSTEM,
    Because,
    MovedBecause,
    PromiseMoved,
    Repointed,
)
from onward.domain.life import RefundStatus
from onward.domain.promises import goes_on, moved_to, same_day, there_by
from onward.domain.refunds import promised_by
from onward.domain.steps import Step
from tests.domain.applying import applied, kinds
from tests.domain.examples import (
    A_REFUND,
    DAY,
    HOUR,
    MATCH,
    POLICY,
    T0,
    TO_BUYER,
    TO_MATCHED,
    TO_SEEKING,
    ZONE,
    story,
)

LATER = T0 + 2 * DAY


def test_an_owner_leaves_the_days_to_hand_it_in_and_to_pay() -> None:
    whole = story(TO_MATCHED)
    step = goes_on(whole, Step().say(SYSTEM, Repointed(TO_BUYER, MATCH)), T0, POLICY)
    after = applied(whole, step, T0)
    assert kinds(step) == ["Repointed", "PromiseMoved"]
    assert same_day(after.refund.promised_at, T0 + 4 * DAY, ZONE)


def test_another_way_has_its_own_day() -> None:
    whole = story(TO_SEEKING)
    step = goes_on(whole, diverted(whole, SYSTEM, Because.NO_BUYER), LATER, POLICY)
    by = promised_by(POLICY, LATER, ZONE, peer=False)
    assert step.said[-1].event == PromiseMoved(A_REFUND.id, by, MovedBecause.OTHER_WAY)
    assert applied(whole, step, LATER).refund.promised_at == by


def test_who_keeps_the_piece_is_promised_nothing() -> None:
    whole = story(TO_SEEKING, refunds=(replace(A_REFUND, status=RefundStatus.CANCELED),))
    step = goes_on(whole, diverted(whole, SYSTEM, Because.NO_BUYER), LATER, POLICY)
    assert "PromiseMoved" not in kinds(step)


def test_an_hour_later_on_the_same_day_is_no_news() -> None:
    step = moved_to(A_REFUND, A_REFUND.promised_at + HOUR, MovedBecause.HANDED_IN, ZONE, SYSTEM)
    assert (step.said, len(step.rows)) == ([], 1)
    assert moved_to(A_REFUND, A_REFUND.promised_at, MovedBecause.FREED, ZONE, SYSTEM).rows == []


def test_a_payment_is_never_promised_for_after_the_day_the_law_names() -> None:
    due = T0 + timedelta(hours=30)
    assert there_by(POLICY, T0 + 9 * DAY, due, ZONE) == due
    assert same_day(there_by(POLICY, T0, None, ZONE), T0 + DAY, ZONE)
