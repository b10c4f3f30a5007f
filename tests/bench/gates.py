"""How well blurred, dark and burnt pictures are told from good ones, and how often a good one is
asked for again. The originals count as good; what is made of them is worse by a known strength.

The bounds were found on these same 50, so the false alarms say less than they seem to."""

from collections.abc import AsyncIterator
from pathlib import Path
from statistics import NormalDist, fmean, stdev

import numpy as np
from PIL import Image

from onward.domain.seeing import BLURRED_BELOW, Look, doubt, looked_at, shrunk
from tests.bench.figures import Figure
from tests.bench.garments import HOW, Work, auc, blurred, exposed, grained, originals, shaken

BLURS: dict[str, list[Work]] = {
    "focus_0.7px": [blurred(0.7)],
    "focus_1px": [blurred(1)],
    "focus_1.5px": [blurred(1.5)],
    "focus_2px": [blurred(2)],
    "focus_3px": [blurred(3)],
    "focus_2px_grain_2": [grained(2, blurred(2))],
    "focus_2px_grain_4": [grained(4, blurred(2))],
    "shaken_5px": [shaken(5, degrees) for degrees in (0, 30, 45, 90)],
    "shaken_9px": [shaken(9, degrees) for degrees in (0, 30, 45, 90)],
    "shaken_15px": [shaken(15, degrees) for degrees in (0, 30, 45, 90)],
}
STRONG = {"focus_2px", "focus_3px", "shaken_15px"}
DARKS = {f"dark_{stops}": exposed(-stops) for stops in (1, 1.5, 2, 3)}
BRIGHTS = {f"bright_{stops}": exposed(stops) for stops in (1, 2, 3)}


async def figures(_: Path) -> AsyncIterator[Figure]:
    good = [_look(one) for one in originals()]
    plain = [_laplacian(one) for one in originals()]
    for name, works in BLURS.items():
        pictures = [work(one) for work in works for one in originals()]
        looks = [_look(one) for one in pictures]
        score = auc([one.sharpness for one in good], [one.sharpness for one in looks])
        usual = auc(plain, [_laplacian(one) for one in pictures])
        how = f"{HOW}; the variance of the Laplacian alone has {usual:.3f}"
        yield Figure(f"blur_auc.{name}", score, "", how)
        strong = ", a strong blur" if name in STRONG else ""
        yield Figure(f"gate_catch.{name}", _caught(looks), "", f"{HOW}; share asked again{strong}")
    for name, work in (DARKS | BRIGHTS).items():
        looks = [_look(work(one)) for one in originals()]
        if name in DARKS:
            score = auc([one.dark for one in looks], [one.dark for one in good])
        else:
            score = auc([one.bright for one in looks], [one.bright for one in good])
        how = f"{HOW}; so many stops of light in linear light, then pressed at 85"
        yield Figure(f"light_auc.{name}", score, "", how)
        yield Figure(f"gate_catch.{name}", _caught(looks), "", f"{HOW}; share asked again")
    yield _false_alarm(good)


def _false_alarm(good: list[Look]) -> Figure:
    logs = [float(np.log(one.sharpness)) for one in good]
    beyond = NormalDist(fmean(logs), stdev(logs)).cdf(float(np.log(BLURRED_BELOW)))
    how = (
        f"of the same {len(good)} originals, by any of the three bounds, which were found on them; "
        f"the least sharp has {min(one.sharpness for one in good):.2f} of {BLURRED_BELOW}, the "
        f"darkest {max(one.dark for one in good):.2f}, the brightest "
        f"{max(one.bright for one in good):.3f}; if sharpness is log-normal, {beyond:.1%} of other "
        "good photos would be asked again"
    )
    return Figure("gate_false_alarm", sum(doubt(one) is not None for one in good), "photos", how)


def _look(picture: Image.Image) -> Look:
    return looked_at(np.asarray(picture))


def _caught(looks: list[Look]) -> float:
    return fmean(doubt(one) is not None for one in looks)


def _laplacian(picture: Image.Image) -> float:
    """The usual measure, at the same scale."""
    grey = np.tensordot((0.299, 0.587, 0.114), shrunk(np.asarray(picture).transpose(2, 0, 1)), 1)
    bends = grey[1:-1, :-2] + grey[1:-1, 2:] + grey[:-2, 1:-1] + grey[2:, 1:-1]
    return float((bends - 4 * grey[1:-1, 1:-1]).var())
