"""Why its next owner is who they are: for the desk, and for nobody else."""

import pytest

from tests.api.asking import ask
from tests.services.crowd import Crowd
from tests.services.shop import Shop

pytestmark = pytest.mark.anyio
WHY = "query($id: ID!) { returnCase(id: $id) { matchWhy } }"


async def test_the_desk_reads_why_somebody_is_asked_and_the_returner_does_not(shop: Shop) -> None:
    await Crowd(shop.world).offers("near", days=2)
    story = await shop.seeking()
    at_desk = await ask(shop, shop.ada, WHY, id=story.case.id)
    assert at_desk["returnCase"]["matchWhy"] == [
        "They had left word that they look for one.",
        "Nobody else who waits could have had it.",
        "The way to them counts $0.01.",
        "Their wait takes off $0.50.",
        "They would take other pieces too: $0.50 on top.",
        "That makes $0.01.",
    ]
    theirs = await ask(shop, shop.rosa, WHY, id=story.case.id)
    assert theirs["returnCase"]["matchWhy"] == []


async def test_of_a_purchase_in_the_shop_the_desk_reads_that_it_was_one(shop: Shop) -> None:
    story = await shop.matched()
    at_desk = await ask(shop, shop.ada, WHY, id=story.case.id)
    assert at_desk["returnCase"]["matchWhy"][0] == "They bought it in the open-box shop."


async def test_where_nobody_has_it_there_is_nothing_to_tell(shop: Shop) -> None:
    story = await shop.seeking()
    assert (await ask(shop, shop.ada, WHY, id=story.case.id))["returnCase"]["matchWhy"] == []
