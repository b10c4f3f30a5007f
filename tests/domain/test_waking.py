"""Waking hours: a question waits while somebody is awake, by their own clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.waking import waking_after

ZONES = ("UTC", "America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe")
HOURS = st.tuples(st.integers(0, 23), st.integers(1, 24)).filter(lambda pair: pair[0] < pair[1])
STARTS = st.integers(0, 5 * 366 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
SOME = st.integers(1, 60 * 40).map(lambda minutes: timedelta(minutes=minutes))
LASTING = st.integers(0, 60 * 40).map(lambda minutes: timedelta(minutes=minutes))


def awake(since: datetime, until: datetime, zone: str, wakes: int, sleeps: int) -> timedelta:
    """Waking time between two instants, counted a minute at a time."""
    minute, total, at = timedelta(minutes=1), timedelta(), since
    while at < until:
        step = min(minute, until - at)
        hour = at.astimezone(ZoneInfo(zone)).hour
        total += step if wakes <= hour < sleeps else timedelta()
        at += step
    return total


def at(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@given(STARTS, LASTING, st.sampled_from(ZONES), HOURS)
def test_so_much_waking_time_passes_and_no_more(
    start: datetime, lasting: timedelta, zone: str, hours: tuple[int, int]
) -> None:
    until = waking_after(start, lasting, zone, *hours)
    assert until >= start
    assert awake(start, until, zone, *hours) == lasting


@given(STARTS, LASTING, SOME, st.sampled_from(ZONES), HOURS)
def test_waiting_twice_is_waiting_the_sum(
    start: datetime, one: timedelta, other: timedelta, zone: str, hours: tuple[int, int]
) -> None:
    between = waking_after(start, one, zone, *hours)
    assert waking_after(between, other, zone, *hours) == waking_after(
        start, one + other, zone, *hours
    )


@pytest.mark.parametrize(
    ("start", "until"),
    [
        ("2026-11-23 09:00", "2026-11-23 13:00"),
        ("2026-11-23 20:00", "2026-11-24 10:00"),
        ("2026-11-23 02:00", "2026-11-23 12:00"),
        ("2026-11-23 23:30", "2026-11-24 12:00"),
    ],
)
def test_nobody_is_asked_to_answer_at_night(start: str, until: str) -> None:
    zone = "America/New_York"
    assert waking_after(at(start, zone), timedelta(hours=4), zone, 8, 22) == at(until, zone)


@pytest.mark.parametrize(
    ("day", "next_day"), [("2026-03-28", "2026-03-29"), ("2026-10-24", "2026-10-25")]
)
def test_a_night_in_which_the_clocks_change_gives_nobody_an_hour(day: str, next_day: str) -> None:
    zone = "Europe/Berlin"
    until = waking_after(at(f"{day} 20:00", zone), timedelta(hours=4), zone, 8, 22)
    assert until == at(f"{next_day} 10:00", zone)


def test_an_hour_that_the_clocks_skip_is_no_waking_time() -> None:
    zone = "Europe/Berlin"
    until = waking_after(at("2026-03-29 00:00", zone), timedelta(hours=4), zone, 0, 24)
    assert until == at("2026-03-29 05:00", zone)


@pytest.mark.parametrize(("wakes", "sleeps"), [(22, 8), (8, 8), (-1, 8), (8, 25)])
def test_hours_that_make_no_day_are_refused(wakes: int, sleeps: int) -> None:
    with pytest.raises(ValueError, match="awake"):
        waking_after(at("2026-11-23 09:00", "UTC"), timedelta(hours=1), "UTC", wakes, sleeps)
