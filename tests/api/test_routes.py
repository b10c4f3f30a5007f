"""The two cards with their why, and at the desk every way line by line; nothing of the merchant's
money reaches a shopper."""

import pytest

from onward.domain.life import ShipmentStatus
from onward.domain.routing import RouteType
from onward.store import outcomes
from tests.api.asking import ask
from tests.services.shop import Shop

pytestmark = pytest.mark.anyio
CARDS = """query($id: ID!) { returnCase(id: $id) { routes {
  route allowed why km impact odds { text } } } }"""
WEIGHED = """query($id: ID!) { returnCase(id: $id) { allRoutes {
  route title allowed chosen daysToRefund km co2eGrams savedGrams parcelsOf100 packagesOf100 method
  because { code message } net { amountMinor currency }
  lines { code label amount { amountMinor currency } } } } }"""
FOOTPRINT = """query($id: ID!) { returnCase(id: $id) { footprint {
  roundedKm parcels packages co2eGrams savedGrams text method } } }"""


async def test_both_cards_say_why_how_far_and_what_that_means(shop: Shop) -> None:
    story = await shop.approved()
    answer = await ask(shop, shop.rosa, CARDS, id=story.case.id)
    peer, warehouse = answer["returnCase"]["routes"]
    assert "Your refund is the same on both ways." in peer["why"]
    assert peer["km"] == "About 1,200 km to its next owner, as is usual"
    assert "less CO2e than by the warehouse" in peer["impact"]
    assert peer["impact"].startswith("By usual distances, about ")
    assert warehouse["km"].startswith("About 1,300 km to the warehouse")
    assert warehouse["km"].endswith(", as is usual")
    assert warehouse["impact"].startswith("By usual distances, about 1.6 kg")
    assert warehouse["why"]


async def test_once_an_owner_is_known_the_card_says_how_far_away_they_live(shop: Shop) -> None:
    story = await shop.matched()
    assert story.match is not None
    peer = (await ask(shop, shop.rosa, CARDS, id=story.case.id))["returnCase"]["routes"][0]
    assert peer["km"] == "About 10 km to its next owner"
    assert not any("nobody knows" in sentence for sentence in peer["why"])


async def test_a_card_that_is_closed_promises_nothing(shop: Shop) -> None:
    story = await shop.start(line="line-swim")
    peer = (await ask(shop, shop.rosa, CARDS, id=story.case.id))["returnCase"]["routes"][0]
    assert (peer["allowed"], peer["why"], peer["km"], peer["impact"]) == (False, [], None, None)


async def test_a_card_offers_nothing_that_choosing_it_would_refuse(shop: Shop) -> None:
    story = await shop.approved()
    await outcomes.pause("clothing", await shop.world.clock.now())
    peer = (await ask(shop, shop.rosa, CARDS, id=story.case.id))["returnCase"]["routes"][0]
    assert not peer["allowed"]


async def test_at_the_desk_every_way_is_weighed_to_the_cent(shop: Shop) -> None:
    story = await shop.approved()
    answer = await ask(shop, shop.ada, WEIGHED, id=story.case.id)
    ways = answer["returnCase"]["allRoutes"]
    assert [way["route"] for way in ways] == [route.value for route in RouteType]
    for way in ways:
        amounts = [line["amount"]["amountMinor"] for line in way["lines"]]
        assert way["net"] == {"amountMinor": sum(amounts), "currency": "USD"}
        assert all(line["label"] for line in way["lines"])
        assert "1,616 g" in way["method"]
    by_name = {way["route"]: way for way in ways}
    assert by_name["WAREHOUSE"]["savedGrams"] == 0
    assert by_name["KEEP_IT"]["because"]["code"] == "NOT_OFFERED"
    assert by_name["P2P"]["net"]["amountMinor"] > by_name["WAREHOUSE"]["net"]["amountMinor"]
    assert not any(way["chosen"] for way in ways)


async def test_the_way_it_takes_is_marked(shop: Shop) -> None:
    story = await shop.matched()
    ways = (await ask(shop, shop.ada, WEIGHED, id=story.case.id))["returnCase"]["allRoutes"]
    assert [way["route"] for way in ways if way["chosen"]] == ["P2P"]
    label = next(line for line in ways[0]["lines"] if line["code"] == "LABEL")
    assert story.label is not None
    assert label["amount"]["amountMinor"] == -story.label.cost.minor


async def test_no_shopper_reads_what_the_merchant_earns(shop: Shop) -> None:
    story = await shop.approved()
    assert (await ask(shop, shop.rosa, WEIGHED, id=story.case.id))["returnCase"] == {
        "allRoutes": []
    }


async def test_a_return_has_a_footprint_from_its_first_scan_on(shop: Shop) -> None:
    story = await shop.matched()
    before = await ask(shop, shop.rosa, FOOTPRINT, id=story.case.id)
    assert before["returnCase"]["footprint"] is None
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    found = (await ask(shop, shop.rosa, FOOTPRINT, id=story.case.id))["returnCase"]["footprint"]
    assert (found["roundedKm"], found["parcels"], found["packages"]) == (10, 1, 0)
    assert found["savedGrams"] % 100 == 0
    assert found["text"][0].startswith("10 km in one parcel: about ")
    at_desk = (await ask(shop, shop.ada, FOOTPRINT, id=story.case.id))["returnCase"]["footprint"]
    assert at_desk == found
