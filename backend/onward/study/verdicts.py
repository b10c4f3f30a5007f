"""How good forecasts were, now that it is known what happened."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from onward.study.book import Flags, Floats


@dataclass(frozen=True, slots=True)
class Bin:
    """The forecasts from `low` up to `high`: how many, what they said and what came, on average."""

    low: float
    high: float
    count: int
    predicted: float
    observed: float


def auc(chance: Floats, found: Flags) -> float:
    """How often of two returns, one found and one not, the found one had the better chance (a tie
    counts half): 0.5 is blind, 1 is perfect. Both must occur."""
    hits = int(found.sum())
    misses = len(found) - hits
    if not hits or not misses:
        raise ValueError("there must be both returns that were found and some that were not")
    ranks = float(rankdata(chance)[found].sum())
    return (ranks - hits * (hits + 1) / 2) / (hits * misses)


def brier(chance: Floats, found: Flags) -> float:
    """The mean squared difference of forecast and outcome: 0 is perfect, 0.25 is a coin."""
    return float(np.mean((chance - found) ** 2))


def reliability(chance: Floats, found: Flags, bins: int = 10) -> list[Bin]:
    """What was said beside what came, in bins of one width from 0 to 1; empty ones left out."""
    which = np.minimum((chance * bins).astype(np.int64), bins - 1)
    return [
        Bin(
            low=number / bins,
            high=(number + 1) / bins,
            count=int(here.sum()),
            predicted=float(chance[here].mean()),
            observed=float(found[here].mean()),
        )
        for number in range(bins)
        if (here := which == number).any()
    ]
