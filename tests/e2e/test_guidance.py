"""What the camera says while somebody takes a photo, and what it thinks of the one that was taken.
It never keeps anybody from the shutter."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageEnhance, ImageFilter
from playwright.sync_api import BrowserType, Locator, expect

from tests.e2e.axe import objections
from tests.e2e.conftest import SignIn
from tests.e2e.film import Looking, film, looking, picked, scene, with_barcode
from tests.e2e.hands import Hands, Row, hands_of
from tests.e2e.screens import Returner
from tests.e2e.server import DemoServer

# Somebody with a few things at home that may go to another customer.
HANNA = "hanna.halloran@example.com"
TEE, COLOUR = "Everyday tee", "Chalk"
GTIN = "4006381333931"
SENSORS = ["camera", "accelerometer", "gyroscope", "magnetometer"]
Phone = Callable[..., Looking]


@pytest.fixture(scope="module")
def hanna(shop: DemoServer) -> Iterator[Hands]:
    with hands_of(shop, HANNA) as hands:
        yield hands


@pytest.fixture(scope="module")
def case(hanna: Hands) -> Row:
    return hanna.start(TEE)


@pytest.fixture
def phone(
    hanna: Hands,
    case: Row,
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
    tmp_path: Path,
) -> Iterator[Phone]:
    """Hers, at the photos of her tee, in front of these scenes; it complains of nothing."""
    with ExitStack() as stack:

        def at(*scenes: Image.Image, **context: Any) -> Looking:
            given = {**browser_context_args, **context}
            seen = film(tmp_path / "seen.y4m", *scenes)
            phone = stack.enter_context(
                looking(browser_type, browser_type_launch_args, seen, **given)
            )
            phone.page.context.add_cookies(hanna.cookies)
            phone.page.goto(f"/case/{case['id']}/show")
            stack.callback(lambda: None if not phone.complaints.heard else pytest.fail(str(phone)))
            return phone

        yield at


def test_the_live_picture_says_what_would_help_and_the_shutter_stays_free(phone: Phone) -> None:
    mine = phone(dark(front()), blurred(front()), front())
    finder = opened(mine, "The front")
    for said in ("It is dark here.", "Not sharp yet. Hold still.", "Looks good."):
        expect(finder.get_by_role("status").filter(has_text=said)).to_be_visible()
        expect(finder.get_by_role("button", name="Take the photo")).to_be_enabled()
        assert objections(mine.page) == []


def test_too_much_light_is_said_too(phone: Phone) -> None:
    mine = phone(ImageEnhance.Brightness(front()).enhance(8))
    finder = opened(mine, "The front")
    expect(finder.get_by_role("status").filter(has_text="Too much light.")).to_be_visible()


def test_a_doubted_photo_may_be_sent_after_two_tries_even_after_a_pause(phone: Phone) -> None:
    mine = phone(blurred(front()))
    finder = opened(mine, "The front")
    anyway = finder.get_by_role("button", name="Use it anyway")
    mine.shoot()
    expect(finder.get_by_text("A bit blurry. One more?")).to_be_visible()
    expect(finder.get_by_role("button", name="One more")).to_be_focused()
    expect(anyway).to_have_count(0)
    mine.page.keyboard.press("Escape")
    opened(mine, "The front")
    mine.shoot()
    expect(finder.get_by_text("Still a bit blurry.")).to_be_visible()
    assert objections(mine.page) == []
    finder.get_by_role("button", name="One more").click()
    mine.shoot()
    anyway.click()
    expect(mine.page.get_by_role("dialog", name="Photo: The back")).to_be_visible()
    expect(Returner(mine.page).slot("front")).to_contain_text("Sent")


def test_tries_are_counted_for_each_photo_on_its_own(phone: Phone) -> None:
    mine = phone(dark(front()))
    finder = opened(mine, "The back")
    mine.shoot()
    finder.get_by_role("button", name="One more").click()
    mine.page.keyboard.press("Escape")
    opened(mine, "The tag")
    mine.shoot()
    expect(finder.get_by_text("A bit dark. One more, nearer to a window?")).to_be_visible()
    expect(finder.get_by_role("button", name="Use it anyway")).to_have_count(0)


def test_a_picture_from_the_phone_is_doubted_like_one_from_the_camera(
    hanna: Hands, case: Row, sign_in: SignIn
) -> None:
    page = sign_in("hanna", f"/case/{case['id']}/show", cookies=hanna.cookies)
    slot, night = Returner(page).slot("tag"), picked(dark(front()))
    Returner(page).picker("tag").set_input_files(night)
    doubted = page.get_by_role("dialog", name="Photo: The tag")
    expect(doubted.get_by_role("img", name="The picture you chose")).to_be_visible()
    expect(doubted.get_by_text("A bit dark.")).to_be_visible()
    expect(doubted.get_by_role("button", name="Use it anyway")).to_have_count(0)
    doubted.get_by_label("Choose another").set_input_files(night)
    doubted.get_by_role("button", name="Use it anyway").click()
    expect(doubted).to_have_count(0)
    expect(slot).to_contain_text("Sent")


def test_the_phone_says_how_to_hold_it_level(phone: Phone) -> None:
    mine = phone(front(), permissions=SENSORS)
    finder, session = opened(mine, "The back"), mine.page.context.new_cdp_session(mine.page)
    for beta, gamma, said in (
        (15, 0, "Tip the top of the phone down a little."),
        (0, 12, "Tilt the phone a little to the left."),
        (45, 0, "Hold the phone flat over it."),
        (2, 1, "Looks good."),
    ):
        held = {"alpha": 0, "beta": beta, "gamma": gamma}
        session.send("DeviceOrientation.setDeviceOrientationOverride", held)
        expect(finder.get_by_role("status").filter(has_text=said)).to_be_visible()


def test_the_tag_is_looked_at_for_a_barcode_by_a_reader_of_our_own(
    phone: Phone, shop: DemoServer
) -> None:
    mine = phone(with_barcode(front(), GTIN))
    expect(mine.page.get_by_role("heading", name="A few questions")).to_be_visible()
    asked: list[str] = []
    mine.page.context.on("request", lambda one: asked.append(f"{one.url} {one.post_data or ''}"))
    finder = opened(mine, "The back")
    expect(finder.get_by_role("status").filter(has_text="Looks good.")).to_be_visible()
    assert not any("zxing" in request for request in asked), "loaded before it was needed"
    mine.page.keyboard.press("Escape")
    finder = opened(mine, "The tag")
    expect(finder.get_by_role("status").filter(has_text="Barcode read")).to_be_visible()
    assert all(request.startswith((shop.address, "blob:")) for request in asked)
    assert not any(GTIN in request for request in asked)
    assert objections(mine.page) == []


def front() -> Image.Image:
    return scene(TEE, COLOUR, "front")


def dark(picture: Image.Image) -> Image.Image:
    return ImageEnhance.Brightness(picture).enhance(0.08)


def blurred(picture: Image.Image) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(24))


def opened(phone: Looking, title: str) -> Locator:
    """The camera in front of this shot, whether or not it has been taken before."""
    phone.page.get_by_role("button", name=re.compile(f"^Take .*: {title}$")).click()
    camera = phone.page.get_by_role("dialog", name=f"Photo: {title}")
    expect(camera).to_be_visible()
    return phone.finder
