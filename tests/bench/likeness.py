"""How much the hint of likeness says. No two photos of one garment were to be had, so a second one
is simulated: turned, moved, lit and tinted otherwise, with grain. That leaves the background as it
was, which a shop's own picture would not: where it differs, expect less than this."""

from collections.abc import AsyncIterator
from itertools import product
from pathlib import Path

import numpy as np
from PIL import Image

from onward.adapters.imaging.measuring import measured
from onward.domain.findings import likeness
from tests.bench.figures import Figure
from tests.bench.garments import auc, originals, pressed

ROUNDS = 4


async def figures(_: Path) -> AsyncIterator[Figure]:
    same: list[float] = []
    different: list[float] = []
    for seed in range(ROUNDS):
        chance = np.random.default_rng(seed)
        first, second = ([measured(_again(one, chance)) for one in originals()] for _ in range(2))
        for (at, one), (to, other) in product(enumerate(first), enumerate(second)):
            (same if at == to else different).append(likeness(one, other))
    how = (
        f"{len(originals())} garments photographed twice by simulation, {ROUNDS} times over; "
        f"{len(same)} pairs of one garment, {len(different):,} of two"
    )
    yield Figure("likeness_auc", auc(same, different), "", how)
    bound = float(np.quantile(same, 0.05))
    alike = float(np.mean(np.array(different) >= bound))
    how = f"{how}; share of the latter above {bound:.2f}, which 95% of the former pass"
    yield Figure("likeness_false_alarm", alike, "", how)


def _again(picture: Image.Image, chance: np.random.Generator) -> Image.Image:
    """Another photo of the same garment, as far as it can be simulated."""
    ground = np.asarray(picture)[:5, :5].mean(axis=(0, 1)).astype(int)
    turned = picture.rotate(
        chance.uniform(-10, 10), Image.Resampling.BICUBIC, fillcolor=tuple(ground.tolist())
    )
    part = chance.uniform(0.75, 0.95)
    width, height = round(turned.width * part), round(turned.height * part)
    left, top = (chance.uniform(0, 1 - part) * side for side in turned.size)
    moved = turned.crop((int(left), int(top), int(left) + width, int(top) + height))
    light = (np.asarray(moved, float) / 255) ** 2.2
    light *= 2 ** chance.uniform(-0.6, 0.6) * chance.uniform(0.88, 1.12, 3)
    levels = 255 * np.clip(light, 0, 1) ** (1 / 2.2) + chance.normal(0, 3, light.shape)
    return pressed(Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8)), 80)
