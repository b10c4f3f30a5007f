"""The desk with a caller on the line: whatever they have at hand finds the case, what may be read
out depends on who they are, and neither party's details are ever on the screen."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from onward.domain.life import ShipmentStatus
from tests.journeys.browser import Browser
from tests.journeys.customers import ADA, BEN, CLEO, ROSA
from tests.journeys.leaks import told_of
from tests.journeys.pictures import snapshot
from tests.journeys.road import buy, line_of, offer, on_sale, seen, show, start, submit
from tests.journeys.town import Town

pytestmark = pytest.mark.anyio

TITLE = "Linen overshirt"
_S = ShipmentStatus
# What somebody at the desk must never have on the screen; an order's number is how they find it.
SECRETS = tuple(
    detail
    for customer in (ROSA, BEN)
    for detail in customer.details
    if detail != customer.order_number
)


async def search(ada: Browser, text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await ada.ask("DeskSearch", text=text))["search"]
    return found


async def file_of(ada: Browser, case_id: str, caller: str) -> dict[str, Any]:
    file: dict[str, Any] = (await ada.ask("DeskCase", id=case_id, caller=caller))["case"]
    return file


async def bought(town: Town, rosa: Browser, ben: Browser) -> tuple[dict[str, Any], dict[str, Any]]:
    """A case whose parcel is to go to Ben, and his purchase."""
    case = await offer(town, rosa, TITLE)
    purchase = await buy(town, ben, (await on_sale(ben, TITLE))["id"])
    return await seen(rosa, case["id"]), purchase


async def test_whatever_a_caller_has_at_hand_finds_the_case(quiet_town: Town) -> None:
    town = quiet_town
    await town.opens()
    rosa, ben, ada = [await town.browser(email) for email in (ROSA.email, BEN.email, ADA)]
    case, purchase = await bought(town, rosa, ben)
    code = case["dropoff"]
    at_hand = (
        case["reference"], case["reference"].lower(), ROSA.order_number, ROSA.email,
        ROSA.email.upper(), code["trackingNumber"], code["code"], code["payload"],
        purchase["number"], BEN.email,
    )  # fmt: skip
    for text in at_hand:
        hits = await search(ada, f" {text} ")
        cases = [hit["returnCase"]["id"] for hit in hits if hit["kind"] == "CASE"]
        assert cases == [case["id"]], text
    for text, number in ((ROSA.order_number, ROSA.order_number), (BEN.email, BEN.order_number)):
        orders = [hit["title"] for hit in await search(ada, text) if hit["kind"] == "ORDER"]
        assert number in orders
    for text in ("", "SH", "nobody@example.com", "SHOP-0000", "%", "___"):
        assert await search(ada, text) == []


async def test_each_caller_is_read_their_own_half_and_no_name_is_on_the_screen(
    quiet_town: Town,
) -> None:
    town = quiet_town
    await town.opens()
    rosa, ben, ada = [await town.browser(email) for email in (ROSA.email, BEN.email, ADA)]
    case, purchase = await bought(town, rosa, ben)
    sentences = set()
    for status in (None, _S.IN_TRANSIT, _S.DELIVERED):
        if status is not None:
            await town.scan(case["dropoff"]["trackingNumber"], status)
        for caller in ("RETURNER", "BUYER"):
            file = await file_of(ada, case["id"], caller)
            assert file["caller"] == caller
            assert file["purchase"]["id"] == purchase["id"]
            assert file["safeSentence"] not in sentences
            sentences.add(file["safeSentence"])
    assert len(sentences) == 6
    assert (file["returner"]["initials"], file["buyer"]["initials"]) == ("RQ", "TO")
    assert file["returner"]["maskedEmail"] == "r•••@example.com"
    [parcel] = [one for one in file["parcels"] if one["scans"]]
    assert (parcel["route"], parcel["status"]) == ("P2P", "DELIVERED")

    await search(ada, ROSA.order_number)
    await search(ada, case["reference"])
    await ada.ask("DeskTasks")
    assert told_of(ada.heard, SECRETS) == []
    # Her own address she was told, so this search finds what is there.
    assert told_of(ada.heard, [ADA]) == [ADA]
    # What is read out to one party is nothing of the other either.
    assert told_of([" ".join(sentences).encode()], SECRETS) == []


async def test_a_caller_without_a_phone_gets_a_warehouse_return_without_photos(
    quiet_town: Town,
) -> None:
    town = quiet_town
    await town.opens()
    rosa, ada = [await town.browser(email) for email in (ROSA.email, ADA)]
    [hit] = [hit for hit in await search(ada, ROSA.order_number) if hit["kind"] == "ORDER"]
    [line] = [line for line in hit["lines"] if line["title"] == TITLE]
    given = {"lineId": line["id"], "reason": "STYLE", "key": "for a caller"}
    first = await ada.does("StartReturnFor", **given)
    assert await ada.does("StartReturnFor", **given) == first
    await town.settle()

    [started] = first["cases"]
    case = await seen(rosa, started["id"])
    assert case["assisted"]
    assert case["stage"] == "AWAITING_DROPOFF"
    assert case["photos"] == []
    assert case["dropoff"]["route"] == "WAREHOUSE"
    words = await rosa.read_pdf(case["dropoff"]["labelUrl"])
    assert case["dropoff"]["trackingNumber"].replace(" ", "") in words.replace(" ", "")
    await town.scan(case["dropoff"]["trackingNumber"], _S.IN_TRANSIT)
    await town.scan(case["dropoff"]["trackingNumber"], _S.DELIVERED)
    file = await file_of(ada, case["id"], "RETURNER")
    assert file["returnCase"]["stage"] == "CLOSED"
    assert file["returnCase"]["refund"]["status"] == "SUCCEEDED"
    assert file["balanced"]
    assert file["buyer"] is None


async def test_the_desk_looks_where_the_rules_are_not_sure(quiet_town: Town) -> None:
    town = quiet_town
    await town.opens()
    rosa, ada = [await town.browser(email) for email in (ROSA.email, ADA)]
    [case] = await start(rosa, (await line_of(rosa, TITLE))["id"])
    await show(rosa, case, partial(snapshot, side=240))
    judged = await submit(rosa, case)
    await town.settle()
    assert judged["stage"] == "IN_REVIEW"
    assert judged["reviewDueAt"]
    [task] = (await ada.ask("DeskTasks"))["tasks"]
    assert (task["kind"], task["returnCase"]["id"]) == ("REVIEW_CONDITION", case["id"])
    assert (await file_of(ada, case["id"], "RETURNER"))["nextAction"] == "REVIEW"

    given = {"caseId": case["id"], "grade": "LIKE_NEW", "accept": True}
    await ada.does("DecideReview", **given)
    await town.settle()
    approved = await seen(rosa, case["id"])
    assert (approved["stage"], approved["grade"]["grade"]) == ("APPROVED", "LIKE_NEW")
    assert (await ada.ask("DeskTasks"))["tasks"] == []
    assert await ada.refused("DecideReview", **given) == ("WRONG_STAGE", None)


async def test_the_desk_settles_a_claim_and_both_sides_are_made_whole(quiet_town: Town) -> None:
    town = quiet_town
    await town.opens()
    rosa, ben, ada = [await town.browser(email) for email in (ROSA.email, BEN.email, ADA)]
    case, purchase = await bought(town, rosa, ben)
    for status in (_S.IN_TRANSIT, _S.DELIVERED):
        await town.scan(case["dropoff"]["trackingNumber"], status)
    wrong = {"outcome": "DAMAGED", "noPhoto": "CAMERA_FAILS"}
    await ben.does("OpenClaim", purchaseId=purchase["id"], **wrong)
    await town.settle()
    assert (await seen(rosa, case["id"]))["claim"] is None
    assert (await seen(ada, case["id"]))["claim"]["outcome"] == "DAMAGED"
    assert (await file_of(ada, case["id"], "BUYER"))["nextAction"] == "SETTLE_CLAIM"

    await ada.does("SettleClaim", caseId=case["id"], resolution="REFUND")
    await town.settle()
    made_whole = await ben.ask("OpenPurchase", id=purchase["id"])
    assert made_whole["refund"]["status"] == "SUCCEEDED"
    assert made_whole["refund"]["amount"] == purchase["total"]
    await town.turn(timedelta(days=30))
    await town.settle()
    file = await file_of(ada, case["id"], "BUYER")
    assert file["returnCase"]["refund"]["status"] == "SUCCEEDED"
    assert file["balanced"]
    assert (await ada.ask("DeskTasks"))["tasks"] == []


async def test_there_is_no_desk_for_a_shopper(quiet_town: Town) -> None:
    town = quiet_town
    await town.opens()
    rosa, cleo, nobody = [await town.browser(email) for email in (ROSA.email, CLEO.email, None)]
    line = await line_of(rosa, TITLE)
    [case] = await start(rosa, line["id"])
    for window in (rosa, cleo, nobody):
        assert await window.ask("DeskSearch", text=case["reference"]) is None
        assert await window.ask("DeskTasks") is None
        assert await window.ask("DeskCase", id=case["id"], caller="RETURNER") is None
    expected = {rosa: "NOT_ALLOWED", cleo: "NOT_ALLOWED", nobody: "SIGN_IN_NEEDED"}
    for window, code in expected.items():
        decided = {"caseId": case["id"], "grade": "LIKE_NEW", "accept": True}
        for operation, given in (
            ("DecideReview", decided),
            ("SettleClaim", {"caseId": case["id"], "resolution": "REFUND"}),
            ("FinishTask", {"taskId": "any"}),
            ("StartReturnFor", {"lineId": line["id"], "reason": "STYLE"}),
        ):
            assert (await window.refused(operation, **given))[0] == code, operation
