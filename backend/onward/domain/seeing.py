"""How well a picture shows anything: whether it is too dark, burnt out or blurred. The phone asks
itself the same before a photo leaves it (`frontend/src/lib/device/seeing.ts`, step by step and
number by number), so nobody hears from us what their phone did not tell them first.

The bounds were found on 50 real garments of about 400 px and are as lenient as catching what is
badly wrong allows; decision 15 has the curves, `make bench ONLY=gates` measures them again.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

Levels = npt.NDArray[Any]

# Pixels of the shorter side of the picture that is looked at. A larger one is made smaller first:
# each pixel is the mean of the block of pixels it stands for. A smaller one stays as it is.
SIDE = 400
# What red, green and blue add to a grey level (ITU-R BT.601).
GREY = (0.299, 0.587, 0.114)
# Variance of grey levels that is a camera's grain and no edge of anything.
GRAIN = 10.0
# Neighbors on the diagonal lie further apart, so the same picture bends more from one to the next.
DIAGONAL = 0.8
# The part of a picture whose light counts: a black coat on a table is not a dark picture.
LIGHTEST = 0.1
# A pixel is burnt to white when even its weakest channel is at this level.
BURNT = 250

BLURRED_BELOW = 0.55
DARK_ABOVE = 0.46
BRIGHT_ABOVE = 0.12


class Doubt(StrEnum):
    """What may be wrong with a picture."""

    DARK = "dark"
    BRIGHT = "bright"
    BLURRED = "blurred"


@dataclass(frozen=True, slots=True)
class Look:
    """What was measured. `sharpness` compares how much the grey levels bend from pixel to pixel
    with how much they rise, in the direction of the four where that is least: some 0.6 and more in
    a sharp picture, under 0.3 in a blurred or a shaken one, however plain the thing it shows.
    `light` is the mean grey level, `dark` how far the lightest tenth of it stays below full light,
    `bright` the share of it that is burnt to white; all of them from 0 to 1."""

    sharpness: float
    light: float
    dark: float
    bright: float


def looked_at(pixels: Levels) -> Look:
    """Measure a picture of any size, given as height x width x 3 levels from 0 to 255."""
    red, green, blue = shrunk(pixels.transpose(2, 0, 1))
    grey: Levels = GREY[0] * red + GREY[1] * green + GREY[2] * blue
    strongest = np.maximum(np.maximum(red, green), blue)
    weakest = np.minimum(np.minimum(red, green), blue)
    return Look(
        sharpness=sharpness(grey),
        light=float(grey.mean()) / 255,
        dark=1 - _level_of_the_lightest(strongest) / 255,
        bright=float((weakest >= BURNT).mean()),
    )


def doubt(look: Look) -> Doubt | None:
    """The first thing to mend: in the dark nothing is sharp."""
    if look.dark > DARK_ABOVE:
        return Doubt.DARK
    if look.bright > BRIGHT_ABOVE:
        return Doubt.BRIGHT
    return Doubt.BLURRED if look.sharpness < BLURRED_BELOW else None


def sharpness(grey: Levels) -> float:
    """Of grey levels, height x width, at the scale of SIDE; 0 for a picture under 3 pixels.

    The variance of a Laplacian alone, the usual measure, takes a plain shirt for a blur and a
    patterned one that was shaken for sharp. So each direction is measured for itself, against
    its own contrast, and the worst one counts.
    """
    if min(grey.shape) < 3:
        return 0.0
    here = grey[1:-1, 1:-1]
    across = _bending(grey[1:-1, :-2], here, grey[1:-1, 2:])
    down = _bending(grey[:-2, 1:-1], here, grey[2:, 1:-1])
    falling = _bending(grey[:-2, :-2], here, grey[2:, 2:])
    rising = _bending(grey[2:, :-2], here, grey[:-2, 2:])
    return min(across, down, DIAGONAL * falling, DIAGONAL * rising)


def shrunk(planes: Levels) -> Levels:
    """The same picture, channels x height x width, with a shorter side of at most SIDE pixels."""
    _, height, width = planes.shape
    shorter = min(height, width)
    if shorter <= SIDE:
        return np.ascontiguousarray(planes, np.float32)
    to_height, to_width = ((2 * side * SIDE + shorter) // (2 * shorter) for side in (height, width))
    rows, heights = _summed(np.ascontiguousarray(planes, np.uint16), to_height)
    both, widths = _summed(np.ascontiguousarray(rows.swapaxes(1, 2), np.uint32), to_width)
    sizes = (heights[:, None] * widths[None, :]).astype(np.float32)
    return both.swapaxes(1, 2) / sizes


def _summed(planes: Levels, count: int) -> tuple[Levels, npt.NDArray[np.intp]]:
    """The rows of each plane added up in `count` blocks as equal as can be; the blocks' sizes.
    Of 257 rows of bytes the sum still fits 16 bits, which is more than any photo's block has."""
    length = planes.shape[1]
    starts = np.arange(count) * length // count
    sizes = np.diff(starts, append=length)
    least = int(sizes.min())
    sums = planes[:, starts]
    for step in range(1, least):
        sums += planes[:, starts + step]
    larger = np.flatnonzero(sizes > least)
    sums[:, larger] += planes[:, starts[larger] + least]
    return sums, sizes


def _bending(before: Levels, here: Levels, after: Levels) -> float:
    bends = float((before + after - 2 * here).var())
    rises = float((here - before).var())
    return bends / (rises + GRAIN)


def _level_of_the_lightest(strongest: Levels) -> int:
    """The whole level that LIGHTEST of these pixels reach."""
    counts = np.bincount(strongest.astype(int).ravel(), minlength=256)
    reached = counts[::-1].cumsum()
    return 255 - int(np.argmax(reached >= LIGHTEST * strongest.size))
