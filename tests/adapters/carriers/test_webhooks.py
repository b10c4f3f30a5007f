"""Signatures: their age, a secret being changed, and what a body may hold."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.adapters.carriers.statuses import SCANNED
from onward.adapters.carriers.webhooks import (
    HEADER,
    read_scans,
    signed_body,
    signed_scans,
)
from onward.domain.days import whole_ms
from onward.domain.life import ShipmentStatus
from onward.domain.refusals import BadInput, ForgedWebhook
from onward.domain.shipping import Scan
from onward.domain.signatures import TOLERANCE_S

SECRET = b"webhooks"
NOW_S = 1_790_000_000.0
AT = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
SCAN = Scan("scan_1", "ONW1", ShipmentStatus.IN_TRANSIT, AT, "Gulf sorting hub")
ROW = {
    "id": "scan_1",
    "tracking_number": "ONW1",
    "status": "IN_TRANSIT",
    "at": "2026-11-23T10:30:00+00:00",
    "place": None,
}


@pytest.mark.parametrize("age_s", [-TOLERANCE_S, 0, TOLERANCE_S])
def test_a_signature_holds_for_five_minutes_either_way(age_s: int) -> None:
    headers, body = signed_scans(SECRET, [SCAN], NOW_S - age_s)
    assert read_scans(SECRET, headers, body, NOW_S) == (SCAN,)


@pytest.mark.parametrize("age_s", [-TOLERANCE_S - 1, TOLERANCE_S + 1, 86_400])
def test_an_old_signature_is_a_forgery(age_s: int) -> None:
    headers, body = signed_scans(SECRET, [SCAN], NOW_S - age_s)
    with pytest.raises(ForgedWebhook):
        read_scans(SECRET, headers, body, NOW_S)


def test_an_old_signature_with_a_fresh_stamp_is_a_forgery() -> None:
    headers, body = signed_scans(SECRET, [SCAN], NOW_S - 86_400)
    signature = headers[HEADER].partition(",")[2]
    with pytest.raises(ForgedWebhook):
        read_scans(SECRET, {HEADER: f"t={int(NOW_S)},{signature}"}, body, NOW_S)


def test_a_stamp_beyond_any_number_is_a_forgery() -> None:
    headers, body = signed_body(SECRET, b"{}", NOW_S)
    endless = {HEADER: headers[HEADER].replace(str(int(NOW_S)), "9" * 4000)}
    with pytest.raises(ForgedWebhook):
        read_scans(SECRET, endless, body, NOW_S)


def test_two_signatures_stand_side_by_side_while_a_secret_changes() -> None:
    headers, body = signed_scans(SECRET, [SCAN], NOW_S)
    older, _ = signed_scans(b"the secret before", [SCAN], NOW_S)
    both = f"{older[HEADER]},{headers[HEADER].partition(',')[2]}"
    assert read_scans(SECRET, {HEADER: both}, body, NOW_S) == (SCAN,)


def test_a_forged_body_is_not_even_looked_at() -> None:
    with pytest.raises(ForgedWebhook):
        read_scans(SECRET, {HEADER: f"t={int(NOW_S)},v1=00"}, b"not JSON", NOW_S)


def test_times_of_any_zone_become_utc() -> None:
    there = AT.astimezone(timezone(timedelta(hours=-8)))
    row = ROW | {"at": there.isoformat()}
    (scan,) = read_scans(SECRET, *_signed({"scans": [row]}), NOW_S)
    assert (scan.at, scan.at.tzinfo) == (AT, UTC)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", ""),
        ("id", 7),
        ("tracking_number", "x" * 201),
        ("status", "VOIDED"),
        ("status", "in_transit"),
        ("at", "2026-11-23T10:30:00"),
        ("at", "yesterday"),
        ("at", "0001-01-01T00:00:00+14:00"),
        ("place", 7),
        ("weight_g", 0),
        ("weight_g", "480"),
        ("weight_g", True),
        ("weight_g", 10**9),
        ("eta_at", "soon"),
    ],
)
def test_a_wrong_field_is_named(field: str, value: object) -> None:
    with pytest.raises(BadInput) as refused:
        read_scans(SECRET, *_signed({"scans": [ROW | {field: value}]}), NOW_S)
    assert refused.value.field == field


@given(
    st.sampled_from(sorted(SCANNED)),
    st.datetimes(min_value=datetime(2000, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=50)
    | st.none(),
    st.none() | st.integers(1, 10**6),
)
def test_whatever_was_sent_is_read(
    status: ShipmentStatus, at: datetime, place: str | None, weight_g: int | None
) -> None:
    scan = Scan("scan_1", "ONW1", status, at, place, weight_g, eta_at=whole_ms(at))
    (read,) = read_scans(SECRET, *signed_scans(SECRET, [scan], NOW_S), NOW_S)
    assert read == replace(scan, at=whole_ms(at))


@given(st.recursive(st.none() | st.booleans() | st.text(), st.lists, max_leaves=5) | st.binary())
def test_no_signed_nonsense_is_more_than_bad_input(message: object) -> None:
    body = message if isinstance(message, bytes) else orjson.dumps({"scans": message})
    headers, body = signed_body(SECRET, body, NOW_S)
    with pytest.raises(BadInput):
        read_scans(SECRET, headers, body, NOW_S)


def _signed(
    message: object,
) -> tuple[
    dict[str, str],
    bytes,
]:
    return signed_body(SECRET, orjson.dumps(message), NOW_S)
