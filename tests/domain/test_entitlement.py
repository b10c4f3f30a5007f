"""A paid piece may come back once it has arrived, until the end of a day, and once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from onward.domain.entitlement import (
    LineFacts,
    arrived_at,
    not_returnable_because,
    return_until,
    returnable,
)
from onward.domain.refusals import AlreadyReturned, BadInput, NotAllowed, Refusal, WindowClosed
from tests.domain.examples import AN_ORDER, DAY, POLICY, T0, ZONE

HERE = LineFacts(delivered_at=T0 - 5 * DAY, zone=ZONE, coming_back=False)


def test_what_has_arrived_may_come_back() -> None:
    assert not_returnable_because(HERE, POLICY, T0) is None
    returnable(HERE, "REFUND", POLICY, T0)


def test_the_window_ends_with_the_day_where_it_was_ordered() -> None:
    # Delivered at 23:30 on 1 November 2026 in New York; 30 days later is 1 December there.
    until = return_until(LineFacts(datetime(2026, 11, 2, 4, 30, tzinfo=UTC), ZONE, False), POLICY)
    assert until == datetime(2026, 12, 2, 4, 59, 59, tzinfo=UTC)


def test_the_last_second_of_the_window_still_counts() -> None:
    until = return_until(HERE, POLICY)
    assert until is not None
    returnable(HERE, "REFUND", POLICY, until)
    with pytest.raises(WindowClosed) as refused:
        returnable(HERE, "REFUND", POLICY, until + timedelta(seconds=1))
    assert (refused.value.said, refused.value.field) == ("RETURN_WINDOW_CLOSED", "lineId")


@pytest.mark.parametrize(
    ("facts", "remedy", "kind", "code"),
    [
        (LineFacts(None, ZONE, False), "REFUND", NotAllowed, "NOT_DELIVERED_YET"),
        (LineFacts(T0, ZONE, True), "REFUND", AlreadyReturned, "ALREADY_RETURNED"),
        (LineFacts(T0 - 99 * DAY, ZONE, True), "REFUND", AlreadyReturned, "ALREADY_RETURNED"),
        (HERE, "EXCHANGE", BadInput, "REMEDY_NOT_OFFERED"),
    ],
)
def test_each_no_says_which_it_is(
    facts: LineFacts, remedy: str, kind: type[Refusal], code: str
) -> None:
    with pytest.raises(kind) as refused:
        returnable(facts, remedy, POLICY, T0)
    assert refused.value.said == code


def test_the_reason_shown_beside_a_line_is_the_refusal_that_would_follow() -> None:
    for facts in (LineFacts(None, ZONE, False), LineFacts(T0, ZONE, True)):
        with pytest.raises(Refusal) as refused:
            returnable(facts, "REFUND", POLICY, T0)
        assert not_returnable_because(facts, POLICY, T0) == refused.value.said


def test_what_no_carrier_tells_of_counts_as_arrived_some_days_after_it_left() -> None:
    on_its_way = replace(AN_ORDER, delivered_at=None)
    assert arrived_at(AN_ORDER, POLICY, fresh=True) == AN_ORDER.delivered_at
    assert arrived_at(on_its_way, POLICY, fresh=True) == AN_ORDER.placed_at + 3 * DAY
    assert arrived_at(on_its_way, POLICY, fresh=False) is None


@pytest.mark.parametrize("country", ["DE", "GB"])
def test_no_policy_shortens_the_days_to_withdraw(country: str) -> None:
    week = replace(POLICY, windows=replace(POLICY.windows, return_for=7 * DAY))
    arrived = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
    here = LineFacts(arrived, "Europe/London", False, country)
    assert return_until(here, week) == datetime(2026, 11, 16, 23, 59, 59, tzinfo=UTC)
    assert not_returnable_because(here, week, arrived + 14 * DAY) is None
    assert return_until(replace(here, country="US"), week) == arrived.replace(
        day=9, hour=23, minute=59, second=59
    )
