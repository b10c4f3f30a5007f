"""The steps of the road as people take them, each through the API as the app would."""

from collections.abc import Callable, Sequence
from typing import Any

from tests.journeys.browser import Browser
from tests.journeys.pictures import snapshot
from tests.journeys.town import Town
from tests.polling import until

GOOD = {
    "tags_attached": True, "worn": False, "washed": False, "smell": False, "flaw": False,
    "complete": True, "bag_or_box": True, "original_packaging": True, "works": True, "reset": True,
    "sealed": False, "worn_outside": False, "more_than_tried": False,
}  # fmt: skip
Case = dict[str, Any]
Picture = Callable[[str], bytes]


async def line_of(window: Browser, title: str) -> dict[str, Any]:
    """A line of one's own orders, by what it is called."""
    orders = (await window.ask("MyOrders"))["orders"]["nodes"]
    [line] = [line for order in orders for line in order["lines"] if line["title"] == title]
    found: dict[str, Any] = line
    return found


async def start(
    window: Browser, line_id: str, reason: str = "SIZE_TOO_SMALL", quantity: int = 1
) -> list[Case]:
    given = {"lineId": line_id, "reason": reason, "quantity": quantity}
    started = await window.does("StartReturn", **given)
    cases: list[Case] = started["cases"]
    return cases


async def show(window: Browser, case: Case, picture: Picture | None = None) -> None:
    """Every photo that is asked for."""
    for shot in case["shots"]:
        if shot["required"]:
            raw = picture(shot["key"]) if picture else snapshot(shot["key"], of=case["id"])
            ticket = await ticket_for(window, case["id"], shot["key"], len(raw))
            answer = await window.send(ticket["url"], raw)
            assert answer.status_code == 201, answer.text


async def ticket_for(window: Browser, case_id: str, shot: str, size: int) -> dict[str, Any]:
    given = {"caseId": case_id, "shot": shot, "size": size, "contentType": "image/jpeg"}
    ticket: dict[str, Any] = await window.does("UploadPhoto", **given)
    return ticket


async def submit(window: Browser, case: Case, **otherwise: bool) -> Case:
    """Answered as for a piece that left the shop like this, but for what is said otherwise."""
    said = GOOD | otherwise
    answers = [{"question": one["key"], "yes": said[one["key"]]} for one in case["questions"]]
    judged: Case = await window.does("SubmitCondition", caseId=case["id"], answers=answers)
    return judged


async def offer(town: Town, window: Browser, title: str) -> Case:
    """From an order to the open-box shop; the case as its returner then sees it."""
    line = await line_of(window, title)
    [case] = await start(window, line["id"])
    await show(window, case)
    await submit(window, case)
    await town.settle()
    await window.does("ChoosePath", caseId=case["id"], route="P2P")
    await town.settle()
    return await seen(window, case["id"])


async def seen(window: Browser, case_id: str) -> Case:
    case: Case = await window.ask("OpenCase", id=case_id)
    return case


async def on_sale(window: Browser, title: str) -> dict[str, Any]:
    """The one piece of this name in the open-box shop, once those who wait were asked."""

    async def there() -> Sequence[dict[str, Any]]:
        listings: Sequence[dict[str, Any]] = (await window.ask("Listings"))["nodes"]
        return [one for one in listings if one["item"]["title"] == title]

    [listing] = await until(there)
    return listing


async def buy(town: Town, window: Browser, listing_id: str, **given: str) -> dict[str, Any]:
    bought = await window.does("BuyListing", listingId=listing_id, **given)
    await town.settle()
    purchase: dict[str, Any] = await window.ask("OpenPurchase", id=bought["id"])
    return purchase
