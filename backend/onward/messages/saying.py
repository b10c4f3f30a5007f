"""How a policy's numbers and names are said: amounts, shares, spans of time, lists."""

from collections.abc import Iterable
from datetime import timedelta

from onward.domain.events import Channel
from onward.messages.words import say

_SPANS = (("days", timedelta(days=1)), ("hours", timedelta(hours=1)))
_MINUTE = timedelta(minutes=1)


def names(keys: Iterable[str]) -> str:
    """What these keys say, one after the other."""
    return "; ".join(say(key) for key in keys)


def either(words: Iterable[str]) -> str:
    """One or another of these words."""
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


def amount(minor: int) -> str:
    """As a policy has it: hundredths of whatever currency the order has."""
    return f"{minor / 100:,.2f}"


def share(basis_points: int) -> str:
    return f"{basis_points / 100:g}%"


def span(span: timedelta) -> str:
    """In days where they are whole, else in hours, else in minutes."""
    for name, unit in _SPANS:
        if span % unit == timedelta(0):
            return _counted(f"policy.span.{name}", span // unit)
    return _counted("policy.span.minutes", span // _MINUTE)


def _counted(key: str, count: int) -> str:
    return say(f"{key}_one") if count == 1 else say(f"{key}_many", count=count)


def channel_name(channel: Channel) -> str:
    return say(f"channels.{channel}").lower()
