"""Puts cloth on a surface under one lamp and takes the picture: shadow, folds, falloff, grain."""

from io import BytesIO

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from onward.demo.photography.cloth import Layer
from onward.demo.photography.texture import HEIGHT, TAKEN, WIDTH, field, grain, grey, slubs

SMALL = (WIDTH // 4, HEIGHT // 4)
FULL = (WIDTH, HEIGHT)
# How much a photo is lifted, and the level above which its lightest parts are not.
BRIGHTER, NO_LIGHTER = 1.2, 236


def cast(below: Image.Image, mask: Image.Image, reach: float, depth: float) -> Image.Image:
    """`below` with the soft shadow of what will lie on it; `reach` in pixels of the picture."""
    small = mask.resize(SMALL, Image.Resampling.BILINEAR)
    moved = Image.new("L", SMALL)
    moved.paste(small, (round(reach / 4), round(reach / 3)))
    soft = moved.filter(ImageFilter.GaussianBlur(reach / 4))
    near = small.filter(ImageFilter.GaussianBlur(2))
    dark = ImageChops.lighter(soft.point(lambda v: v * depth), near.point(lambda v: v * 0.5))
    return ImageChops.multiply(
        below, _rgb(ImageChops.invert(dark.resize(FULL, Image.Resampling.BILINEAR)))
    )


def folded(layer: Layer, random: np.random.Generator, bumps: int, swing: float) -> Image.Image:
    """The layer's cloth with weave and soft folds, darker where it turns down at its edge."""
    heights = field(random, bumps, bumps + 2, SMALL) + 0.5 * field(
        random, bumps * 3, bumps * 3, SMALL
    )
    slope = np.diff(heights, axis=1, prepend=heights[:, :1]) + np.diff(
        heights, axis=0, prepend=heights[:1]
    )
    folds = grey(np.clip(slope * 300 / (8 * bumps), -1, 1), 255 - swing, swing)
    inner = layer.mask.resize(SMALL, Image.Resampling.BILINEAR).filter(ImageFilter.GaussianBlur(4))
    rim = inner.point(lambda v: 135 + v * 120 / 255).resize(FULL, Image.Resampling.BILINEAR)
    shade = ImageChops.multiply(ImageChops.multiply(folds, slubs(random, 15)), rim)
    return ImageChops.multiply(layer.picture, _rgb(shade))


def placed(below: Image.Image, layer: Layer, cloth: Image.Image) -> Image.Image:
    edge = layer.mask.filter(ImageFilter.BoxBlur(1))
    return Image.composite(cloth, below, edge)


def exposed(scene: Image.Image, random: np.random.Generator) -> bytes:
    """The finished JPEG: one lamp's falloff and colour, a soft lens, the sensor's noise."""
    lit = ImageChops.multiply(scene, _lamp(random))
    gain = _gain(lit)
    lit = lit.point(lambda v: min(255, round(v * gain)))
    soft = lit.resize(TAKEN, Image.Resampling.BILINEAR)
    noisy = ImageChops.add(soft, _rgb(grain(random, 7)), scale=1, offset=-128)
    held = BytesIO()
    noisy.save(held, "JPEG", quality=80)
    return held.getvalue()


def _gain(lit: Image.Image) -> float:
    """What a phone's own exposure does: brighter, but a pale sheet is not burnt to white."""
    levels = np.asarray(lit.convert("L").resize(SMALL, Image.Resampling.BILINEAR))
    return min(BRIGHTER, NO_LIGHTER / float(np.percentile(levels, 98)))


def _lamp(random: np.random.Generator) -> Image.Image:
    """Brightest near the lamp, at one side above the middle; warm or cool by the hour."""
    x, y = random.uniform(0.15, 0.85) * SMALL[0], random.uniform(0.0, 0.4) * SMALL[1]
    across = (np.arange(SMALL[0]) - x) / SMALL[1]
    down = (np.arange(SMALL[1]) - y) / SMALL[1]
    far = np.hypot(across[None, :], down[:, None])
    level = 255 / (1 + 0.42 * far**2)
    warmth = random.uniform(-0.035, 0.06)
    tint = np.array([1.0, 1 - abs(warmth) * 0.35, 1 - warmth])
    toned = np.clip(level[..., None] * tint, 0, 255).astype(np.uint8)
    return Image.fromarray(toned).resize(FULL, Image.Resampling.BILINEAR)


def _rgb(single: Image.Image) -> Image.Image:
    return Image.merge("RGB", (single, single, single))
