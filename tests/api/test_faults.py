"""Our own mistakes say nothing but a reference, which the log knows as well."""

import dataclasses
from datetime import datetime
from typing import Any

import pytest
from graphql import GraphQLError
from structlog.testing import capture_logs

from onward.api.context import Context
from onward.api.faults import masked
from onward.api.schema import schema
from onward.domain.refusals import BadInput
from tests.api.asking import app_of, post, refused, socket
from tests.services.shop import LINE, Shop

pytestmark = pytest.mark.anyio
SECRET_PATH = "/srv/secret/rosa@example.com"
CASE = "query($id:ID!){returnCase(id:$id){id headline}}"


class BrokenClock:
    async def now(self) -> datetime:
        raise ZeroDivisionError(SECRET_PATH)


def broken(shop: Shop) -> Shop:
    """The same shop on a day on which its clock is out of order."""
    return dataclasses.replace(shop, world=dataclasses.replace(shop.world, clock=BrokenClock()))


def is_reference(text: str) -> bool:
    return len(text) == 8 and text.isalnum() and text == text.upper()


async def test_a_fault_is_masked_and_logged_under_the_same_reference(shop: Shop) -> None:
    story = await shop.start()
    with capture_logs() as logs:
        errors = await refused(broken(shop), shop.rosa, CASE, id=story.case.id)
    reference = errors[0]["extensions"]["reference"]
    assert is_reference(reference)
    assert errors[0]["message"] == f"Something went wrong on our side. Reference: {reference}"
    assert SECRET_PATH not in str(errors)
    faults = [entry for entry in logs if entry["event"] == "fault"]
    assert [entry["reference"] for entry in faults] == [reference]
    assert isinstance(faults[0]["exc_info"], ZeroDivisionError)


async def test_two_faults_have_two_references(shop: Shop) -> None:
    story = await shop.start()
    text = "query($id:ID!){a:returnCase(id:$id){id} b:returnCase(id:$id){id}}"
    with capture_logs():
        errors = await refused(broken(shop), shop.rosa, text, id=story.case.id)
    assert len({error["extensions"]["reference"] for error in errors}) == 2


async def test_a_fault_in_a_mutation_is_no_refusal(shop: Shop) -> None:
    text = "mutation($i:StartReturnInput!){startReturn(input:$i){__typename}}"
    wanted = {"lineId": LINE, "reason": "COLOR", "key": "k"}
    with capture_logs():
        errors = await refused(broken(shop), shop.rosa, text, i=wanted)
    assert is_reference(errors[0]["extensions"]["reference"])


async def test_a_fault_is_masked_over_http_and_on_a_socket(shop: Shop) -> None:
    story = await shop.start()
    app = app_of(broken(shop), None, "development")
    watch = "subscription($id:ID!){returnCase(id:$id){id}}"
    with capture_logs():
        async with socket(app, shop.rosa) as phone:
            await phone.subscribe({"query": watch, "variables": {"id": story.case.id}})
            told = str(await phone.hear())
        answer = await post(app, {"query": "{listings(first:1){nodes{id}}}"})
    assert "reference" in told
    assert "ZeroDivision" not in told
    assert SECRET_PATH not in told
    assert answer.status_code == 200


async def test_an_askers_own_mistake_is_told_as_it_is(shop: Shop) -> None:
    assert "nonsense" in (await refused(shop, None, "{nonsense}"))[0]["message"]
    assert "Syntax" in (await refused(shop, None, "{"))[0]["message"]
    wrong = await refused(shop, None, "query($n:Int!){listings(first:$n){nodes{id}}}", n="many")
    assert "reference" not in (wrong[0].get("extensions") or {})


async def test_a_refusal_in_a_query_keeps_its_code(shop: Shop) -> None:
    errors = await refused(shop, None, '{listings(after:"nonsense"){nodes{id}}}')
    assert errors[0]["extensions"] == {"code": "BAD_CURSOR", "field": "after"}


def test_an_error_that_wraps_ours_is_masked_and_others_are_let_through() -> None:
    own = GraphQLError("inner", original_error=ValueError(SECRET_PATH))
    asked = GraphQLError("Cannot query field")
    no = GraphQLError("x", original_error=BadInput("PHOTOS_MISSING", field="tag"))
    with capture_logs() as logs:
        told = masked([own, asked, no])
    assert SECRET_PATH not in told[0].message
    assert told[1] is asked
    assert told[2].extensions == {"code": "PHOTOS_MISSING", "field": "tag"}
    assert len(logs) == 1


async def test_nothing_of_the_inside_is_in_an_answer_without_errors(shop: Shop) -> None:
    result: Any = await schema.execute(
        "{shop{name mode}}", context_value=Context(shop.world, None, "production")
    )
    assert result.errors is None
    assert result.data == {"shop": {"name": "Onward Demo Shop", "mode": "production"}}
