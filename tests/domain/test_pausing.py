"""Stops: how they are typed, what they reach, and what one does to a case."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.accounts import Viewer
from onward.domain.ids import AccountId, ContactId, ShipmentId
from onward.domain.life import Stage
from onward.domain.pausing import REACHED, TakenOff, is_reached, must_be_lead
from onward.domain.refusals import BadInput, NotAllowed
from onward.domain.shop import Account, Role
from onward.domain.stops import Stop, StopScope, is_stopped, stop_of
from tests.domain.examples import A_VARIANT, AS_RETURNER, OPENED, T0, lived

SHOES = Stop(StopScope.CATEGORY, "shoes")


@pytest.mark.parametrize(
    ("typed", "stop"),
    [
        ("all", Stop(StopScope.ALL)),
        ("category:shoes", SHOES),
        ("sku:ABC-1", Stop(StopScope.SKU, "ABC-1")),
        ("sku:A:B", Stop(StopScope.SKU, "A:B")),
    ],
)
def test_a_stop_is_kept_as_it_is_typed(typed: str, stop: Stop) -> None:
    assert stop_of(typed) == stop
    assert stop.id == typed


@pytest.mark.parametrize("typed", ["", "ABC-1", "sku:", "category:", "ALL", "all:", "shop:x"])
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(BadInput, match="UNKNOWN_STOP"):
        stop_of(typed)


@given(category=st.text(max_size=9), sku=st.text(max_size=9), name=st.text(min_size=1, max_size=9))
def test_a_stop_reaches_what_it_names_and_nothing_else(category: str, sku: str, name: str) -> None:
    assert is_stopped(category, sku, frozenset({"all"}))
    for scope, named in ((StopScope.CATEGORY, category), (StopScope.SKU, sku)):
        stopped = frozenset({Stop(scope, name).id})
        assert is_stopped(category, sku, stopped) == (named == name)
    assert not is_stopped(category, sku, frozenset())
    variant = replace(A_VARIANT, category=category, sku=sku)
    assert Stop(StopScope.SKU, name).reaches(variant) == (sku == name)


def test_only_what_is_before_its_first_scan_and_on_the_peer_path_is_reached() -> None:
    opened = lived([(AS_RETURNER, OPENED)])
    for stage in Stage:
        case = replace(opened, stage=stage)
        heading_home = stage is Stage.AWAITING_DROPOFF
        assert is_reached(case) == (stage in REACHED and not heading_home)
        assert not is_reached(replace(case, counted_shipment_id=ShipmentId("s")))


def test_a_lead_and_the_merchant_may_stop_things_and_nobody_else() -> None:
    allowed = set()
    for role in Role:
        try:
            must_be_lead(Viewer(Account(AccountId("x"), role, ContactId("c"), T0)))
        except NotAllowed:
            continue
        allowed.add(role)
    assert allowed == {Role.LEAD, Role.MERCHANT}


def test_what_was_undone_adds_up() -> None:
    one, other = TakenOff(cases=2, listings=1, codes=1), TakenOff(cases=1, buyers=1)
    assert one + other == TakenOff(cases=3, listings=1, buyers=1, codes=1)
