"""Every foreseen no has words and arrives as a member of its mutation's union."""

from collections.abc import Iterator

import pytest
from graphql import GraphQLUnionType

from onward.api.refusals import LONGEST_KEY, as_error, keyed, refused
from onward.api.schema import schema
from onward.domain.refusals import BadInput, NotAllowed, Refusal, TooManyTries
from onward.messages import refusal_text
from tests.api.asking import ask
from tests.services.shop import LINE, Shop


def every_refusal(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for below in kind.__subclasses__():
        yield below
        yield from every_refusal(below)


@pytest.mark.parametrize("kind", list(every_refusal()))
def test_every_refusal_has_a_code_and_a_sentence_of_its_own(kind: type[Refusal]) -> None:
    told = refused(kind())
    assert told.code == kind.code != "REFUSED"
    assert told.message != refusal_text(Refusal())
    assert "{" not in told.message


def test_a_refusal_names_the_input_it_is_about() -> None:
    told = refused(BadInput("PHOTOS_MISSING", field="tag"))
    assert (told.code, told.field) == ("PHOTOS_MISSING", "tag")


def test_a_refusal_of_a_query_is_an_error_with_the_same_code() -> None:
    error = as_error(TooManyTries(field="email", seconds=30))
    assert error.extensions == {"code": "TOO_MANY_TRIES", "field": "email"}
    assert error.message == refused(TooManyTries(seconds=30)).message


@pytest.mark.parametrize("key", ["", "   ", "x" * (LONGEST_KEY + 1)])
def test_a_key_that_cannot_be_one_is_refused(key: str) -> None:
    with pytest.raises(BadInput) as refusal:
        keyed(key)
    assert refusal.value.field == "key"


def test_every_union_of_a_mutation_can_say_no() -> None:
    unions = [
        kind for kind in schema._schema.type_map.values() if isinstance(kind, GraphQLUnionType)
    ]
    assert unions
    assert not [one.name for one in unions if "Refused" not in {kind.name for kind in one.types}]


START = """mutation Start($input: StartReturnInput!) { startReturn(input: $input) {
  __typename
  ... on StartedReturn { cases { id stage } }
  ... on Refused { code message field }
} }"""


@pytest.mark.anyio
async def test_who_is_not_signed_in_is_asked_to(shop: Shop) -> None:
    wanted = {"lineId": LINE, "reason": "COLOR", "key": "k"}
    answer = (await ask(shop, None, START, input=wanted))["startReturn"]
    assert answer["__typename"] == "Refused"
    assert answer["code"] == "SIGN_IN_NEEDED"
    assert answer["message"] == refusal_text(NotAllowed("SIGN_IN_NEEDED"))


@pytest.mark.anyio
async def test_a_request_sent_twice_is_one_and_with_other_input_it_is_refused(shop: Shop) -> None:
    wanted = {"lineId": LINE, "reason": "COLOR", "key": "k"}
    first = (await ask(shop, shop.rosa, START, input=wanted))["startReturn"]
    again = (await ask(shop, shop.rosa, START, input=wanted))["startReturn"]
    assert [case["id"] for case in again["cases"]] == [case["id"] for case in first["cases"]]
    other = (await ask(shop, shop.rosa, START, input={**wanted, "reason": "STYLE"}))["startReturn"]
    assert (other["code"], other["field"]) == ("KEY_REUSED", "key")


@pytest.mark.anyio
async def test_somebody_elses_line_and_no_line_look_alike(shop: Shop) -> None:
    wanted = {"reason": "COLOR", "key": "k"}
    theirs = await ask(shop, shop.ben, START, input={**wanted, "lineId": LINE})
    nobodys = await ask(shop, shop.ben, START, input={**wanted, "lineId": "no-such-line"})
    assert theirs["startReturn"] == nobodys["startReturn"]
    assert theirs["startReturn"]["code"] == "NOT_FOUND"
