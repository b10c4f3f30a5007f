"""A recall, typed at a terminal while the shop is open: what is under way turns round at once."""

import pytest

from tests.journeys.customers import BEN, ROSA
from tests.journeys.processes import process
from tests.journeys.road import buy, offer, on_sale, seen
from tests.journeys.town import Town

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

TITLE = "Linen overshirt"


async def test_a_sold_piece_that_was_not_handed_in_goes_to_the_warehouse(quiet_town: Town) -> None:
    town = quiet_town
    await town.opens()
    rosa, ben = await town.browser(ROSA.email), await town.browser(BEN.email)
    case = await offer(town, rosa, TITLE)
    purchase = await buy(town, ben, (await on_sale(ben, TITLE))["id"])
    assert (await seen(rosa, case["id"]))["dropoff"]["route"] == "P2P"

    async with process(town, "pause", "sku:OVR-M", "--because", "recall") as recall:
        printed, _ = await recall.communicate()
    assert recall.returncode == 0
    assert b"sku:OVR-M is stopped. Returns that go to the warehouse now: 1." in printed

    # Before anybody has worked on it: the code on the phone is right at once.
    turned = await seen(rosa, case["id"])
    assert (turned["stage"], turned["dropoff"]["route"]) == ("AWAITING_DROPOFF", "WAREHOUSE")
    await town.settle()
    bought = await ben.ask("OpenPurchase", id=purchase["id"])
    assert bought["status"] in ("REFUNDED", "REPLACED_FROM_STOCK")
    assert (await ben.ask("Listings"))["nodes"] == []
