"""Ids that are wrong or somebody else's, pieces that are not there, wishes sent twice: each a clear
no in plain words, the same when asked again, and nothing half-written."""

import asyncio
from typing import Any

import pytest

from tests.journeys.browser import Browser, fresh_key
from tests.journeys.customers import BEN, CLEO, ROSA
from tests.journeys.refusing import no, nothing_written
from tests.journeys.road import GOOD, buy, line_of, offer, on_sale, seen, show, start, submit
from tests.journeys.town import Town

pytestmark = pytest.mark.anyio

TITLE, SOCKS = "Linen overshirt", "Wool socks"
NOWHERE = ("no such id", "", "0", "' OR 1=1 --", "x" * 3000, "nul\x00byte", "snow ☃ man")


async def everybody(town: Town) -> tuple[Browser, Browser, Browser]:
    await town.opens()
    rosa, ben, cleo = [await town.browser(one.email) for one in (ROSA, BEN, CLEO)]
    return rosa, ben, cleo


def of_a_case(case_id: str) -> list[tuple[str, dict[str, Any]]]:
    photo = {"shot": "front", "size": 1000, "contentType": "image/jpeg"}
    return [
        ("UploadPhoto", {"caseId": case_id, **photo}),
        ("SubmitCondition", {"caseId": case_id, "answers": []}),
        ("ChoosePath", {"caseId": case_id, "route": "P2P"}),
        ("ReturnNow", {"caseId": case_id}),
        ("WithdrawReturn", {"caseId": case_id}),
    ]


def of_a_purchase(purchase_id: str) -> list[tuple[str, dict[str, Any]]]:
    return [
        ("CancelPurchase", {"purchaseId": purchase_id}),
        ("ConfirmReceipt", {"purchaseId": purchase_id}),
        ("OpenClaim", {"purchaseId": purchase_id, "outcome": "DAMAGED"}),
    ]


async def test_what_is_not_there_is_not_found(quiet_town: Town) -> None:
    rosa, _, _ = await everybody(quiet_town)
    for nothing in NOWHERE:
        for page in ("OpenCase", "OpenPurchase", "OpenListing"):
            assert await rosa.ask(page, id=nothing) is None
        wishes = [
            *of_a_case(nothing),
            *of_a_purchase(nothing),
            ("StartReturn", {"lineId": nothing, "reason": "STYLE"}),
            ("BuyListing", {"listingId": nothing}),
        ]
        for operation, given in wishes:
            assert (await no(rosa, operation, **given))[0] == "NOT_FOUND", operation


async def test_what_is_somebody_elses_looks_as_if_it_were_not_there(quiet_town: Town) -> None:
    rosa, ben, cleo = await everybody(quiet_town)
    nobody = await quiet_town.browser()
    case = await offer(quiet_town, rosa, TITLE)
    purchase = await buy(quiet_town, ben, (await on_sale(ben, TITLE))["id"])
    line = await line_of(rosa, SOCKS)
    start_it = ("StartReturn", {"lineId": line["id"], "reason": "STYLE"})
    for stranger, code in ((ben, "NOT_FOUND"), (cleo, "NOT_FOUND"), (nobody, "SIGN_IN_NEEDED")):
        assert await stranger.ask("OpenCase", id=case["id"]) is None
        for operation, given in [*of_a_case(case["id"]), start_it]:
            assert (await no(stranger, operation, **given))[0] == code, operation
    for stranger, code in ((rosa, "NOT_FOUND"), (cleo, "NOT_FOUND"), (nobody, "SIGN_IN_NEEDED")):
        assert await stranger.ask("OpenPurchase", id=purchase["id"]) is None
        for operation, given in of_a_purchase(purchase["id"]):
            assert (await no(stranger, operation, **given))[0] == code, operation
    async with cleo.watching("WatchCase", case["id"]) as line_open:
        told = await line_open.message()
        assert told["payload"]["errors"][0]["extensions"]["code"] == "NOT_FOUND"


