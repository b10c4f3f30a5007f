"""A parcel's status never goes backwards, in whatever order its scans come in."""

from dataclasses import replace
from functools import reduce
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.life import SHIPMENT, ShipmentStatus
from onward.domain.shipping import is_first_scan, status_after
from tests.domain.examples import T0, WAREHOUSE_LABEL

S = ShipmentStatus
ROAD = [S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.AVAILABLE_FOR_PICKUP, S.FAILURE, S.RETURN_TO_SENDER]
ROAD += [S.DELIVERED]
UNSCANNED = [S.PRE_TRANSIT, S.VOID_REQUESTED, S.VOIDED, S.VOID_REJECTED]
scans = st.lists(st.sampled_from(ROAD), min_size=1, max_size=10)


@given(scans, st.randoms(use_true_random=False), st.sampled_from(UNSCANNED))
def test_any_order_of_the_same_scans_ends_in_the_same_status(
    told: list[S], chance: Random, start: S
) -> None:
    shuffled = list(told)
    chance.shuffle(shuffled)
    furthest = max(told, key=ROAD.index)
    assert reduce(status_after, told, start) is furthest
    assert reduce(status_after, shuffled, start) is furthest


@given(scans)
def test_the_status_only_ever_moves_forward(told: list[S]) -> None:
    status = S.PRE_TRANSIT
    for scan in told:
        after = status_after(status, scan)
        assert after is status or ROAD.index(after) > _rank(status)
        status = after


@pytest.mark.parametrize(("now", "told"), list(product(S, S)))
def test_a_scan_moves_a_parcel_only_where_the_table_allows(now: S, told: S) -> None:
    after = status_after(now, told)
    assert after is now or after in SHIPMENT[now]


@pytest.mark.parametrize(("now", "told"), list(product(S, UNSCANNED)))
def test_no_scan_voids_a_label_or_unmakes_a_parcel(now: S, told: S) -> None:
    assert status_after(now, told) is now


@pytest.mark.parametrize("told", ROAD)
def test_any_sign_that_it_left_the_counter_is_its_first_scan_once(told: S) -> None:
    assert is_first_scan(WAREHOUSE_LABEL, told)
    assert not is_first_scan(replace(WAREHOUSE_LABEL, first_scan_at=T0), told)


@pytest.mark.parametrize("told", UNSCANNED)
def test_news_of_a_label_is_no_scan(told: S) -> None:
    assert not is_first_scan(WAREHOUSE_LABEL, told)


def _rank(status: S) -> int:
    return ROAD.index(status) if status in ROAD else -1
