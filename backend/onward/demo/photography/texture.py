"""Soft random fields as grey pictures: the raw stuff of wood, linen, folds and light."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Field = NDArray[np.float32]
# Scenes are built at this size; the last step enlarges them, which is all the lens there is.
WIDTH, HEIGHT = 900, 1200
TAKEN = (1200, 1600)


def field(random: np.random.Generator, across: int, down: int, size: tuple[int, int]) -> Field:
    """Smooth noise of `size` (width, height) with about that many bumps, within -1 to 1."""
    coarse = random.uniform(-1, 1, (down, across)).astype(np.float32)
    return np.asarray(Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC))


def grey(values: NDArray[np.floating], middle: float, swing: float) -> Image.Image:
    """A field as a full-size grey picture of that middle tone (0 to 255) and swing."""
    toned = np.clip(middle + swing * values, 0, 255).astype(np.uint8)
    return Image.fromarray(toned).resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)


def grain(random: np.random.Generator, strength: int) -> Image.Image:
    """Fine noise round 128, as a sensor adds it."""
    low, high, shape = 128 - strength, 128 + strength, (TAKEN[1], TAKEN[0])
    return Image.fromarray(random.integers(low, high, shape, dtype=np.uint8, endpoint=True))


def slubs(random: np.random.Generator, swing: float) -> Image.Image:
    """The uneven threads of a weave, lengthwise and across; to be multiplied onto cloth."""
    across = field(random, 60, HEIGHT // 4, (WIDTH // 2, HEIGHT // 2))
    along = field(random, WIDTH // 4, 80, (WIDTH // 2, HEIGHT // 2))
    return grey((across + along) * np.float32(0.5), 255 - swing, swing)
