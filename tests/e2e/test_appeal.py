"""Another look, asked for on a phone: with one more photo, once, whatever the signal does."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import objections
from tests.e2e.conftest import SignIn
from tests.e2e.goings_on import ADA
from tests.e2e.hands import Hands, Row, hands_of
from tests.e2e.screens import code_on, headline
from tests.e2e.server import DemoServer
from tests.e2e.snapshots import as_file
from tests.polling import until_seen

# Somebody with a few things at home that may go to another customer.
MATEO = "mateo.okafor@example.com"
# The app is on the phone, and the page is served from there.
KEPT = """() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller
  || new Promise(done => navigator.serviceWorker.addEventListener("controllerchange", done))
).then(() => true)"""


@pytest.fixture
def mateo(shop: DemoServer) -> Iterator[Hands]:
    with hands_of(shop, MATEO) as hands:
        yield hands


@pytest.fixture
def ada(shop: DemoServer) -> Iterator[Hands]:
    with hands_of(shop, ADA) as hands:
        yield hands


def test_a_person_looks_again_and_both_grades_stay_to_be_read(
    mateo: Hands, ada: Hands, sign_in: SignIn
) -> None:
    case, page = turned_down(mateo, sign_in, "Loopback hoodie")
    expect(page.get_by_text("It goes to the warehouse, because the tag is off")).to_be_visible()
    ask_for_another_look(page, case)

    expect(headline(page, "A person is looking at your photos.")).to_be_visible()
    expect(page.get_by_text("There is nothing for you to do until then.")).to_be_visible()
    expect(page.get_by_text("Your code still works.")).to_be_visible()
    expect(page.get_by_text("First: Very good.")).to_be_visible()
    expect(page.get_by_role("button", name="Ask for another look")).to_have_count(0)
    assert objections(page) == []
    page.get_by_role("link", name="Show my code").click()
    page.get_by_role("button", name="Show it without checking").click()
    expect(code_on(page)).to_be_visible()
    page.get_by_role("link", name="Back").click()

    decided = {"grade": "LIKE_NEW", "accept": True, "because": "PHOTO_CONVINCES"}
    ada.tell("DecideReview", caseId=case["id"], **decided)
    expect(headline(page, "It passed.")).to_be_visible()
    expect(page.get_by_text("Like new, because a person looked at the photos")).to_be_visible()
    expect(page.get_by_text("First: Very good.")).to_be_visible()
    expect(page.get_by_text("After another look: Like new.")).to_be_visible()
    page.get_by_role("button", name="Each reason").click()
    reasons = page.get_by_role("dialog", name="How we graded it")
    expect(reasons.get_by_text("The photos show it well.")).to_be_visible()
    expect(reasons.get_by_role("heading", name="First: Very good.")).to_be_visible()
    assert objections(page) == []


def test_a_wish_for_another_look_waits_on_the_phone_for_a_signal(
    mateo: Hands, sign_in: SignIn
) -> None:
    case, page = turned_down(mateo, sign_in, "Fair Isle jumper")
    assert page.evaluate(KEPT)
    page.context.set_offline(True)
    ask_for_another_look(page, case)
    waiting = page.get_by_text("Your new photo waits for a signal.")
    expect(waiting).to_be_visible()
    page.reload()
    expect(waiting).to_be_visible()
    assert objections(page) == []

    page.context.set_offline(False)
    expect(headline(page, "A person is looking at your photos.")).to_be_visible()
    expect(waiting).to_have_count(0)
    seen = mateo.ask("OpenCase", id=case["id"])["returnCase"]
    assert seen["stage"] == "IN_REVIEW"


def test_what_is_handed_in_meanwhile_needs_no_other_look_and_says_so(
    mateo: Hands, sign_in: SignIn
) -> None:
    case, page = turned_down(mateo, sign_in, "Canvas tote")
    assert page.evaluate(KEPT)
    page.context.set_offline(True)
    ask_for_another_look(page, case)
    expect(page.get_by_text("Your new photo waits for a signal.")).to_be_visible()
    mateo.play("HAND_IN", caseId=case["id"])
    until_seen(lambda: mateo.ask("OpenCase", id=case["id"])["returnCase"]["stage"] == "IN_TRANSIT")

    page.context.set_offline(False)
    told = page.get_by_role("alert").filter(has_text="not possible at this point any more")
    expect(told).to_be_visible()
    page.get_by_role("button", name="All right").click()
    expect(told).to_have_count(0)
    expect(headline(page, "It is on its way.")).to_be_visible()


def turned_down(mateo: Hands, sign_in: SignIn, title: str) -> tuple[Row, Page]:
    """Very good for want of its tag, and so for the warehouse; on the phone, with its code."""
    case = mateo.show(mateo.start(title), tags_attached=False)
    assert case["grade"]["grade"] == "VERY_GOOD"
    page = sign_in("mateo", f"/case/{case['id']}", cookies=mateo.cookies)
    expect(headline(page, "Hand it in with your code.")).to_be_visible()
    return case, page


def ask_for_another_look(page: Page, case: Row) -> None:
    item = case["item"]
    page.get_by_role("button", name="Ask for another look").click()
    sheet = page.get_by_role("dialog", name="Another look")
    expect(sheet.get_by_role("radio", name="The tag")).to_be_checked()
    assert objections(page) == []
    sheet.get_by_role("button", name="Take the photo").click()
    camera = page.get_by_role("dialog", name="Photo: The tag")
    picture = as_file(item["title"], item["colour"], "tag")
    camera.get_by_label("Choose a picture").set_input_files(picture)
    expect(sheet.get_by_role("img", name="Your new photo: The tag")).to_be_visible()
    sheet.get_by_role("button", name="Send it").click()
    expect(sheet).to_have_count(0)
