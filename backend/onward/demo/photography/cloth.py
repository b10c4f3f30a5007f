"""Lays a drawn garment down as cloth: turned, a little crooked, without the drawing's dark edge."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from itertools import pairwise
from math import cos, hypot, radians, sin

import numpy as np
from PIL import Image, ImageDraw

from onward.demo.garments import Part
from onward.demo.outlines import Point
from onward.demo.palette import Palette, Rgb
from onward.demo.photography.texture import HEIGHT, WIDTH


@dataclass(frozen=True, slots=True)
class Pose:
    """Which point of the sheet lies in the middle of the picture, how large and how turned."""

    middle: Point
    scale: float
    turn: float
    bends: tuple[float, float, float, float]

    def placed(self, points: Iterable[Point]) -> list[Point]:
        a, b = cos(radians(self.turn)), sin(radians(self.turn))
        found = []
        for x, y in points:
            u, v = self._bent(x, y)
            dx, dy = (u - self.middle[0]) * self.scale, (v - self.middle[1]) * self.scale
            found.append((WIDTH / 2 + a * dx - b * dy, HEIGHT / 2 + b * dx + a * dy))
        return found

    def _bent(self, x: float, y: float) -> Point:
        """Cloth on a floor has no straight edge: a slow wave through the whole piece."""
        p, q, r, s = self.bends
        return (
            x + 1.5 * sin(y / 17 + p) + 0.8 * sin(y / 7 + x / 19 + q),
            y + 1.4 * sin(x / 21 + r) + 0.7 * sin(x / 8 + y / 13 + s),
        )


def pose(random: np.random.Generator, middle: Point, scale: float, turn: float) -> Pose:
    p, q, r, s = (float(value) for value in random.uniform(0, 6.28, 4))
    return Pose(middle, scale, float(random.uniform(-turn, turn)), (p, q, r, s))


@dataclass(frozen=True, slots=True)
class Layer:
    """Cloth and where it is: `mask` is white on it."""

    picture: Image.Image
    mask: Image.Image


def laid(parts: Iterable[Part], tones: Palette, where: Pose) -> Layer:
    picture = Image.new("RGB", (WIDTH, HEIGHT), tones.shade)
    mask = Image.new("L", (WIDTH, HEIGHT))
    brush, stencil = ImageDraw.Draw(picture), ImageDraw.Draw(mask)
    for part in parts:
        points = where.placed(_fine(part))
        tone: Rgb = getattr(tones, part.tone)
        _drawn(brush, part, points, tone, where.scale)
        if part.stroke == "piece":
            stencil.polygon(points, fill=255)
    return Layer(picture, mask)


def mixed(one: Rgb, other: Rgb, share: float) -> Rgb:
    """`share` of the other colour in the first."""
    r, g, b = (round(a + (z - a) * share) for a, z in zip(one, other, strict=True))
    return (r, g, b)


def photographed(tones: Palette) -> Palette:
    """The tones as a phone sees them in a room: a little greyer than the drawing's."""
    names = (field.name for field in fields(tones))
    return Palette(**{name: mixed(getattr(tones, name), (150, 144, 138), 0.1) for name in names})


def _fine(part: Part) -> list[Point]:
    """Corners close enough together for the bends to show on straight edges too."""
    points = part.outline.points()
    if part.stroke == "dots":
        return points
    if part.outline.closed:
        points.append(points[0])
    found = points[:1]
    for a, b in pairwise(points):
        pieces = max(1, int(hypot(b[0] - a[0], b[1] - a[1]) // 8))
        found += [
            (a[0] + (b[0] - a[0]) * n / pieces, a[1] + (b[1] - a[1]) * n / pieces)
            for n in range(1, pieces + 1)
        ]
    return found


def _drawn(
    brush: ImageDraw.ImageDraw, part: Part, points: list[Point], tone: Rgb, scale: float
) -> None:
    dark = mixed(tone, (16, 14, 22), 0.5)
    match part.stroke:
        case "piece":
            brush.polygon(points, fill=tone)
            brush.line(points, fill=dark, width=max(2, round(scale * 0.5)), joint="curve")
        case "fill":
            brush.polygon(points, fill=tone)
        case "crease":
            brush.line(points, fill=tone, width=max(2, round(scale * 0.7)), joint="curve")
        case "cord":
            brush.line(points, fill=mixed(tone, (90, 80, 70), 0.2), width=round(scale * 1.5))
        case "seam":
            for dash in _dashes(points, 2.6 * scale, 1.9 * scale):
                brush.line(dash, fill=tone, width=max(2, round(scale * 0.6)))
        case "dots":
            for x, y in points:
                r = 2.3 * scale
                brush.ellipse((x - r, y - r * 0.8, x + r, y + r * 1.3), fill=dark)
                brush.ellipse((x - r, y - r, x + r, y + r), fill=tone)


def _dashes(points: list[Point], on: float, off: float) -> list[list[Point]]:
    """Straight stitches along a line."""
    found: list[list[Point]] = []
    left, sewing = on, True
    stitch = points[:1]
    for a, b in pairwise(points):
        length = hypot(b[0] - a[0], b[1] - a[1])
        done = 0.0
        while length - done > left:
            done += left
            here = (a[0] + (b[0] - a[0]) * done / length, a[1] + (b[1] - a[1]) * done / length)
            if sewing:
                found.append([*stitch, here])
            sewing = not sewing
            stitch, left = [here], on if sewing else off
        left -= length - done
        if sewing:
            stitch.append(b)
    return found
