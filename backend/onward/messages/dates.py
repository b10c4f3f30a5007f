"""Days and hours as people say them, always in somebody's own time zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from onward.messages.words import listed, say


def day(at: datetime, zone: str) -> str:
    """A day: "Thu 26 Nov"."""
    local = at.astimezone(ZoneInfo(zone))
    days, months = listed("calendar.days"), listed("calendar.months")
    return f"{days[local.weekday()]} {local.day} {months[local.month - 1]}"


def stamp(at: datetime, zone: str) -> str:
    """An instant to hold somebody to: "Mon 23 Nov 2026, 14:02:09 CET"."""
    return f"{day(at, zone)} {at.astimezone(ZoneInfo(zone)):%Y, %H:%M:%S %Z}"


def clock(at: datetime, zone: str) -> str:
    """An hour: "14:00"."""
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"


def soon(at: datetime, zone: str, now: datetime) -> str:
    """A day ahead, as it ends a sentence: "today", "by tomorrow", "by Thu 26 Nov". A day that has
    passed is today: what was due then is due now."""
    ahead = _days_ahead(at, zone, now)
    if ahead <= 0:
        return say("soon.today")
    return say("soon.by_tomorrow") if ahead == 1 else say("soon.by", day=day(at, zone))


def moment(at: datetime, zone: str, now: datetime) -> str:
    """An hour of a day: "14:00 today", "14:00 tomorrow", "14:00 on Thu 26 Nov"."""
    ahead = _days_ahead(at, zone, now)
    key = {0: "moment.today", 1: "moment.tomorrow"}.get(ahead, "moment.on")
    return say(key, clock=clock(at, zone), day=day(at, zone))


def _days_ahead(at: datetime, zone: str, now: datetime) -> int:
    local = ZoneInfo(zone)
    return (at.astimezone(local).date() - now.astimezone(local).date()).days
