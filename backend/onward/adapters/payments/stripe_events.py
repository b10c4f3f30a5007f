"""Stripe's webhooks: believed by Stripe's own check of the signature, then read as documented.

What merely follows our own calls is known and says nothing new; a type that nobody here knows is
news for a person.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson
import stripe

from onward.domain.disputes import WON, DisputeStatus
from onward.domain.money import Money
from onward.domain.refusals import BadInput, ForgedWebhook
from onward.ports import NewsKind, PaymentNews

HEADER = "stripe-signature"
TOLERANCE_S = 300
_LONGEST = 80
# The year 2100, in Unix seconds.
_LATEST = 4_102_444_800
_OURS = (
    "payment_intent.", "charge.succeeded", "charge.captured", "charge.failed", "charge.pending",
    "charge.updated", "charge.refunded", "charge.expired", "refund.created",
)  # fmt: skip
_REFUND_TOLD = frozenset({"refund.updated", "refund.failed", "charge.refund.updated"})
_CLOSED = WON | {DisputeStatus.LOST, DisputeStatus.PREVENTED}


def read_event(secret: str, headers: Mapping[str, str], body: bytes) -> tuple[PaymentNews, ...]:
    """The news of one event, or none; ForgedWebhook before anything of the body is looked at, then
    BadInput."""
    given = {name.lower(): value for name, value in headers.items()}.get(HEADER, "")
    try:
        if not given.isascii():
            raise ForgedWebhook
        stripe.WebhookSignature.verify_header(body, given, secret, TOLERANCE_S)
    except (stripe.SignatureVerificationError, UnicodeDecodeError) as forged:
        raise ForgedWebhook from forged
    try:
        event = orjson.loads(body)
    except orjson.JSONDecodeError as trouble:
        raise BadInput(field="body") from trouble
    return _read(event)


def _read(event: Any) -> tuple[PaymentNews, ...]:
    if not isinstance(event, dict):
        raise BadInput(field="body")
    key, told, at = _text(event, "id"), _text(event, "type"), _instant(event)
    of = event.get("data")
    subject = of.get("object") if isinstance(of, dict) else None
    if not isinstance(subject, dict):
        raise BadInput(field="data")
    if told in _REFUND_TOLD:
        return _of_refund(key, told, at, subject)
    if told.startswith("charge.dispute."):
        return (_of_dispute(key, told, at, subject),)
    if told.startswith(_OURS):
        return ()
    return (PaymentNews(key, NewsKind.UNKNOWN, told, at, body=orjson.dumps(event).decode()),)


def _of_refund(
    key: str, told: str, at: datetime, refund: dict[str, Any]
) -> tuple[PaymentNews, ...]:
    status = _text(refund, "status")
    if status not in {"succeeded", "failed", "canceled"}:
        return ()
    went = status == "succeeded"
    return (
        PaymentNews(
            key,
            NewsKind.REFUND_SUCCEEDED if went else NewsKind.REFUND_FAILED,
            told,
            at,
            subject=_text(refund, "id"),
            charge_ref=_ref(refund, "charge"),
            alias=_ref(refund, "payment_intent"),
            amount=_amount(refund),
            failure=None if went else _ref(refund, "failure_reason") or status,
        ),
    )


def _of_dispute(key: str, told: str, at: datetime, dispute: dict[str, Any]) -> PaymentNews:
    said = _text(dispute, "status").upper()
    if said not in set(DisputeStatus):
        raise BadInput(field="status")
    status = DisputeStatus(said)
    closed = status in _CLOSED
    return PaymentNews(
        key,
        NewsKind.DISPUTE_CLOSED if closed else NewsKind.CHARGE_DISPUTED,
        told,
        at,
        subject=_text(dispute, "id"),
        charge_ref=_ref(dispute, "charge"),
        alias=_ref(dispute, "payment_intent"),
        amount=_amount(dispute),
        status=status,
    )


def _text(row: dict[str, Any], field: str) -> str:
    value = row.get(field)
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST or "\0" in value:
        raise BadInput(field=field)
    return value


def _ref(row: dict[str, Any], field: str) -> str | None:
    return None if row.get(field) is None else _text(row, field)


def _amount(row: dict[str, Any]) -> Money:
    minor, currency = row.get("amount"), _text(row, "currency").upper()
    if not isinstance(minor, int) or isinstance(minor, bool) or not 0 < minor < 10**15:
        raise BadInput(field="amount")
    if len(currency) != 3 or not currency.isalpha():
        raise BadInput(field="currency")
    return Money(minor, currency)


def _instant(row: dict[str, Any]) -> datetime:
    created = row.get("created")
    if not isinstance(created, int) or not 0 < created < _LATEST:
        raise BadInput(field="created")
    return datetime.fromtimestamp(created, UTC)