async def test_a_piece_comes_back_once_and_never_more_than_was_bought(quiet_town: Town) -> None:
    rosa, _, _ = await everybody(quiet_town)
    shirt, socks = await line_of(rosa, TITLE), await line_of(rosa, SOCKS)

    async def asked_for(line: dict[str, Any], quantity: int) -> str:
        given = {"lineId": line["id"], "reason": "STYLE", "quantity": quantity}
        return (await no(rosa, "StartReturn", **given))[0]

    assert await asked_for(socks, 4) == "QUANTITY_TOO_LARGE"
    assert await asked_for(socks, 2**31 - 1) == "QUANTITY_TOO_LARGE"
    assert await asked_for(socks, 0) == "QUANTITY_TOO_SMALL"
    assert await asked_for(socks, -1) == "QUANTITY_TOO_SMALL"
    assert len(await start(rosa, socks["id"], quantity=2)) == 2
    assert (await line_of(rosa, SOCKS))["returnable"] == 1
    assert await asked_for(socks, 2) == "QUANTITY_TOO_LARGE"
    await start(rosa, socks["id"])
    assert await asked_for(socks, 1) == "ALREADY_RETURNED"
    await start(rosa, shirt["id"])
    assert await asked_for(shirt, 1) == "ALREADY_RETURNED"


async def test_two_windows_that_return_one_piece_at_once_start_one_return(quiet_town: Town) -> None:
    rosa, _, _ = await everybody(quiet_town)
    line = await line_of(rosa, TITLE)
    given = {"lineId": line["id"], "reason": "STYLE"}
    wishes = (rosa.ask("StartReturn", **given, key=fresh_key()) for _ in range(4))
    answers = await asyncio.gather(*wishes)
    kinds = sorted(answer["__typename"] for answer in answers)
    assert kinds == ["Refused"] * 3 + ["StartedReturn"]
    codes = {answer.get("code") for answer in answers} - {None}
    assert codes == {"ALREADY_RETURNED"}
    assert len((await rosa.ask("MyTravels"))["returns"]["nodes"]) == 1


async def test_two_buyers_at_once_are_one_buyer_and_one_clear_no(quiet_town: Town) -> None:
    town = quiet_town
    rosa, ben, cleo = await everybody(town)
    case = await offer(town, rosa, TITLE)
    listing = await on_sale(ben, TITLE)
    wishes = {window: {"listingId": listing["id"], "key": fresh_key()} for window in (ben, cleo)}
    answers = await asyncio.gather(
        *(window.ask("BuyListing", **wish) for window, wish in wishes.items())
    )
    kinds = [answer["__typename"] for answer in answers]
    assert sorted(kinds) == ["ListingTaken", "Purchase"]
    loser = (ben, cleo)[kinds.index("ListingTaken")]
    taken = answers[kinds.index("ListingTaken")]
    assert (taken["code"], taken["others"]) == ("LISTING_TAKEN", [])
    assert taken["message"].startswith("Somebody was a moment faster")
    await town.settle()
    async with nothing_written():
        for window, wish, first in zip(wishes, wishes.values(), answers, strict=True):
            again = await window.ask("BuyListing", **wish)
            assert again["__typename"] == first["__typename"]
            assert again.get("id") == first.get("id")
    assert (await loser.ask("MyTravels"))["purchases"]["nodes"] == []
    assert (await seen(rosa, case["id"]))["stage"] == "AWAITING_DROPOFF"


async def test_a_wish_sent_twice_is_one_wish_and_its_key_takes_no_other(quiet_town: Town) -> None:
    town = quiet_town
    rosa, ben, _ = await everybody(town)
    shirt, socks = await line_of(rosa, TITLE), await line_of(rosa, SOCKS)

    async def twice(
        window: Browser, operation: str, given: dict[str, Any], other: dict[str, Any]
    ) -> Any:
        key = fresh_key()
        first = await window.does(operation, **given, key=key)
        await town.settle()
        async with nothing_written():
            again = await window.does(operation, **given, key=key)
            assert again["__typename"] == first["__typename"]
            for name in ("id", "cases", "photoId"):
                assert ids(again.get(name)) == ids(first.get(name))
            refused = await window.refused(operation, **{**given, **other}, key=key)
            assert refused == ("KEY_REUSED", "key"), operation
        return first

    [another] = await start(rosa, socks["id"])
    shirt_back = {"lineId": shirt["id"], "reason": "STYLE"}
    started = await twice(rosa, "StartReturn", shirt_back, {"lineId": socks["id"]})
    [case] = started["cases"]
    photo = {"caseId": case["id"], "shot": "front", "size": 9, "contentType": "image/jpeg"}
    await twice(rosa, "UploadPhoto", photo, {"shot": "back"})
    await show(rosa, case)
    answers = [{"question": one["key"], "yes": GOOD[one["key"]]} for one in case["questions"]]
    said = {"caseId": case["id"], "answers": answers}
    await twice(rosa, "SubmitCondition", said, {"answers": answers[:1]})
    other = {"caseId": another["id"]}
    await twice(rosa, "ChoosePath", {"caseId": case["id"], "route": "P2P"}, other)
    listing = await on_sale(ben, TITLE)
    given = {"listingId": listing["id"], "method": "card_visa_4242"}
    await twice(ben, "BuyListing", given, {"method": "card_declined"})
    await twice(rosa, "ReturnNow", {"caseId": case["id"]}, other)
    await twice(rosa, "WithdrawReturn", {"caseId": case["id"]}, other)


