"""Searching what somebody was sent for what they must not be told, wherever it may hide."""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_plus

_TOKEN = re.compile(rb"[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]{8,})+")


def told_of(heard: Iterable[bytes], details: Iterable[str]) -> list[str]:
    """Those of the details that occur in what was heard: as it came, unquoted, or in a token."""
    whole = "\n".join(part for raw in heard for part in _readings(raw)).casefold()
    return sorted({detail for detail in details if detail.casefold() in whole})


def _readings(raw: bytes) -> Iterator[str]:
    text = raw.decode(errors="replace")
    yield text
    yield unquote_plus(text)
    for token in _TOKEN.findall(raw):
        for part in token.split(b"."):
            yield _decoded(part)


def _decoded(part: bytes) -> str:
    try:
        return base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4)).decode(errors="replace")
    except binascii.Error:
        return ""
