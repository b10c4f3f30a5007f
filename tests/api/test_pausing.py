"""Stops as a lead or the merchant writes and lifts them, and as the desk sees them."""

from dataclasses import replace
from typing import Any

import pytest

from onward.domain.accounts import Viewer
from onward.domain.life import ShipmentStatus
from onward.domain.shop import Role
from tests.api.asking import ask
from tests.services.shop import Shop

pytestmark = pytest.mark.anyio

STOP = "scope name since because"
ANSWER = f"""__typename ... on Refused {{ code field message }}
  ... on PeerStops {{ stops {{ {STOP} }} swept {{
    sentToWarehouse listings questions buyers codes onTheirWay told failed }} }}"""
PAUSE = f"mutation($i: PausePeerInput!) {{ pausePeer(input: $i) {{ {ANSWER} }} }}"
RESUME = f"mutation($i: ResumePeerInput!) {{ resumePeer(input: $i) {{ {ANSWER} }} }}"
DESK = f"{{ desk {{ peerStops {{ {STOP} }} }} }}"
BOUGHT = "query($id: ID!) { purchase(id: $id) { recalled actions } }"
TRACK = "query($id: ID!) { purchase(id: $id) { track { label state hint } } }"
TELL = """mutation($i: OpenClaimInput!) { openClaim(input: $i) {
  ... on Purchase { claim { status text } } } }"""
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
        "told": 0,
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


async def test_in_a_recall_a_buyer_reads_what_to_do_and_a_lead_how_many_were_told(
    shop: Shop,
) -> None:
    story = await shop.matched()
    for status in (ShipmentStatus.IN_TRANSIT, ShipmentStatus.DELIVERED):
        await shop.scan(story.label, status)
    await shop.turn(days=60)
    purchase = story.purchases[-1].id

    async def bens() -> dict[str, Any]:
        seen: dict[str, Any] = (await ask(shop, shop.ben, BOUGHT, id=purchase))["purchase"]
        return seen

    assert await bens() == {"recalled": None, "actions": []}
    swept = (await pause(shop, lead(shop), **SHIRT, because="RECALL"))["swept"]
    assert (swept["told"], swept["onTheirWay"]) == (1, 0)
    seen = await bens()
    assert "Please do not use it." in seen["recalled"]
    assert seen["actions"] == ["CLAIM"]
    told = {"purchaseId": purchase, "outcome": "RECALLED", "key": "back"}
    assert (await ask(shop, shop.ben, TELL, i=told))["openClaim"]["claim"] == {
        "status": "AWAITING_RETURN",
        "text": (
            "It was called back. Hand it in with the code on your page; your money goes back the "
            "moment it is scanned."
        ),
    }
    await shop.settle()
    assert "hand it in with the code on this page" in (await bens())["recalled"]
    await ask(shop, lead(shop), RESUME, i=SHIRT)
    assert (await bens())["recalled"] is None


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


async def test_nobody_is_asked_whether_what_was_called_back_is_as_described(shop: Shop) -> None:
    story = await shop.matched()
    for status in (ShipmentStatus.IN_TRANSIT, ShipmentStatus.DELIVERED):
        await shop.scan(story.label, status)

    async def step() -> dict[str, Any]:
        seen = await ask(shop, shop.ben, TRACK, id=story.purchases[-1].id)
        [now] = [one for one in seen["purchase"]["track"] if one["state"] == "NOW"]
        return {"label": now["label"], "dated": now["hint"] is not None}

    assert await step() == {"label": "Is it as described?", "dated": True}
    await pause(shop, lead(shop), **SHIRT, because="RECALL")
    assert await step() == {"label": "Called back", "dated": False}
