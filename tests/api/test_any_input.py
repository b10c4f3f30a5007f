"""Whatever a request holds, it is answered or refused: nothing of it is a fault of ours."""

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_composite_type,
    is_union_type,
)

from onward.api.schema import schema
from onward.domain.accounts import Viewer
from tests.api.asking import app_of, context, socket
from tests.services.shop import Shop

pytestmark = pytest.mark.anyio
HALVES = ("a\ud800b", "\ud800@example.com", "\udfff")
HOSTILE = ("", "a\x00b", "' OR 1=1 --", "x" * 100_000, -(2**31), 2**31 - 1, 2**63, 2**70, 1e300)
Answer = tuple[dict[str, Any] | None, list[dict[str, Any]]]


def operations() -> Iterator[tuple[str, str, GraphQLField]]:
    """Every query and mutation that takes something in."""
    core = schema._schema
    for kind, root in (("query", core.query_type), ("mutation", core.mutation_type)):
        for name, field in (root.fields if root else {}).items():
            if field.args:
                yield kind, name, field


def filled(wanted: Any, given: object) -> Any:
    """`given` wherever a text or a number is wanted, and something sound elsewhere."""
    if isinstance(wanted, GraphQLNonNull):
        return filled(wanted.of_type, given)
    if isinstance(wanted, GraphQLList):
        return [filled(wanted.of_type, given)]
    if isinstance(wanted, GraphQLInputObjectType):
        return {name: filled(field.type, given) for name, field in wanted.fields.items()}
    if isinstance(wanted, GraphQLEnumType):
        return next(iter(wanted.values))
    if wanted.name == "Boolean":
        return True
    number = wanted.name in {"Int", "Float"}
    return given if number is not isinstance(given, str) else 1 if number else "x"


async def asked(shop: Shop, viewer: Viewer | None, given: object) -> dict[str, Answer]:
    """What every operation says to it."""
    answers: dict[str, Answer] = {}
    for kind, name, field in operations():
        declared = ", ".join(f"${arg}: {one.type}" for arg, one in field.args.items())
        passed = ", ".join(f"{arg}: ${arg}" for arg in field.args)
        found = get_named_type(field.type)
        wanted = "{ __typename ... on Refused { code } }" if is_union_type(found) else ""
        if is_composite_type(found) and not wanted:
            wanted = "{ __typename }"
        result = await schema.execute(
            f"{kind}({declared}) {{ {name}({passed}) {wanted} }}",
            variable_values={arg: filled(one.type, given) for arg, one in field.args.items()},
            context_value=context(shop, viewer),
        )
        errors = [dict(error.formatted) for error in result.errors or []]
        answers[name] = (result.data, errors)
    return answers


async def test_no_text_and_no_number_is_a_fault(shop: Shop) -> None:
    for given in HOSTILE:
        for viewer in (shop.rosa, shop.ada, None):
            for name, (_, errors) in (await asked(shop, viewer, given)).items():
                told = [error.get("extensions", {}) for error in errors]
                assert not [one for one in told if "reference" in one], f"{name}: {given!r:.40}"


async def test_half_a_letter_is_refused_wherever_it_stands(shop: Shop) -> None:
    for given in HALVES:
        for viewer in (shop.rosa, shop.ada, None):
            for name, (data, errors) in (await asked(shop, viewer, given)).items():
                assert data is None, name
                assert [error["extensions"] for error in errors] == [{"code": "BAD_INPUT"}], name


async def test_half_a_letter_is_refused_as_a_name_and_over_a_socket(shop: Shop) -> None:
    text = "query($id: ID!) { returnCase(id: $id) { id } }"
    async with socket(app_of(shop, mode="development"), shop.rosa) as phone:
        for variables in ('{"id": "\\ud800"}', '{"id": "x", "\\ud800": 1}'):
            payload = f'{{"query": "{text}", "variables": {variables}}}'
            await phone.said.put(
                {
                    "type": "websocket.receive",
                    "text": f'{{"id": "1", "type": "subscribe", "payload": {payload}}}',
                }
            )
            heard = await phone.hear()
            assert heard["type"] == "error"
            assert heard["payload"][0]["extensions"] == {"code": "BAD_INPUT"}
