"""A policy in plain sentences: every table is told, with its numbers, and so is what it says
against itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from onward.adapters.policies.reading import read_policy
from onward.domain.contradictions import Pointless
from onward.domain.grades import Grade
from onward.domain.policy import Policy
from onward.messages.economics import contradiction_text
from onward.messages.policies import explained
from tests.domain.test_contradictions import LOSING, losing

SHIPPED = read_policy()


def told(policy: Policy) -> str:
    return "\n".join(sentence for chapter in explained(policy) for sentence in chapter.sentences)


def test_every_table_has_its_chapter() -> None:
    chapters = explained(SHIPPED)
    assert len(chapters) == 14
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
        "After 2 days a piece costs 5% of the unopened price less, once.",
        "2% of arrivals end in a claim, 5% of matches are never handed in.",
        "A tonne over one kilometer is 1,616 g of CO2e, and may be 1,000 to 2,600 g.",
        "It goes to the warehouse, wherever it earns most.",
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
        demand=replace(SHIPPED.demand, standing_offers=False),
    )
    spoken = told(off)
    assert "Nothing goes from one customer to another" in spoken
    assert "decides nothing" in spoken
    assert "Prices stay as they are" in spoken
    assert "Nobody may leave word" in spoken
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


@pytest.mark.parametrize("code", ["NO_CATEGORY", "ASKS_TOO_LONG", "AGES_TOO_LATE"])
def test_a_pointless_setting_is_told(code: str) -> None:
    assert contradiction_text(Pointless(code), SHIPPED)
