"""What may be waited for, as the screen that asks for it needs it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from onward.domain.refusals import CannotBuy
from onward.domain.stops import Stop, StopReason, StopScope
from onward.services import pausing
from onward.store import outcomes
from tests.api.asking import ask
from tests.services.shop import Shop
from tests.services.wishing import sell, wish

pytestmark = pytest.mark.anyio

FIND = "query($s: String) { itemsToFind(search: $s) { nodes { id item { variantId } } } }"
STOPPED = """query($id: ID!) { item(id: $id) { stopped openBoxPrice { amountMinor } grades
  odds { within30Days chance text } listing { id } myOffer { stopped ahead }
  offerDays keptFor } }"""
ITEM = "query($id: ID!) { item(id: $id) { grades openBoxPrice { amountMinor } } }"


async def found(shop: Shop, search: str) -> list[str]:
    nodes = (await ask(shop, None, FIND, s=search))["itemsToFind"]["nodes"]
    assert [one["id"] for one in nodes] == [one["item"]["variantId"] for one in nodes]
    return [one["id"] for one in nodes]


async def test_words_in_any_order_find_one_size(shop: Shop) -> None:
    await sell("V-S", "V-L")
    assert await found(shop, "size s, linen overshirt") == ["V-S"]
    assert await found(shop, "linen trousers") == []


async def test_the_conditions_that_are_passed_on_come_best_first(shop: Shop) -> None:
    item = (await ask(shop, None, ITEM, id="V-M"))["item"]
    on_offer = shop.world.policy.grades_on_offer
    assert set(item["grades"]) == on_offer
    assert item["grades"][0] == "NEW_SEALED"


async def test_what_the_merchant_stopped_says_so_and_promises_nothing(shop: Shop) -> None:
    await shop.seeking()
    await wish(shop, shop.cleo, highest_minor=1_00)
    before = (await ask(shop, shop.cleo, STOPPED, id="V-M"))["item"]
    assert before["stopped"] is None
    assert before["listing"] is not None
    assert before["odds"]["within30Days"] > 0
    assert not before["myOffer"]["stopped"]
    await pausing.pause(shop.world, Stop(StopScope.SKU, "V-M"), StopReason.RECALL)
    item = (await ask(shop, shop.cleo, STOPPED, id="V-M"))["item"]
    assert item["stopped"] == "At the moment this shop does not pass this item on."
    assert (item["openBoxPrice"], item["grades"], item["listing"]) == (None, [], None)
    assert item["odds"] == {"within30Days": 0, "chance": 0, "text": item["stopped"]}
    assert item["myOffer"]["stopped"]
    assert item["myOffer"]["ahead"].startswith("It rests: ")


async def test_what_pauses_by_itself_says_so_and_takes_no_wish(shop: Shop) -> None:
    await wish(shop, shop.cleo, highest_minor=1_00)
    await outcomes.pause("clothing", await shop.world.clock.now())
    item = (await ask(shop, shop.cleo, STOPPED, id="V-M"))["item"]
    assert item["stopped"] == "At the moment this shop does not pass this item on."
    assert (item["openBoxPrice"], item["grades"]) == (None, [])
    assert item["odds"]["chance"] == 0
    assert item["myOffer"]["stopped"]
    with pytest.raises(CannotBuy, match="NOT_PASSED_ON_NOW"):
        await wish(shop, shop.ben)
    other = (await ask(shop, shop.cleo, STOPPED, id="V-SWIM"))["item"]
    assert other["stopped"] is None


async def test_how_long_a_wish_stands_and_one_is_kept_is_the_policys(shop: Shop) -> None:
    demand = replace(
        shop.world.policy.demand, offer_for=timedelta(days=14), ask_for=timedelta(hours=6)
    )
    shop.world = replace(shop.world, policy=replace(shop.world.policy, demand=demand))
    item = (await ask(shop, None, STOPPED, id="V-M"))["item"]
    assert (item["offerDays"], item["keptFor"]) == (14, "6 hours")
