"""A picture's colors in twenty numbers: eight hues, each dark and light, and four greys.

Every pixel is shared out between its neighboring bins, so that another light moves a little of
everything and not everything at once. The middle counts more than the corners, where it mostly
shows what the thing lies on."""

import numpy as np
import numpy.typing as npt
from PIL import Image

_HUES, _LIGHTS, _GREYS = 8, 2, 4
_SIDE = 48
# Saturation (0 to 255) up to which a pixel is grey, and from which it is nothing but color; the
# darker it is below this value, the less its color says.
_GREY_UNTIL, _COLOUR_FROM, _DARK_BELOW = 20.0, 90.0, 60.0

Numbers = npt.NDArray[np.float64]


def colours(picture: Image.Image) -> tuple[float, ...]:
    """The share of each bin; they sum to 1, but for rounding."""
    small = picture.resize((_SIDE, _SIDE), Image.Resampling.BOX, reducing_gap=2.0).convert("HSV")
    hue, saturation, value = np.asarray(small).reshape(-1, 3).astype(float).T
    saturation *= np.minimum(1, value / _DARK_BELOW)
    coloured = np.clip((saturation - _GREY_UNTIL) / (_COLOUR_FROM - _GREY_UNTIL), 0, 1)
    weight = _middle_first()
    counted = np.zeros(_HUES * _LIGHTS + _GREYS)
    for at, of_hue in _shared(hue / 256 * _HUES):
        for light, of_light in _shared(value / 255 * (_LIGHTS - 1)):
            place = at % _HUES * _LIGHTS + np.minimum(light, _LIGHTS - 1)
            np.add.at(counted, place, weight * coloured * of_hue * of_light)
    for grey, of_grey in _shared(value / 255 * (_GREYS - 1)):
        place = _HUES * _LIGHTS + np.minimum(grey, _GREYS - 1)
        np.add.at(counted, place, weight * (1 - coloured) * of_grey)
    return tuple(round(float(share), 4) for share in counted / counted.sum())


def _shared(positions: Numbers) -> tuple[tuple[npt.NDArray[np.intp], Numbers], ...]:
    """The bins below and above each position, and how much of it falls to either."""
    below = positions.astype(np.intp)
    part = positions - below
    return (below, 1 - part), (below + 1, part)


def _middle_first() -> Numbers:
    """How much each pixel counts, row by row: a bell over the middle half."""
    from_middle = np.linspace(-1, 1, _SIDE) ** 2
    bell: Numbers = np.exp(-2 * (from_middle[:, None] + from_middle[None, :]))
    return bell.ravel()
