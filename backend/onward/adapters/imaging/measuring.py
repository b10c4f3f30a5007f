"""What a clean picture is measured to be, in the supervised process that decoded it."""

from functools import partial

import numpy as np
import numpy.typing as npt
from PIL import Image

from onward.adapters.imaging.codes import gtins
from onward.adapters.imaging.tracing import traced
from onward.domain import prints
from onward.domain.findings import Findings
from onward.domain.seeing import looked_at

# The histogram of colors: hues, each dark and light, then greys from black to white. It is taken
# from a picture of so many pixels a side, in which the middle counts more than the corners.
_HUES, _GREYS, _COLOURS_SIDE = 8, 4, 48
_NO_PRINT = "0" * (prints.LOOKED_UP // 4)
_rounded = partial(round, ndigits=4)


def measured(picture: Image.Image) -> Findings:
    """Measure an upright RGB picture in sRGB."""
    look = looked_at(np.asarray(picture))
    trace = traced(picture)
    digits = len(_NO_PRINT)
    mirrored = prints.mirrored(trace.whole) if trace.whole else ""
    return Findings(
        sharpness=_rounded(look.sharpness),
        light=_rounded(look.light),
        dark=_rounded(look.dark),
        bright=_rounded(look.bright),
        print=trace.whole[:digits] or _NO_PRINT,
        mirrored=mirrored[:digits] or _NO_PRINT,
        codes=gtins(picture),
        colours=_colours(picture),
        fine=trace.whole,
        inside=trace.inside,
    )


def _colours(picture: Image.Image) -> tuple[float, ...]:
    side = _COLOURS_SIDE
    small = picture.resize((side, side), Image.Resampling.BOX, reducing_gap=2.0).convert("HSV")
    hue, saturation, value = np.asarray(small).reshape(-1, 3).astype(int).T
    is_grey = (saturation < 46) | (value < 38)
    coloured = hue * _HUES // 256 * 2 + (value > 127)
    bins = np.where(is_grey, 2 * _HUES + value * _GREYS // 256, coloured)
    counted = np.bincount(bins, _middle_first(side), minlength=2 * _HUES + _GREYS)
    return tuple(_rounded(float(share)) for share in counted / counted.sum())


def _middle_first(side: int) -> npt.NDArray[np.float64]:
    """How much each pixel counts, row by row: a bell over the middle half."""
    from_middle = np.linspace(-1, 1, side) ** 2
    bell: npt.NDArray[np.float64] = np.exp(-2 * (from_middle[:, None] + from_middle[None, :]))
    return bell.ravel()
