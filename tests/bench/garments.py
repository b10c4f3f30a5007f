"""The 50 real garments, and what may happen to a picture of one on its way to us."""

import io
from collections.abc import Callable
from functools import cache

import numpy as np
from PIL import Image, ImageFilter

from tests.shared import shared

Work = Callable[[Image.Image], Image.Image]
HOW = "50 real garments, 400 px wide"


@cache
def originals() -> tuple[Image.Image, ...]:
    paths = sorted(shared("photos", "garments").rglob("*.jpg"))
    return tuple(_loaded(path.read_bytes()) for path in paths)


def pressed(picture: Image.Image, quality: int = 85) -> Image.Image:
    """As a JPEG leaves it."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return _loaded(out.getvalue())


def blurred(sigma: float) -> Work:
    """Out of focus, by a Gaussian of so many pixels."""
    return lambda one: pressed(one.filter(ImageFilter.GaussianBlur(sigma)))


def grained(levels: float, work: Work) -> Work:
    """Worked on, and then taken in so little light that each pixel is off by so many levels."""

    def grain(one: Image.Image) -> Image.Image:
        pixels = np.asarray(work(one), float)
        noise = np.random.default_rng(one.width).normal(0, levels, (*pixels.shape[:2], 1))
        return pressed(Image.fromarray(np.clip(pixels + noise + 0.5, 0, 255).astype(np.uint8)))

    return grain


def shaken(pixels: int, degrees: float) -> Work:
    """Moved so far while the shutter was open."""

    def move(one: Image.Image) -> Image.Image:
        levels = np.pad(
            np.asarray(one, float), ((pixels, pixels), (pixels, pixels), (0, 0)), "edge"
        )
        steps = np.linspace(-pixels / 2, pixels / 2, 2 * pixels + 1)
        turn = np.radians(degrees)
        moved = [_moved(levels, step * np.sin(turn), step * np.cos(turn)) for step in steps]
        mean = np.mean(moved, axis=0)[pixels:-pixels, pixels:-pixels]
        return pressed(Image.fromarray((mean + 0.5).astype(np.uint8)))

    return move


def exposed(stops: float) -> Work:
    """With so many times twice the light; what does not fit is burnt or crushed."""

    def expose(one: Image.Image) -> Image.Image:
        levels = np.asarray(one, float) / 255
        light = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
        light = np.clip(light * 2**stops, 0, 1)
        back = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
        return pressed(Image.fromarray((back * 255 + 0.5).astype(np.uint8)))

    return expose


def cropped(left: float, top: float, right: float, bottom: float) -> Work:
    """With these parts of its sides cut off."""

    def crop(one: Image.Image) -> Image.Image:
        width, height = one.size
        box = (left * width, top * height, (1 - right) * width, (1 - bottom) * height)
        return pressed(one.crop(tuple(round(side) for side in box)))  # type: ignore[arg-type]

    return crop


def auc(better: list[float], worse: list[float]) -> float:
    """How often a better one scores above a worse one; a half is chance."""
    above = np.subtract.outer(better, worse)
    return float((above > 0).mean() + (above == 0).mean() / 2)


def _moved(levels: np.ndarray, down: float, across: float) -> np.ndarray:
    """By a part of a pixel too, between its four neighbors."""
    y, x = int(np.floor(down)), int(np.floor(across))
    by, bx = down - y, across - x
    shift = [np.roll(levels, (y + dy, x + dx), axis=(0, 1)) for dy in (0, 1) for dx in (0, 1)]
    weights = [(1 - by) * (1 - bx), (1 - by) * bx, by * (1 - bx), by * bx]
    return np.average(shift, axis=0, weights=weights)


def _loaded(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content)) as picture:
        return picture.convert("RGB")
