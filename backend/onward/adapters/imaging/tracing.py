"""The prints by which a picture is found again: of all of it, and of its inside.

Own cosines rather than ImageHash: it brings SciPy and wavelets into a process that should stay
small, and its 64 bits, cut at their median, neither turn in a mirror nor grow to 256.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from onward.domain.prints import SIDE, print_of

# What the inside leaves out on every side. Both prints together find a picture of which up to 5%
# was cut off every side; decision 15 says where that ends.
MARGIN = 0.04
# A screenshot's border varies by no more grey levels than this, pressing included.
_EVEN = 16
# Even lines inside the picture that take less than this part of it do not end it.
_SLIT = 0.01
# What is left without its border must be a picture still.
_LEAST_LEFT = 0.25


@dataclass(frozen=True, slots=True)
class Traced:
    """Two prints of 256 bits as hex digits; both empty where the picture shows too little."""

    whole: str
    inside: str


def traced(picture: Image.Image) -> Traced:
    grey = picture.convert("L")
    box = _without_border(np.asarray(grey))
    whole, inside = _print(grey, box), _print(grey, _inside(box))
    return Traced(whole, inside) if whole and inside else Traced("", "")


Box = tuple[float, float, float, float]


def _print(grey: Image.Image, box: Box) -> str:
    small = grey.resize((SIDE, SIDE), Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
    return print_of(np.asarray(small, float))


def _inside(box: Box) -> Box:
    left, top, right, bottom = box
    across, down = MARGIN * (right - left), MARGIN * (bottom - top)
    return left + across, top + down, right - across, bottom - down


def _without_border(levels: npt.NDArray[np.uint8]) -> Box:
    """Left, top, right and bottom of what lies inside an even border; of all of it where there is
    none, or where hardly anything would be left."""
    height, width = levels.shape
    top, bottom = _ends(levels)
    left, right = _ends(levels[top:bottom].T)
    if bottom - top < _LEAST_LEFT * height or right - left < _LEAST_LEFT * width:
        return 0, 0, width, height
    return left, top, right, bottom


def _ends(lines: npt.NDArray[np.uint8]) -> tuple[int, int]:
    """Where the longest stretch of lines that are no border begins and ends: above the picture in a
    screenshot there may be a clock, and below it words."""
    low, high = lines.min(axis=1), lines.max(axis=1)
    even = high - low <= _EVEN
    if not (even[0] or even[-1]):
        return 0, len(lines)
    outermost = 0 if even[0] else -1
    bordering = np.abs(low.astype(int) - low[outermost]) <= _EVEN
    inner = np.flatnonzero(~(even & bordering))
    if not len(inner):
        return 0, len(lines)
    gaps = np.flatnonzero(np.diff(inner) > _SLIT * len(lines))
    starts, ends = np.append(0, gaps + 1), np.append(gaps, len(inner) - 1)
    longest = int(np.argmax(inner[ends] - inner[starts]))
    return int(inner[starts[longest]]), int(inner[ends[longest]]) + 1
