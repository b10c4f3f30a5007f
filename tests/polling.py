"""Waiting for something another process or task does, without guessing how long it takes.

The only place in the tests that sleeps: a few milliseconds between two looks.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

BETWEEN_LOOKS = 0.02
T = TypeVar("T")


async def until(look: Callable[[], Awaitable[T]], *, within: float = 10) -> T:
    """Look again until the answer is truthy, and return it; fail after `within` seconds."""
    give_up = time.monotonic() + within
    while not (seen := await look()):
        if time.monotonic() > give_up:
            raise AssertionError(f"still {seen!r} after {within} seconds")
        await asyncio.sleep(BETWEEN_LOOKS)
    return seen


def until_seen(look: Callable[[], T], *, within: float = 10) -> T:
    """The same for a test that is not async."""
    give_up = time.monotonic() + within
    while not (seen := look()):
        if time.monotonic() > give_up:
            raise AssertionError(f"still {seen!r} after {within} seconds")
        time.sleep(BETWEEN_LOOKS)
    return seen
