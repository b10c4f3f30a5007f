"""What may be waited for, as the screen that asks for it needs it."""

import pytest

from tests.api.asking import ask
from tests.services.shop import Shop
from tests.services.wishing import sell

pytestmark = pytest.mark.anyio

FIND = "query($s: String) { itemsToFind(search: $s) { nodes { id item { variantId } } } }"
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
