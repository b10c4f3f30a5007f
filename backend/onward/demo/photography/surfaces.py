"""What lies beneath: a wooden floor, a made bed, a table, a rug. One home, one surface."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from onward.demo.photography.texture import HEIGHT, WIDTH, field

HALF = (WIDTH // 2, HEIGHT // 2)


def surface(random: np.random.Generator) -> Image.Image:
    """A full-size picture of one of the surfaces."""
    kinds: tuple[Callable[[np.random.Generator], Image.Image], ...] = (_floor, _bed, _table, _rug)
    return kinds[int(random.integers(len(kinds)))](random)


def _floor(random: np.random.Generator) -> Image.Image:
    """Boards running away from the camera, each its own tone, with grain and dark joints."""
    width, _ = HALF
    board = np.arange(width) // int(random.integers(64, 84))
    tone = random.uniform(-0.55, 0.55, int(board[-1]) + 1)[board]
    joint = np.diff(board, prepend=board[0]) > 0
    rings = field(random, 200, 7, HALF) * 0.5 + field(random, 60, 3, HALF) * 0.5
    values = tone[None, :] * 0.5 + rings
    values[:, joint] = -2.6
    values[:, np.roll(joint, 1)] = -1.6
    warm = random.uniform(-8, 8)
    return _tinted(values, (186 + warm, 150, 112 - warm), (17, 16, 14))


def _bed(random: np.random.Generator) -> Image.Image:
    """A pale sheet whose creases catch the light from one side."""
    rolled = np.add.outer(np.arange(HALF[1]) * 0.5, np.arange(HALF[0])) / 46
    heights = field(random, 5, 4, HALF) + 0.35 * np.sin(rolled + 3.2 * field(random, 4, 4, HALF))
    slope = np.diff(heights, axis=1, prepend=heights[:, :1]) * 40
    weave = field(random, HALF[0] // 2, HALF[1] // 2, HALF)
    cool = random.uniform(-6, 6)
    return _tinted(slope + weave * 0.22, (219 - cool, 217, 211 + cool), (17, 17, 17))


def _table(random: np.random.Generator) -> Image.Image:
    """A plain painted top, a little worn."""
    worn = field(random, 5, 6, HALF) * 0.8 + field(random, 150, 200, HALF) * 0.35
    paint = ((206, 208, 205), (172, 180, 176), (198, 188, 178))[int(random.integers(3))]
    return _tinted(worn, paint, (9, 9, 9))


def _rug(random: np.random.Generator) -> Image.Image:
    """Thick weft in rows, with a stripe now and then."""
    width, height = HALF
    rows = np.sin(np.arange(height) * 0.9)[:, None] * 0.7
    knots = field(random, width // 3, height // 4, HALF) * 0.9
    stripe = (np.arange(height) // int(random.integers(46, 84)) % 3 == 1)[:, None] * -1.5
    yarn = ((196, 180, 156), (158, 164, 168), (186, 160, 140))[int(random.integers(3))]
    return _tinted((rows + knots + stripe), yarn, (13, 13, 14))


def _tinted(
    values: NDArray[np.floating],
    middle: tuple[float, float, float],
    swing: tuple[float, float, float],
) -> Image.Image:
    toned = values[..., None] * np.array(swing) + np.array(middle)
    small = Image.fromarray(np.clip(toned, 0, 255).astype(np.uint8))
    return small.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)
