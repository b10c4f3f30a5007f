"""Days and hours are said where the reader lives."""

from datetime import UTC, datetime, timedelta

import pytest

from onward.messages import clock, day, moment, soon

NEW_YORK = "America/New_York"
# 23:30 on Wednesday 25 November in New York, already Thursday in UTC.
LATE = datetime(2026, 11, 26, 4, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_day_is_said_as_people_say_it_and_where_they_are() -> None:
    assert day(LATE, NEW_YORK) == "Wed 25 Nov"
    assert day(LATE, "UTC") == "Thu 26 Nov"
    assert clock(LATE, NEW_YORK) == "23:30"


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_its_name(month: int) -> None:
    assert day(datetime(2026, month, 15, tzinfo=UTC), "UTC").split()[2] == [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ][month - 1]  # fmt: skip


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (timedelta(0), "today"),
        (timedelta(minutes=29), "today"),
        (timedelta(minutes=30), "by tomorrow"),
        (5 * DAY, "by Mon 30 Nov"),
        (-DAY, "today"),
    ],
)
def test_a_day_ahead_ends_a_sentence(ahead: timedelta, said: str) -> None:
    assert soon(LATE + ahead, NEW_YORK, LATE) == said


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (timedelta(0), "23:30 today"),
        (DAY, "23:30 tomorrow"),
        (2 * DAY, "23:30 on Fri 27 Nov"),
        (-DAY, "23:30 on Tue 24 Nov"),
    ],
)
def test_an_hour_is_said_with_its_day(ahead: timedelta, said: str) -> None:
    assert moment(LATE + ahead, NEW_YORK, LATE) == said
