"""Where a purchase goes, and having it sent elsewhere, as the buyer's phone asks for it."""

import pytest

from onward.domain.life import ShipmentStatus
from tests.api.asking import ask
from tests.services.shop import Shop

pytestmark = pytest.mark.anyio
WHERE = "query($id: ID!) { deliveryAddress(id: $id) { name street city postalCode phone } }"
MOVE = """mutation($i: ChangeAddressInput!) { changeAddress(input: $i) { __typename
    ... on Purchase { actions } ... on Refused { code field message } } }"""
CODE = "query($id: ID!) { returnCase(id: $id) { code { payload blind hides labelUrl } } }"
CEDAR = {
    "street": "9 Cedar Road", "city": "Spokane", "region": "WA", "postalCode": "99201",
    "country": "US",
}  # fmt: skip


async def test_the_buyer_alone_reads_where_it_goes_and_moves_it_until_the_scan(shop: Shop) -> None:
    story = await shop.matched()
    bought = story.purchases[0].id
    before = (await ask(shop, shop.rosa, CODE, id=story.case.id))["returnCase"]["code"]
    assert (before["blind"], before["labelUrl"]) == ("YES", None)
    for stranger in (shop.rosa, shop.cleo, shop.ada, None):
        assert await ask(shop, stranger, WHERE, id=bought) == {"deliveryAddress": None}
    wrong = {"purchaseId": bought, "key": "wrong", **CEDAR, "postalCode": "9"}
    refused = (await ask(shop, shop.ben, MOVE, i=wrong))["changeAddress"]
    assert (refused["code"], refused["field"]) == ("BAD_POSTAL_CODE", "postalCode")
    wanted = {"purchaseId": bought, "key": "move", **CEDAR}
    moved = (await ask(shop, shop.ben, MOVE, i=wanted))["changeAddress"]
    assert "CHANGE_ADDRESS" in moved["actions"]
    await shop.settle()
    there = (await ask(shop, shop.ben, WHERE, id=bought))["deliveryAddress"]
    assert (there["name"], there["street"]) == ("Ben Example", "9 Cedar Road")
    after = (await ask(shop, shop.rosa, CODE, id=story.case.id))["returnCase"]["code"]
    assert after["payload"] != before["payload"]
    assert after["hides"] == before["hides"]
    await shop.scan((await shop.story(story.case.id)).label, ShipmentStatus.IN_TRANSIT)
    late = {**wanted, "key": "late", "street": "1 Fir Road"}
    assert (await ask(shop, shop.ben, MOVE, i=late))["changeAddress"]["code"] == "ALREADY_SCANNED"


async def test_on_the_road_both_are_told_when_it_is_expected(shop: Shop) -> None:
    story = await shop.matched()
    theirs = "query($id: ID!) { returnCase(id: $id) { shipment { expected } } }"
    bens = "query($id: ID!) { purchase(id: $id) { shipment { expected } } }"
    ids = (story.case.id, story.purchases[0].id)
    assert (await ask(shop, shop.ben, bens, id=ids[1]))["purchase"]["shipment"] == {
        "expected": None
    }
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    rosa = (await ask(shop, shop.rosa, theirs, id=ids[0]))["returnCase"]["shipment"]["expected"]
    ben = (await ask(shop, shop.ben, bens, id=ids[1]))["purchase"]["shipment"]["expected"]
    assert rosa == "It is expected to arrive about Thu 26 Nov."
    assert ben == "It is expected at your door about Thu 26 Nov."
    await shop.scan(story.label, ShipmentStatus.DELIVERED)
    assert (await ask(shop, shop.ben, bens, id=ids[1]))["purchase"]["shipment"] == {
        "expected": None
    }
