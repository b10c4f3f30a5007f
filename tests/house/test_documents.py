"""Every operation the app sends is valid against the schema, before any browser runs it."""

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    OperationDefinitionNode,
    build_schema,
    concat_ast,
    parse,
    validate,
)

from tests.house.sources import FRONTEND, ROOT

OPERATIONS = FRONTEND / "src" / "graphql"


def documents() -> DocumentNode:
    files = sorted(OPERATIONS.rglob("*.graphql"))
    assert files, "the app has no operations"
    return concat_ast([parse(path.read_text(encoding="utf-8")) for path in files])


def test_the_operations_of_the_app_are_valid() -> None:
    schema = build_schema((ROOT / "schema.graphql").read_text(encoding="utf-8"))
    assert [error.message for error in validate(schema, documents())] == []


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [
        node.name.value if node.name else ""
        for node in documents().definitions
        if isinstance(node, OperationDefinitionNode | FragmentDefinitionNode)
    ]
    assert "" not in names
    assert sorted(names) == sorted(set(names))
