"""How likely a standing offer is met, and what those who sent the same thing back found: what a
buyer who waits is told, from what really came back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from scipy.special import gammainc

from onward.domain.returns import Reason

# How far back pieces are counted that went on offer.
SUPPLY_FOR = timedelta(days=90)
# From so many returns on, what people found is told; fewer would point at somebody.
FEWEST_FOR_A_FIT = 3
_FITS = (Reason.SIZE_TOO_SMALL, Reason.SIZE_TOO_LARGE, Reason.COLOR)


@dataclass(frozen=True, slots=True)
class OfferOdds:
    """The chance, 0 to 1, that an offer is met within 7 and 30 days. `came` pieces went on offer
    lately, which is all it is based on."""

    day7: float
    day30: float
    came: int


@dataclass(frozen=True, slots=True)
class Fit:
    """`many` of `returns` who sent this variant back gave this reason."""

    reason: Reason
    many: int
    returns: int


def offer_odds(came: int, ahead: int, over: timedelta = SUPPLY_FOR) -> OfferOdds:
    """The chance that the next `ahead` + 1 fitting pieces go on offer in time.

    Pieces come one by one at an even pace (a Poisson process) of `came` in `over`, and whoever
    waited longer has the first of them: within W days the chance is P(N >= ahead + 1) with mean
    came * W / over. It takes no account of who declines, so it rather understates; where none
    came lately it is 0, for there is nothing to base more on.
    """
    if came < 0 or ahead < 0:
        raise ValueError("pieces and people are counted from 0")
    daily = came / (over / timedelta(days=1))
    return OfferOdds(_at_least(ahead + 1, daily * 7), _at_least(ahead + 1, daily * 30), came)


def fit_of(reasons: Mapping[Reason, int]) -> Fit | None:
    """What most of those found who returned it, of what is about fit or colour; None where fewer
    than `FEWEST_FOR_A_FIT` returned it, or nobody for such a reason."""
    returns = sum(reasons.values())
    found = max(_FITS, key=lambda reason: reasons.get(reason, 0))
    many = reasons.get(found, 0)
    if returns < FEWEST_FOR_A_FIT or many == 0:
        return None
    return Fit(found, many, returns)


def _at_least(count: int, mean: float) -> float:
    """P(N >= count) of a Poisson variable, for a count of at least 1."""
    return float(gammainc(count, mean))
