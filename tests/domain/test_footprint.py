"""What one return came to on the road: every parcel that was handed in, what failed on the way, and
the admission where it was longer than by the warehouse."""

from dataclasses import replace
from datetime import datetime

import pytest

from onward.domain import events as e
from onward.domain.events import CARRIER, Because
from onward.domain.footprint import Footprint, footprint, rounded
from onward.domain.ids import MatchId, ShipmentId
from onward.domain.life import MatchStatus, PurchaseStatus
from onward.domain.shipping import Destination, Shipment
from onward.domain.story import Story
from tests.domain.examples import (
    A_MATCH,
    A_PURCHASE,
    BUYER_LABEL,
    POLICY,
    T0,
    TO_APPROVED,
    TO_BUYER,
    TO_THE_ROAD,
    TO_WAREHOUSE,
    WAREHOUSE_LABEL,
    story,
)


def handed_in(label: Shipment, at: datetime = T0) -> Shipment:
    return replace(label, first_scan_at=at)


ON_THE_ROAD = story(
    TO_THE_ROAD, shipments=(WAREHOUSE_LABEL, handed_in(BUYER_LABEL)), matches=(A_MATCH,)
)
SENT_BACK = (
    *TO_THE_ROAD,
    (CARRIER, e.SentBack(Because.RETURNED_TO_SENDER, TO_BUYER)),
)


def of(told: Story) -> Footprint:
    found = footprint(told, POLICY)
    assert found is not None
    return found


def test_before_the_first_scan_nothing_has_moved() -> None:
    assert footprint(story(TO_APPROVED), POLICY) is None


def test_a_match_that_went_well_is_one_parcel_over_its_own_distance() -> None:
    found = of(ON_THE_ROAD)
    assert (found.km, found.parcels, found.packages) == (43, 1, 0)
    assert (found.failed_matches, found.claims, found.measured) == (0, 0, True)
    assert found.saved.km == 2_400 - 43
    assert found.saved.likely_g > 0


def test_a_distance_nobody_knows_is_what_the_policy_expects() -> None:
    found = of(replace(ON_THE_ROAD, matches=(replace(A_MATCH, km=None),)))
    assert (found.km, found.measured) == (1_200, False)


def test_a_longer_way_is_admitted() -> None:
    found = of(replace(ON_THE_ROAD, matches=(replace(A_MATCH, km=9_000),)))
    assert found.saved.km == 2_400 - 9_000
    assert found.saved.high_g < 0


def test_the_warehouses_way_saves_nothing_against_itself() -> None:
    said = (*TO_APPROVED, (CARRIER, e.FirstScanned(TO_WAREHOUSE, T0, superseded=False)))
    found = of(story(said, shipments=(handed_in(WAREHOUSE_LABEL),)))
    assert (found.km, found.parcels, found.packages) == (2_400, 2, 1)
    assert (found.saved.km, found.saved.likely_g) == (0, 0)


def test_what_could_not_be_delivered_goes_on_to_the_warehouse_and_from_there() -> None:
    found = of(story(SENT_BACK, shipments=(handed_in(BUYER_LABEL),), matches=(A_MATCH,)))
    assert (found.km, found.parcels, found.packages) == (43 + 1_200 + 1_200, 3, 1)
    assert found.saved.likely_g < 0


def test_what_a_buyer_sends_in_after_a_claim_is_counted() -> None:
    back = replace(WAREHOUSE_LABEL, id=ShipmentId("claimed"), first_scan_at=T0)
    told = replace(ON_THE_ROAD, shipments=(handed_in(BUYER_LABEL), back))
    assert back.destination is Destination.WAREHOUSE
    assert of(told).km == 43 + 1_200


def test_a_lost_parcel_whose_buyer_had_one_from_stock_counts_both() -> None:
    replaced = replace(A_PURCHASE, status=PurchaseStatus.REPLACED_FROM_STOCK)
    found = of(replace(ON_THE_ROAD, purchases=(replaced,)))
    assert (found.km, found.parcels, found.packages) == (43 + 1_200, 2, 1)


def test_a_match_that_failed_is_told() -> None:
    released = replace(A_MATCH, id=MatchId("earlier"), status=MatchStatus.RELEASED)
    assert of(replace(ON_THE_ROAD, matches=(released, A_MATCH))).failed_matches == 1


@pytest.mark.parametrize("km", [1, 49, 151, 2_449])
def test_shoppers_read_it_too_coarsely_to_find_anybody(km: int) -> None:
    found = rounded(of(replace(ON_THE_ROAD, matches=(replace(A_MATCH, km=km),))))
    assert found.km % (10 if km < 95 else 50) == 0
    assert found.km > 0
    assert found.grams % 100 == 0
    assert found.saved.likely_g % 100 == 0


def test_a_piece_without_a_weight_has_the_usual_one() -> None:
    light = replace(ON_THE_ROAD, variant=replace(ON_THE_ROAD.variant, weight_g=0))
    usual = replace(light, variant=replace(light.variant, weight_g=POLICY.costs.weight_g))
    assert of(light) == of(usual)


def test_the_way_to_the_warehouse_is_the_cases_own_where_it_was_measured() -> None:
    said = (*TO_APPROVED, (CARRIER, e.FirstScanned(TO_WAREHOUSE, T0, superseded=False)))
    told = story(said, shipments=(handed_in(WAREHOUSE_LABEL),))
    known = of(replace(told, case=replace(told.case, warehouse_km=85)))
    assert known.km == 85 + 1_200
    # It is the warehouse's way itself, so it saves nothing against that.
    assert (known.saved.km, known.usual) == (0, True)


def test_what_a_next_owner_saves_is_reckoned_against_the_cases_own_way() -> None:
    near = replace(ON_THE_ROAD, case=replace(ON_THE_ROAD.case, warehouse_km=85))
    assert of(near).saved.km == 85 + 1_200 - 43
