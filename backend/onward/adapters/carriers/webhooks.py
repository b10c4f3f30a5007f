"""The sandbox carrier's webhook: how a list of scans is written, signed, checked and read.

`Onward-Carrier-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`, good for five minutes
of real time; several `v1` may stand side by side while a secret is being changed.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson

from onward.domain.days import whole_ms
from onward.domain.life import ShipmentStatus
from onward.domain.refusals import BadInput, ForgedWebhook
from onward.domain.shipping import Scan

HEADER = "Onward-Carrier-Signature"
TOLERANCE_S = 300
# Characters, where it is not what everything else may have.
_LONGEST = {"id": 100, "place": 120}
_LONGEST_OF_ALL = 200
_S = ShipmentStatus
# Voids are answers to us, never something a scanner saw.
SCANNED = frozenset(set(_S) - {_S.VOID_REQUESTED, _S.VOIDED, _S.VOID_REJECTED})


def signed_scans(secret: bytes, scans: Sequence[Scan], at_s: float) -> tuple[dict[str, str], bytes]:
    """Headers and body of one webhook, signed at `at_s` (Unix seconds)."""
    return signed_body(secret, orjson.dumps({"scans": [_written(scan) for scan in scans]}), at_s)


def signed_body(secret: bytes, body: bytes, at_s: float) -> tuple[dict[str, str], bytes]:
    """Headers that make any body genuine, and the body."""
    stamp = str(int(at_s))
    signature = f"t={stamp},v1={_signature(secret, stamp, body)}"
    return {HEADER: signature, "Content-Type": "application/json"}, body


def read_scans(
    secret: bytes, headers: Mapping[str, str], body: bytes, now_s: float
) -> tuple[Scan, ...]:
    """The scans; ForgedWebhook before anything of the body is looked at, then BadInput."""
    _must_be_signed(secret, headers, body, now_s)
    try:
        message = orjson.loads(body)
    except orjson.JSONDecodeError as trouble:
        raise BadInput(field="body") from trouble
    rows = message.get("scans") if isinstance(message, dict) else None
    if not isinstance(rows, list) or not rows:
        raise BadInput(field="scans")
    return tuple(_read(row) for row in rows)


def _must_be_signed(secret: bytes, headers: Mapping[str, str], body: bytes, now_s: float) -> None:
    given = {name.lower(): value for name, value in headers.items()}.get(HEADER.lower(), "")
    pairs = [part.partition("=")[::2] for part in given.split(",")]
    stamps = [value for name, value in pairs if name == "t"]
    if len(stamps) != 1 or not (stamps[0].isascii() and stamps[0].isdigit()):
        raise ForgedWebhook
    expected = _signature(secret, stamps[0], body).encode()
    genuine = [
        hmac.compare_digest(value.encode(), expected) for name, value in pairs if name == "v1"
    ]
    # An int of any length compares with a float, where float() would overflow.
    if not any(genuine) or not -TOLERANCE_S <= int(stamps[0]) - int(now_s) <= TOLERANCE_S:
        raise ForgedWebhook


def _signature(secret: bytes, stamp: str, body: bytes) -> str:
    return hmac.new(secret, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _written(scan: Scan) -> dict[str, str | None]:
    return {
        "id": scan.key,
        "tracking_number": scan.tracking_number,
        "status": scan.status.value,
        "at": scan.at.isoformat(),
        "place": scan.place,
    }


def _read(row: Any) -> Scan:
    if not isinstance(row, dict):
        raise BadInput(field="scans")
    place = row.get("place")
    return Scan(
        key=_text(row, "id"),
        tracking_number=_text(row, "tracking_number"),
        status=_status(row),
        at=_instant(row),
        place=None if place is None else _text(row, "place"),
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


def _instant(row: dict[str, Any]) -> datetime:
    try:
        at = datetime.fromisoformat(_text(row, "at"))
        if at.tzinfo is None:
            raise BadInput(field="at")
        return whole_ms(at.astimezone(UTC))
    except (ValueError, OverflowError) as trouble:
        raise BadInput(field="at") from trouble
