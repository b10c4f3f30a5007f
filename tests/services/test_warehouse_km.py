"""How far the warehouse is, measured when a case begins and kept with it."""

from dataclasses import replace

import pytest

from onward.domain.economics import Roads
from onward.domain.offers import Spot
from onward.domain.routing import facts_of, piece
from onward.domain.shop import Contact
from onward.ports import Address, Outage, Places
from tests.services.shop import Shop

pytestmark = pytest.mark.anyio


class NoTable:
    """Places that know no postcode, or cannot be asked."""

    def __init__(self, *, down: bool) -> None:
        self._down = down

    async def km(self, one: Contact | Address, other: Contact | Address) -> int | None:
        if self._down:
            raise Outage("places", "the table cannot be read")
        return None

    async def spot(self, one: Contact | Address) -> Spot | None:
        return None


async def test_a_case_keeps_how_far_the_warehouse_is(shop: Shop) -> None:
    story = await shop.start()
    # From 97205 to 89506, on the straight road of the tests' world.
    assert story.case.warehouse_km == 77
    assert piece(facts_of(story), shop.world.policy).roads == Roads(77, 1_200, 1_200)


@pytest.mark.parametrize("down", [False, True])
async def test_where_nobody_can_tell_it_is_as_far_as_is_usual(shop: Shop, down: bool) -> None:
    places: Places = NoTable(down=down)
    shop.world = replace(shop.world, places=places)
    story = await shop.start()
    assert story.case.warehouse_km is None
    assert piece(facts_of(story), shop.world.policy).roads == Roads(1_200, 1_200, 1_200)
