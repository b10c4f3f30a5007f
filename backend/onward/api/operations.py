"""Decorators for what is worked out by a function: a read, a mutation, a subscription. They are
strawberry's own, told that what they decorate keeps its type."""

from collections.abc import Callable
from typing import Any, TypeVar

import strawberry

F = TypeVar("F", bound=Callable[..., Any])


def reads(about: str) -> Callable[[F], F]:
    """A field that a function reads."""
    return _typed(strawberry.field(description=about))


def does(about: str) -> Callable[[F], F]:
    """A mutation."""
    return _typed(strawberry.mutation(description=about))


def watches(about: str) -> Callable[[F], F]:
    """A subscription."""
    return _typed(strawberry.subscription(description=about))


def _typed(decorator: Any) -> Callable[[F], F]:
    return decorator  # type: ignore[no-any-return]
