"""A policy in plain sentences: every table is told, with its numbers, and so is what it says
against itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from onward.adapters.policies.reading import read_policy
from onward.domain.contradictions import Idle, Pointless, contradictions
from onward.domain.events import Channel
from onward.domain.grades import Grade
from onward.domain.policy import Policy
from onward.domain.terms import ParcelTerms, ShippingBack
from onward.messages.economics import contradiction_text
from onward.messages.policies import explained
from tests.domain.test_contradictions import LOSING, losing

SHIPPED = read_policy()


def told(policy: Policy) -> str:
    return "\n".join(sentence for chapter in explained(policy) for sentence in chapter.sentences)


def test_every_table_has_its_chapter() -> None:
    chapters = explained(SHIPPED)
    assert len(chapters) == 19
    assert all(chapter.sentences for chapter in chapters)
    assert len({chapter.heading for chapter in chapters}) == len(chapters)


@pytest.mark.parametrize(
    "said",
    [
        "Its returns go to Onward Returns, 500 Sagebrush Freight Way, Reno NV 89506, US.",
        "An agent looks within a day; the returner then has 3 days to choose a way.",
        "A buyer’s hold lasts 15 minutes while they pay.",
        "What is sealed or like new may go; it may be passed on this often: 2.",
        "What was passed on before may go once more when it is very good.",
        "Two who signed in on one device within 90 days are not matched.",
        "After 2 days a piece costs 5% of the unopened price less, once.",
        "2% of arrivals end in a claim, 5% of matches are never handed in.",
        "A tonne over one kilometer is 1,616 g of CO2e, and may be 1,000 to 2,600 g.",
        "Up to 20.00 a buyer has their money at once, this often within 365 days: 1.",
        "No fee is kept of a refund.",
        "Besides, the shop promises 3 months from the day it arrives.",
        "A code hides where the parcel goes: always or as long as the counter prints the label.",
        "Nobody is promised more than 100.00 of thank-yous in 365 days.",
        "It goes to the warehouse, wherever it earns most.",
        (
            "Charity, not in use: takes what is sealed, like new, very good, good or fair and "
            "brings nothing; 1.00 a piece besides."
        ),
        "Swimwear: never goes to another customer.",
    ],
)
def test_a_number_is_told_as_people_say_it(said: str) -> None:
    assert said in told(SHIPPED).splitlines()


def test_what_is_switched_off_is_told_as_off() -> None:
    off = replace(
        SHIPPED,
        peer_enabled=False,
        max_hops=1,
        ageing=None,
        costs=replace(SHIPPED.costs, compare=False),
        claims=replace(SHIPPED.claims, at_once_most=0),
        demand=replace(SHIPPED.demand, standing_offers=False),
        matching=replace(SHIPPED.matching, device_for=timedelta()),
    )
    spoken = told(off)
    assert "Nothing goes from one customer to another" in spoken
    assert "decides nothing" in spoken
    assert "Prices stay as they are" in spoken
    assert "Nobody may leave word" in spoken
    assert "Who signed in on which device is not kept" in spoken
    assert "No buyer has their money back before" in spoken
    assert "passed on before" not in spoken


def test_a_discount_of_a_single_grade_is_told() -> None:
    clothing = replace(SHIPPED.category("clothing"), discounts_bp={Grade.NEW_SEALED: 1_250})
    policy = replace(SHIPPED, categories=SHIPPED.categories | {"clothing": clothing})
    assert "Clothing: 20% off, 12.5% when sealed;" in told(policy)


def test_a_span_is_told_in_the_largest_whole_unit() -> None:
    windows = replace(
        SHIPPED.windows, reserve_for=timedelta(minutes=90), window_for=timedelta(hours=36)
    )
    spoken = told(replace(SHIPPED, windows=windows))
    assert "hold lasts 90 minutes" in spoken
    assert "up to 36 hours" in spoken


def test_a_losing_discount_is_told_with_category_price_and_distance() -> None:
    [one] = losing(LOSING)
    said = contradiction_text(one, LOSING)
    assert said.startswith(
        "Clothing, like new: with 40% off, a piece of 60.00 over 1,200 km brings "
    )
    assert "is not offered to others" in said
    bold = replace(LOSING, costs=replace(LOSING.costs, compare=False))
    assert "offered to others all the same" in contradiction_text(one, bold)
    nowhere = contradiction_text(replace(one, pays=None), LOSING)
    assert "It pays at no price up to the limit." in nowhere


def naming(*channels: Channel) -> Policy:
    return replace(SHIPPED, recovery=replace(SHIPPED.recovery, channels=channels))


def test_the_channels_in_use_are_told_with_what_they_are_for() -> None:
    spoken = told(naming(Channel.WAREHOUSE, Channel.DONATE, Channel.RECYCLE)).splitlines()
    assert "It goes to the warehouse, charity or recycler, wherever it earns most." in spoken
    assert "What brings nothing on the shelf goes to another of them that takes it." in spoken
    assert (
        "Recycler, in use: takes what is good, fair or damaged and brings nothing; 0.80 a piece "
        "besides." in spoken
    )
    assert not any("brings nothing on the shelf" in one for one in told(SHIPPED).splitlines())


def test_a_channel_that_gets_nothing_is_told_with_its_grades() -> None:
    both = naming(Channel.WAREHOUSE, Channel.DONATE, Channel.RECYCLE)
    [some] = contradictions(both)
    assert contradiction_text(some, both) == (
        "The charity takes what is good or fair, and yet none of it goes there: at every price "
        "another channel in use is better."
    )
    whole = Idle(Channel.RECYCLE, (Grade.DAMAGED,), all_it_takes=True)
    assert contradiction_text(whole, both).startswith("The recycler is in use (recovery.channels)")


@pytest.mark.parametrize("code", ["NO_CATEGORY", "ASKS_TOO_LONG", "AGES_TOO_LATE"])
def test_a_pointless_setting_is_told(code: str) -> None:
    assert contradiction_text(Pointless(code), SHIPPED)


def test_what_a_refund_is_less_by_and_when_it_waits_is_told() -> None:
    terms = replace(
        SHIPPED.refunds,
        fee_minor=4_95,
        shipping=ShippingBack.SHARE,
        known_after=2,
        credit_bonus_bp=1_000,
        bonus_year_minor=None,
    )
    spoken = told(replace(SHIPPED, refunds=terms, parcels=ParcelTerms(masking=False)))
    assert "A fee of 4.95 is kept of each refund." in spoken
    assert "These reasons cost no fee: It is broken; " in spoken
    assert "within 14 days of having the goods" in spoken
    assert "brings its share of what the delivery cost" in spoken
    assert "gets the money when the parcel arrives: 2." in spoken
    assert "tried again after an hour, 6 hours, a day; then" in spoken
    assert "worth 10% more" in spoken
    assert "carries a printed label" in spoken
    assert "thank-yous in 365 days" not in spoken
