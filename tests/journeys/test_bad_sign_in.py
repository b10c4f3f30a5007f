"""Codes, sessions, links and pages that are not what they say: nobody gets in, and nobody learns
who is a customer or what they ordered."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from onward.store import sql
from onward.web.sessions import COOKIE
from tests.journeys.browser import Browser
from tests.journeys.customers import ADA, BEN, CLEO, ROSA
from tests.journeys.documents import trusted
from tests.journeys.leaks import told_of
from tests.journeys.refusing import nothing_written
from tests.journeys.road import line_of, seen, start
from tests.journeys.town import Town
from tests.journeys.watch import live_line

pytestmark = pytest.mark.anyio

CODES = "sign_in_codes"


async def asked_for(window: Browser, email: str, order_number: str | None = None) -> Any:
    return await window.ask("AskForCode", email=email, orderNumber=order_number)


async def signs_in(window: Browser, email: str, code: str) -> str:
    """The code of the refusal, or that it worked."""
    answer = await window.ask("SignInWithCode", email=email, code=code)
    assert answer["__typename"] == "SignedIn" or answer["message"].endswith(".")
    return str(answer.get("code", answer["__typename"]))


async def who_is(window: Browser) -> Any:
    return (await window.ask("Session"))["viewer"]


def another(code: str, by: int = 1) -> str:
    return f"{(int(code) + by) % 1_000_000:06}"


async def test_five_wrong_codes_end_the_right_one(quiet_town: Town) -> None:
    await quiet_town.opens()
    window = await quiet_town.browser()
    await asked_for(window, ROSA.email)
    code = window.mail.code(ROSA.email)
    async with nothing_written(CODES):
        for wrong in (another(code), "", "12345", "abcdef", another(code, 7)):
            assert await signs_in(window, ROSA.email, wrong) == "BAD_CODE"
        assert await signs_in(window, ROSA.email, code) == "BAD_CODE"
    assert await who_is(window) is None


async def test_a_code_works_once_for_one_address_and_for_ten_minutes(quiet_town: Town) -> None:
    await quiet_town.opens()
    window, later = await quiet_town.browser(), await quiet_town.browser()
    await asked_for(window, ROSA.email)
    code = window.mail.code(ROSA.email)
    assert await signs_in(later, BEN.email, code) == "BAD_CODE"
    assert await signs_in(window, ROSA.email, code) == "SignedIn"
    assert await signs_in(later, ROSA.email, code) == "BAD_CODE"

    await asked_for(later, CLEO.email)
    code = later.mail.code(CLEO.email)
    over = int((datetime.now(UTC) - timedelta(seconds=1)).timestamp() * 1000)
    [kept] = await sql.fetch(f"SELECT expires_at FROM {CODES}")
    assert 590_000 < kept["expires_at"] - over < 602_000
    await sql.execute(f"UPDATE {CODES} SET expires_at = ?", [over])
    assert await signs_in(later, CLEO.email, code) == "BAD_CODE"
    assert await who_is(later) is None


async def test_asking_for_a_code_reveals_nothing(quiet_town: Town) -> None:
    """An old invoice in a parcel holds an order number and an address: both open nothing."""
    await quiet_town.opens()
    asked = (
        (ROSA.email, ROSA.order_number), (BEN.email, ROSA.order_number), (CLEO.email, "SHOP-0"),
        ("nobody@example.com", ROSA.order_number), ("noone@example.com", None),
        (ADA, "' OR 1=1 --"), ("some@example.com", "nul\x00byte"), (BEN.email, "x" * 3000),
    )  # fmt: skip
    seen_by_a_stranger = set()
    for email, number in asked:
        window = await quiet_town.browser()
        answer = await window.post("AskForCode", email=email, orderNumber=number)
        shape = {name: value for name, value in answer.headers.items() if name in SHAPE}
        seen_by_a_stranger.add((answer.text.replace(email, "?"), str(shape)))
        details = (*ROSA.details, *BEN.details)
        assert set(told_of(window.heard, details)) <= set(told_of([email.encode()], details))
        assert await who_is(window) is None
        assert (await window.ask("MyOrders")) is None
    assert len(seen_by_a_stranger) == 1
    assert [len(quiet_town.mail.to(email)) for email, _ in asked] == [1, 0, 0, 0, 0, 0, 0, 0]
    [letter] = quiet_town.mail.to(ROSA.email)
    assert ROSA.order_number not in letter.text


SHAPE = ("content-type", "set-cookie", "retry-after", "cache-control")


async def test_one_who_keeps_asking_is_told_to_wait(quiet_town: Town) -> None:
    await quiet_town.opens()
    window = await quiet_town.browser()
    for _ in range(5):
        assert (await asked_for(window, ROSA.email))["__typename"] == "CodeSent"
    async with nothing_written():
        for _ in range(2):
            refused = await asked_for(window, ROSA.email)
            assert refused["code"] == "TOO_MANY_TRIES"
    assert len(quiet_town.mail.to(ROSA.email)) == 5


async def test_a_forged_session_or_link_is_nobody(quiet_town: Town) -> None:
    await quiet_town.opens()
    rosa = await quiet_town.browser(ROSA.email)
    session = rosa.http.cookies[COOKIE]
    head, body, signature = session.split(".")
    for forged in (session[:-4], f"{head}.{body}.{signature[::-1]}", f"{head}.{body}.", "x", ""):
        window = await quiet_town.browser()
        window.http.cookies.set(COOKIE, forged)
        assert await who_is(window) is None
    for token in (session, "nonsense", "x" * 2000):
        window = await quiet_town.browser()
        answer = await window.http.get(f"/sign-in/{token}")
        assert (answer.status_code, answer.headers["location"]) == (303, "/?link=over")
        assert "set-cookie" not in answer.headers


async def test_a_page_of_somebody_else_can_do_nothing_in_ones_name(quiet_town: Town) -> None:
    await quiet_town.opens()
    rosa = await quiet_town.browser(ROSA.email)
    line = await line_of(rosa, "Linen overshirt")
    [case] = await start(rosa, line["id"])
    evil = {"origin": "https://elsewhere.example"}
    given = {"caseId": case["id"], "key": "evil"}
    async with nothing_written():
        for headers in (evil, {"origin": "null"}, {"origin": "", "sec-fetch-site": "cross-site"}):
            answer = await rosa.http.post(
                "/graphql", json=trusted()["WithdrawReturn"].request(given), headers=headers
            )
            assert plain(answer) == (403, "WRONG_ORIGIN")
    cookie = f"{COOKIE}={rosa.http.cookies[COOKIE]}"
    with pytest.raises(InvalidStatus, match="403"):
        async with live_line(quiet_town.address, cookie, [], origin=evil["origin"]):
            pass
    assert (await seen(rosa, case["id"]))["stage"] == "DRAFTED"


async def test_only_the_apps_own_operations_are_done(quiet_town: Town) -> None:
    await quiet_town.opens()
    rosa = await quiet_town.browser(ROSA.email)
    known = trusted()["Session"].hash
    for body, code in (
        ({"query": "{ __schema { types { name } } }"}, "UNTRUSTED_DOCUMENT"),
        ({"query": "{ viewer { account { email } } }"}, "UNTRUSTED_DOCUMENT"),
        ({"documentId": "0" * 64, "query": "{ shop { name } }"}, "UNTRUSTED_DOCUMENT"),
        ({"documentId": 7}, "UNTRUSTED_DOCUMENT"),
        ({}, "UNTRUSTED_DOCUMENT"),
        ([{"documentId": known}], "BAD_INPUT"),
        ({"documentId": known, "variables": []}, "BAD_INPUT"),
        ("just text", "BAD_INPUT"),
    ):
        answer = await rosa.http.post("/graphql", json=body)
        [error] = answer.json()["errors"]
        assert (answer.status_code, error["extensions"]["code"]) == (400, code)
    assert (await rosa.http.get("/graphql")).status_code == 405
    assert (await rosa.http.post("/graphql", data={"documentId": known})).status_code == 415
    for size in (300_000, 5_000_000):
        huge = {"documentId": known, "variables": {"x": "y" * size}}
        assert plain(await rosa.http.post("/graphql", json=huge)) == (413, "BAD_INPUT")
    broken = await rosa.http.post(
        "/graphql", content=b'{"documentId":', headers={"content-type": "application/json"}
    )
    assert broken.status_code == 400


async def test_a_place_in_a_list_that_was_never_given_out_is_refused(quiet_town: Town) -> None:
    await quiet_town.opens()
    rosa = await quiet_town.browser(ROSA.email)
    for after in ("nonsense", "", "djo5", "x" * 3000, "nul\x00byte"):
        answer = (await rosa.post("MyOrders", after=after)).json()
        assert [error["extensions"]["code"] for error in answer["errors"]] == ["BAD_CURSOR"], after
        assert not re.search(r"Traceback|line \d+", str(answer))


def plain(answer: httpx.Response) -> tuple[int, str]:
    told = answer.json()
    assert told["message"].endswith(".")
    return answer.status_code, told["code"]
