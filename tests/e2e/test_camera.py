"""Photos with the camera of the phone, and without one."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import SignIn
from tests.e2e.hands import Hands, hands_of
from tests.e2e.screens import Returner, headline
from tests.e2e.server import DemoServer
from tests.e2e.snapshots import as_file

# Somebody with a few things at home that may go to another customer.
MAREN = "maren.marchetti@example.com"
TEE = "Everyday tee"


@pytest.fixture
def maren(shop: DemoServer) -> Iterator[Hands]:
    with hands_of(shop, MAREN) as hands:
        yield hands


def test_the_camera_goes_from_one_photo_to_the_next_and_they_are_sent(
    maren: Hands, sign_in: SignIn
) -> None:
    case = maren.start("Tapered chinos")
    page = sign_in("maren", f"/case/{case['id']}/show", cookies=maren.cookies)
    page.get_by_role("button", name="Take the photo: The front").click()
    for title in ("The front", "The back", "The tag"):
        camera = page.get_by_role("dialog", name=f"Photo: {title}")
        camera.get_by_role("button", name="Take the photo").click()
        expect(camera.get_by_role("img", name="The photo you just took")).to_be_visible()
        camera.get_by_role("button", name="Use this one").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    for shot in ("front", "back", "tag"):
        expect(Returner(page).slot(shot)).to_contain_text("Sent")
    photos = maren.ask("OpenCase", id=case["id"])["returnCase"]["photos"]
    assert {photo["shot"] for photo in photos} == {"front", "back", "tag"}


def test_a_photo_can_be_taken_again_and_the_camera_closed(maren: Hands, sign_in: SignIn) -> None:
    page = at_the_photos(maren, sign_in)
    camera = opened(page)
    camera.get_by_role("button", name="Take the photo").click()
    camera.get_by_role("button", name="Take it again").click()
    expect(camera.get_by_role("button", name="Take the photo")).to_be_enabled()
    page.keyboard.press("Escape")
    expect(camera).to_have_count(0)
    expect(page.get_by_role("button", name="Take the photo: The front")).to_be_visible()


def test_a_refused_camera_gives_way_to_a_picture_from_the_phone(
    maren: Hands, sign_in: SignIn
) -> None:
    page = at_the_photos(maren, sign_in, permissions=["notifications"])
    camera = opened(page)
    expect(camera.get_by_role("alert")).to_contain_text("The camera is switched off for this page")
    with page.expect_file_chooser() as choosing:
        camera.get_by_text("Choose a picture", exact=True).click()
    choosing.value.set_files(as_file(TEE, "Sage", "front"))
    expect(camera).to_have_count(0)
    expect(Returner(page).slot("front")).to_contain_text("Sent")


def test_a_file_that_is_no_picture_is_said_so_and_nothing_is_sent(
    maren: Hands, sign_in: SignIn
) -> None:
    page = at_the_photos(maren, sign_in)
    phone = Returner(page)
    phone.picker("tag").set_input_files(
        {"name": "tag.jpg", "mimeType": "image/jpeg", "buffer": b"not a picture"}
    )
    expect(page.get_by_role("alert")).to_contain_text("cannot be read as a picture")
    expect(phone.slot("tag")).not_to_contain_text("Sent")


def at_the_photos(maren: Hands, sign_in: SignIn, **options: Any) -> Page:
    """Where her one started return of a tee waits for its photos."""
    rows = maren.ask("MyTravels")["viewer"]["returns"]["nodes"]
    started = next((row for row in rows if row["item"]["title"] == TEE), None)
    case = started or maren.start(TEE)
    page = sign_in("maren", f"/case/{case['id']}/show", cookies=maren.cookies, **options)
    expect(headline(page, "Show us the item.")).to_be_visible()
    return page


def opened(page: Page) -> Locator:
    page.get_by_role("button", name="Take the photo: The front").click()
    return page.get_by_role("dialog", name="Photo: The front")
