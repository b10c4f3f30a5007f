"""What EasyPost's answers and webhooks mean to us: rates, labels, refunds and trackers."""

import hashlib
import hmac
import tomllib
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from importlib.resources import files
from typing import Any

import orjson
import structlog

from onward.adapters.carriers.easypost_api import Answer
from onward.adapters.carriers.statuses import UnknownStatus, status_of
from onward.domain.days import whole_ms
from onward.domain.life import ShipmentStatus
from onward.domain.money import DECIMALS, Money
from onward.domain.refusals import BadInput, ForgedWebhook
from onward.domain.shipping import Blind, Scan, VoidAnswer
from onward.ports import Outage, Quote

log = structlog.get_logger()
HEADER = "x-hmac-signature"
GRAMS_AN_OUNCE = Decimal("28.349523125")
_COUNTERS: dict[str, dict[str, Any]] = tomllib.loads(
    files(__package__).joinpath("easypost.toml").read_text("utf-8")
)
# Taken where EasyPost tells no days for a service.
_UNKNOWN_ETA = timedelta(days=7)
_VOIDS = {
    "submitted": VoidAnswer.SUBMITTED,
    "refunded": VoidAnswer.REFUNDED,
    "rejected": VoidAnswer.REJECTED,
    "not_applicable": VoidAnswer.NOT_APPLICABLE,
}
# More scans of one parcel than any carrier makes.
_MOST_SCANS = 1_000
_LONGEST_CODE = 100


def counter_form(product: str) -> str | None:
    """The form that holds the counter's code of a product, where it has one."""
    carrier, _, service = product.partition(":")
    counter = _COUNTERS.get(carrier)
    return str(counter["form"]) if counter and service in counter["services"] else None


def offered(shipment: Answer, currency: str) -> dict[str, tuple[Quote, str]]:
    """By product: the quote and the rate to buy, cheapest first. Rates in another currency are left
    out, for nothing here converts money."""
    found = {}
    rates = shipment.get("rates")
    for rate in rates if isinstance(rates, list) else []:
        try:
            product = f"{rate['carrier']}:{rate['service']}"
            cost = _money(rate["rate"], rate["currency"])
            days = rate.get("delivery_days") or rate.get("est_delivery_days")
            eta_for = timedelta(days=int(days)) if days else _UNKNOWN_ETA
            blind = Blind.COUNTER_ONLY if counter_form(product) else Blind.NO
            found[product] = Quote(product, cost, eta_for, blind), str(rate["id"])
        except (KeyError, TypeError, ValueError, InvalidOperation, OverflowError) as trouble:
            raise Outage("carrier", "a rate that makes no sense") from trouble
    mine = [(product, one) for product, one in found.items() if one[0].cost.currency == currency]
    return dict(sorted(mine, key=lambda pair: (pair[1][0].cost.minor, pair[0])))


def voided(shipment: Answer) -> VoidAnswer | None:
    """How a refund stands, or None where none was asked for."""
    said = shipment.get("refund_status")
    if said is None:
        return None
    if not isinstance(said, str) or said not in _VOIDS:
        raise Outage("carrier", "a refund status that nobody documents")
    return _VOIDS[said]


