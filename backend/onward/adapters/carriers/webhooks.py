"""The sandbox carrier's webhook: how a list of scans is written, signed, checked and read.

The signature stands in `Onward-Carrier-Signature`, as `domain.signatures` writes it.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson

from onward.adapters.carriers.statuses import SCANNED
from onward.domain.days import whole_ms
from onward.domain.life import ShipmentStatus
from onward.domain.refusals import BadInput
from onward.domain.shipping import Scan
from onward.domain.signatures import must_be_signed, signed

HEADER = "Onward-Carrier-Signature"
# Characters, where it is not what everything else may have.
_LONGEST = {"id": 100, "place": 120}
_LONGEST_OF_ALL = 200
# A parcel heavier than any van (grams).
_HEAVIEST_G = 1_000_000


def signed_scans(secret: bytes, scans: Sequence[Scan], at_s: float) -> tuple[dict[str, str], bytes]:
    """Headers and body of one webhook, signed at `at_s` (Unix seconds)."""
    return signed_body(secret, orjson.dumps({"scans": [written(scan) for scan in scans]}), at_s)


def signed_body(secret: bytes, body: bytes, at_s: float) -> tuple[dict[str, str], bytes]:
    """Headers that make any body genuine, and the body."""
    return {HEADER: signed(secret, body, at_s), "Content-Type": "application/json"}, body


def read_scans(
    secret: bytes, headers: Mapping[str, str], body: bytes, now_s: float
) -> tuple[Scan, ...]:
    """The scans; ForgedWebhook before anything of the body is looked at, then BadInput."""
    given = {name.lower(): value for name, value in headers.items()}.get(HEADER.lower(), "")
    must_be_signed(secret, given, body, now_s)
    try:
        message = orjson.loads(body)
    except orjson.JSONDecodeError as trouble:
        raise BadInput(field="body") from trouble
    rows = message.get("scans") if isinstance(message, dict) else None
    if not isinstance(rows, list) or not rows:
        raise BadInput(field="scans")
    return tuple(read_scan(row) for row in rows)


def written(scan: Scan) -> dict[str, str | int | None]:
    """A scan as it stands in a body."""
    return {
        "id": scan.key,
        "tracking_number": scan.tracking_number,
        "status": scan.status.value,
        "at": scan.at.isoformat(),
        "place": scan.place,
        "weight_g": scan.weight_g,
        "eta_at": scan.eta_at.isoformat() if scan.eta_at else None,
    }


def read_scan(row: Any) -> Scan:
    """The scan of a row of a body; BadInput names the field that is wrong."""
    if not isinstance(row, dict):
        raise BadInput(field="scans")
    place, eta_at = row.get("place"), row.get("eta_at")
    return Scan(
        key=_text(row, "id"),
        tracking_number=_text(row, "tracking_number"),
        status=_status(row),
        at=_instant(row, "at"),
        place=None if place is None else _text(row, "place"),
        weight_g=_weight(row),
        eta_at=None if eta_at is None else _instant(row, "eta_at"),
    )


def _text(row: dict[str, Any], field: str) -> str:
    value = row.get(field)
    longest = _LONGEST.get(field, _LONGEST_OF_ALL)
    if not isinstance(value, str) or not 0 < len(value) <= longest or "\0" in value:
        raise BadInput(field=field)
    return value


def _status(row: dict[str, Any]) -> ShipmentStatus:
    said = _text(row, "status")
    if said not in SCANNED:
        raise BadInput(field="status")
    return ShipmentStatus(said)


def _weight(row: dict[str, Any]) -> int | None:
    grams = row.get("weight_g")
    if grams is not None and (type(grams) is not int or not 0 < grams <= _HEAVIEST_G):
        raise BadInput(field="weight_g")
    return grams


def _instant(row: dict[str, Any], field: str) -> datetime:
    try:
        at = datetime.fromisoformat(_text(row, field))
        if at.tzinfo is None:
            raise BadInput(field=field)
        return whole_ms(at.astimezone(UTC))
    except (ValueError, OverflowError) as trouble:
        raise BadInput(field=field) from trouble
