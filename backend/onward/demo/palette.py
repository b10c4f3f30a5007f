"""The catalogue's colours, each one OKLCH value from which all the tones of a drawing follow."""

from dataclasses import dataclass
from functools import cache
from math import cos, radians, sin

Rgb = tuple[int, int, int]

# Name: lightness, chroma, hue, and the hue of the ground it is laid on.
COLOURS = {
    "indigo": (0.46, 0.105, 262, 250),
    "oat": (0.86, 0.040, 84, 235),
    "chalk": (0.955, 0.010, 95, 232),
    "sage": (0.70, 0.065, 148, 150),
    "sand": (0.77, 0.060, 78, 62),
    "olive": (0.52, 0.065, 118, 110),
    "washed blue": (0.60, 0.075, 250, 235),
    "ink": (0.36, 0.045, 268, 285),
    "rust": (0.58, 0.130, 44, 52),
    "cream": (0.92, 0.030, 92, 150),
    "poppy": (0.66, 0.165, 30, 42),
    "sky": (0.80, 0.070, 232, 230),
    "marigold": (0.80, 0.145, 80, 82),
    "navy": (0.37, 0.075, 258, 240),
    "plum": (0.45, 0.100, 350, 350),
    "heather": (0.74, 0.018, 280, 300),
    "forest": (0.44, 0.070, 158, 155),
    "clay": (0.67, 0.085, 40, 45),
    "mustard": (0.74, 0.125, 88, 92),
    "charcoal": (0.41, 0.014, 270, 265),
    "natural": (0.89, 0.035, 86, 22),
    "wine": (0.43, 0.120, 18, 15),
    "teal": (0.54, 0.090, 200, 200),
    "graphite": (0.38, 0.020, 250, 70),
    "brick": (0.55, 0.125, 34, 45),
}


@dataclass(frozen=True, slots=True)
class Palette:
    """The tones of one colour: two for the cloth, one dark, one of thread, two for the ground."""

    cloth: Rgb
    shade: Rgb
    inside: Rgb
    line: Rgb
    stitch: Rgb
    trim: Rgb
    ground: Rgb
    cast: Rgb


@cache
def palette(colour: str) -> Palette:
    """The tones of a colour by its name, in capitals or not; KeyError for an unknown one."""
    lightness, chroma, hue, around = COLOURS[colour.lower()]
    pale = lightness > 0.68
    depth = 0.075 if pale else 0.06
    stitch = (lightness - 0.27, chroma * 1.1) if pale else (0.93, min(chroma, 0.05))
    tint = min(0.048, 0.034 + chroma * 0.12)
    ground = 0.89 if lightness < 0.84 else 0.85
    return Palette(
        cloth=rgb(lightness, chroma, hue),
        shade=rgb(lightness - depth, chroma * 1.04, hue),
        inside=rgb(lightness - depth * 2.1, chroma, hue),
        line=rgb(min(0.36, lightness - 0.17), min(chroma, 0.07) + 0.012, hue),
        stitch=rgb(*stitch, hue),
        trim=rgb(0.955, 0.014, 88),
        ground=rgb(ground, tint, around),
        cast=rgb(ground - 0.06, tint * 1.2, around),
    )


def rgb(lightness: float, chroma: float, hue: float) -> Rgb:
    """OKLCH to 8-bit sRGB (Ottosson's matrices), out of gamut values clipped."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _encoded(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short),
        _encoded(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short),
        _encoded(-0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short),
    )


def _encoded(linear: float) -> int:
    value = min(1.0, max(0.0, linear))
    curved = 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
    return round(255 * curved)


def hexed(colour: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
