"""How many pictures are found again after what people do to them, beside how many different ones
are taken for the same; each for a range of bounds, so that the one we chose can be judged.

Recall: the share of 50 garments found. False matches: between pictures of different garments, as
they are and cut out of them at random, which makes pairs enough to see how rare they are."""

from collections.abc import AsyncIterator
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from onward.adapters.imaging.tracing import traced
from onward.domain.prints import BITS, LOOKED_UP, REACH, SAME_WITHIN, mirrored
from tests.bench.figures import Figure
from tests.bench.garments import HOW, Work, cropped, originals, pressed

Bits = npt.NDArray[np.uint64]
BOUNDS = (24, 36, SAME_WITHIN, 60, 72, 84)
CUT_OUT = 400
_TURN = Image.Transpose.FLIP_LEFT_RIGHT


def _bordered(part: float, color: str) -> Work:
    def border(one: Image.Image) -> Image.Image:
        edge = round(part * one.width)
        sheet = Image.new("RGB", (one.width + 2 * edge, one.height + 2 * edge), color)
        sheet.paste(one, (edge, edge))
        return pressed(sheet)

    return border


def _screenshot(one: Image.Image) -> Image.Image:
    small = one.resize((1000, 1000 * one.height // one.width))
    screen = Image.new("RGB", (1080, small.height + 900), "black")
    screen.paste(small, (40, 400))
    ImageDraw.Draw(screen).text((60, 40), "12:45     LTE  88%", fill="gray", font_size=48)
    return pressed(screen, 70)


def _even(part: float) -> Work:
    return cropped(part, part, part, part)


WORKS: dict[str, tuple[str, Work]] = {
    "resize": ("to a half", lambda one: pressed(one.resize((one.width // 2, one.height // 2)))),
    "enlarge": ("to three times", lambda one: pressed(one.resize((one.width * 3, one.height * 3)))),
    "recompress": ("JPEG at quality 30", lambda one: pressed(one, 30)),
    "mirror": ("left to right", lambda one: pressed(one.transpose(_TURN))),
    "border": ("white, a tenth of the width all around", _bordered(0.1, "white")),
    "screenshot": ("of a phone, black, with a clock above the picture", _screenshot),
    "crop1": ("1% off every side", _even(0.01)),
    "crop2": ("2% off every side", _even(0.02)),
    "crop3": ("3% off every side", _even(0.03)),
    "crop5": ("5% off every side", _even(0.05)),
    "crop5_mirror": ("and mirrored", lambda one: pressed(_even(0.05)(one).transpose(_TURN))),
    "crop7": ("7% off every side", _even(0.07)),
    "crop10": ("10% off every side", _even(0.10)),
    "crop_left5": ("5% off one side", cropped(0.05, 0, 0, 0)),
    "lighter": ("by 20% and 10", lambda one: pressed(one.point(lambda v: min(255, v * 1.2 + 10)))),
    "turned2": ("by two degrees", lambda one: pressed(one.rotate(2, Image.Resampling.BICUBIC))),
}


async def figures(_: Path) -> AsyncIterator[Figure]:
    for name, (what, work) in WORKS.items():
        pairs = [
            _apart(_of(work(one)), kept) for one, kept in zip(originals(), _kept(), strict=True)
        ]
        share = np.mean([_is_found(pair, SAME_WITHIN) for pair in pairs])
        how = f"{HOW}, {what}; found by {_curve(pairs)}; {_alone(pairs)}"
        yield Figure(f"reuse_recall.{name}", float(share), "", how)
    pairs = [
        _apart(one, other)
        for (at, one), (to, other) in product(enumerate(_kept()), repeat=2)
        if at != to
    ]
    false = sum(_is_found(pair, SAME_WITHIN) for pair in pairs)
    how = f"{len(pairs)} pairs of different garments; found by {_curve(pairs)}; {_alone(pairs)}"
    yield Figure("reuse_false_matches", float(false), "pairs", how)
    yield _false_among_many()


def _false_among_many() -> Figure:
    """Pairs that one print alone would match, of pictures cut out of different garments."""
    chance = np.random.default_rng(1)
    cut = [
        traced(cut_out(garment, chance)).whole for garment in originals() for _ in range(CUT_OUT)
    ]
    of = np.array([number for number in range(len(originals())) for _ in range(CUT_OUT)])
    bits, turned = _bits(cut), _bits([mirrored(one) for one in cut])
    at_bound = np.zeros((LOOKED_UP + 1, BITS + 1), np.int64)
    for at, number in enumerate(of):
        for mine in (bits[at], turned[at]):
            apart = np.bitwise_count(bits[of > number] ^ mine)
            near = apart[apart[:, 0] <= REACH]
            np.add.at(at_bound, (near[:, 0], near.sum(axis=1, dtype=int)), 1)
    all_pairs = 2 * sum(int((of > number).sum()) for number in of)
    within = at_bound.sum(axis=0).cumsum()
    curve = ", ".join(f"{within[bound]} within {bound}" for bound in BOUNDS)
    how = (
        f"of {all_pairs:,} pairs of pictures cut out of different garments at random, mirrored "
        f"too, {within[-1]} lie within {REACH} of 64 bits; of these {curve} of 256; a look-up "
        "among a million photos makes eight million such comparisons"
    )
    per_million = float(within[SAME_WITHIN]) / all_pairs * 1e6
    return Figure("reuse_false_matches_per_million", per_million, "", how)


@cache
def _kept() -> tuple[tuple[str, str], ...]:
    return tuple(_of(one) for one in originals())


def _of(picture: Image.Image) -> tuple[str, str]:
    trace = traced(picture)
    return trace.whole, trace.inside


def _apart(mine: tuple[str, str], theirs: tuple[str, str]) -> list[tuple[int, int]]:
    """(bits of 64, bits of 256) between the prints that are compared: whole with whole, and each
    whole with the other's inside, as they are and in the mirror."""
    pairs = ((mine[0], theirs[0]), (mine[1], theirs[0]), (mine[0], theirs[1]))
    both = [pair for one, other in pairs for pair in ((one, other), (mirrored(one), other))]
    ones, others = _bits([one for one, _ in both]), _bits([other for _, other in both])
    apart = np.bitwise_count(ones ^ others)
    return [(int(row[0]), int(row.sum())) for row in apart]


def _is_found(pair: list[tuple[int, int]], bound: int) -> bool:
    least = min(all_bits for _, all_bits in pair)
    return min(few for few, _ in pair) <= REACH and least <= bound


def _curve(pairs: list[list[tuple[int, int]]]) -> str:
    shares = (np.mean([_is_found(pair, bound) for pair in pairs]) for bound in BOUNDS)
    return ", ".join(f"{bound}: {share:.2f}" for bound, share in zip(BOUNDS, shares, strict=True))


def _alone(pairs: list[list[tuple[int, int]]]) -> str:
    """What 64 bits of the whole picture alone would find, as a usual perceptual hash does."""
    bounds = (4, 8, 12, 16, 20)
    found = (np.mean([min(pair[0][0], pair[1][0]) <= bound for pair in pairs]) for bound in bounds)
    curve = ", ".join(f"{bound}: {share:.2f}" for bound, share in zip(bounds, found, strict=True))
    return f"by 64 bits of the whole alone {curve}"


def cut_out(picture: Image.Image, chance: np.random.Generator) -> Image.Image:
    """A part of a picture, anywhere in it."""
    width, height = (round(side * chance.uniform(0.45, 1)) for side in picture.size)
    left = int(chance.integers(0, picture.width - width + 1))
    top = int(chance.integers(0, picture.height - height + 1))
    return picture.crop((left, top, left + width, top + height))


def _bits(prints: list[str]) -> Bits:
    """Prints x 4 numbers of 64 bits, the first the one that is looked up."""
    return np.frombuffer(bytes.fromhex("".join(prints)), ">u8").reshape(-1, 4).astype(np.uint64)
