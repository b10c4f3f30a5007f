"""An open carton from above, with tissue in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np
from PIL import Image, ImageChops, ImageDraw

from onward.demo.outlines import Point
from onward.demo.palette import Rgb
from onward.demo.photography.cloth import Layer, mixed
from onward.demo.photography.texture import HEIGHT, WIDTH

KRAFT: Rgb = (196, 158, 114)
FLAP: Rgb = (216, 182, 140)
DARK: Rgb = (40, 28, 18)
LEFT, TOP, RIGHT, BOTTOM = 150.0, 215.0, 750.0, 985.0
SIDE, LID, TAPER = 100.0, 150.0, 24.0
INSIDE_WIDTH = RIGHT - LEFT - 60


@dataclass(frozen=True, slots=True)
class Carton:
    board: Layer
    tissue: Layer

    def holds(self, mask: Image.Image) -> Image.Image:
        """The part of a mask that lies within the carton's walls."""
        return ImageChops.darker(mask, self.tissue.mask)


def carton(random: np.random.Generator) -> Carton:
    turn = float(random.uniform(-4, 4))
    picture = Image.new("RGB", (WIDTH, HEIGHT), KRAFT)
    mask = Image.new("L", (WIDTH, HEIGHT))
    brush, stencil = ImageDraw.Draw(picture), ImageDraw.Draw(mask)
    for corners, tone in _flaps():
        turned = _about(corners, turn)
        brush.polygon(turned, fill=mixed(tone, DARK, float(random.uniform(0, 0.12))))
        brush.line([*turned, turned[0]], fill=mixed(KRAFT, DARK, 0.5), width=4)
        stencil.polygon(turned, fill=255)
    walls = _about([(LEFT, TOP), (RIGHT, TOP), (RIGHT, BOTTOM), (LEFT, BOTTOM)], turn)
    brush.polygon(walls, fill=mixed(KRAFT, DARK, 0.55))
    stencil.polygon(walls, fill=255)
    return Carton(Layer(picture, mask), _tissue(turn, random))


def _flaps() -> Sequence[tuple[list[Point], Rgb]]:
    low, high = TOP + TAPER, BOTTOM - TAPER
    near, far = LEFT + TAPER, RIGHT - TAPER
    return (
        ([(LEFT, TOP), (LEFT - SIDE, low), (LEFT - SIDE, high), (LEFT, BOTTOM)], KRAFT),
        ([(RIGHT, TOP), (RIGHT + SIDE, low), (RIGHT + SIDE, high), (RIGHT, BOTTOM)], KRAFT),
        ([(LEFT, TOP), (near, TOP - LID), (far, TOP - LID), (RIGHT, TOP)], FLAP),
        ([(LEFT, BOTTOM), (near, BOTTOM + LID), (far, BOTTOM + LID), (RIGHT, BOTTOM)], FLAP),
    )


def _tissue(turn: float, random: np.random.Generator) -> Layer:
    across = [float(x) for x in np.linspace(LEFT + 17, RIGHT - 17, 12)]
    torn = [float(y) for y in random.uniform(17, 36, 24)]
    upper = [(x, TOP + y) for x, y in zip(across, torn[:12], strict=True)]
    lower = [(x, BOTTOM - y) for x, y in zip(reversed(across), torn[12:], strict=True)]
    mask = Image.new("L", (WIDTH, HEIGHT))
    ImageDraw.Draw(mask).polygon(_about([*upper, *lower], turn), fill=255)
    return Layer(Image.new("RGB", (WIDTH, HEIGHT), (250, 247, 242)), mask)


def _about(points: Sequence[Point], turn: float) -> list[Point]:
    a, b = cos(radians(turn)), sin(radians(turn))
    moved = ((x - WIDTH / 2, y - HEIGHT / 2) for x, y in points)
    return [(WIDTH / 2 + a * x - b * y, HEIGHT / 2 + b * x + a * y) for x, y in moved]
