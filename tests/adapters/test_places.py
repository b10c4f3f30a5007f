"""Distances: whole kilometres in the US and where a table was imported, else an honest None."""

import asyncio

import pytest

from onward.adapters.places import ZipPlaces
from onward.domain.offers import Spot
from onward.ports import Address, Places
from tests.world import FakePlaces

pytestmark = pytest.mark.anyio


def at(postal_code: str, country: str = "US") -> Address:
    return Address("Noor Haddad", "1200 Park Avenue", "Town", "OR", postal_code, country)


@pytest.fixture(params=[ZipPlaces, FakePlaces])
def places(request: pytest.FixtureRequest) -> Places:
    made: Places = request.param()
    return made


async def test_a_place_is_no_way_from_itself(places: Places) -> None:
    assert await places.km(at("97201"), at("97201-1234")) == 0


async def test_the_way_there_is_the_way_back(places: Places) -> None:
    there = await places.km(at("97201"), at("89506"))
    assert there
    assert there == await places.km(at("89506"), at("97201"))


@pytest.mark.parametrize("other", [at("10115", "DE"), at("V5K 0A1", "CA"), at("nowhere"), at("")])
async def test_where_it_cannot_tell_it_says_so(places: Places, other: Address) -> None:
    assert await places.km(at("97201"), other) is None
    assert await places.km(other, at("97201")) is None


async def test_known_distances_are_right_to_a_percent() -> None:
    places = ZipPlaces()
    new_york_to_los_angeles, portland_to_seattle = await asyncio.gather(
        places.km(at("10001"), at("90001")), places.km(at("97201"), at("98101"))
    )
    assert new_york_to_los_angeles == pytest.approx(3_950, rel=0.01)
    assert portland_to_seattle == pytest.approx(235, rel=0.02)


async def test_a_postcode_that_does_not_exist_is_unknown() -> None:
    assert await ZipPlaces().km(at("97201"), at("00000")) is None


GERMANY = {("DE", "10115"): (52.5323, 13.3846), ("DE", "80331"): (48.1371, 11.5725)}


async def imported(country: str, postal_code: str) -> tuple[float, float] | None:
    """A table as a merchant might have brought."""
    return GERMANY.get((country, postal_code))


async def test_where_a_table_was_imported_it_can_tell() -> None:
    places = ZipPlaces(imported)
    berlin, munich = at("10115", "DE"), at("80331", "DE")
    assert await places.km(berlin, munich) == pytest.approx(504, rel=0.01)
    assert await places.km(berlin, at("99999", "DE")) is None


async def test_between_two_countries_it_can_tell_where_both_are_known() -> None:
    km = await ZipPlaces(imported).km(at("10001"), at("10115", "DE"))
    assert km == pytest.approx(6_385, rel=0.01)


async def test_a_spot_is_where_a_postcode_lies_to_a_tenth_of_a_degree(places: Places) -> None:
    here = await places.spot(at("97201"))
    assert here
    assert here == await places.spot(at("97201-1234"))
    for unknown in (at("10115", "DE"), at("nowhere"), at("")):
        assert await places.spot(unknown) is None


async def test_a_spot_elsewhere_comes_from_the_table() -> None:
    assert await ZipPlaces(imported).spot(at("10115", "DE")) == Spot(525, 134)
