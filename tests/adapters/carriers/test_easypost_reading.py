"""EasyPost's webhooks. None was recorded: events are written here after its webhooks guide, around
the tracker that was, and signed as its own library checks them."""

import hashlib
import hmac
from contextlib import suppress
from dataclasses import replace
from typing import Any

import orjson
import pytest
from easypost.errors.general.signature_verification_error import SignatureVerificationError
from easypost.util import validate_webhook
from hypothesis import given
from hypothesis import strategies as st

from onward.adapters.carriers.easypost import EasyPostCarrier
from onward.adapters.carriers.easypost_files import form_url, label_url, read_code
from onward.adapters.carriers.easypost_reading import counter_form, offered, voided
from onward.domain.life import ShipmentStatus
from onward.domain.refusals import BadInput, ForgedWebhook
from onward.domain.shipping import Scan
from onward.ports import Outage
from tests.adapters.carriers.recorded import recorded_body

SECRET = "sécret of the webhook"
CARRIER = EasyPostCarrier("EZTK-test", SECRET)
DETAIL = {
    "object": "TrackingDetail",
    "message": "Accepted at counter",
    "status": "in_transit",
    "status_detail": "received_at_origin_facility",
    "datetime": "2026-11-23T10:30:00Z",
    "tracking_location": {"city": "HOUSTON", "state": "TX", "country": "US", "zip": "77063"},
}


def signature(body: bytes) -> str:
    # The secret's letters apart from their marks, as the library does it (NFKD).
    key = "se\N{COMBINING ACUTE ACCENT}cret of the webhook".encode()
    return "hmac-sha256-hex=" + hmac.new(key, body, hashlib.sha256).hexdigest()


def told(event: object) -> tuple[Scan, ...]:
    body = event if isinstance(event, bytes) else orjson.dumps(event)
    return CARRIER.scans({"X-Hmac-Signature": signature(body)}, body)


def event_of(*details: dict[str, Any], **changed: Any) -> dict[str, Any]:
    tracker = {
        "id": "trk_1",
        "object": "Tracker",
        "tracking_code": "9400100208303109505664",
        "status": "in_transit",
        "weight": None,
        "est_delivery_date": None,
        "tracking_details": list(details),
    }
    return {
        "id": "evt_1",
        "object": "Event",
        "description": "tracker.updated",
        "previous_attributes": {"status": "pre_transit"},
        "result": tracker | changed,
    }


def test_a_trackers_event_tells_its_scans() -> None:
    later = DETAIL | {"status": "delivered", "datetime": "2026-11-26T10:30:00Z"}
    event = event_of(later, DETAIL, weight=16.9, est_delivery_date="2026-11-26T12:00:00Z")
    first, last = told(event)
    assert (first.status, last.status) == (ShipmentStatus.IN_TRANSIT, ShipmentStatus.DELIVERED)
    assert (first.place, first.weight_g, first.eta_at) == ("TX", 479, None)
    assert last.eta_at is not None
    assert first.tracking_number == "9400100208303109505664"


def test_a_scan_keeps_its_key_as_the_list_grows_and_whoever_tells_it() -> None:
    (alone,) = told(event_of(DETAIL))
    later = DETAIL | {"status": "out_for_delivery", "datetime": "2026-11-25T10:30:00Z"}
    moved = DETAIL | {"tracking_location": None}
    among = told(event_of(later, moved, weight=20))
    assert alone.key in {scan.key for scan in among}
    assert len({scan.key for scan in among}) == 2
    other = told(event_of(DETAIL, tracking_code="9400100208303109505671"))
    assert other[0].key != alone.key


def test_the_recorded_tracker_is_read_as_an_event_brings_it() -> None:
    tracker = recorded_body("tracker_retrieve", 1)
    scans = told({"description": "tracker.created", "result": tracker})
    assert [scan.status for scan in scans] == [ShipmentStatus.PRE_TRANSIT] * 2


def test_no_event_tells_a_town() -> None:
    assert "HOUSTON" not in str(told(event_of(DETAIL)))
    assert told(event_of(DETAIL | {"tracking_location": {"country": "CA"}}))[0].place == "CA"


def test_an_event_of_something_else_tells_nothing() -> None:
    assert told({"description": "batch.updated", "result": {"id": "batch_1"}}) == ()


def test_a_state_that_no_scanner_saw_is_no_scan() -> None:
    assert told(event_of(DETAIL | {"status": "unknown"})) == ()


