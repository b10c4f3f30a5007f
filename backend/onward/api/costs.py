"""What a request costs: the number of things in its answer, not of fields.

A list counts `first` times what is asked of each entry, variables included; one without `first`
counts as a few. What does not depend on variables is found once per document, and kept.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLSchema,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_composite_type,
    is_list_type,
    is_non_null_type,
)

# What a list without `first` is taken for: the lines of an order, the photos of a case.
A_FEW = 4
# A connection's own lists are as long as its `first`, which has been counted.
_COUNTED_ABOVE = ("nodes", "edges")


@dataclass(frozen=True, slots=True)
class Cost:
    """`each` things and the `parts` inside them, `times` over: a number, or the name of a variable
    with what it is when it was not given."""

    each: int
    times: int | str = 1
    otherwise: int = 1
    parts: tuple["Cost", ...] = ()

    def of(self, variables: Mapping[str, Any]) -> int:
        times = self.times
        if isinstance(times, str):
            given = variables.get(times)
            times = given if isinstance(given, int) else self.otherwise
        return max(times, 0) * (self.each + sum(part.of(variables) for part in self.parts))

    @property
    def varies(self) -> bool:
        return isinstance(self.times, str) or any(part.varies for part in self.parts)


def cost(schema: GraphQLSchema, document: DocumentNode) -> Cost:
    """What the operations of a valid document ask for, all together."""
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    return _folded(
        Cost(0, parts=tuple(_Counting(schema, document, one).cost() for one in operations))
    )


class _Counting:
    """Counts one operation against the schema's types. A fragment is counted once per type."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
    ):
        self._schema, self._operation = schema, operation
        self._fragments = {
            one.name.value: one
            for one in document.definitions
            if isinstance(one, FragmentDefinitionNode)
        }
        self._defaults = {
            one.variable.name.value: _number(one.default_value)
            for one in operation.variable_definitions or ()
        }
        self._known: dict[str, Cost] = {}

    def cost(self) -> Cost:
        root = self._schema.get_root_type(self._operation.operation)
        return self._of(self._operation.selection_set, root)

    def _of(self, selections: SelectionSetNode | None, kind: Any) -> Cost:
        return _folded(Cost(0, parts=tuple(self._parts(selections, kind))))

    def _parts(self, selections: SelectionSetNode | None, kind: Any) -> Iterator[Cost]:
        for one in selections.selections if selections else ():
            if isinstance(one, FieldNode):
                yield self._field(one, kind)
            elif isinstance(one, FragmentSpreadNode):
                yield self._fragment(one.name.value)
            else:
                on = getattr(one, "type_condition", None)
                narrowed = self._schema.get_type(on.name.value) if on else kind
                yield self._of(getattr(one, "selection_set", None), narrowed)

    def _fragment(self, name: str) -> Cost:
        if name not in self._known:
            one = self._fragments[name]
            on = self._schema.get_type(one.type_condition.name.value)
            self._known[name] = self._of(one.selection_set, on)
        return self._known[name]

    def _field(self, one: FieldNode, kind: Any) -> Cost:
        definition = getattr(kind, "fields", {}).get(one.name.value)
        if definition is None or not is_composite_type(get_named_type(definition.type)):
            return Cost(0)
        inner = self._of(one.selection_set, get_named_type(definition.type))
        times, otherwise = self._times(one, definition)
        return _folded(Cost(1, times, otherwise, (inner,)))

    def _times(self, one: FieldNode, definition: GraphQLField) -> tuple[int | str, int]:
        page = definition.args.get("first")
        if page is None:
            of = definition.type.of_type if is_non_null_type(definition.type) else definition.type
            long = is_list_type(of) and one.name.value not in _COUNTED_ABOVE
            return (A_FEW if long else 1), 1
        usual = page.default_value if isinstance(page.default_value, int) else A_FEW
        given = next((arg.value for arg in one.arguments or () if arg.name.value == "first"), None)
        if isinstance(given, VariableNode):
            name = given.name.value
            return name, self._defaults.get(name) or usual
        return _number(given) or usual, usual


def _folded(cost: Cost) -> Cost:
    """The same cost as one number, where no variable is in it."""
    return cost if cost.varies else Cost(cost.of({}))


def _number(value: Any) -> int | None:
    return int(value.value) if isinstance(value, IntValueNode) else None
