"""Which product may go to a buyer: never one that shows more than the shop allows."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.carriage import (
    for_the_printer,
    may_carry,
    may_show_street,
    short_name,
    shows,
    to_buyer,
)
from onward.domain.ids import ContactId
from onward.domain.money import Money
from onward.domain.refusals import Unserviceable
from onward.domain.shipping import Blind
from onward.domain.shop import Contact
from onward.domain.terms import ParcelTerms
from tests.domain.examples import usd


@dataclass(frozen=True, slots=True)
class Offered:
    product: str
    cost: Money
    eta_for: timedelta
    blind: Blind


def offered(product: str, minor: int, blind: Blind, days: int = 3) -> Offered:
    return Offered(product, usd(minor), timedelta(days=days), blind)


CODE = offered("CODE", 7_00, Blind.YES)
COUNTER = offered("COUNTER", 6_00, Blind.COUNTER_ONLY)
PRINTED = offered("PRINTED", 5_00, Blind.NO)
TERMS = ParcelTerms()


def test_the_cheapest_that_is_allowed_goes() -> None:
    assert to_buyer([PRINTED, CODE, COUNTER], TERMS) is COUNTER


def test_of_two_alike_in_price_the_faster_goes() -> None:
    slow, fast = replace(CODE, eta_for=timedelta(days=9)), replace(CODE, product="FAST")
    assert to_buyer([slow, fast], TERMS) is fast


def test_what_shows_the_street_goes_only_where_the_shop_says_so() -> None:
    with pytest.raises(Unserviceable):
        to_buyer([PRINTED], TERMS)
    told = replace(TERMS, blind=frozenset(Blind))
    assert to_buyer([PRINTED, CODE], told) is PRINTED
    assert may_show_street(told)
    assert not may_show_street(TERMS)


def test_a_shop_that_wants_no_label_at_home_at_all_pays_for_the_blind_code() -> None:
    strict = replace(TERMS, blind=frozenset({Blind.YES}))
    assert to_buyer([PRINTED, COUNTER, CODE], strict) is CODE


def test_without_masking_a_printed_label_goes_before_any_code() -> None:
    plain = replace(TERMS, masking=False)
    assert to_buyer([CODE, COUNTER, PRINTED], plain) is PRINTED
    assert to_buyer([CODE, replace(PRINTED, cost=usd(99_00))], plain).product == "PRINTED"
    assert to_buyer([CODE, COUNTER], plain) is COUNTER
    assert shows(COUNTER.blind, plain) is Blind.NO
    assert shows(COUNTER.blind, TERMS) is Blind.COUNTER_ONLY


@given(
    st.lists(
        st.builds(offered, st.text("AB", min_size=1), st.integers(1, 9), st.sampled_from(Blind))
    )
)
def test_nothing_goes_to_a_buyer_that_policy_does_not_allow(products: list[Offered]) -> None:
    try:
        chosen = to_buyer(products, TERMS)
    except Unserviceable:
        assert not any(may_carry(one.blind, TERMS) for one in products)
    else:
        assert chosen.blind in TERMS.blind
        assert all(
            chosen.cost.minor <= one.cost.minor for one in products if one.blind in TERMS.blind
        )


def test_a_label_for_the_printer_says_enough_for_a_letterbox_and_no_more() -> None:
    ben = Contact(
        ContactId("c"),
        "Ben  van der Berg",
        "ben@example.com",
        "555",
        "7 Birch",
        "S",
        "WA",
        "9",
        "US",
    )
    printed = for_the_printer(ben)
    assert printed.name == "B. van der Berg"
    assert (printed.phone, printed.email) == (None, None)
    assert for_the_printer(replace(ben, name="Ben")).name == "B."


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Ben Carter", "B. Carter"),
        ("  Ana Maria  de Souza ", "A. Maria de Souza"),
        ("Cher", "C."),
        ("Łukasz Nowak", "Ł. Nowak"),
        ("", ""),
    ],
)
def test_a_name_is_shortened_to_its_first_letter_and_what_follows(name: str, short: str) -> None:
    assert short_name(name) == short
