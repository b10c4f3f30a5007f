"""A query that asks a field for everything below it, written from the schema itself. What stands at
the ends of it, such as an amount, is a fragment: the server reads no text of any length."""

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
    query = "query($id: ID!) {" + (f"{inside} {{ {asked} }}" if inside else asked) + "}"
    return with_fragments(types, query)


def root(types: Mapping[str, GraphQLNamedType], field: str, arguments: str = "") -> str:
    """`{ field(arguments) { ... } }` of the query type, whatever it asks for."""
    query = types["Query"]
    assert isinstance(query, GraphQLObjectType)
    of = get_named_type(query.fields[field].type)
    return with_fragments(types, f"{{ {field}{arguments} {selection(of, ())} }}")


def with_fragments(types: Mapping[str, GraphQLNamedType], query: str) -> str:
    """The query and the fragments that it spreads."""
    small = [kind for kind in types.values() if is_small(kind)]
    fragments = [fragment(kind) for kind in small if f"...{kind.name} " in query]
    inner = [kind for kind in small if is_end(kind) and f"...{kind.name} " not in query]
    more_of = " ".join(fragments)
    fragments += [fragment(kind) for kind in inner if f"...{kind.name} " in more_of]
    return " ".join((query, *fragments))


def selection(kind: GraphQLNamedType, above: tuple[str, ...]) -> str:
    """Every field of a type, and of theirs; never a type inside itself."""
    if not isinstance(kind, GraphQLObjectType):
        return ""
    here = (*above, kind.name)
    if len(here) > DEEPEST:
        return "{ __typename }"
    if is_small(kind):
        return f"{{ ...{kind.name} }}"
    parts = ["__typename"]
    for name, field in kind.fields.items():
        below = get_named_type(field.type)
        few = "(first: 2)" if "first" in field.args else ""
        if not isinstance(below, GraphQLObjectType):
            parts.append(name)
        elif below.name not in here:
            parts.append(f"{name}{few} {selection(below, here)}")
    return "{ " + " ".join(parts) + " }"


def is_end(kind: GraphQLNamedType) -> bool:
    """An object without another one in it."""
    return isinstance(kind, GraphQLObjectType) and not any(
        isinstance(get_named_type(field.type), GraphQLObjectType) for field in kind.fields.values()
    )


def is_small(kind: GraphQLNamedType) -> bool:
    """An object with nothing in it but ends."""
    return isinstance(kind, GraphQLObjectType) and all(
        is_end(below) or not isinstance(below, GraphQLObjectType)
        for below in (get_named_type(field.type) for field in kind.fields.values())
    )


def fragment(kind: GraphQLNamedType) -> str:
    assert isinstance(kind, GraphQLObjectType)
    inside = " ".join(
        f"{name} {{ ...{below.name} }}" if isinstance(below, GraphQLObjectType) else name
        for name, below in (
            (name, get_named_type(field.type)) for name, field in kind.fields.items()
        )
    )
    return f"fragment {kind.name} on {kind.name} {{ __typename {inside} }}"
