"""Fields that are worked out only when a request asks for them.

Views are filled from a story at once, and plain attributes are what GraphQL reads fastest. What
costs something to make (sentences, signatures, another read) is put in as work to be done.
"""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, cast

T = TypeVar("T")


class Later:
    """Work that gives a field's value, or an awaitable of it."""

    __slots__ = ("work",)

    def __init__(self, work: Callable[[], Any]):
        self.work = work


def later(work: Callable[[], T]) -> T:
    """A field's value, made when it is asked for. What reads it is `told`, and nothing else."""
    return cast("T", Later(work))


def awaited(work: Callable[[], Awaitable[T]]) -> T:
    """The same for a value that needs another read."""
    return cast("T", Later(work))


def told(view: object, name: str) -> object:
    """The value of a view's field: the schema's default resolver."""
    value = getattr(view, name)
    return value.work() if type(value) is Later else value
