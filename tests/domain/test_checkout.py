"""Which piece a checkout offers, and when it would be there."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.checkout import Piece, arrival, barrier, coarse, in_order, postal_code_of
from onward.domain.distances import Where, kms
from onward.domain.ids import AccountId
from onward.domain.matching import Party
from onward.domain.offers import Spot
from onward.domain.refusals import BadInput
from tests.domain.examples import A_LISTING, POLICY, usd

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SHIP_FOR = timedelta(days=3)
ROSA = Party(AccountId("rosa"), "US", "her e-mail", "her home")
BEN = Party(AccountId("ben"), "US", "his e-mail", "his home")
PORTLAND = Where("US", "OR", Spot(455, -1227))


def piece(minor: int, km: int | None, tie: str = "") -> Piece:
    return Piece(replace(A_LISTING, price=usd(minor)), ROSA, 0, km, tie)


def test_the_cheapest_comes_first_then_the_nearest_then_the_unknown() -> None:
    cheap, near, far, unknown = (
        piece(1000, 900),
        piece(2000, 60),
        piece(2000, 400),
        piece(2000, None),
    )
    assert in_order([unknown, far, near, cheap]) == [cheap, near, far, unknown]


def test_what_is_alike_to_within_50_km_stands_in_the_order_of_its_tie() -> None:
    one, other = piece(1000, 149, "b"), piece(1000, 101, "a")
    assert in_order([one, other]) == [other, one]


def test_the_rules_of_matching_keep_a_piece_from_its_own_household() -> None:
    one = piece(1000, 5)
    neighbour = replace(BEN, address_digest=ROSA.address_digest)
    assert barrier(one, BEN, None, POLICY, NOON) is None
    assert barrier(one, ROSA, None, POLICY, NOON) == "SELF_PURCHASE"
    assert barrier(one, neighbour, None, POLICY, NOON) == "SAME_HOUSEHOLD"
    assert barrier(one, BEN, NOON - timedelta(days=1), POLICY, NOON) == "RETURNED_THIS_BEFORE"


@pytest.mark.parametrize(
    ("typed", "country", "code"),
    [
        ("97205", "US", "97205"),
        (" 97205-1234 ", "US", "97205-1234"),
        ("972051234", "US", "972051234"),
        ("SW1A  1AA", "GB", "SW1A 1AA"),
        ("10115", "DE", "10115"),
        ("1000-001", "PT", "1000-001"),
    ],
)
def test_a_postal_code_is_taken_as_people_type_it(typed: str, country: str, code: str) -> None:
    assert postal_code_of(typed, country) == code


@pytest.mark.parametrize(
    ("typed", "country"),
    [("", "US"), ("9720", "US"), ("SW1A 1AA", "US"), ("9", "DE"), ("1" * 21, "DE"), ("a;b", "GB")],
)
def test_what_cannot_be_a_postal_code_is_refused(typed: str, country: str) -> None:
    with pytest.raises(BadInput, match="BAD_POSTAL_CODE"):
        postal_code_of(typed, country)


@given(st.text(max_size=30))
def test_any_text_is_a_postal_code_or_refused(typed: str) -> None:
    for country in ("US", "DE"):
        try:
            assert len(postal_code_of(typed, country)) <= 19
        except BadInput:
            continue


@pytest.mark.parametrize(
    ("there", "first", "last"),
    [
        (PORTLAND, 2, 6),
        (Where("US", "CA", Spot(340, -1182)), 4, 9),
        (Where("US", "NY", Spot(407, -740)), 5, 11),
        (Where("US", "OR"), 2, 6),
        (Where("US", ""), 3, 7),
        (Where("CA", "BC", Spot(492, -1231)), 5, 13),
    ],
    ids=["next door", "1,300 km", "3,900 km", "same region", "unknown", "another country"],
)
def test_the_days_follow_from_the_way_and_from_what_is_assumed_for_it(
    there: Where, first: int, last: int
) -> None:
    found = arrival(PORTLAND, there, NOON, SHIP_FOR)
    today = NOON.date()
    assert (found.first, found.last) == (
        today + timedelta(days=first),
        today + timedelta(days=last),
    )


def test_days_are_the_buyers_own() -> None:
    late = datetime(2026, 11, 24, 3, tzinfo=UTC)
    found = arrival(PORTLAND, PORTLAND, late, SHIP_FOR, "America/Los_Angeles")
    assert found.first == date(2026, 11, 25)


@given(lat=st.integers(-900, 900), lon=st.integers(-1800, 1800), near=st.integers(-9, 9))
def test_asking_from_everywhere_tells_no_more_than_a_whole_degree(
    lat: int, lon: int, near: int
) -> None:
    rough = coarse(Where("US", "", Spot(lat, lon))).spot
    assert rough is not None
    assert rough.lat_tenths % 10 == rough.lon_tenths % 10 == 0
    assert max(abs(rough.lat_tenths - lat), abs(rough.lon_tenths - lon)) <= 5
    assert kms(Spot(lat, lon), [rough.lat_tenths], [rough.lon_tenths])[0] <= 80
