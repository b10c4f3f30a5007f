"""Waking time: hours of somebody's own day in which a question may wait for them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_MOST_DAYS = 400


def waking_after(
    start: datetime, lasting: timedelta, zone: str, wakes: int, sleeps: int
) -> datetime:
    """The instant (UTC) at which `lasting` of waking time has passed since `start`.

    Each day of `zone` is awake from hour `wakes` (0 to 23) until hour `sleeps` (`wakes` + 1 to 24)
    by the wall clock; time is counted as it passes, so a night in which the clocks change gives
    nobody an hour more or less. Raises ValueError for hours that make no day.
    """
    if not 0 <= wakes < sleeps <= 24:
        raise ValueError(f"nobody is awake from {wakes} to {sleeps}")
    if lasting < timedelta():
        raise ValueError("waking time passes forwards")
    there = ZoneInfo(zone)
    day = start.astimezone(there).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    now, left = start.astimezone(UTC), lasting
    for _ in range(_MOST_DAYS):
        opens = _instant(day + timedelta(hours=wakes), there)
        ends = _instant(day + timedelta(hours=sleeps), there)
        begins = max(now, opens)
        if begins < ends:
            if left <= ends - begins:
                return begins + left
            left -= ends - begins
            now = ends
        day += timedelta(days=1)
    raise ValueError(f"{lasting} is longer than anybody waits")


def _instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """A time on the wall as an instant; one that the clocks skip is the moment they do."""
    return wall.replace(tzinfo=zone).astimezone(UTC)
