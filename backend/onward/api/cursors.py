"""Opaque cursors: a place in a list (an instant and an id), and a version of something watched."""

import base64
import binascii
from datetime import datetime
from typing import NewType

import strawberry

from onward.domain.refusals import BadInput

Cursor = NewType("Cursor", str)
Place = tuple[int, str]

CURSOR = strawberry.scalar(
    name="Cursor",
    description="Where to carry on. Opaque: give back what you were given.",
    serialize=str,
    parse_value=str,
)

MOST_AT_ONCE = 100
_MOST_MS = 2**53


def place(at: datetime, id: str) -> Cursor:
    """The place of an entry in a list that is ordered by an instant and then by id."""
    return _wrapped(f"p:{int(at.timestamp() * 1000)}:{id}")


def place_of(cursor: str | None) -> Place | None:
    """The place a cursor names; None for the beginning, BadInput for what is no place of ours."""
    if cursor is None:
        return None
    kind, _, rest = _unwrapped(cursor).partition(":")
    ms, _, entry = rest.partition(":")
    if kind != "p" or not entry or "\x00" in entry:
        raise _bad()
    return _number(ms), entry


def name(id: str) -> Cursor:
    """The place of an entry in a list whose order its id tells."""
    return _wrapped(f"n:{id}")


def name_of(cursor: str | None) -> str | None:
    """The id a cursor names; None for the beginning, BadInput for what is no place of ours."""
    if cursor is None:
        return None
    kind, _, entry = _unwrapped(cursor).partition(":")
    if kind != "n" or not entry or "\x00" in entry:
        raise _bad()
    return entry


def version(number: int) -> Cursor:
    """The cursor of something that changes: equal as long as nothing happened."""
    return _wrapped(f"v:{number}")


def version_of(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    kind, _, number = _unwrapped(cursor).partition(":")
    if kind != "v":
        raise _bad()
    return _number(number)


def page_size(first: int) -> int:
    """How many entries to read; BadInput when that is none or too many."""
    if not 1 <= first <= MOST_AT_ONCE:
        raise BadInput("TOO_COMPLEX" if first > MOST_AT_ONCE else None, field="first")
    return first


def _wrapped(text: str) -> Cursor:
    return Cursor(base64.urlsafe_b64encode(text.encode()).decode().rstrip("="))


def _unwrapped(cursor: str) -> str:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True).decode()
    except (UnicodeError, binascii.Error) as wrong:
        raise _bad() from wrong


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 16 or int(text) > _MOST_MS:
        raise _bad()
    return int(text)


def _bad() -> BadInput:
    return BadInput("BAD_CURSOR", field="after")
