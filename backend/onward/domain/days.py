"""Days as people and laws count them, whole days in somebody's own time zone; and instants as
fine as Onward keeps them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


def whole_ms(at: datetime) -> datetime:
    """Whole milliseconds, finer ones cut off: as the store keeps instants, so that what was
    written reads back the same."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def end_of_day(at: datetime, zone: str, *, after: timedelta = timedelta()) -> datetime:
    """The last second of the day that is `after` this one, in `zone`; answered in `at`'s own zone.

    The days are added on the wall calendar, so that a change of clocks moves no date.
    """
    local = at.astimezone(ZoneInfo(zone)) + after
    last = local.replace(hour=23, minute=59, second=59, microsecond=0, fold=1)
    return last.astimezone(at.tzinfo)


def end_of_business_day(at: datetime, zone: str, *, after: int) -> datetime:
    """The end of the `after`-th day from Monday to Friday that follows. Holidays are counted as
    business days: the date is then earlier than the law's, never later."""
    local = at.astimezone(ZoneInfo(zone))
    days = 0
    while after:
        days += 1
        after -= (local + timedelta(days=days)).weekday() < 5
    return end_of_day(at, zone, after=timedelta(days=days))
