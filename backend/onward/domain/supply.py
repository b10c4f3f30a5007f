"""How likely a standing offer is met, and what those who sent the same thing back found: what a
buyer who waits is told, from what really came back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from scipy.special import gammainc

from onward.domain.grades import Grade
from onward.domain.money import Money
from onward.domain.offers import StandingOffer
from onward.domain.policy import Policy
from onward.domain.pricing import open_box_price
from onward.domain.returns import Reason
from onward.domain.shop import Variant

# How far back pieces are counted that went on offer.
SUPPLY_FOR = timedelta(days=90)
_DAY, _HARDLY = timedelta(days=1), timedelta(hours=1)
_FURTHEST = timedelta(days=30)
# From so many returns on, what people found is told; fewer would point at somebody.
FEWEST_FOR_A_FIT = 3
_FITS = (Reason.SIZE_TOO_SMALL, Reason.SIZE_TOO_LARGE, Reason.COLOR)


@dataclass(frozen=True, slots=True)
class OfferOdds:
    """The chance, 0 to 1, that an offer is met within 7 and 30 days, and within the `days` that it
    stands, of which no more than 30 are looked at. `came` pieces went on offer lately, which is all
    it is based on."""

    day7: float
    day30: float
    came: int
    chance: float
    days: int = 30


@dataclass(frozen=True, slots=True)
class Fit:
    """`many` of `returns` who sent this variant back gave this reason."""

    reason: Reason
    many: int
    returns: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """`people` who wait for a variant on the same terms, as their offers tell them."""

    highest: Money
    grades: frozenset[Grade]
    country: str
    people: int = 1


def waited_longer(
    mine: StandingOffer, earlier: Iterable[Waiting], variant: Variant, policy: Policy
) -> int:
    """How many of those who made their offers earlier might be asked for a piece that suits `mine`.

    Not counted is whom their offer itself rules out: they take none of the same grades, live
    beyond a customs border, or pay less than both this offer and what such a piece costs today.
    Who of the others is asked first is no matter of dates alone: matching weighs the distance too.
    """
    price, category = variant.price, policy.category(variant.category)
    today = {
        grade: open_box_price(price, category, grade).minor
        for grade in mine.grades
        if price is not None and price.minor > 0
    }
    return sum(one.people for one in earlier if _might_be_asked(one, mine, today, policy))


def _might_be_asked(
    one: Waiting, mine: StandingOffer, today: Mapping[Grade, int], policy: Policy
) -> bool:
    shared = one.grades & mine.grades
    if not shared or one.highest.currency != mine.highest.currency:
        return False
    if not policy.same_territory(one.country, mine.country):
        return False
    least = min((today[grade] for grade in shared if grade in today), default=mine.highest.minor)
    return one.highest.minor >= min(mine.highest.minor, least)


def offer_odds(
    came: int, ahead: int, stands_for: timedelta = _FURTHEST, over: timedelta = SUPPLY_FOR
) -> OfferOdds:
    """The chance that the next `ahead` + 1 fitting pieces go on offer in time, which is no longer
    than the offer stands.

    Pieces come one by one at an even pace (a Poisson process) of `came` in `over`, reckoned as if
    all who waited longer had the first of them: within W days the chance is P(N >= ahead + 1) with
    mean came * W / over. It takes no account of who declines, so it rather understates; where none
    came lately it is 0, for there is nothing to base more on.
    """
    if came < 0 or ahead < 0:
        raise ValueError("pieces and people are counted from 0")
    daily = came / (over / _DAY)
    left = min(stands_for, _FURTHEST)
    # A wish that was made just now stands for as many days as were asked for.
    days = max((left + _HARDLY) // _DAY, 1)
    return OfferOdds(
        _at_least(ahead + 1, daily * 7),
        _at_least(ahead + 1, daily * 30),
        came,
        _at_least(ahead + 1, daily * max(min(left / _DAY, days), 0)),
        days,
    )


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