def test_an_unknown_status_is_left_out_and_alone_it_is_refused() -> None:
    strange = DETAIL | {"status": "beamed_up"}
    assert [scan.status for scan in told(event_of(strange, DETAIL))] == [ShipmentStatus.IN_TRANSIT]
    with pytest.raises(BadInput) as refused:
        told(event_of(strange))
    assert refused.value.field == "status"


def test_the_library_of_easypost_agrees_on_what_is_genuine() -> None:
    body = orjson.dumps(event_of(DETAIL))
    assert validate_webhook(body, {"X-Hmac-Signature": signature(body)}, SECRET)
    with pytest.raises(SignatureVerificationError):
        validate_webhook(body + b" ", {"X-Hmac-Signature": signature(body)}, SECRET)


@pytest.mark.parametrize(
    "given_signature",
    ["", "hmac-sha256-hex=", "hmac-sha256-hex=00", "é", "0" * 64, "hmac-sha256-hex=" + "0" * 64],
)
def test_a_webhook_without_a_genuine_signature_is_forged(given_signature: str) -> None:
    body = orjson.dumps(event_of(DETAIL))
    with pytest.raises(ForgedWebhook):
        CARRIER.scans({"X-Hmac-Signature": given_signature}, body)
    with pytest.raises(ForgedWebhook):
        CARRIER.scans({}, body)
    with pytest.raises(ForgedWebhook):
        CARRIER.scans({"X-Hmac-Signature": signature(body)}, body.replace(b"TX", b"CA"))


def test_header_names_may_come_in_any_case() -> None:
    body = orjson.dumps(event_of(DETAIL))
    assert CARRIER.scans({"x-hmac-signature": signature(body)}, body)


@pytest.mark.parametrize(
    ("event", "field"),
    [
        (b"not JSON", "body"),
        (b"[" * 100_000, "body"),
        ([], "description"),
        ({"description": 7}, "description"),
        ({"description": "tracker.updated"}, "tracking_details"),
        (event_of(tracking_details=[{}] * 1_001), "tracking_details"),
        (event_of(tracking_details=["x"]), "tracking_details"),
        (event_of(DETAIL, tracking_code=""), "tracking_code"),
        (event_of(DETAIL, tracking_code="9" * 101), "tracking_code"),
        (event_of(DETAIL | {"status": None}), "status"),
        (event_of(DETAIL | {"datetime": "yesterday"}), "datetime"),
        (event_of(DETAIL | {"datetime": "2026-11-23T10:30:00"}), "datetime"),
        (event_of(DETAIL | {"datetime": "0001-01-01T00:00:00+14:00"}), "datetime"),
        (event_of(DETAIL, est_delivery_date="soon"), "est_delivery_date"),
        (event_of(DETAIL, weight="heavy"), "weight"),
        (event_of(DETAIL, weight="NaN"), "weight"),
        (event_of(DETAIL, weight=-3), "weight"),
        (event_of(DETAIL, weight=1e300), "weight"),
    ],
)
def test_a_genuine_message_that_makes_no_sense_names_what_is_wrong(
    event: object, field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        told(event)
    assert refused.value.field == field


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)


@given(st.sampled_from([*DETAIL, "tracking_code", "weight", "est_delivery_date"]), JSON)
def test_whatever_stands_in_a_field_is_read_or_bad_input(field: str, value: Any) -> None:
    event = event_of(DETAIL | {field: value}, **{field: value})
    try:
        scans = told(event)
    except BadInput:
        return
    assert all(replace(scan) == scan for scan in scans)


@given(st.dictionaries(st.sampled_from(["rates", "refund_status", "forms", "postage_label"]), JSON))
def test_whatever_an_answer_holds_is_read_or_an_outage(answer: dict[str, Any]) -> None:
    for read in (
        lambda: offered(answer, "USD"),
        lambda: offered({"rates": [answer]}, "USD"),
        lambda: voided(answer),
        lambda: form_url(answer, "label_qr_code"),
        lambda: form_url({"forms": [answer]}, "label_qr_code"),
        lambda: label_url(answer, "pdf"),
    ):
        with suppress(Outage):
            read()


@given(st.binary(max_size=200))
def test_whatever_picture_comes_is_a_code_or_an_outage(picture: bytes) -> None:
    with pytest.raises(Outage):
        read_code(picture)


def test_only_services_with_a_counter_have_a_form() -> None:
    assert counter_form("USPS:Priority") == "label_qr_code"
    for product in ("USPS:MediaMail", "FedEx:FEDEX_GROUND", "UPS:Ground", "", "USPS"):
        assert counter_form(product) is None
