"""Every code that a provider documents has a place, and what has none is refused."""

import pytest

from onward.adapters.carriers.statuses import SCANNED, UnknownStatus, codes_of, status_of
from onward.domain.life import ShipmentStatus

S = ShipmentStatus
DOCUMENTED = {
    "easypost": (
        "unknown pre_transit in_transit out_for_delivery available_for_pickup delivered "
        "return_to_sender failure cancelled error"
    ),
    "shippo": "UNKNOWN PRE_TRANSIT TRANSIT DELIVERED RETURNED FAILURE",
    "aftership": (
        "Pending InfoReceived InTransit OutForDelivery AttemptFail Delivered AvailableForPickup "
        "Exception Expired"
    ),
}


@pytest.mark.parametrize("provider", DOCUMENTED)
def test_every_documented_code_has_a_place_and_no_other(provider: str) -> None:
    assert codes_of(provider) == set(DOCUMENTED[provider].split())


@pytest.mark.parametrize("provider", DOCUMENTED)
def test_a_place_is_something_a_scanner_sees_or_no_scan_at_all(provider: str) -> None:
    for code in codes_of(provider):
        assert status_of(provider, code) in SCANNED | {None}


@pytest.mark.parametrize(
    ("provider", "code", "detail", "status"),
    [
        ("easypost", "return_to_sender", None, S.RETURN_TO_SENDER),
        ("easypost", "in_transit", "arrived_at_facility", S.IN_TRANSIT),
        ("easypost", "unknown", None, None),
        ("easypost", "cancelled", None, None),
        ("shippo", "TRANSIT", None, S.IN_TRANSIT),
        ("shippo", "TRANSIT", "out_for_delivery", S.OUT_FOR_DELIVERY),
        ("shippo", "TRANSIT", "pickup_available", S.AVAILABLE_FOR_PICKUP),
        ("shippo", "RETURNED", None, S.RETURN_TO_SENDER),
        ("aftership", "InfoReceived", "InfoReceived_001", S.PRE_TRANSIT),
        ("aftership", "AttemptFail", "AttemptFail_002", S.OUT_FOR_DELIVERY),
        ("aftership", "Exception", "Exception_003", S.RETURN_TO_SENDER),
        ("aftership", "Exception", "Exception_004", S.IN_TRANSIT),
        ("aftership", "Exception", "Exception_013", S.FAILURE),
        ("aftership", "Expired", "Expired_001", None),
    ],
)
def test_a_detail_overrules_its_code_where_it_says_more(
    provider: str, code: str, detail: str | None, status: ShipmentStatus | None
) -> None:
    assert status_of(provider, code, detail) is status


@pytest.mark.parametrize("code", ["", "IN_TRANSIT", "lost", "x" * 5000])
def test_a_code_that_is_not_in_the_table_is_refused(code: str) -> None:
    with pytest.raises(UnknownStatus) as refused:
        status_of("easypost", code)
    assert len(str(refused.value)) < 100
