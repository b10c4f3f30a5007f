"""A query that asks a field for everything below it, written from the schema itself."""

from collections.abc import Mapping

from graphql import GraphQLNamedType, GraphQLObjectType, get_named_type

# A purchase's order leads to its buyer's own returns and round again: once is enough.
DEEPEST = 7


def everything(
    types: Mapping[str, GraphQLNamedType], field: str, inside: str = "", more: str = ""
) -> str:
    """`query($id: ID!) { field(id: $id) { ... } }`, within another field if named."""
    parent = types["Query"]
    if inside:
        assert isinstance(parent, GraphQLObjectType)
        parent = types[get_named_type(parent.fields[inside].type).name]
    assert isinstance(parent, GraphQLObjectType)
    of = get_named_type(parent.fields[field].type)
    asked = f"{field}(id: $id{more}) {selection(of, ())}"
    return "query($id: ID!) {" + (f"{inside} {{ {asked} }}" if inside else asked) + "}"


def selection(kind: GraphQLNamedType, above: tuple[str, ...]) -> str:
    """Every field of a type, and of theirs; never a type inside itself."""
    if not isinstance(kind, GraphQLObjectType):
        return ""
    here = (*above, kind.name)
    if len(here) > DEEPEST:
        return "{ __typename }"
    parts = ["__typename"]
    for name, field in kind.fields.items():
        below = get_named_type(field.type)
        if not isinstance(below, GraphQLObjectType):
            parts.append(name)
        elif below.name not in here:
            parts.append(f"{name} {selection(below, here)}")
    return "{ " + " ".join(parts) + " }"
