"""Trusted documents: the operations the app was built with, named by the SHA-256 of their text.

Production runs these and no others. A text is parsed, validated and counted once, whoever sends
it; what is kept is bounded, for in the open mode anybody may send texts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graphql import DocumentNode, GraphQLError, GraphQLSchema, parse, specified_rules, validate
from strawberry.extensions import SchemaExtension

from onward.api.costs import Cost, cost
from onward.api.limits import LIMITS, MOST_THINGS, MOST_TOKENS, too_complex
from onward.api.texts import garbled
from onward.domain.refusals import BadInput

_KEPT = 256
_RULES = (*specified_rules, *LIMITS)
_PREFIX = "sha256:"


class UntrustedDocument(BadInput):
    """The text or hash of a request is not one the app was built with."""

    code = "UNTRUSTED_DOCUMENT"


@dataclass(frozen=True, slots=True)
class Documents:
    """Texts by their hash. `open_to_all`: any other text is run as well."""

    by_hash: Mapping[str, str]
    open_to_all: bool = False

    def text(self, request: Mapping[str, Any]) -> str:
        """The text a request names, at its top or among its extensions; UntrustedDocument else."""
        extensions = request.get("extensions")
        named = request.get("documentId")
        if named is None and isinstance(extensions, dict):
            named = extensions.get("documentId")
        if isinstance(named, str):
            known = self.by_hash.get(named.removeprefix(_PREFIX))
        else:
            known = request.get("query") if self.open_to_all else None
        if not isinstance(known, str) or not known:
            raise UntrustedDocument
        return known


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A text that was looked at. `errors` when it cannot be run; then the rest means nothing."""

    document: DocumentNode | None
    errors: tuple[GraphQLError, ...]
    cost: Cost


class Prepared(SchemaExtension):
    """Gives strawberry the parsed document and the errors found in it, known or made now."""

    def on_operation(self) -> Iterator[None]:
        context = self.execution_context
        if context.query and (wrong := garbled(context.query, context.variables)):
            context.graphql_document = _NOTHING
            context.pre_execution_errors = [wrong]
        elif context.query:
            ready = _prepared(context.schema._schema, context.query)  # noqa: SLF001
            errors = list(ready.errors)
            if not errors and ready.cost.of(context.variables or {}) > MOST_THINGS:
                errors.append(too_complex())
            context.graphql_document = ready.document or _NOTHING
            context.pre_execution_errors = errors
        yield


_NOTHING = parse("{__typename}")


@lru_cache(maxsize=_KEPT)
def _prepared(schema: GraphQLSchema, text: str) -> _Prepared:
    try:
        document = parse(text, max_tokens=MOST_TOKENS)
    except GraphQLError as wrong:
        return _Prepared(None, (wrong,), Cost(0))
    errors = tuple(validate(schema, document, _RULES))
    return _Prepared(document, errors, Cost(0) if errors else cost(schema, document))