def ids(told: Any) -> Any:
    return [one["id"] for one in told] if isinstance(told, list) else told


async def test_a_key_is_ones_own_and_cannot_be_missing(quiet_town: Town) -> None:
    rosa, ben, _ = await everybody(quiet_town)
    line, scarf = await line_of(rosa, TITLE), await line_of(ben, "Alpaca scarf")
    await rosa.does("StartReturn", lineId=line["id"], reason="STYLE", key="the same")
    await ben.does("StartReturn", lineId=scarf["id"], reason="STYLE", key="the same")
    socks = {"lineId": (await line_of(rosa, SOCKS))["id"], "reason": "STYLE"}
    for key, code in (("", "KEY_MISSING"), ("  ", "KEY_MISSING"), ("k" * 201, "BAD_INPUT")):
        assert await no(rosa, "StartReturn", **socks, key=key) == (code, "key")


async def test_what_was_never_asked_is_refused_by_name(quiet_town: Town) -> None:
    rosa, ben, _ = await everybody(quiet_town)
    [case] = await start(rosa, (await line_of(rosa, TITLE))["id"])
    all_said = [{"question": key, "yes": yes} for key, yes in GOOD.items()]

    async def submitting(answers: list[dict[str, Any]]) -> tuple[str, str | None]:
        return await no(rosa, "SubmitCondition", caseId=case["id"], answers=answers)

    keys = {question["key"] for question in case["questions"]}
    asked = [one for one in all_said if one["question"] in keys]
    assert (await submitting([]))[0] == "ANSWERS_MISSING"
    stranger = {"question": "is_it_haunted", "yes": True}
    assert await submitting([*asked, stranger]) == ("ANSWER_UNKNOWN", "is_it_haunted")
    assert (await submitting(asked))[0] == "PHOTOS_MISSING"
    await show(rosa, case)
    await submit(rosa, case)
    await quiet_town.settle()
    assert (await submitting(asked))[0] == "WRONG_STAGE"
    await rosa.does("ChoosePath", caseId=case["id"], route="P2P")
    await quiet_town.settle()
    listing = await on_sale(ben, TITLE)
    own = await no(rosa, "BuyListing", listingId=listing["id"])
    assert own[0] == "CANNOT_BUY"


async def test_money_that_no_bank_gives_leaves_the_piece_on_offer(quiet_town: Town) -> None:
    town = quiet_town
    rosa, ben, cleo = await everybody(town)
    case = await offer(town, rosa, TITLE)
    listing = await on_sale(ben, TITLE)
    for method in ("", "two goats", "g" * 3000, "nul\x00byte"):
        refused = await no(ben, "BuyListing", listingId=listing["id"], method=method)
        assert refused == ("UNKNOWN_METHOD", "method")
    for method in ("card_declined", "goat"):
        let_go = await buy(town, ben, listing["id"], method=method)
        assert (let_go["status"], let_go["because"]["code"]) == ("CANCELED", "PAYMENT_DECLINED")
        assert let_go["refund"] is None
        assert (await seen(rosa, case["id"]))["stage"] == "SEEKING"
    bought = await buy(town, cleo, (await on_sale(cleo, TITLE))["id"])
    assert bought["status"] == "PAID"
