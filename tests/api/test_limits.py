"""A request may ask for so much and no more, however it is written."""

from uuid import uuid4

import pytest
from graphql import parse, validate

from onward.api import documents
from onward.api.costs import cost
from onward.api.limits import LIMITS, MOST_ALIASES, MOST_DEPTH, MOST_THINGS, MOST_TOKENS
from onward.api.schema import schema
from tests.api.asking import ask, context, refused
from tests.services.shop import Shop

CORE = schema._schema


def counted(text: str, **variables: object) -> int:
    return cost(CORE, parse(text)).of(variables)


def complaints(text: str) -> list[str]:
    return [
        str((error.extensions or {}).get("code")) for error in validate(CORE, parse(text), LIMITS)
    ]


def nested(levels: int) -> str:
    """A query that goes `levels` fields deep; it need not be valid to be measured."""
    return "{" + "a{" * (levels - 1) + "b" + "}" * levels


def test_a_query_may_be_so_deep_and_no_deeper() -> None:
    assert complaints(nested(MOST_DEPTH)) == []
    assert complaints(nested(MOST_DEPTH + 1)) == ["TOO_COMPLEX"]


def test_depth_is_not_hidden_in_fragments() -> None:
    inner = "fragment F on Query " + nested(MOST_DEPTH)
    assert complaints("{a{...F}} " + inner) == ["TOO_COMPLEX"]


def test_fragments_that_go_in_circles_are_measured_in_the_end() -> None:
    assert complaints("{...F} fragment F on Query {a{...F}}") == []


def test_only_so_many_fields_are_renamed() -> None:
    names = [f"a{number}: id" for number in range(MOST_ALIASES + 1)]
    assert complaints("{" + " ".join(names[:-1]) + "}") == []
    assert complaints("{" + " ".join(names) + "}") == ["TOO_COMPLEX"]


def test_introspection_is_not_taken_for_depth() -> None:
    assert complaints("{__schema" + nested(MOST_DEPTH) + "}") == []


def test_a_list_counts_as_often_as_it_asks_for() -> None:
    once = counted("{viewer{orders(first:1){nodes{id}}}}")
    assert counted("{viewer{orders(first:50){nodes{id}}}}") - 1 == 50 * (once - 1)


def test_a_list_counts_by_its_default_when_nothing_is_said() -> None:
    said = counted("{listings(first:24){nodes{id}}}")
    assert counted("{listings{nodes{id}}}") == said


def test_what_is_asked_for_in_variables_counts_as_well() -> None:
    text = "query($n:Int=7){listings(first:$n){nodes{id photos{id}}}}"
    assert counted(text, n=100) == counted("{listings(first:100){nodes{id photos{id}}}}")
    assert counted(text) == counted("{listings(first:7){nodes{id photos{id}}}}")


def test_fragments_count_where_they_are_spread() -> None:
    text = "{listings(first:9){nodes{...F}}} fragment F on Listing{item{title} photos{id}}"
    assert counted(text) == counted("{listings(first:9){nodes{item{title} photos{id}}}}")


def test_fields_that_are_plain_values_cost_nothing() -> None:
    assert counted("{shop{name}}") == counted("{shop{name mode}}") == 1


def test_fragments_that_double_each_time_are_counted_in_no_time() -> None:
    chain = "".join(f"fragment F{n} on Viewer{{...F{n + 1} ...F{n + 1}}}" for n in range(60))
    text = "{viewer{...F0}} " + chain + "fragment F60 on Viewer{account{id}}"
    assert counted(text) > 2**60


@pytest.mark.anyio
async def test_forty_seven_characters_that_ask_for_a_hundred_thousand_things_are_refused(
    shop: Shop,
) -> None:
    text = '{desk{search(text:"abc",first:36000){order{id}}}}'
    short = "{listings(first:36000){nodes{item{sku}}}}".ljust(47)
    assert len(short) == 47
    for query in (short, text):
        assert counted(query) > 70_000
        errors = await refused(shop, shop.ada, query)
        assert [error["extensions"]["code"] for error in errors] == ["TOO_COMPLEX"]


@pytest.mark.anyio
async def test_a_page_that_is_too_large_by_variable_is_refused(shop: Shop) -> None:
    text = "query($n:Int!){listings(first:$n){nodes{item{title}}}}"
    assert (await refused(shop, None, text, n=MOST_THINGS))[0]["extensions"][
        "code"
    ] == "TOO_COMPLEX"
    assert (await ask(shop, None, text, n=10))["listings"] == {"nodes": []}


@pytest.mark.anyio
async def test_a_text_of_too_many_words_is_not_even_read(shop: Shop) -> None:
    text = "{" + "a " * MOST_TOKENS + "}"
    assert "token" in (await refused(shop, None, text))[0]["message"].lower()


@pytest.mark.anyio
async def test_a_text_is_looked_at_once_whoever_sends_it(shop: Shop) -> None:
    text = f"query Once{uuid4().hex} {{ shop {{ name }} }}"
    before = documents._prepared.cache_info().misses
    for viewer in (None, shop.rosa, shop.ada, None):
        await schema.execute(text, context_value=context(shop, viewer))
    assert documents._prepared.cache_info().misses == before + 1
