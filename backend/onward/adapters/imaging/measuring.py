"""What a clean picture is measured to be, in the supervised process that decoded it."""

from functools import partial

import numpy as np
from PIL import Image

from onward.adapters.imaging.codes import gtins
from onward.adapters.imaging.colours import colours
from onward.adapters.imaging.tracing import traced
from onward.domain import prints
from onward.domain.findings import Findings
from onward.domain.seeing import looked_at

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
        colours=colours(picture),
        fine=trace.whole,
        inside=trace.inside,
    )
