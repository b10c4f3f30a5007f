"""The carrier's webhook: believed for its signature, taken in once, refused plainly."""

from dataclasses import replace

import httpx
import pytest

from onward.domain.life import ShipmentStatus, Stage
from onward.domain.shipping import Scan
from onward.domain.story import Story
from tests.web.site import Site
from tests.world import FakeCarrier

pytestmark = pytest.mark.anyio

HOOK = "/webhooks/carrier"


def carrier(site: Site) -> FakeCarrier:
    played = site.shop.world.carrier
    assert isinstance(played, FakeCarrier)
    return played


async def a_scan(site: Site, story: Story) -> Scan:
    assert story.label
    at = await site.shop.world.clock.now()
    number = story.label.tracking_number
    return Scan(f"scan of {number}", number, ShipmentStatus.IN_TRANSIT, at, "A hub")


async def post(site: Site, *scans: Scan) -> httpx.Response:
    headers, body = carrier(site).hand_in(*scans)
    async with site.client() as machine:
        del machine.headers["origin"]
        return await machine.post(HOOK, headers=headers, content=body)


async def test_a_first_scan_moves_the_case(site: Site) -> None:
    story = await site.shop.matched()
    assert (await post(site, await a_scan(site, story))).status_code == 200
    assert (await site.shop.story(story.case.id)).case.stage is Stage.IN_TRANSIT


async def test_a_webhook_sent_twice_counts_once(site: Site) -> None:
    story = await site.shop.matched()
    scan = await a_scan(site, story)
    await post(site, scan)
    before = await site.shop.story(story.case.id)
    assert (await post(site, scan)).status_code == 200
    assert await site.shop.story(story.case.id) == before


async def test_a_forged_webhook_changes_nothing(site: Site) -> None:
    story = await site.shop.matched()
    headers, body = carrier(site).hand_in(await a_scan(site, story))
    async with site.client() as machine:
        for given, sent in (({}, body), (headers, body + b" ")):
            answer = await machine.post(HOOK, headers=given, content=sent)
            assert (answer.status_code, answer.json()["code"]) == (401, "FORGED_WEBHOOK")
    assert await site.shop.story(story.case.id) == story


async def test_a_signed_body_that_is_no_scans_is_refused(site: Site) -> None:
    headers, body = carrier(site).signed({"scans": [{"key": "only"}]})
    async with site.client() as machine:
        answer = await machine.post(HOOK, headers=headers, content=body)
        assert (answer.status_code, answer.json()["code"]) == (400, "BAD_INPUT")


async def test_an_unknown_parcel_is_said_and_the_others_still_count(site: Site) -> None:
    story = await site.shop.matched()
    scan = await a_scan(site, story)
    stranger = replace(scan, key="of a stranger", tracking_number="NOT-OURS")
    answer = await post(site, stranger, scan)
    assert (answer.status_code, answer.json()["code"]) == (404, "UNKNOWN_PARCEL")
    assert (await site.shop.story(story.case.id)).case.stage is Stage.IN_TRANSIT


async def test_a_webhook_that_is_too_large_is_refused(site: Site) -> None:
    async with site.client() as machine:
        answer = await machine.post(HOOK, content=b"x" * 300_000)
        assert answer.status_code == 413
