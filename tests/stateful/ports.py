"""Ports during whose work other things happen: what comes between a deed and our record of it is
where money gets lost."""

import inspect
from collections.abc import Awaitable, Callable
from typing import Any


class Busy:
    """A port that does its work, lets `between` happen, and only then answers."""

    def __init__(self, port: Any, between: Callable[[], Awaitable[None]]):
        self._port = port
        self._between = between

    def __getattr__(self, name: str) -> Any:
        asked = getattr(self._port, name)
        if not inspect.iscoroutinefunction(asked):
            return asked

        async def busy(*given: Any, **named: Any) -> Any:
            answer = await asked(*given, **named)
            await self._between()
            return answer

        return busy


class CountedTokens:
    """Ids that count, so that an example runs the same way every time; the rest is the real one."""

    def __init__(self, tokens: Any):
        self._tokens = tokens
        self._last = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tokens, name)

    def id(self) -> str:
        self._last += 1
        return f"id-{self._last:06}"

    def reference(self) -> str:
        self._last += 1
        return f"R{self._last:07}"
