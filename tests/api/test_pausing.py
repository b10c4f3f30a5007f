"""Stops as a lead or the merchant writes and lifts them, and as the desk sees them."""

from dataclasses import replace
from typing import Any

import pytest

from onward.domain.accounts import Viewer
from onward.domain.shop import Role
from tests.api.asking import ask
from tests.services.shop import Shop

pytestmark = pytest.mark.anyio

STOP = "scope name since because"
ANSWER = f"""__typename ... on Refused {{ code field message }}
  ... on PeerStops {{ stops {{ {STOP} }} swept {{
    sentToWarehouse listings questions buyers codes onTheirWay failed }} }}"""
PAUSE = f"mutation($i: PausePeerInput!) {{ pausePeer(input: $i) {{ {ANSWER} }} }}"
RESUME = f"mutation($i: ResumePeerInput!) {{ resumePeer(input: $i) {{ {ANSWER} }} }}"
DESK = f"{{ desk {{ peerStops {{ {STOP} }} }} }}"
SHIRT = {"scope": "SKU", "name": "V-M"}


def lead(shop: Shop) -> Viewer:
    return Viewer(replace(shop.ada.account, role=Role.LEAD))


async def pause(shop: Shop, viewer: Viewer, **given: Any) -> dict[str, Any]:
    said: dict[str, Any] = (await ask(shop, viewer, PAUSE, i=given))["pausePeer"]
    return said


async def test_a_lead_stops_a_sku_and_is_told_what_that_did(shop: Shop) -> None:
    await shop.matched()
    said = await pause(shop, lead(shop), **SHIRT, because="RECALL")
    assert said["swept"] == {
        "sentToWarehouse": 1,
        "listings": 0,
        "questions": 0,
        "buyers": 1,
        "codes": 1,
        "onTheirWay": 0,
        "failed": 0,
    }
    assert (await ask(shop, shop.ada, DESK))["desk"]["peerStops"] == said["stops"]
    [stop] = said["stops"]
    assert (stop["scope"], stop["name"], stop["because"]) == ("SKU", "V-M", "RECALL")


async def test_the_merchant_stops_everything_and_opens_it_again(shop: Shop) -> None:
    merchant = Viewer(replace(shop.ada.account, role=Role.MERCHANT))
    said = await pause(shop, merchant, scope="ALL", name="whatever", because="LEGAL")
    assert [(one["scope"], one["name"]) for one in said["stops"]] == [("ALL", "")]
    said = (await ask(shop, merchant, RESUME, i={"scope": "ALL"}))["resumePeer"]
    assert (said["stops"], said["swept"]) == ([], None)


async def test_an_agent_and_a_shopper_stop_nothing(shop: Shop) -> None:
    story = await shop.seeking()
    for viewer in (shop.ada, shop.rosa):
        said = await pause(shop, viewer, **SHIRT, because="OTHER")
        assert said["code"] == "NOT_ALLOWED"
        said = (await ask(shop, viewer, RESUME, i=SHIRT))["resumePeer"]
        assert said["code"] == "NOT_ALLOWED"
    assert (await shop.story(story.case.id)).case == story.case


async def test_what_is_not_there_is_said(shop: Shop) -> None:
    said = await pause(shop, lead(shop), scope="SKU", name="V-TYPO", because="RECALL")
    assert (said["code"], said["field"]) == ("UNKNOWN_SKU", "name")
    said = await pause(shop, lead(shop), scope="CATEGORY", because="RECALL")
    assert (said["code"], said["field"]) == ("UNKNOWN_CATEGORY", "name")
    said = (await ask(shop, lead(shop), RESUME, i=SHIRT))["resumePeer"]
    assert (said["code"], said["field"]) == ("NOT_STOPPED", "name")
