"""Our own mistakes, masked: who asked is told a reference; the log has the traceback beside it."""

import secrets
from collections.abc import Iterable, Iterator
from typing import Any

import structlog
from graphql import GraphQLError
from strawberry.extensions import SchemaExtension

from onward import counting
from onward.api.refusals import as_error, count
from onward.counting import Room
from onward.domain.refusals import Refusal

log = structlog.get_logger()
# No letter or digit that is read out as another.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class Masked(SchemaExtension):
    """Lets a request's own mistakes and refusals through, and nothing of ours."""

    # The end of a stream is seen twice: as the last that it told, and as what came of it all.
    _seen: Any = None

    def on_operation(self) -> Iterator[None]:
        yield
        self._mask(self.execution_context.result)

    def on_stream_result(self, result: Any) -> Iterator[None]:
        self._mask(result)
        yield

    def _mask(self, result: Any) -> None:
        if result is None or result is self._seen or not result.errors:
            return
        self._seen = result
        result.errors = masked(result.errors)
        count(result.errors)


def masked(errors: Iterable[GraphQLError]) -> list[GraphQLError]:
    """The errors as the asker may read them. Each of ours is logged once, under its reference."""
    return [_told(error) for error in errors]


def fault(cause: BaseException, path: list[str | int] | None = None) -> GraphQLError:
    """An error that says nothing but a reference, under which the log has the cause."""
    reference = "".join(secrets.choice(_LETTERS) for _ in range(8))
    log.error("fault", reference=reference, path=path, exc_info=cause)
    counting.fault(Room.API)
    said = f"Something went wrong on our side. Reference: {reference}"
    return GraphQLError(said, path=path, extensions={"reference": reference})


def _told(error: GraphQLError) -> GraphQLError:
    cause = error.original_error
    if isinstance(cause, Refusal):
        return as_error(cause, error)
    if cause is None or isinstance(cause, GraphQLError):
        return error
    return fault(cause, error.path)
