"""Whatever GraphQL refuses is counted once, under the code that was answered."""

from typing import Any

import pytest

from onward.api.limits import MOST_ALIASES
from onward.domain.accounts import Viewer
from tests.api.asking import Coming, app_of, post, socket
from tests.api.test_faults import CASE, broken
from tests.api.test_refusals import START
from tests.api.test_strange import UNSEEN
from tests.api.test_watching import CASE as WATCHED
from tests.counts import Counts, rising
from tests.services.shop import LINE, Shop

pytestmark = pytest.mark.anyio

ALIASES = " ".join(f"a{n}: __typename" for n in range(MOST_ALIASES + 1))


async def counted(
    shop: Shop, body: object, viewer: Viewer | None = None, mode: str = "development"
) -> Counts:
    with rising() as rose:
        await post(app_of(shop, mode=mode), body, Coming(viewer))
    return rose


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"query": START, "variables": {"input": {"lineId": LINE, "reason": "COLOR", "key": "k"}}},
         "SIGN_IN_NEEDED"),
        ({"query": f"{{ {ALIASES} }}"}, "TOO_COMPLEX"),
        ({"query": "{ no such thing"}, "BAD_INPUT"),
        ({"query": "{ nobodyKnowsThis }"}, "BAD_INPUT"),
        ({"query": CASE, "variables": {"id": None}}, "BAD_INPUT"),
        ({"query": "{ __typename }", "operationName": "Other"}, "BAD_INPUT"),
        ({"documentId": "sha256:unknown"}, "UNTRUSTED_DOCUMENT"),
        ({"variables": []}, "BAD_INPUT"),
        (b"no json", "BAD_INPUT"),
    ],
)  # fmt: skip
async def test_a_refusal_is_counted_once(shop: Shop, body: object, code: str) -> None:
    assert await counted(shop, body) == {f"onward_refusals_total {code}": 1}


async def test_each_refusal_of_one_request_counts(shop: Shop) -> None:
    body = {"query": "{ nobodyKnowsThis norThat }"}
    assert await counted(shop, body) == {"onward_refusals_total BAD_INPUT": 2}


async def test_a_query_that_is_refused_is_counted_as_a_mutation_is(shop: Shop) -> None:
    rose = await counted(shop, {"query": UNSEEN}, shop.ada)
    assert rose == {"onward_refusals_total NOT_ALLOWED": 1}


async def test_an_untrusted_text_is_counted_in_production(shop: Shop) -> None:
    rose = await counted(shop, {"query": UNSEEN}, mode="production")
    assert rose == {"onward_refusals_total UNTRUSTED_DOCUMENT": 1}


async def test_what_is_answered_well_is_no_refusal(shop: Shop) -> None:
    story = await shop.start()
    body: dict[str, Any] = {"query": CASE, "variables": {"id": story.case.id}}
    assert await counted(shop, body, shop.rosa) == {}
    # Absent and not yours is null, and no refusal either.
    assert await counted(shop, body, shop.ben) == {}


async def test_a_fault_is_no_refusal_and_counted_as_itself(shop: Shop) -> None:
    story = await shop.start()
    body = {"query": CASE, "variables": {"id": story.case.id}}
    assert await counted(broken(shop), body, shop.rosa) == {"onward_faults_total api": 1}


async def test_what_a_socket_refuses_is_counted_once(shop: Shop) -> None:
    with rising() as rose:
        async with socket(app_of(shop), None) as phone:
            await phone.subscribe({"query": WATCHED, "variables": {"id": "x"}})
            assert (await phone.hear())["type"] == "error"
        async with socket(app_of(shop, mode="development"), None) as phone:
            await phone.subscribe({"query": WATCHED, "variables": {"id": "x"}})
            await phone.hear()
    assert rose == {
        "onward_refusals_total UNTRUSTED_DOCUMENT": 1,
        "onward_refusals_total SIGN_IN_NEEDED": 1,
    }
