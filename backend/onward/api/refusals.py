"""Where a foreseen no becomes an answer: a member of the mutation's union, with the sentence of
the message file. In a query, which has no union, it is an error with the same code."""

from collections.abc import Iterable
from typing import Any

import strawberry
from graphql import GraphQLError
from strawberry import field
from strawberry.types.field import StrawberryField

from onward import counting
from onward.domain.refusals import BadInput, Refusal
from onward.messages import refusal_text

LONGEST_KEY = 200


@strawberry.type(description="A foreseen no. Nothing was changed, and asking again says the same.")
class Refused:
    code: str = field(description="Stable, for programs: LISTING_TAKEN, WINDOW_CLOSED.")
    message: str = field(description="The sentence to show.")
    field: str | None = field(description="The input it is about, where it is about one.")


class Refusals(strawberry.ExceptionHandler[Refusal, Refused]):
    """Every refusal of a mutation whose union has `Refused`."""

    def handle(self, exception: Refusal, *, field: StrawberryField, info: Any) -> Refused:
        return refused(exception)


def refused(refusal: Refusal) -> Refused:
    counting.refused(refusal.said)
    return Refused(code=refusal.said, message=refusal_text(refusal), field=refusal.field)


def as_error(refusal: Refusal, raised: GraphQLError | None = None) -> GraphQLError:
    """A refusal where there is no union to put it in."""
    extensions: dict[str, Any] = {"code": refusal.said}
    if refusal.field:
        extensions["field"] = refusal.field
    nodes, path = (raised.nodes, raised.path) if raised else (None, None)
    return GraphQLError(refusal_text(refusal), nodes, path=path, extensions=extensions)


def count(errors: Iterable[GraphQLError]) -> None:
    """Each no among errors as they are answered. One without a code is about a text or a variable
    that is not GraphQL's; a fault has a reference in its place."""
    for error in errors:
        told = error.extensions or {}
        if "reference" not in told:
            counting.refused(str(told.get("code", BadInput.code)))


def keyed(key: str) -> str:
    """An idempotency key that can be one; BadInput when it is missing or too long."""
    if not key.strip():
        raise BadInput("KEY_MISSING", field="key")
    if len(key) > LONGEST_KEY:
        raise BadInput(field="key")
    return key
