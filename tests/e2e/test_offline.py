"""In a cellar, in a tunnel, at a counter without a signal: what was seen is still there, and what
was done is sent later, once."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignIn
from tests.e2e.hands import Hands, hands_of
from tests.e2e.screens import Returner, code_on, headline
from tests.e2e.server import DemoServer

# Somebody with a few things at home that may go to another customer.
HANNA = "hanna.halloran@example.com"
SKIRT, COLOUR = "Pleated skirt", "Plum"
NOT_SENT = "Not sent yet. We will send it when you are back online."
CREATED = 201
# The app is on the phone, and the page is served from there.
KEPT = """() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller
  || new Promise(done => navigator.serviceWorker.addEventListener("controllerchange", done))
).then(() => true)"""


@pytest.fixture
def hanna(shop: DemoServer) -> Iterator[Hands]:
    with hands_of(shop, HANNA) as hands:
        yield hands


def test_a_code_that_was_opened_once_is_there_without_a_signal(
    hanna: Hands, sign_in: SignIn
) -> None:
    case = hanna.send_on("Loopback hoodie")
    page = sign_in("hanna", f"/case/{case['id']}", cookies=hanna.cookies)
    payload = Returner(page).open_code()
    assert page.evaluate(KEPT)

    page.context.set_offline(True)
    page.reload()

    expect(page.get_by_role("status").filter(has_text="No signal")).to_be_visible()
    expect(code_on(page)).to_have_attribute("data-payload", payload)
    page.get_by_role("link", name="Back").click()
    expect(headline(page, "We are looking for its next owner.")).to_be_visible()


def test_a_photo_taken_without_a_signal_is_sent_later_and_once(
    hanna: Hands, sign_in: SignIn
) -> None:
    case = hanna.start(SKIRT)
    page = sign_in("hanna", f"/case/{case['id']}/show", cookies=hanna.cookies)
    phone, arrived = Returner(page), []
    page.on("response", lambda one: arrived.append(one.url) if one.status == CREATED else None)
    expect(phone.slot("front")).to_be_visible()
    assert page.evaluate(KEPT)

    page.context.set_offline(True)
    phone.take("front", SKIRT, COLOUR)
    expect(phone.slot("front")).to_contain_text("Waits for a signal")
    expect(page.get_by_role("alert")).to_have_text(NOT_SENT)
    page.reload()
    expect(phone.slot("front")).to_contain_text("Waits for a signal")
    expect(phone.slot("front").get_by_role("img")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_text(NOT_SENT)

    page.context.set_offline(False)
    expect(phone.slot("front")).to_contain_text("Sent")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.reload()
    expect(phone.slot("front")).to_contain_text("Sent")
    assert len(arrived) == 1
    assert [photo["shot"] for photo in photos_of(hanna, case["id"])] == ["front"]


def test_two_windows_of_one_phone_send_a_waiting_photo_once(hanna: Hands, sign_in: SignIn) -> None:
    case = hanna.start("Court trainers")
    page = sign_in("hanna", f"/case/{case['id']}/show", cookies=hanna.cookies)
    phone = Returner(page)
    expect(phone.slot("front")).to_be_visible()
    assert page.evaluate(KEPT)
    page.context.set_offline(True)
    phone.take("front", "Court trainers", "Clay")
    expect(phone.slot("front")).to_contain_text("Waits for a signal")
    beside = second_window(page)
    expect(Returner(beside).slot("front")).to_contain_text("Waits for a signal")

    page.context.set_offline(False)

    for window in (page, beside):
        window.reload()
        expect(Returner(window).slot("front")).to_contain_text("Sent")
    assert len(photos_of(hanna, case["id"])) == 1


def second_window(page: Page) -> Page:
    beside = page.context.new_page()
    beside.goto(page.url)
    return beside


def photos_of(hands: Hands, case_id: str) -> list[dict[str, str]]:
    """What the server has."""
    photos: list[dict[str, str]] = hands.ask("OpenCase", id=case_id)["returnCase"]["photos"]
    return photos
