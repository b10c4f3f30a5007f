"""How much one request may ask for: tokens, depth, aliases, and the number of things in its answer
(`costs`). The rules are classes made once, so that a document is validated once and for all."""

from typing import Any

from graphql import (
    ASTValidationRule,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    OperationDefinitionNode,
    SelectionSetNode,
)

from onward.domain.refusals import BadInput
from onward.messages import refusal_text

MOST_TOKENS = 2_000
MOST_DEPTH = 12
MOST_ALIASES = 20
MOST_THINGS = 8_000
# Introspection goes round in circles by nature, and only the open mode answers it at all.
_INTROSPECTION = ("__schema", "__type")


def too_complex() -> GraphQLError:
    return GraphQLError(refusal_text(BadInput("TOO_COMPLEX")), extensions={"code": "TOO_COMPLEX"})


class DepthLimit(ASTValidationRule):
    """No selection lies deeper than `MOST_DEPTH` fields."""

    def enter_document(self, node: DocumentNode, *_: Any) -> None:
        depths = _Depths(node)
        operations = (one for one in node.definitions if isinstance(one, OperationDefinitionNode))
        if any(depths.of(one.selection_set) > MOST_DEPTH for one in operations):
            self.report_error(too_complex())


class AliasLimit(ASTValidationRule):
    """No document renames more than `MOST_ALIASES` fields."""

    def enter_document(self, node: DocumentNode, *_: Any) -> None:
        if sum(_aliases(getattr(one, "selection_set", None)) for one in node.definitions) > (
            MOST_ALIASES
        ):
            self.report_error(too_complex())


LIMITS: tuple[type[ASTValidationRule], ...] = (DepthLimit, AliasLimit)


class _Depths:
    """Follows fragments, and cuts circles: another rule refuses those."""

    def __init__(self, document: DocumentNode):
        self._fragments = {
            one.name.value: one.selection_set
            for one in document.definitions
            if isinstance(one, FragmentDefinitionNode)
        }
        self._known: dict[str, int] = {}

    def of(self, selections: SelectionSetNode | None) -> int:
        return max((self._of_one(one) for one in _each(selections)), default=0)

    def _of_one(self, one: Any) -> int:
        if isinstance(one, FragmentSpreadNode):
            name = one.name.value
            if name not in self._known:
                self._known[name] = 0
                self._known[name] = self.of(self._fragments.get(name))
            return self._known[name]
        below = self.of(one.selection_set)
        if isinstance(one, FieldNode):
            return 1 if one.name.value in _INTROSPECTION else 1 + below
        return below


def _aliases(selections: SelectionSetNode | None) -> int:
    return sum(
        (isinstance(one, FieldNode) and one.alias is not None)
        + _aliases(getattr(one, "selection_set", None))
        for one in _each(selections)
    )


def _each(selections: SelectionSetNode | None) -> tuple[Any, ...]:
    return tuple(selections.selections) if selections else ()
