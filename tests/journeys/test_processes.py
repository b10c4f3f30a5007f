"""One shop in several processes: what is done in one is seen live in another, and each piece of
work is done once, whichever worker is left to do it."""

from contextlib import AsyncExitStack

import pytest

from onward.domain.life import ShipmentStatus
from onward.services import pulse
from onward.store import sql
from tests.journeys.browser import Browser
from tests.journeys.customers import BEN, ROSA
from tests.journeys.processes import address_of, process
from tests.journeys.road import buy, line_of, on_sale, seen, show, start, submit
from tests.journeys.town import Town
from tests.polling import until

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

TITLE = "Linen overshirt"
_S = ShipmentStatus


async def a_worker_works() -> bool:
    return (await pulse.feel()).worker


async def test_a_purchase_in_one_process_is_seen_live_in_another(quiet_town: Town) -> None:
    """This process serves the web and does no work; so does another; two more work."""
    town = quiet_town
    await town.opens()
    town.left_to_others = True
    async with AsyncExitStack() as others:
        web = await others.enter_async_context(process(town, "serve", "--port", "0"))
        first, second = [await others.enter_async_context(process(town, "worker")) for _ in "12"]
        rosa = Browser(await address_of(web), town.mail)
        await others.enter_async_context(rosa.http)
        await until(a_worker_works, within=60)
        await rosa.sign_in(ROSA.email)
        ben = await town.browser(BEN.email)

        [case] = await start(rosa, (await line_of(rosa, TITLE))["id"])
        async with rosa.watching("WatchCase", case["id"]) as live:
            await show(rosa, case)
            await submit(rosa, case)
            await live.until("stage", "APPROVED")
            await rosa.does("ChoosePath", caseId=case["id"], route="P2P")
            await live.until("stage", "SEEKING")
            asked = rosa.asked
            purchase = await buy(town, ben, (await on_sale(ben, TITLE))["id"])
            ready = await live.until("stage", "AWAITING_DROPOFF")
            assert ready["dropoff"]["route"] == "P2P"
            # One of the two is gone without a word; the other does what is left to do.
            first.kill()
            await first.wait()
            await town.scan(ready["dropoff"]["trackingNumber"], _S.IN_TRANSIT)
            await live.until("stage", "IN_TRANSIT")
            await live.until_refund("SUCCEEDED")
            assert rosa.asked == asked
            await town.settle()
        second.terminate()
        assert await second.wait() == 0
    await each_thing_was_done_once(town, purchase["id"])
    assert (await seen(await town.browser(ROSA.email), case["id"]))["stage"] == "IN_TRANSIT"


async def each_thing_was_done_once(town: Town, purchase_id: str) -> None:
    charges = await sql.fetch("SELECT id FROM charges WHERE order_id = ?", [purchase_id])
    assert len(charges) == 1
    to_rosa = [letter.subject for letter in town.mail.to(ROSA.email)]
    to_ben = [letter.subject for letter in town.mail.to(BEN.email)]
    for subject, sent in (
        (f"{TITLE} has a new owner", to_rosa),
        (f"{TITLE} is on its way, and so is your money", to_rosa),
        (f"{TITLE} is yours", to_ben),
        (f"{TITLE} is on its way to you", to_ben),
    ):
        assert sent.count(subject) == 1, subject
