"""What a standing offer must be to stand: an ordered list of rules, each with its refusal. What
becomes of it is for `standing`, whom a unit goes to for `matching`."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from onward.domain.grades import Grade
from onward.domain.money import Money
from onward.domain.policy import Policy
from onward.domain.pricing import open_box_price
from onward.domain.refusals import BadInput, CannotBuy, NotFound, Refusal, TooManyTries
from onward.domain.shop import Variant
from onward.domain.stops import is_stopped

# Whatever name a payment provider gives to a way to pay.
METHOD = re.compile(r"[A-Za-z0-9_-]{1,40}")
# Whoever takes offers back to make others may do so a few times over in a day.
_TIMES_A_DAY = 5
# More than any shop asks for one thing, and less than a column holds.
_MOST_MINOR = 10**12


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for, as they sent it; `days` is None for as long as the shop allows."""

    variant: Variant | None
    highest_minor: int
    currency: str
    grades: frozenset[Grade]
    automatic: bool
    method: str
    days: int | None


@dataclass(frozen=True, slots=True)
class Wisher:
    """Who asks: whether we know where they live, whether they sent such a thing back lately, how
    many offers of theirs stand, whether one of them is for the same variant, and how many they
    made within a day."""

    has_address: bool
    returned_lately: bool
    offers: int
    has_same: bool
    made_today: int = 0


Rule = Callable[[Wish, Wisher, Policy], Refusal | None]


def must_be_makeable(wish: Wish, wisher: Wisher, policy: Policy) -> None:
    """Raises the refusal of the first rule that such an offer breaks."""
    for rule in RULES:
        refusal = rule(wish, wisher, policy)
        if refusal is not None:
            raise refusal


def dearest(variant: Variant, grades: Iterable[Grade], policy: Policy) -> Money:
    """The most that an opened piece of these grades costs today, net of tax."""
    price = _price(variant)
    category = policy.category(variant.category)
    return max(
        (open_box_price(price, category, grade) for grade in grades), key=lambda one: one.minor
    )


def may_be_passed_on(variant: Variant, policy: Policy) -> bool:
    """Whether an opened piece of it ever goes to another customer, as far as it depends on what
    it is."""
    admitted = policy.peer_enabled and policy.category(variant.category).peer
    return admitted and not variant.flags & policy.peer_excluded_flags


def rests(variant: Variant, policy: Policy) -> bool:
    """Whether no more pieces of it are let through at the moment: the merchant stopped it, or its
    category waits for somebody to look at its arrivals. `policy` is the one in force."""
    stopped = is_stopped(variant.category, variant.sku, policy.stopped)
    return stopped or variant.category in policy.paused


def lasts_until(days: int | None, policy: Policy, now: datetime) -> datetime:
    return now + (policy.demand.offer_for if days is None else timedelta(days=days))


def _is_switched_on(wish: Wish, wisher: Wisher, policy: Policy) -> Refusal | None:
    return None if policy.demand.standing_offers else CannotBuy("OFFERS_OFF")


def _is_for_something(wish: Wish, wisher: Wisher, policy: Policy) -> Refusal | None:
    return NotFound(field="variantId") if wish.variant is None else None


def _may_be_passed_on(wish: Wish, wisher: Wisher, policy: Policy) -> Refusal | None:
    admitted = may_be_passed_on(_variant(wish), policy)
    return None if admitted else BadInput("NEVER_OPEN_BOX", field="variantId")


def _does_not_rest(wish: Wish, wisher: Wisher, policy: Policy) -> Refusal | None:
    resting = rests(_variant(wish), policy)
    return CannotBuy("NOT_PASSED_ON_NOW", field="variantId") if resting else None


def _has_a_price(wish: Wish, wisher: Wisher, policy: Policy) -> Refusal | None:
    price = _variant(wish).price
    if price is None or price.minor <= 0:
        return BadInput("NO_PRICE", field="variantId")
    return None


def _grades_are_admitted(wish: Wish, wisher: Wisher, policy: Policy) -> Refusal | None:
    if not wish.grades or not wish.grades <= policy.grades_on_offer:
        return BadInput("GRADES_NOT_ADMITTED", field="grades")
    return None


def _currency_is_the_shops(wish: Wish, wisher: Wisher, policy: Policy) -> Refusal | None:
    same = wish.currency == _price(_variant(wish)).currency
    return None if same else BadInput("OTHER_CURRENCY", field="currency")


def _is_worth_something(wish: Wish, wisher: Wisher, policy: Policy) -> Refusal | None:
    return BadInput("OFFER_OF_NOTHING", field="highestMinor") if wish.highest_minor <= 0 else None


def _is_not_above_the_new_price(wish: Wish, wisher: Wisher, policy: Policy) -> Refusal | None:
    variant = _variant(wish)
    new = _price(variant)
    if wish.highest_minor <= min(new.minor, _MOST_MINOR):
        return None
    price = dearest(variant, wish.grades, policy)
    return BadInput("OFFER_ABOVE_NEW", field="highestMinor", price=price, new_price=new)


def _lasts_a_while(wish: Wish, wisher: Wisher, policy: Policy) -> Refusal | None:
    most = policy.demand.offer_for // timedelta(days=1)
    if wish.days is None or 1 <= wish.days <= most:
        return None
    return BadInput("OFFER_DAYS", field="days", most=most)


def _can_be_paid(wish: Wish, wisher: Wisher, policy: Policy) -> Refusal | None:
    return None if METHOD.fullmatch(wish.method) else BadInput("UNKNOWN_METHOD", field="method")


def _can_be_sent(wish: Wish, wisher: Wisher, policy: Policy) -> Refusal | None:
    return None if wisher.has_address else CannotBuy("ADDRESS_MISSING")


def _did_not_return_it(wish: Wish, wisher: Wisher, policy: Policy) -> Refusal | None:
    return CannotBuy("RETURNED_THIS_LATELY") if wisher.returned_lately else None


def _is_the_only_one(wish: Wish, wisher: Wisher, policy: Policy) -> Refusal | None:
    return BadInput("OFFER_STANDS", field="variantId") if wisher.has_same else None


def _is_not_one_too_many(wish: Wish, wisher: Wisher, policy: Policy) -> Refusal | None:
    most = policy.demand.most_offers
    return BadInput("TOO_MANY_OFFERS", most=most) if wisher.offers >= most else None


def _is_not_in_a_hurry(wish: Wish, wisher: Wisher, policy: Policy) -> Refusal | None:
    most = policy.demand.most_offers * _TIMES_A_DAY
    return TooManyTries("TOO_MANY_OFFERS_TODAY") if wisher.made_today >= most else None


RULES: tuple[Rule, ...] = (
    _is_switched_on,
    _is_for_something,
    _may_be_passed_on,
    _does_not_rest,
    _has_a_price,
    _grades_are_admitted,
    _currency_is_the_shops,
    _is_worth_something,
    _is_not_above_the_new_price,
    _lasts_a_while,
    _can_be_paid,
    _can_be_sent,
    _did_not_return_it,
    _is_the_only_one,
    _is_not_one_too_many,
    _is_not_in_a_hurry,
)


def _variant(wish: Wish) -> Variant:
    if wish.variant is None:
        raise NotFound(field="variantId")
    return wish.variant


def _price(variant: Variant) -> Money:
    if variant.price is None:
        raise BadInput("NO_PRICE", field="variantId")
    return variant.price
