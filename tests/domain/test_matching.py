"""Who may have a unit, what is said of the odds, and how far away far is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from onward.domain.devices import Device
from onward.domain.ids import AccountId
from onward.domain.matching import (
    RULES,
    BuyingFacts,
    Party,
    barrier_to_buying,
    distance_band,
)
from tests.domain.examples import A_LISTING, DAY, POLICY, T0, usd
from tests.domain.standing import offer

FACTS = BuyingFacts(
    returner=Party(AccountId("returner"), "US", "mail-r", "home-r"),
    buyer=Party(AccountId("buyer"), "US", "mail-b", "home-b"),
    listed_in="USD",
    pays_in="USD",
    returned_this_at=None,
    now=T0,
    listing=A_LISTING,
    offer=offer("fits"),
    hops=1,
)
# One change each that only one rule objects to, in the order of the rules.
BARRED = {
    "SELF_PURCHASE": replace(FACTS, buyer=replace(FACTS.buyer, account_id=AccountId("returner"))),
    "SAME_EMAIL": replace(FACTS, buyer=replace(FACTS.buyer, email_digest="mail-r")),
    "SAME_HOUSEHOLD": replace(FACTS, buyer=replace(FACTS.buyer, address_digest="home-r")),
    "SAME_INSTRUMENT": replace(
        FACTS,
        returner=replace(FACTS.returner, instruments=frozenset({"card-1", "card-2"})),
        buyer=replace(FACTS.buyer, instruments=frozenset({"card-2"})),
    ),
    "SAME_DEVICE": replace(
        FACTS,
        returner=replace(FACTS.returner, devices=frozenset({Device("phone", T0 - 9 * DAY, 2)})),
        buyer=replace(
            FACTS.buyer, devices=frozenset({Device("phone", T0, 2), Device("laptop", T0, 1)})
        ),
    ),
    "OTHER_TERRITORY": replace(FACTS, buyer=replace(FACTS.buyer, country="CA")),
    "WRONG_CURRENCY": replace(FACTS, pays_in="GBP"),
    "RETURNED_THIS_BEFORE": replace(FACTS, returned_this_at=T0 - 29 * DAY),
    "PRICE_TOO_HIGH": replace(FACTS, offer=offer("poor", highest=usd(63_99))),
    "GRADE_NOT_WANTED": replace(FACTS, offer=offer("picky", grades=frozenset())),
    "TOO_MANY_HOPS": replace(FACTS, hops=2),
    "OTHER_ITEM": replace(FACTS, offer=offer("else", variant_id="another")),
    "TOO_FAR": replace(FACTS, km=901, farthest_km=900),
}


def test_a_stranger_in_the_same_territory_may_have_it() -> None:
    assert barrier_to_buying(FACTS, POLICY) is None


@pytest.mark.parametrize("code", BARRED)
def test_each_rule_can_decide_alone(code: str) -> None:
    assert barrier_to_buying(BARRED[code], POLICY) == code


def test_there_is_a_case_for_every_rule_in_its_order() -> None:
    spoken = [[rule(facts, POLICY) for rule in RULES].index(code) for code, facts in BARRED.items()]
    assert spoken == list(range(len(RULES)))


def test_who_they_are_is_said_before_where_they_live_or_what_they_did() -> None:
    everything = BuyingFacts(
        replace(FACTS.returner, country="CA"), FACTS.returner, "USD", "GBP", T0, T0
    )
    assert barrier_to_buying(everything, POLICY) == "SELF_PURCHASE"


def test_without_an_offer_nobody_asks_what_it_says() -> None:
    assert barrier_to_buying(replace(FACTS, offer=None), POLICY) is None


def test_two_people_without_an_address_are_no_household() -> None:
    nobody = Party(AccountId("a"), "US")
    facts = replace(FACTS, returner=nobody, buyer=replace(nobody, account_id=AccountId("b")))
    assert barrier_to_buying(facts, POLICY) is None


def test_a_shops_tablet_makes_nobody_the_same() -> None:
    tablet = frozenset({Device("tablet", T0, 6)})
    facts = replace(
        FACTS,
        returner=replace(FACTS.returner, devices=tablet),
        buyer=replace(FACTS.buyer, devices=tablet),
    )
    assert barrier_to_buying(facts, POLICY) is None


def test_a_customs_territory_of_several_countries_is_one() -> None:
    facts = replace(
        FACTS,
        returner=replace(FACTS.returner, country="DE"),
        buyer=replace(FACTS.buyer, country="NL"),
    )
    assert barrier_to_buying(facts, POLICY) is None


def test_two_people_of_unknown_countries_are_never_in_the_same_one() -> None:
    lost = [replace(party, country="ZZ") for party in (FACTS.returner, FACTS.buyer)]
    facts = replace(FACTS, returner=lost[0], buyer=lost[1])
    assert barrier_to_buying(facts, POLICY) == "OTHER_TERRITORY"


def test_after_thirty_days_they_may_have_the_same_item_again() -> None:
    facts = replace(FACTS, returned_this_at=T0 - timedelta(days=30))
    assert barrier_to_buying(facts, POLICY) is None


@pytest.mark.parametrize(
    ("km", "said"),
    [(0, 10), (4, 10), (14, 10), (15, 20), (43, 40), (99, 100), (100, 100), (124, 100),
     (125, 150), (1012, 1000), (None, None)],
)  # fmt: skip
def test_a_distance_is_said_roughly_and_never_points_at_a_street(
    km: int | None, said: int | None
) -> None:
    assert distance_band(km) == said
