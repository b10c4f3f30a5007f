"""Photo-like pictures of the catalogue's items, as a shopper would take them at home.

The same arguments give the same bytes; one seed is one home, with its surface and its light.
"""

from collections.abc import Callable
from io import BytesIO
from math import dist
from typing import Literal, get_args
from zlib import crc32

import numpy as np
from PIL import Image

from onward.demo.garments import Garment, garment
from onward.demo.outlines import Point
from onward.demo.palette import Palette, palette
from onward.demo.photography import props
from onward.demo.photography.carton import INSIDE_WIDTH, carton
from onward.demo.photography.cloth import Layer, Pose, laid, photographed, pose
from onward.demo.photography.light import cast, exposed, folded, placed
from onward.demo.photography.surfaces import surface

Shot = Literal["front", "back", "tag", "flaw", "packaging", "sole", "serial"]
SHOTS: tuple[Shot, ...] = get_args(Shot)
ROOM = (800.0, 1040.0)  # what a whole garment may take of the scene, in its pixels
NEAR, CLOSE = 10.0, 8.5


def snapshot(product_slug: str, colour: str, shot: Shot, seed: int) -> bytes:
    """A JPEG of 1200 by 1600 pixels; KeyError for what the catalogue lacks."""
    drawn, tones = garment(product_slug), photographed(palette(colour))
    home = np.random.default_rng([seed, 1])
    piece = crc32(f"{product_slug} {colour}".encode())
    random = np.random.default_rng([seed, 2, SHOTS.index(shot), piece])
    scene = _TAKEN[shot](drawn, tones, surface(home), random)
    return exposed(scene, home)


def studio(product_slug: str, colour: str) -> bytes:
    """The catalogue's own picture as a JPEG: the garment from the front, on plain paper."""
    drawn, tones = garment(product_slug), photographed(palette(colour))
    layer = laid(drawn.front, tones, pose(np.random.default_rng(0), *_fitted(drawn, ROOM), 0))
    scene = Image.new("RGB", layer.picture.size, tones.ground)
    scene.paste(layer.picture, mask=layer.mask)
    out = BytesIO()
    scene.save(out, "JPEG", quality=90)
    return out.getvalue()


def _front(
    drawn: Garment, tones: Palette, below: Image.Image, random: np.random.Generator
) -> Image.Image:
    return _lay(below, laid(drawn.front, tones, _thrown(drawn, random)), random)


def _back(
    drawn: Garment, tones: Palette, below: Image.Image, random: np.random.Generator
) -> Image.Image:
    return _lay(below, laid(drawn.back, tones, _thrown(drawn, random)), random)


def _tag(
    drawn: Garment, tones: Palette, below: Image.Image, random: np.random.Generator
) -> Image.Image:
    left, top, right, bottom = _extent(drawn)
    down = min(24.0, (bottom - top) / 3)
    aside = float(random.uniform(-0.15, 0.15)) * (right - left)
    close = NEAR * float(random.uniform(0.7, 1.1))
    where = pose(random, ((left + right) / 2 + aside, top + down), close, 28)
    scene = _lay(below, laid(drawn.front, tones, where), random, bumps=3)
    sewn = [props.label(random)] if drawn.worn_inside else []
    for prop in (*sewn, props.hang_tag(random)):
        scene = placed(cast(scene, prop.mask, 11, 0.5), prop, prop.picture)
    return scene


def _sole(
    drawn: Garment, tones: Palette, below: Image.Image, random: np.random.Generator
) -> Image.Image:
    """Shoes turned over. What has no sole shows its back."""
    where = _thrown(drawn, random)
    return _lay(below, laid(drawn.sole or drawn.back, tones, where), random)


def _serial(
    drawn: Garment, tones: Palette, below: Image.Image, random: np.random.Generator
) -> Image.Image:
    where = pose(random, _inside(drawn, random), NEAR, 7)
    scene = _lay(below, laid(drawn.back, tones, where), random, bumps=3)
    plate = props.plate(random)
    return placed(cast(scene, plate.mask, 9, 0.5), plate, plate.picture)


def _flaw(
    drawn: Garment, tones: Palette, below: Image.Image, random: np.random.Generator
) -> Image.Image:
    where = pose(random, _inside(drawn, random), CLOSE, 12)
    scene = _lay(below, laid(drawn.front, tones, where), random, bumps=3)
    marked = props.mark(scene, tones, random)
    coin = props.coin(random)
    return placed(cast(marked, coin.mask, 9, 0.55), coin, coin.picture)


def _packaging(
    drawn: Garment, tones: Palette, below: Image.Image, random: np.random.Generator
) -> Image.Image:
    box = carton(random)
    scene = placed(cast(below, box.board.mask, 26, 0.6), box.board, box.board.picture)
    scene = placed(scene, box.tissue, folded(box.tissue, random, 6, 40))
    where = pose(random, *_fitted(drawn, (INSIDE_WIDTH, INSIDE_WIDTH * 1.2)), 4)
    cloth = laid(drawn.front, tones, where)
    return _lay(scene, Layer(cloth.picture, box.holds(cloth.mask)), random)


def _thrown(drawn: Garment, random: np.random.Generator) -> Pose:
    """As somebody lays it down who has no studio: a little askew, off the middle, near or far."""
    (x, y), scale = _fitted(drawn, ROOM)
    near = scale * float(random.uniform(0.74, 1.0))
    dx, dy = (float(by) for by in random.uniform(-1, 1, 2))
    return pose(random, (x + dx * 70 / near, y + dy * 110 / near), near, 24)


def _lay(
    below: Image.Image, layer: Layer, random: np.random.Generator, bumps: int = 5
) -> Image.Image:
    return placed(cast(below, layer.mask, 17, 0.5), layer, folded(layer, random, bumps, 34))


def _fitted(drawn: Garment, room: tuple[float, float]) -> tuple[Point, float]:
    """The garment's middle, and the scale at which it fills the room."""
    left, top, right, bottom = _extent(drawn)
    scale = min(room[0] / (right - left), room[1] / (bottom - top))
    return ((left + right) / 2, (top + bottom) / 2), scale


def _extent(drawn: Garment) -> tuple[float, float, float, float]:
    points = [point for shape in drawn.body for point in shape.points()]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _inside(drawn: Garment, random: np.random.Generator) -> Point:
    """A random point of the largest piece, the one of a few that is farthest from its edge."""
    piece = max(drawn.body, key=lambda shape: shape.area())
    edge = piece.points()
    (left, right), (top, bottom) = ((min(v), max(v)) for v in zip(*edge, strict=True))
    tries = random.uniform((left, top), (right, bottom), (24, 2))
    within = [(float(x), float(y)) for x, y in tries if piece.holds((float(x), float(y)))]
    return max(within, key=lambda point: min(dist(point, corner) for corner in edge))


_TAKEN: dict[Shot, Callable[[Garment, Palette, Image.Image, np.random.Generator], Image.Image]] = {
    "front": _front,
    "back": _back,
    "tag": _tag,
    "flaw": _flaw,
    "packaging": _packaging,
    "sole": _sole,
    "serial": _serial,
}
