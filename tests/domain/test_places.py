"""Rows of a postcode table, and the names under which a postcode is looked up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.offers import Spot
from onward.domain.places import Place, RefusedPlace, is_country, names_of, place_of, spot_of

BERLIN = ("10115", "52.5323", "13.3846")


def test_a_row_becomes_a_place() -> None:
    place = place_of(2, "DE", BERLIN)
    assert place == Place("DE:10115", "DE", 52532, 13385)
    assert place.degrees == (52.532, 13.385)


@pytest.mark.parametrize(
    ("values", "reason", "value"),
    [
        (("", "52.5", "13.4"), "NO_POSTCODE", ""),
        (("-", "52.5", "13.4"), "NO_POSTCODE", "-"),
        (("1" * 13, "52.5", "13.4"), "NO_POSTCODE", "1" * 13),
        (("10115", "", "13.4"), "BAD_LATITUDE", ""),
        (("10115", "90.001", "13.4"), "BAD_LATITUDE", "90.001"),
        (("10115", "nan", "13.4"), "BAD_LATITUDE", "nan"),
        (("10115", "52,5", "13.4"), "BAD_LATITUDE", "52,5"),
        (("10115", "52.5", "180.1"), "BAD_LONGITUDE", "180.1"),
        (("10115", "52.5", "1e9"), "BAD_LONGITUDE", "1e9"),
    ],
)
def test_what_cannot_be_used_says_why(
    values: tuple[str, str, str], reason: str, value: str
) -> None:
    assert place_of(7, "DE", values) == RefusedPlace(7, reason, value)


@given(st.tuples(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20)))
def test_any_row_is_a_place_on_earth_or_refused(values: tuple[str, str, str]) -> None:
    place = place_of(1, "DE", values)
    if isinstance(place, Place):
        assert abs(place.lat_thousandths) <= 90_000
        assert abs(place.lon_thousandths) <= 180_000
        assert len(place.id) <= 40


@pytest.mark.parametrize(
    ("country", "typed", "names"),
    [
        ("DE", " 10115 ", ("DE:10115",)),
        ("GB", "sw1a 1aa", ("GB:SW1A1AA", "GB:SW1A")),
        ("CA", "V5K 0A1", ("CA:V5K0A1", "CA:V5K")),
        ("NL", "1012 AB", ("NL:1012AB", "NL:1012")),
        ("PT", "1000-001", ("PT:1000001", "PT:1000")),
        ("US", "97205-1234", ("US:972051234", "US:97205")),
        ("DE", "", ()),
    ],
)
def test_a_postcode_is_looked_up_as_typed_and_by_its_leading_part(
    country: str, typed: str, names: tuple[str, ...]
) -> None:
    assert names_of(country, typed) == names


def test_a_spot_is_a_place_to_a_tenth_of_a_degree() -> None:
    assert spot_of((52.5323, -13.3846)) == Spot(525, -134)


@pytest.mark.parametrize(
    ("text", "is_one"), [("DE", True), ("de", False), ("", False), ("DEU", False), ("D1", False)]
)
def test_a_country_is_two_capital_letters(text: str, is_one: bool) -> None:
    assert is_country(text) == is_one
