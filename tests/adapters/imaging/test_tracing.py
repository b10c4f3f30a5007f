"""Prints of real garments: found again after all that people do to a picture, and each found for
itself alone. How much of it is found, and where it stops, is measured in `tests/bench`."""

from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw

from onward.adapters.imaging.tracing import traced
from onward.domain.findings import Findings, resemblance
from tests.adapters.imaging.pictures import encoded, opened
from tests.shared import shared

Work = Callable[[Image.Image], Image.Image]


def garments() -> list[Image.Image]:
    paths = sorted(shared("photos", "garments").rglob("*.jpg"))
    return [opened(path.read_bytes()).convert("RGB") for path in paths]


def findings(picture: Image.Image) -> Findings:
    trace = traced(picture)
    return Findings(1, 0.5, 0.1, 0, "", "", fine=trace.whole, inside=trace.inside)


def pressed(picture: Image.Image, quality: int = 60) -> Image.Image:
    return opened(encoded(picture, quality=quality))


def cropped(picture: Image.Image, part: float) -> Image.Image:
    across, down = picture.width * part, picture.height * part
    box = (across, down, picture.width - across, picture.height - down)
    return picture.crop(tuple(round(side) for side in box))  # type: ignore[arg-type]


def screenshot(picture: Image.Image, ground: str) -> Image.Image:
    """As it looks on a phone: a clock above, words below, even ground all around."""
    small = picture.resize((1000, 1000 * picture.height // picture.width))
    screen = Image.new("RGB", (1080, small.height + 900), ground)
    screen.paste(small, (40, 400))
    pen = ImageDraw.Draw(screen)
    pen.text((60, 40), "12:45     LTE  88%", fill="gray", font_size=48)
    pen.text((60, small.height + 520), "Worn once. $20", fill="gray", font_size=60)
    return screen


WORKS: dict[str, Work] = {
    "smaller": lambda one: pressed(one.resize((one.width // 2, one.height // 2))),
    "larger": lambda one: pressed(one.resize((one.width * 3, one.height * 3))),
    "pressed hard": lambda one: pressed(one, 15),
    "lighter": lambda one: pressed(one.point(lambda level: min(255, level * 1.1 + 8))),
    "a screenshot, dark": lambda one: pressed(screenshot(one, "black")),
    "a screenshot, light": lambda one: pressed(screenshot(one, "white")),
}


@pytest.mark.parametrize("name", WORKS)
def test_every_garment_is_found_again(name: str) -> None:
    lost = []
    for garment in garments():
        found = resemblance(findings(WORKS[name](garment)), findings(garment))
        if found is None or found.mirrored:
            lost.append((garment.size, found))
    assert not lost


def test_every_garment_is_found_in_the_mirror() -> None:
    for garment in garments():
        turned = pressed(garment.transpose(Image.Transpose.FLIP_LEFT_RIGHT))
        found = resemblance(findings(turned), findings(garment))
        assert found is not None
        assert found.mirrored


def test_a_crop_of_a_twentieth_off_every_side_is_nearly_always_found() -> None:
    found = [
        resemblance(findings(pressed(cropped(garment, 0.05))), findings(garment))
        for garment in garments()
    ]
    assert sum(one is not None for one in found) >= 48


def test_no_garment_is_taken_for_another() -> None:
    every = [findings(garment) for garment in garments()]
    taken = [
        (one, other)
        for one in range(len(every))
        for other in range(one)
        if resemblance(every[one], every[other])
    ]
    assert len(every) == 50
    assert not taken


@pytest.mark.parametrize("color", ["black", "white", "gray"])
def test_a_picture_of_nothing_leaves_no_trace(color: str) -> None:
    assert traced(Image.new("RGB", (640, 480), color)).whole == ""


def test_a_border_that_is_nearly_all_there_is_belongs_to_the_picture() -> None:
    sheet = Image.new("RGB", (400, 400), "white")
    sheet.paste((20, 30, 60), (190, 190, 210, 210))
    alone = sheet.crop((190, 190, 210, 210))
    assert traced(sheet).whole != traced(alone).whole
    assert resemblance(findings(sheet), findings(pressed(sheet)))


def test_the_smallest_pictures_break_nothing() -> None:
    for size in ((1, 1), (2, 9), (1600, 1)):
        traced(Image.new("RGB", size, "red"))