def must_be_signed(secret: str, headers: Mapping[str, str], body: bytes) -> None:
    """ForgedWebhook unless `X-Hmac-Signature` is `hmac-sha256-hex=` and the digest of the body."""
    given = {name.lower(): value for name, value in headers.items()}.get(HEADER, "")
    key = unicodedata.normalize("NFKD", secret).encode()
    expected = "hmac-sha256-hex=" + hmac.new(key, body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise ForgedWebhook


def scans_of_event(body: bytes) -> tuple[Scan, ...]:
    """The scans of a tracker's event; none of any other event. BadInput names what is wrong."""
    try:
        event = orjson.loads(body)
    except orjson.JSONDecodeError as trouble:
        raise BadInput(field="body") from trouble
    if not isinstance(event, dict) or not isinstance(event.get("description"), str):
        raise BadInput(field="description")
    if not event["description"].startswith("tracker."):
        return ()
    return scans_of(event.get("result"))


def scans_of(tracker: Any) -> tuple[Scan, ...]:
    """Every scan of a tracker, each under a key made of what it says: EasyPost names its tracking
    details by nothing. A status without a place among ours is left out and logged; where nothing
    else is there, the whole is BadInput."""
    details = tracker.get("tracking_details") if isinstance(tracker, dict) else None
    if not isinstance(details, list) or len(details) > _MOST_SCANS:
        raise BadInput(field="tracking_details")
    number = _text(tracker, "tracking_code")
    found, unknown = [], 0
    for detail in details:
        if not isinstance(detail, dict):
            raise BadInput(field="tracking_details")
        try:
            status = status_of("easypost", _text(detail, "status"))
        except UnknownStatus as trouble:
            log.warning("unknown_status", provider="easypost", code=trouble.code)
            unknown += 1
            continue
        if status is not None:
            found.append(_scan(number, detail, status, tracker))
    if unknown and not found:
        raise BadInput(field="status")
    eta_at = _instant(tracker, "est_delivery_date") if tracker.get("est_delivery_date") else None
    return tuple(_with_eta(found, eta_at))


def _scan(number: str, detail: Answer, status: ShipmentStatus, tracker: Answer) -> Scan:
    told = [number, *(detail.get(name) for name in ("status", "status_detail", "datetime"))]
    digest = hashlib.sha256(orjson.dumps([*told, detail.get("message")])).hexdigest()
    moved = status is not ShipmentStatus.PRE_TRANSIT
    return Scan(
        key=f"easypost_{digest[:32]}",
        tracking_number=number,
        status=status,
        at=_instant(detail, "datetime"),
        place=_region(detail.get("tracking_location")),
        weight_g=_grams(tracker.get("weight")) if moved else None,
    )


def _with_eta(scans: list[Scan], eta_at: datetime | None) -> list[Scan]:
    """In the order of their instants; the last one bears what is expected now."""
    ordered = sorted(scans, key=lambda scan: scan.at)
    if ordered and eta_at:
        last = ordered[-1]
        known = (last.key, last.tracking_number, last.status, last.at, last.place, last.weight_g)
        ordered[-1] = Scan(*known, eta_at)
    return ordered


def _region(place: Any) -> str | None:
    """The state, else the country: a town would tell one party where the other one lives."""
    if not isinstance(place, dict):
        return None
    told = place.get("state") or place.get("country")
    return told[:60] if isinstance(told, str) and told.isprintable() else None


def _grams(ounces: Any) -> int | None:
    if ounces is None:
        return None
    try:
        grams = round(Decimal(str(ounces)) * GRAMS_AN_OUNCE)
    except (InvalidOperation, ValueError, OverflowError) as trouble:
        raise BadInput(field="weight") from trouble
    if not 0 <= grams <= 1_000_000:
        raise BadInput(field="weight")
    return grams or None


def _text(row: Answer, field: str) -> str:
    value = row.get(field)
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_CODE or "\0" in value:
        raise BadInput(field=field)
    return value


def _instant(row: Answer, field: str) -> datetime:
    try:
        at = datetime.fromisoformat(_text(row, field))
        if at.tzinfo is None:
            raise BadInput(field=field)
        return whole_ms(at.astimezone(UTC))
    except (ValueError, OverflowError) as trouble:
        raise BadInput(field=field) from trouble


def _money(amount: Any, currency: Any) -> Money:
    scaled = Decimal(str(amount)).scaleb(DECIMALS.get(str(currency), 2))
    minor = int(scaled.to_integral_value(ROUND_HALF_UP))
    if minor < 0:
        raise ValueError("a negative rate")
    return Money(minor, str(currency))
