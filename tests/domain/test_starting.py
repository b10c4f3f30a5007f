"""When the returner's refund starts: by trigger and record, after the buyer's money, and by the
law's day whatever they say."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.events import MovedBecause, PromiseMoved, RefundScheduled
from onward.domain.life import RefundStatus
from onward.domain.policy import Policy
from onward.domain.promises import latest_start
from onward.domain.starting import at_arrival, at_first_scan, by_law
from onward.domain.terms import RefundTerms, RefundTrigger
from onward.domain.trust import Record, is_asked, trigger
from tests.domain.applying import applied, kinds
from tests.domain.examples import (
    A_PURCHASE,
    A_REFUND,
    BUYER_LABEL,
    DAY,
    HOUR,
    POLICY,
    T0,
    TO_HAND_IN,
    TO_THE_ROAD,
    WAREHOUSE_LABEL,
    story,
    usd,
)

LATER = T0 + DAY
S, ON = RefundStatus, RefundTrigger
GOOD = Record(5, 0)
HANDED_IN = TO_THE_ROAD[:-1]


def terms(**changes: object) -> Policy:
    return replace(POLICY, refunds=replace(RefundTerms(), **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("policy", "worth", "record", "when"),
    [
        (terms(), 64_00, GOOD, ON.ON_CARRIER_ACCEPTANCE),
        (terms(known_after=1), 64_00, Record(1, 0), ON.ON_CARRIER_ACCEPTANCE),
        (terms(known_after=2), 64_00, Record(1, 0), ON.ON_DELIVERY),
        (terms(high_minor=64_00), 64_00, GOOD, ON.ON_CARRIER_ACCEPTANCE),
        (terms(high_minor=63_99), 64_00, GOOD, ON.ON_DELIVERY),
        (terms(claims_most=3), 64_00, Record(9, 2), ON.ON_CARRIER_ACCEPTANCE),
        (terms(claims_most=3), 64_00, Record(9, 3), ON.ON_DELIVERY),
        (terms(trigger=ON.ON_DELIVERY), 64_00, GOOD, ON.ON_DELIVERY),
    ],
)
def test_known_people_are_paid_at_the_scan_and_the_others_at_delivery(
    policy: Policy, worth: int, record: Record, when: RefundTrigger
) -> None:
    assert trigger(policy, usd(worth), record) is when


def test_nobody_is_asked_where_the_answer_changes_nothing() -> None:
    assert is_asked(terms(), usd(64_00))
    assert not is_asked(terms(high_minor=10_00), usd(64_00))
    assert not is_asked(terms(trigger=ON.ON_DELIVERY), usd(64_00))


def test_what_waits_for_delivery_has_its_legal_day_and_says_so_at_the_scan() -> None:
    label = replace(BUYER_LABEL, eta_at=T0 + 4 * DAY)
    whole = story(HANDED_IN, shipments=(WAREHOUSE_LABEL, label))
    step = at_first_scan(whole, LATER, LATER, terms(high_minor=1), GOOD)
    after = applied(whole, step, LATER)
    assert kinds(step) == ["PromiseMoved"]
    assert after.refund.status is S.ESTIMATED
    assert after.refund.due_at is not None
    assert after.refund.promised_at.date() == (T0 + 6 * DAY).date()
    started = at_arrival(after, T0 + 9 * DAY, T0 + 9 * DAY, POLICY)
    [event] = [one.event for one in started.said if isinstance(one.event, RefundScheduled)]
    assert event.due_at == after.refund.due_at


def test_a_withdrawn_return_that_is_handed_in_all_the_same_waits_like_any_other() -> None:
    canceled = replace(A_REFUND, status=S.CANCELED)
    whole = story(HANDED_IN, refunds=(canceled,))
    after = applied(whole, at_first_scan(whole, LATER, LATER, terms(high_minor=1), GOOD), LATER)
    assert (after.refund.status, after.refund.due_at is None) == (S.ESTIMATED, False)


@given(
    paid=st.booleans(),
    risky=st.booleans(),
    arrived=st.booleans(),
    hours=st.integers(0, 24 * 30),
)
def test_the_refund_never_goes_before_the_buyers_money_but_always_by_the_laws_day(
    *, paid: bool, risky: bool, arrived: bool, hours: int
) -> None:
    purchase = A_PURCHASE if paid else replace(A_PURCHASE, charge_id=None)
    whole = story(HANDED_IN, purchases=(purchase,))
    policy = terms(high_minor=1 if risky else None)
    whole = applied(whole, at_first_scan(whole, LATER, LATER, policy, GOOD), LATER)
    now = LATER + hours * HOUR
    if arrived:
        whole = applied(whole, at_arrival(whole, now, now, policy), now)
    before_law = whole.refund.status
    assert before_law is (S.SCHEDULED if paid and (arrived or not risky) else S.ESTIMATED)
    due_at = whole.refund.due_at
    assert due_at is not None
    step = by_law(whole, now, policy)
    must = now >= latest_start(policy, due_at)
    after = applied(whole, step, now).refund
    assert (after.status is S.SCHEDULED) is (must or before_law is S.SCHEDULED)
    if step.said:
        assert now + policy.windows.settle_for >= due_at
        moves = [one.event for one in step.said if isinstance(one.event, PromiseMoved)]
        assert all(one.because is MovedBecause.BY_LAW for one in moves)


def test_before_it_is_handed_in_no_law_has_a_day() -> None:
    assert by_law(story(TO_HAND_IN), T0 + 400 * DAY, POLICY).said == []
