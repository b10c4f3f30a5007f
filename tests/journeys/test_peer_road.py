"""The peer road from a code in a letter to a closed book, as two people live it who never learn of
each other: real requests, real sockets, real letters."""

from typing import Any

import pytest

from onward.domain.life import ShipmentStatus
from onward.services.photos import SLICE_BYTES
from tests.journeys.browser import Browser
from tests.journeys.customers import BEN, ROSA, Customer
from tests.journeys.leaks import told_of
from tests.journeys.pictures import snapshot
from tests.journeys.road import buy, line_of, on_sale, start, submit, ticket_for
from tests.journeys.town import Town
from tests.journeys.watch import Watch

pytestmark = pytest.mark.anyio

TITLE = "Linen overshirt"
ROAD = (
    "DRAFTED", "ASSESSING", "APPROVED", "SEEKING", "MATCHED", "AWAITING_DROPOFF", "IN_TRANSIT",
    "DELIVERED", "CONFIRMED", "CLOSED",
)  # fmt: skip
_S = ShipmentStatus


async def test_an_item_goes_from_one_phone_to_the_next_and_neither_learns_of_the_other(
    town: Town,
) -> None:
    await town.opens()
    rosa, ben = await town.browser(), await town.browser()
    await rosa.sign_in(ROSA.email, order_number=ROSA.order_number)
    [case] = await start(rosa, (await line_of(rosa, TITLE))["id"])

    async with rosa.watching("WatchCase", case["id"]) as live:
        await live.until("stage", "DRAFTED")
        await show_with_a_lost_slice(rosa, case)
        await submit(rosa, case)
        await choose_peer(rosa, live)
        asked = rosa.asked
        purchase = await buy_it(town, ben)
        await live.until("stage", "AWAITING_DROPOFF")
        assert live.latest["match"]["distance"]
        assert live.latest["dropoff"]["route"] == "P2P"
        assert live.latest["dropoff"]["labelUrl"] is None
        number = live.latest["dropoff"]["trackingNumber"]
        await town.scan(number, _S.IN_TRANSIT)
        await live.until("stage", "IN_TRANSIT")
        await live.until_refund("SUCCEEDED")
        assert rosa.asked == asked, "nothing was asked for: all of it was told"

    await town.scan(number, _S.OUT_FOR_DELIVERY)
    await town.scan(number, _S.DELIVERED)
    again = await to_the_end(town, rosa, ben, live.latest, purchase["id"])

    stages = [*live.each("stage"), *again.each("stage")]
    places = [ROAD.index(stage) for stage in stages]
    assert places == sorted(places)
    assert {"DRAFTED", "SEEKING", "AWAITING_DROPOFF", "IN_TRANSIT", "DELIVERED"} < set(stages)
    assert stages[-1] == "CLOSED"
    assert len({told["cursor"] for told in live.seen}) == len(live.seen)

    await read_everything(rosa, ben, case["id"], purchase["id"])
    of_rosa = (case["id"], case["reference"], await account_of(rosa))
    of_ben = (purchase["id"], purchase["number"], await account_of(ben))
    await neither_was_told((rosa, ROSA, of_rosa), (ben, BEN, of_ben))


async def show_with_a_lost_slice(rosa: Browser, case: dict[str, Any]) -> None:
    """The answer to the second slice is lost: the phone asks how far it got and goes on."""
    shots = [shot["key"] for shot in case["shots"] if shot["required"]]
    for shot in shots:
        raw = snapshot(shot, taker=ROSA.name, side=760)
        assert len(raw) > 2 * SLICE_BYTES
        ticket = await ticket_for(rosa, case["id"], shot, len(raw))
        first = await rosa.put(ticket["url"], raw[:SLICE_BYTES], 0)
        assert first.status_code == 204
        too_far = await rosa.put(ticket["url"], raw[2 * SLICE_BYTES :][:9], 2 * SLICE_BYTES)
        assert (too_far.status_code, too_far.json()["code"]) == (409, "BAD_OFFSET")
        assert await rosa.offset(ticket["url"]) == SLICE_BYTES
        assert (await rosa.send(ticket["url"], raw)).status_code == 201
        assert (await rosa.send(ticket["url"], raw)).json() == {"photoId": ticket["photoId"]}


