"""Days are counted on the wall calendar of a place, whatever its clocks do."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.days import end_of_business_day, end_of_day

ZONES = ["America/New_York", "Europe/London", "Europe/Berlin", "Asia/Tokyo", "Pacific/Apia", "UTC"]
instants = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001
    datetime(2028, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(instants, st.sampled_from(ZONES), st.integers(0, 60))
def test_the_day_is_that_many_days_ahead_there(at: datetime, zone: str, days: int) -> None:
    local = ZoneInfo(zone)
    end = end_of_day(at, zone, after=timedelta(days=days))
    assert (end.astimezone(local).date() - at.astimezone(local).date()).days == days
    assert f"{end.astimezone(local):%H:%M:%S}" == "23:59:59"
    assert end.tzinfo is UTC
    assert end.microsecond == 0


@given(instants, st.sampled_from(ZONES), st.integers(1, 20))
def test_business_days_are_from_monday_to_friday(at: datetime, zone: str, days: int) -> None:
    local = ZoneInfo(zone)
    first = at.astimezone(local).date()
    last = end_of_business_day(at, zone, after=days).astimezone(local).date()
    between = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    assert sum(day.weekday() < 5 for day in between) == days
    assert last.weekday() < 5


@pytest.mark.parametrize(
    ("at", "end"),
    [
        # The clocks go back on 1 November 2026 in New York: a day of 25 hours.
        (datetime(2026, 11, 1, 3, 0, tzinfo=UTC), datetime(2026, 11, 1, 3, 59, 59, tzinfo=UTC)),
        (datetime(2026, 11, 1, 4, 0, tzinfo=UTC), datetime(2026, 11, 2, 4, 59, 59, tzinfo=UTC)),
        # And forward on 14 March 2027: one of 23.
        (datetime(2027, 3, 14, 5, 0, tzinfo=UTC), datetime(2027, 3, 15, 3, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_day_on_which_the_clocks_change_ends_at_its_own_midnight(
    at: datetime, end: datetime
) -> None:
    assert end_of_day(at, "America/New_York") == end


def test_a_day_that_has_its_last_hour_twice_ends_after_the_second() -> None:
    # In Beirut the clocks go from midnight back to 23:00 on Saturday 24 October 2026.
    noon = datetime(2026, 10, 24, 9, 0, tzinfo=UTC)
    assert end_of_day(noon, "Asia/Beirut") == datetime(2026, 10, 24, 21, 59, 59, tzinfo=UTC)
