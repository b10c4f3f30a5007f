"""Photos with the camera of the phone, and without one."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Locator, Page, expect

from tests.e2e.axe import objections
from tests.e2e.conftest import SignIn
from tests.e2e.film import Looking, film, looking, scene
from tests.e2e.hands import Hands, hands_of
from tests.e2e.screens import Returner, headline
from tests.e2e.server import DemoServer
from tests.e2e.snapshots import as_file
from tests.shared import shared

# Somebody with a few things at home that may go to another customer.
MAREN = "maren.marchetti@example.com"
TEE, COLOUR = "Everyday tee", "Sage"
WAY = ("front", "back", "tag")
Phone = Callable[..., AbstractContextManager[Looking]]


@pytest.fixture(scope="module")
def maren(shop: DemoServer) -> Iterator[Hands]:
    with hands_of(shop, MAREN) as hands:
        yield hands


@pytest.fixture
def phone(
    maren: Hands,
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
) -> Phone:
    """Maren's, in front of a film or without a camera."""

    def seeing(seen: Path | None, **context: Any) -> AbstractContextManager[Looking]:
        given = {**browser_context_args, "storage_state": {"cookies": maren.cookies}, **context}
        return looking(browser_type, browser_type_launch_args, seen, **given)

    return seeing


@pytest.fixture(scope="module")
def at_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    scenes = [scene(TEE, COLOUR, shot) for shot in WAY]
    return film(tmp_path_factory.mktemp("film") / "home.y4m", *scenes)


def test_the_camera_goes_from_one_photo_to_the_next_and_they_are_sent(
    maren: Hands, phone: Phone, at_home: Path
) -> None:
    case = maren.start("Tapered chinos")
    with phone(at_home) as mine:
        mine.page.goto(f"/case/{case['id']}/show")
        mine.page.get_by_role("button", name="Take the photos").click()
        for title, card in (("The front", "red"), ("The back", "green"), ("The tag", "blue")):
            mine.take(title, card)
        expect(mine.finder).to_have_count(0)
        expect(mine.page.get_by_role("heading", name="A few questions")).to_be_focused()
        for shot in WAY:
            expect(Returner(mine.page).slot(shot)).to_contain_text("Sent")
        assert mine.complaints.heard == []
    photos = maren.ask("OpenCase", id=case["id"])["returnCase"]["photos"]
    assert {photo["shot"] for photo in photos} == set(WAY)
    assert {(photo["width"], photo["height"]) for photo in photos} == {(1080, 1440)}


def test_everything_is_done_with_a_keyboard_and_the_focus_is_where_one_goes_on(
    maren: Hands, phone: Phone, at_home: Path
) -> None:
    with phone(at_home) as mine:
        page = at_the_photos(maren, mine.page)
        front = page.get_by_role("button", name="Take the photo: The front")
        front.focus()
        page.keyboard.press("Enter")
        shutter = mine.finder.get_by_role("button", name="Take the photo")
        expect(shutter).to_be_focused()
        expect(shutter).to_be_enabled()
        assert objections(page) == []
        page.keyboard.press("Enter")
        expect(mine.finder.get_by_role("button", name="Use this one")).to_be_focused()
        assert objections(page) == []
        page.keyboard.press("Shift+Tab")
        expect(mine.finder.get_by_role("button", name="Take it again")).to_be_focused()
        page.keyboard.press("Enter")
        expect(shutter).to_be_focused()
        page.keyboard.press("Escape")
        expect(mine.finder).to_have_count(0)
        expect(front).to_be_focused()
        assert mine.complaints.heard == []


def test_a_refused_camera_gives_way_to_a_picture_from_the_phone(
    maren: Hands, sign_in: SignIn
) -> None:
    page = at_the_photos(maren, sign_in("maren", cookies=maren.cookies, permissions=[]))
    camera = opened(page, "The front")
    expect(camera.get_by_role("alert")).to_contain_text("The camera is switched off for this page")
    assert objections(page) == []
    chosen(page, camera, "Choose a picture", "front")
    expect(opened(page, "The back", press=False).get_by_role("alert")).to_be_visible()
    page.get_by_role("button", name="Close the camera").click()
    expect(Returner(page).slot("front")).to_contain_text("Sent")


def test_a_camera_that_is_allowed_after_all_opens_by_itself(maren: Hands, sign_in: SignIn) -> None:
    page = at_the_photos(maren, sign_in("maren", cookies=maren.cookies, permissions=[]))
    camera = opened(page, "The back")
    expect(camera.get_by_role("alert")).to_be_visible()
    page.context.grant_permissions(["camera"])
    expect(camera.get_by_role("button", name="Take the photo")).to_be_enabled()


def test_without_any_camera_every_photo_is_chosen_one_after_the_other(
    maren: Hands, phone: Phone
) -> None:
    case = maren.start("Loopback hoodie")
    with phone(None) as mine:
        mine.page.goto(f"/case/{case['id']}/show")
        mine.page.get_by_role("button", name="Take the photos").click()
        expect(mine.finder.get_by_role("alert")).to_contain_text("No camera found")
        assert objections(mine.page) == []
        for shot, title in (("front", "The front"), ("back", "The back"), ("tag", "The tag")):
            chosen(mine.page, opened(mine.page, title, press=False), "Choose a picture", shot)
        expect(mine.finder).to_have_count(0)
        for shot in WAY:
            expect(Returner(mine.page).slot(shot)).to_contain_text("Sent")
        assert mine.complaints.heard == []


def test_a_file_that_is_no_picture_is_said_so_and_nothing_is_sent(
    maren: Hands, sign_in: SignIn
) -> None:
    page = at_the_photos(maren, sign_in("maren", cookies=maren.cookies))
    phone = Returner(page)
    phone.picker("tag").set_input_files(
        {"name": "tag.jpg", "mimeType": "image/jpeg", "buffer": b"not a picture"}
    )
    expect(page.get_by_role("alert")).to_contain_text("cannot be read as a picture")
    expect(phone.slot("tag")).not_to_contain_text("Sent")


def test_a_picture_that_lies_on_its_side_is_sent_upright(maren: Hands, sign_in: SignIn) -> None:
    case = maren.start("Loopback hoodie")
    page = sign_in("maren", f"/case/{case['id']}/show", cookies=maren.cookies)
    phone = Returner(page)
    phone.picker("front").set_input_files(shared("photos", "exif", "portrait_6.jpg"))
    expect(phone.slot("front")).to_contain_text("Sent")
    (photo,) = maren.ask("OpenCase", id=case["id"])["returnCase"]["photos"]
    assert photo["width"] < photo["height"] <= 1600


def at_the_photos(maren: Hands, page: Page) -> Page:
    """Where her one started return of a tee waits for its photos."""
    rows = maren.ask("MyTravels")["viewer"]["returns"]["nodes"]
    started = next((row for row in rows if row["item"]["title"] == TEE), None)
    case = started or maren.start(TEE)
    page.goto(f"/case/{case['id']}/show")
    expect(headline(page, "Show us the item.")).to_be_visible()
    return page


def opened(page: Page, title: str, *, press: bool = True) -> Locator:
    """The camera in front of this shot."""
    if press:
        page.get_by_role("button", name=f"Take the photo: {title}").click()
    camera = page.get_by_role("dialog", name=f"Photo: {title}")
    expect(camera).to_be_visible()
    return camera


def chosen(page: Page, camera: Locator, button: str, shot: str) -> None:
    with page.expect_file_chooser() as choosing:
        camera.get_by_text(button, exact=True).click()
    choosing.value.set_files(as_file(TEE, COLOUR, shot))