async def choose_peer(rosa: Browser, live: Watch) -> None:
    """Approved, with a code that leads to the warehouse; its label is read for what it says."""
    await live.until("stage", "APPROVED")
    while live.latest["dropoff"] is None:
        await live.next()
    assert live.latest["dropoff"]["route"] == "WAREHOUSE"
    words = await rosa.read_pdf(live.latest["dropoff"]["labelUrl"])
    assert "Reno" in words
    peer, warehouse = sorted(live.latest["routes"], key=lambda route: str(route["route"]))
    assert peer["allowed"]
    assert warehouse["allowed"]
    await rosa.does("ChoosePath", caseId=live.latest["id"], route="P2P")
    await live.until("stage", "SEEKING")
    assert live.latest["listing"]["odds"]["spans"][0]["text"]


async def buy_it(town: Town, ben: Browser) -> dict[str, Any]:
    await ben.sign_in(BEN.email)
    listing = await on_sale(ben, TITLE)
    opened = await ben.ask("OpenListing", id=listing["id"])
    assert opened["opened"] == "Opened by another customer"
    for photo in opened["photos"]:
        for url in (photo["url"], photo["thumbnailUrl"]):
            assert (await ben.http.get(url)).headers["content-type"] == "image/jpeg"
    purchase = await buy(town, ben, listing["id"])
    assert purchase["status"] == "PAID"
    assert purchase["invoice"]["number"]
    return purchase


async def to_the_end(
    town: Town, rosa: Browser, ben: Browser, last: dict[str, Any], purchase_id: str
) -> Watch:
    """Rosa's phone comes out of a tunnel, and Ben has a look at his parcel."""
    async with (
        rosa.watching("WatchCase", last["id"], after=last["cursor"]) as live,
        ben.watching("WatchPurchase", purchase_id) as bens,
    ):
        # What she missed comes at once, though she did not have to ask for it.
        missed = await live.next()
        assert missed["stage"] == "DELIVERED"
        await bens.until("status", "DELIVERED")
        assert "CONFIRM" in bens.latest["actions"]
        async with rosa.watching("WatchCase", last["id"], after=missed["cursor"]) as another:
            await ben.does("ConfirmReceipt", purchaseId=purchase_id)
            # Who has the latest already hears of the next change only.
            assert (await another.next())["stage"] in ("CONFIRMED", "CLOSED")
        await live.until("stage", "CLOSED")
        await bens.until("status", "COMPLETED")
    await town.settle()
    return live


async def read_everything(rosa: Browser, ben: Browser, case_id: str, purchase_id: str) -> None:
    """Every page each of them could open now, and all their letters."""
    for window in (rosa, ben):
        for page in ("Session", "MyOrders", "MyTravels", "Listings", "DemoPeople"):
            await window.ask(page)
    case = await rosa.ask("OpenCase", id=case_id)
    assert case["refund"]["status"] == "SUCCEEDED"
    assert case["bonus"]["status"] == "SUCCEEDED"
    assert case["creditNote"]["orderNumber"] == ROSA.order_number
    assert (await ben.ask("OpenPurchase", id=purchase_id))["status"] == "COMPLETED"
    to_rosa, to_ben = rosa.read_mail(ROSA.email), ben.read_mail(BEN.email)
    assert f"{TITLE} has a new owner" in to_rosa
    assert f"{TITLE} has arrived" in to_ben
    passed = next(one.text for one in rosa.mail.to(ROSA.email) if "Choose its way" in one.subject)
    assert case["bonus"]["amount"]["amountMinor"] == 300
    assert "$3.00" in passed


async def account_of(window: Browser) -> str:
    account: str = (await window.ask("Session"))["viewer"]["account"]["id"]
    return account


Side = tuple[Browser, Customer, tuple[str, ...]]


async def neither_was_told(one: Side, other: Side) -> None:
    """Nothing of the other: no piece of their contact, and no name of theirs in our books."""
    for (window, self, own), (_, stranger, others) in ((one, other), (other, one)):
        # Their own name and case they were told, so this search can find what is there.
        assert {self.name, self.email, self.order_number} <= set(
            told_of(window.heard, self.details)
        )
        assert told_of(window.heard, own) == sorted(own)
        assert told_of(window.heard, (*stranger.details, *others)) == []
