"""A standing offer that breaks no rule stands; one that is given back stands again, or ends."""

from dataclasses import replace

import pytest

from onward.domain.grades import Grade
from onward.domain.money import Money
from onward.domain.policy import DemandPolicy, Policy
from onward.domain.refusals import Refusal
from onward.domain.wishes import (
    Wish,
    Wisher,
    dearest,
    lasts_until,
    must_be_makeable,
    rests,
)
from tests.domain.examples import A_VARIANT, CLOTHING, DAY, POLICY, T0, usd

A_WISH = Wish(A_VARIANT, 64_00, "USD", frozenset({Grade.LIKE_NEW}), False, "card_visa_4242", None)
BEN = Wisher(has_address=True, returned_lately=False, offers=0, has_same=False)


def refusal_of(wish: Wish, wisher: Wisher = BEN, policy: Policy = POLICY) -> tuple[str, str | None]:
    with pytest.raises(Refusal) as no:
        must_be_makeable(wish, wisher, policy)
    return no.value.said, no.value.field


def test_a_sound_wish_may_stand() -> None:
    must_be_makeable(A_WISH, BEN, POLICY)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"variant": None}, "NOT_FOUND", "variantId"),
        ({"variant": replace(A_VARIANT, price=None)}, "NO_PRICE", "variantId"),
        ({"variant": replace(A_VARIANT, price=usd(0))}, "NO_PRICE", "variantId"),
        ({"variant": replace(A_VARIANT, category="swimwear")}, "NEVER_OPEN_BOX", "variantId"),
        (
            {"variant": replace(A_VARIANT, flags=frozenset({"lithium"}))},
            "NEVER_OPEN_BOX",
            "variantId",
        ),
        ({"highest_minor": 0}, "OFFER_OF_NOTHING", "highestMinor"),
        ({"highest_minor": -5}, "OFFER_OF_NOTHING", "highestMinor"),
        ({"highest_minor": 80_01}, "OFFER_ABOVE_NEW", "highestMinor"),
        ({"currency": "EUR"}, "OTHER_CURRENCY", "currency"),
        ({"grades": frozenset()}, "GRADES_NOT_ADMITTED", "grades"),
        ({"grades": frozenset({Grade.LIKE_NEW, Grade.GOOD})}, "GRADES_NOT_ADMITTED", "grades"),
        ({"method": "no such card!"}, "UNKNOWN_METHOD", "method"),
        ({"days": 0}, "OFFER_DAYS", "days"),
        ({"days": 31}, "OFFER_DAYS", "days"),
    ],
)
def test_what_breaks_a_rule_is_refused_by_name(
    changes: dict[str, object], code: str, field: str
) -> None:
    assert refusal_of(replace(A_WISH, **changes)) == (code, field)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"has_address": False}, "ADDRESS_MISSING"),
        ({"returned_lately": True}, "RETURNED_THIS_LATELY"),
        ({"has_same": True}, "OFFER_STANDS"),
        ({"offers": 10}, "TOO_MANY_OFFERS"),
        ({"made_today": 50}, "TOO_MANY_OFFERS_TODAY"),
    ],
)
def test_not_everybody_may_wait(changes: dict[str, object], code: str) -> None:
    assert refusal_of(A_WISH, replace(BEN, **changes))[0] == code  # type: ignore[arg-type]


def test_a_shop_may_take_no_wishes_at_all() -> None:
    off = replace(POLICY, demand=DemandPolicy(standing_offers=False))
    assert refusal_of(A_WISH, policy=off)[0] == "OFFERS_OFF"


@pytest.mark.parametrize("stop", ["all", "category:clothing", "sku:SHIRT-M"])
def test_what_the_merchant_stopped_is_not_waited_for(stop: str) -> None:
    stopped = replace(POLICY, stopped=frozenset({stop}))
    assert refusal_of(A_WISH, policy=stopped) == ("NOT_PASSED_ON_NOW", "variantId")


def test_what_pauses_by_itself_is_not_waited_for_either() -> None:
    paused = POLICY.pausing(frozenset({"clothing"}))
    assert refusal_of(A_WISH, policy=paused) == ("NOT_PASSED_ON_NOW", "variantId")
    another = POLICY.pausing(frozenset({"shoes"}))
    must_be_makeable(A_WISH, BEN, another)
    assert (rests(A_VARIANT, paused), rests(A_VARIANT, another)) == (True, False)


def test_who_says_too_much_hears_what_it_would_cost() -> None:
    with pytest.raises(Refusal) as no:
        must_be_makeable(replace(A_WISH, highest_minor=99_00), BEN, POLICY)
    assert no.value.facts == {"price": usd(64_00), "new_price": usd(80_00)}


def test_the_dearest_of_several_grades_counts() -> None:
    category = replace(CLOTHING, discounts_bp={Grade.NEW_SEALED: 1000})
    policy = replace(POLICY, categories=POLICY.categories | {"clothing": category})
    assert dearest(A_VARIANT, POLICY.peer_grades, policy) == usd(72_00)


def test_a_wish_lasts_as_long_as_was_said_or_as_the_shop_allows() -> None:
    assert lasts_until(3, POLICY, T0) == T0 + 3 * DAY
    assert lasts_until(None, POLICY, T0) == T0 + 30 * DAY


def test_more_than_a_column_holds_is_above_every_price() -> None:
    dear = replace(A_VARIANT, price=Money(10**15, "USD"))
    wish = replace(A_WISH, variant=dear, highest_minor=10**13)
    assert refusal_of(wish)[0] == "OFFER_ABOVE_NEW"
