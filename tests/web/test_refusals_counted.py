"""Whatever plain HTTP refuses is counted once, under its code and under no word of anybody's."""

import pytest
from prometheus_client import generate_latest

from onward import counting
from onward.ports import Outage
from onward.services.photos import ANYONE
from onward.services.photos import url as photo_url
from tests.counts import rising
from tests.services.shop import picture
from tests.web.site import Site
from tests.web.test_refused import troubled
from tests.web.test_uploads import a_ticket, put

pytestmark = pytest.mark.anyio


async def test_what_a_plain_address_refuses_is_counted(page: Site) -> None:
    async with page.client() as anybody:
        with rising() as rose:
            for path in ("/photos/rosa@example.com.jpg", "/labels/12 Alder Way.pdf"):
                assert (await anybody.get(path)).status_code == 404
    assert rose == {"onward_refusals_total NOT_FOUND": 2}


async def test_a_page_that_is_not_ours_is_counted(page: Site) -> None:
    async with page.client(origin="https://elsewhere.example") as theirs:
        with rising() as rose:
            assert (await theirs.post("/graphql", json={})).status_code == 403
    assert rose == {"onward_refusals_total WRONG_ORIGIN": 1}


async def test_a_port_that_is_down_and_a_bug_of_ours_are_told_apart(page: Site) -> None:
    kept = troubled(page)
    raw = picture("front")
    _, address = await a_ticket(page, len(raw))
    kept.trouble = Outage("photos", "down")
    async with page.client(page.shop.rosa) as rosa:
        with rising() as rose:
            assert (await put(rosa, address, raw, 0)).status_code == 503
    assert rose == {"onward_refusals_total OUTAGE": 1}
    kept.trouble = RuntimeError("the inner workings")
    async with page.client() as anybody:
        with rising() as rose:
            shown = await anybody.get(photo_url(page.shop.world, ANYONE, "some-photo"))
    assert shown.status_code == 500
    assert rose == {"onward_faults_total web": 1}


def test_a_code_without_a_sentence_is_counted_without_its_words() -> None:
    with rising() as rose:
        counting.refused("rosa@example.com")
    assert rose == {"onward_refusals_total OTHER": 1}
    assert b"rosa" not in generate_latest(counting.counted())
