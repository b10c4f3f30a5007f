"""The sandbox's tariff: weight, distance, service and blindness, and where nobody drives."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.adapters.carriers.tariff import offer, offers
from onward.domain.refusals import Unserviceable
from onward.domain.shipping import Blind
from onward.ports import Address
from tests.adapters.parcels import BUYER, WAREHOUSE, parcel

BERLIN = Address("Jonas Weber", "Sonnenallee 1", "Berlin", "BE", "12045", "DE")
BOSTON = Address("Ida Moss", "9 Bay Road", "Boston", "MA", "02108", "US")
DENVER = Address("Lee Park", "3 Peak Street", "Denver", "CO", "80202", "US")


@pytest.mark.parametrize(("weight_g", "minor"), [(0, 595), (250, 595), (251, 655), (1_000, 775)])
def test_the_cost_goes_by_weight(weight_g: int, minor: int) -> None:
    assert offer(parcel(WAREHOUSE, weight_g=weight_g), None).cost.minor == minor


def test_the_cost_and_the_days_go_by_distance() -> None:
    found = [offer(parcel(to, 250), "GROUND") for to in (WAREHOUSE, BUYER, BOSTON, BERLIN)]
    assert [quote.cost.minor for quote in found] == [595, 735, 935, 1495]
    assert [quote.eta_for for quote in found] == [timedelta(days=days) for days in (2, 4, 6, 7)]


def test_distance_is_from_where_the_parcel_sets_out() -> None:
    near = replace(parcel(BUYER, 250), origin=replace(BUYER, street="7 Other Street"))
    assert offer(near, "GROUND").cost.minor == 595
    assert offer(parcel(BUYER, 250), "GROUND").cost.minor == 735


def test_a_sender_of_whom_only_the_country_is_known_is_served_all_the_same() -> None:
    nowhere = replace(BUYER, street="", city="", region="", postal_code=" ")
    assert offers(replace(parcel(BUYER, 250), origin=nowhere)) == offers(parcel(BUYER, 250))


@pytest.mark.parametrize(
    ("one", "other", "days"), [("BE", "BE", 2), ("BE", "HH", 3)], ids=["one region", "one country"]
)
def test_where_no_map_reaches_regions_are_compared(one: str, other: str, days: int) -> None:
    there = replace(parcel(replace(BERLIN, region=one)), origin=replace(BERLIN, region=other))
    assert offer(there, "GROUND").eta_for == timedelta(days=days)


def test_each_product_says_who_can_read_the_address() -> None:
    assert {quote.product: quote.blind for quote in offers(parcel())} == {
        "GROUND": Blind.YES,
        "LOCKER": Blind.YES,
        "EXPRESS": Blind.COUNTER_ONLY,
        "PICKUP": Blind.NO,
    }


@given(
    st.sampled_from([WAREHOUSE, BUYER, BOSTON, DENVER, BERLIN]),
    st.sampled_from([WAREHOUSE, BUYER, BOSTON, DENVER, BERLIN]),
    st.integers(0, 29_000),
    st.integers(1, 1_000),
)
def test_more_weight_never_costs_less_and_the_cheapest_comes_first(
    one: Address, other: Address, weight_g: int, more_g: int
) -> None:
    lighter = offers(replace(parcel(one, weight_g), origin=other))
    heavier = {q.product: q for q in offers(replace(parcel(one, weight_g + more_g), origin=other))}
    assert [quote.cost.minor for quote in lighter] == sorted(q.cost.minor for q in lighter)
    assert lighter[0].product == "GROUND"
    for quote in lighter:
        assert quote.product not in heavier or quote.cost <= heavier[quote.product].cost


def test_a_locker_takes_no_heavy_parcel_and_none_abroad() -> None:
    assert "LOCKER" not in {quote.product for quote in offers(parcel(weight_g=5_001))}
    assert {quote.product for quote in offers(parcel(BERLIN))} == {"GROUND", "EXPRESS"}


@pytest.mark.parametrize(
    "unreachable",
    [
        replace(BUYER, country="AQ"),
        replace(BUYER, region="AE", postal_code="09012"),
        replace(BUYER, postal_code="9720"),
        replace(BERLIN, postal_code=" "),
    ],
    ids=["nobody drives there", "armed forces", "no ZIP", "no postcode"],
)
def test_an_address_that_cannot_be_served_is_refused(unreachable: Address) -> None:
    with pytest.raises(Unserviceable):
        offers(parcel(unreachable))


@pytest.mark.parametrize("region", ["AE", "AP"])
def test_nobody_collects_where_nobody_drives(region: str) -> None:
    base = replace(BUYER, region=region, postal_code="09012")
    with pytest.raises(Unserviceable):
        offers(replace(parcel(), origin=base))


@pytest.mark.parametrize(
    ("weight_g", "product"), [(30_001, None), (480, "RIVER"), (5_001, "LOCKER")]
)
def test_what_no_product_carries_is_refused(weight_g: int, product: str | None) -> None:
    with pytest.raises(Unserviceable):
        offer(parcel(weight_g=weight_g), product)
