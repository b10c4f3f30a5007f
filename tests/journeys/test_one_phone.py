"""Two accounts on one phone: in a shop they cannot trade returns with each other, in the demo one
browser plays everybody."""

from pathlib import Path

import pytest

from onward.settings import Mode, WorkerHere
from onward.web.sessions import COOKIE, DEVICE
from tests.journeys.browser import Browser, fresh_key
from tests.journeys.customers import BEN, CLEO, ROSA
from tests.journeys.road import buy, offer, on_sale
from tests.journeys.town import Town, town_of

pytestmark = pytest.mark.anyio

TITLE = "Linen overshirt"


async def handed_over(phone: Browser, email: str) -> None:
    """Whoever had it signs out, and somebody else signs in on it."""
    await phone.ask("SignOut")
    assert COOKIE not in phone.http.cookies
    await phone.sign_in(email)


async def told(town: Town, window: Browser) -> list[str]:
    """What the open-box shop and a checkout say about the returner's piece."""
    listing = await on_sale(window, TITLE)
    refused = await window.ask("BuyListing", listingId=listing["id"], key=fresh_key())
    return [refused["__typename"], refused["code"], refused["message"]]


async def test_who_signed_in_on_the_returners_phone_cannot_buy_and_reads_no_reason(
    database_url: str, tmp_path: Path
) -> None:
    home = tmp_path / "shop"
    async with town_of(database_url, home, WorkerHere.OFF, mode=Mode.DEVELOPMENT) as town:
        await town.opens()
        phone, cleo = await town.browser(ROSA.email), await town.browser(CLEO.email)
        await offer(town, phone, TITLE)
        known_by = phone.http.cookies[DEVICE]
        await handed_over(phone, BEN.email)
        assert phone.http.cookies[DEVICE] == known_by
        kind, code, sentence = await told(town, phone)
        assert (kind, code) == ("Refused", "CANNOT_BUY")
        assert "device" not in sentence
        assert "phone" not in sentence
        listing = await on_sale(cleo, TITLE)
        assert (await buy(town, cleo, listing["id"]))["status"] == "PAID"


async def test_in_the_demo_one_browser_sends_back_and_buys(quiet_town: Town) -> None:
    await quiet_town.opens()
    phone = await quiet_town.browser(ROSA.email)
    await offer(quiet_town, phone, TITLE)
    await handed_over(phone, BEN.email)
    assert DEVICE not in phone.http.cookies
    listing = await on_sale(phone, TITLE)
    assert (await buy(quiet_town, phone, listing["id"]))["status"] == "PAID"
