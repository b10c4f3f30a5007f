"""schema.graphql is the contract with the app: it is what the code says, and it explains itself."""

from collections.abc import Iterator
from functools import cache

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
    get_named_type,
    is_introspection_type,
    is_specified_scalar_type,
)

from tests.house.printed import printed
from tests.house.sources import ROOT

SCHEMA = ROOT / "schema.graphql"
# Whoever leaves, leaves: there is nothing to say no to.
CANNOT_BE_REFUSED = {"signOut"}


@cache
def schema() -> GraphQLSchema:
    return build_schema(SCHEMA.read_text(encoding="utf-8"))


def test_schema_graphql_is_what_the_code_says() -> None:
    assert SCHEMA.read_text(encoding="utf-8").strip() == printed("schema").strip(), (
        "run `make schema`"
    )


def test_everything_in_the_schema_explains_itself() -> None:
    assert not list(_unexplained(schema()))


def test_every_mutation_answers_with_success_or_a_refusal() -> None:
    mutation = schema().mutation_type
    assert mutation is not None
    assert not [
        name
        for name, field in mutation.fields.items()
        if name not in CANNOT_BE_REFUSED
        and not isinstance(get_named_type(field.type), GraphQLUnionType)
    ]


def _unexplained(of: GraphQLSchema) -> Iterator[str]:
    for name, kind in of.type_map.items():
        if is_introspection_type(kind) or is_specified_scalar_type(kind):
            continue
        if not kind.description:
            yield name
        if isinstance(kind, GraphQLEnumType):
            yield from (
                f"{name}.{key}" for key, value in kind.values.items() if not value.description
            )
        if isinstance(kind, GraphQLInputObjectType):
            yield from (
                f"{name}.{key}" for key, field in kind.fields.items() if not field.description
            )
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            yield from _unexplained_fields(kind)


def _unexplained_fields(kind: GraphQLObjectType | GraphQLInterfaceType) -> Iterator[str]:
    for name, field in kind.fields.items():
        if not field.description:
            yield f"{kind.name}.{name}"
        for argument, value in field.args.items():
            if not value.description:
                yield f"{kind.name}.{name}({argument}:)"
