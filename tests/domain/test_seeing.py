"""How well a picture shows anything; what is said here of patterns, the phone says of them too
(`frontend/test/lib/seeing.test.ts` holds the same numbers)."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from onward.domain.seeing import (
    BLURRED_BELOW,
    BRIGHT_ABOVE,
    DARK_ABOVE,
    SIDE,
    Doubt,
    Look,
    doubt,
    looked_at,
    shrunk,
)

Grid = npt.NDArray[np.int64]
Pattern = Callable[[Grid, Grid, Grid], Grid]


def painted(width: int, height: int, level: Pattern) -> npt.NDArray[np.uint8]:
    """A picture of which each channel of each pixel is `level(x, y, channel)`."""
    y, x, channel = np.indices((height, width, 3))
    return (level(x, y, channel) % 256).astype(np.uint8)


def weave(x: Grid, y: Grid, channel: Grid) -> Grid:
    return x * 7 + y * 13 + channel * 29 + (x * y % 11) * 5


def slopes(x: Grid, y: Grid, channel: Grid) -> Grid:
    return (x // 3 + y // 5) * (channel + 1) // 2


def boards(x: Grid, y: Grid, channel: Grid) -> Grid:
    return 40 + 60 * ((x // 4 + y // 6) % 4) + channel


def window(x: Grid, y: Grid, channel: Grid) -> Grid:
    return np.where(x * 3 < y, 255, 30 + x % 17)


# Pattern, width, height: sharpness, dark, bright.
MEASURED: list[tuple[Pattern, int, int, float, float, float]] = [
    (weave, 9, 7, 2.1187, 0.2314, 0.0),
    (weave, 400, 523, 1.8447, 0.0314, 0.0),
    (weave, 1000, 801, 1.2686, 0.1020, 0.0),
    (slopes, 640, 480, 1.1182, 0.0627, 0.0),
    (boards, 403, 600, 1.7082, 0.1294, 0.0),
    (boards, 1200, 1600, 1.9985, 0.1294, 0.0),
    (window, 450, 900, 1.3742, 0.0, 0.3342),
    (window, 2, 9, 0.0, 0.0, 0.7222),
]


@pytest.mark.parametrize(("pattern", "width", "height", "sharp", "dark", "bright"), MEASURED)
def test_the_phone_and_we_measure_the_same(
    pattern: Pattern, width: int, height: int, sharp: float, dark: float, bright: float
) -> None:
    look = looked_at(painted(width, height, pattern))
    assert look.sharpness == pytest.approx(sharp, abs=2e-4)
    assert look.dark == pytest.approx(dark, abs=1e-4)
    assert look.bright == pytest.approx(bright, abs=1e-4)


def test_light_is_the_mean_and_dark_what_the_lightest_tenth_lacks() -> None:
    picture = np.full((100, 100, 3), 51, np.uint8)
    picture[:11] = 204
    look = looked_at(picture)
    assert look.light == pytest.approx((0.89 * 51 + 0.11 * 204) / 255)
    assert look.dark == pytest.approx(51 / 255)
    picture[9:11] = 51
    assert looked_at(picture).dark == pytest.approx(204 / 255)


def test_a_red_thing_in_full_light_is_not_dark() -> None:
    picture = np.zeros((20, 20, 3), np.uint8)
    picture[..., 0] = 240
    look = looked_at(picture)
    assert look.light < 0.3
    assert look.dark == pytest.approx(15 / 255)


def test_only_what_no_color_is_left_of_is_burnt() -> None:
    picture = np.zeros((10, 10, 3), np.uint8)
    picture[:5] = (255, 255, 120)
    picture[5:8] = 252
    assert looked_at(picture).bright == pytest.approx(0.3)


def test_a_picture_shaken_one_way_is_as_blurred_as_that_way() -> None:
    tiles = np.random.default_rng(1).integers(0, 256, (40, 40, 3))
    sharp = tiles.repeat(8, axis=0).repeat(8, axis=1)
    shaken = np.mean([np.roll(sharp, step, axis=1) for step in range(7)], axis=0)
    assert looked_at(sharp).sharpness > 3 * BLURRED_BELOW
    for turned in (shaken, shaken.swapaxes(0, 1)):
        assert looked_at(turned).sharpness < BLURRED_BELOW


@pytest.mark.parametrize(
    ("size", "smaller"),
    [
        ((300, 200), (300, 200)),
        ((400, 4000), (400, 4000)),
        ((1600, 1200), (533, 400)),
        ((800, 1067), (400, 534)),
        ((1, 1), (1, 1)),
    ],
)
def test_the_shorter_side_becomes_the_scale_and_nothing_grows(
    size: tuple[int, int], smaller: tuple[int, int]
) -> None:
    assert shrunk(np.zeros((3, *size), np.uint8)).shape == (3, *smaller)


def test_each_pixel_is_the_mean_of_its_block() -> None:
    planes = np.random.default_rng(2).integers(0, 256, (3, 2 * SIDE + 3, 3 * SIDE))
    small = shrunk(planes.astype(np.uint8))
    height = small.shape[1]
    starts = [at * planes.shape[1] // height for at in range(height + 1)]
    for row, column in ((0, 0), (137, 300), (height - 1, small.shape[2] - 1)):
        left = column * planes.shape[2] // small.shape[2]
        right = (column + 1) * planes.shape[2] // small.shape[2]
        block = planes[:, starts[row] : starts[row + 1], left:right]
        assert small[:, row, column] == pytest.approx(block.mean(axis=(1, 2)), rel=1e-6)


@pytest.mark.parametrize(
    ("look", "expected"),
    [
        (Look(BLURRED_BELOW, 0.5, DARK_ABOVE, BRIGHT_ABOVE), None),
        (Look(BLURRED_BELOW - 0.01, 0.5, DARK_ABOVE, BRIGHT_ABOVE), Doubt.BLURRED),
        (Look(0.1, 0.5, 0.1, BRIGHT_ABOVE + 0.01), Doubt.BRIGHT),
        (Look(0.1, 0.5, DARK_ABOVE + 0.01, 0.9), Doubt.DARK),
    ],
)
def test_the_doubt_is_the_first_thing_to_mend(look: Look, expected: Doubt | None) -> None:
    assert doubt(look) is expected
