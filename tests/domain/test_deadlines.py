"""By which day a refund is due, and until when a contract may be withdrawn from."""

from datetime import UTC, datetime

import pytest

from onward.domain.deadlines import EU, due_by, send_back_by, withdraws
from tests.domain.examples import DAY

NOTICE = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("country", ["GB", *sorted(EU)])
def test_in_europe_it_is_due_fourteen_days_after_the_notice(country: str) -> None:
    due = due_by(country, "Europe/London", NOTICE, NOTICE + 2 * DAY)
    assert due == datetime(2026, 12, 7, 23, 59, 59, tzinfo=UTC)


def test_in_europe_it_waits_for_proof_of_sending_and_no_longer() -> None:
    due = due_by("DE", "Europe/Berlin", NOTICE, NOTICE + 20 * DAY)
    assert due == datetime(2026, 12, 13, 22, 59, 59, tzinfo=UTC)


def test_in_the_united_states_it_is_due_seven_business_days_after_the_scan() -> None:
    # Wednesday 25 November 2026, 23:30 in New York, is already Thursday in UTC.
    scan = datetime(2026, 11, 26, 4, 30, tzinfo=UTC)
    due = due_by("US", "America/New_York", NOTICE, scan)
    assert due == datetime(2026, 12, 5, 4, 59, 59, tzinfo=UTC)


def test_elsewhere_it_is_due_fourteen_days_after_the_scan() -> None:
    due = due_by("JP", "Asia/Tokyo", NOTICE, NOTICE + DAY)
    assert due == datetime(2026, 12, 8, 14, 59, 59, tzinfo=UTC)


def test_a_change_of_clocks_between_notice_and_due_day_moves_no_date() -> None:
    # 23:30 on 18 March 2027 in Berlin; the clocks go forward on the 28th.
    late = datetime(2027, 3, 18, 22, 30, tzinfo=UTC)
    due = due_by("DE", "Europe/Berlin", late, late)
    assert due == datetime(2027, 4, 1, 21, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("country", ["GB", *sorted(EU)])
def test_in_europe_one_may_withdraw_until_the_fourteenth_day_ends(country: str) -> None:
    arrived = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
    assert withdraws(country, "Europe/London", arrived, datetime(2026, 11, 16, 23, 59, tzinfo=UTC))
    assert not withdraws(country, "Europe/London", arrived, datetime(2026, 11, 17, tzinfo=UTC))


@pytest.mark.parametrize("country", ["GB", *sorted(EU)])
def test_what_one_withdrew_from_is_to_be_sent_back_within_fourteen_days(country: str) -> None:
    by = send_back_by(country, "Europe/London", NOTICE)
    assert by == datetime(2026, 12, 7, 23, 59, 59, tzinfo=UTC)


def test_a_last_day_on_a_weekend_moves_to_monday() -> None:
    arrived = datetime(2026, 11, 7, 8, 0, tzinfo=UTC)  # a Saturday, and so is the 21st
    assert withdraws("DE", "Europe/Berlin", arrived, datetime(2026, 11, 23, 22, 59, tzinfo=UTC))
    assert not withdraws("DE", "Europe/Berlin", arrived, datetime(2026, 11, 23, 23, 1, tzinfo=UTC))


def test_what_has_not_arrived_may_be_withdrawn_from_where_the_law_gives_the_right() -> None:
    assert withdraws("FR", "Europe/Paris", None, NOTICE)
    assert not withdraws("US", "America/New_York", None, NOTICE)


@pytest.mark.parametrize("country", ["US", "JP", "ZZ"])
def test_elsewhere_no_law_gives_the_right_to_withdraw(country: str) -> None:
    assert not withdraws(country, "UTC", NOTICE - DAY, NOTICE)
