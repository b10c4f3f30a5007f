"""The sandbox provider's webhook: how its news is written, signed, checked and read.

`Onward-Payments-Signature` is as in `domain.signatures`. The body is `{"news": [...]}`; a kind that
nobody here knows is news as well, for a person to read.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson

from onward.domain.days import whole_ms
from onward.domain.disputes import DisputeStatus
from onward.domain.money import Money
from onward.domain.refusals import BadInput
from onward.domain.signatures import must_be_signed, signed
from onward.ports import NewsKind, PaymentNews

HEADER = "Onward-Payments-Signature"
_LONGEST = 200
# As long as our own rows keep the name of a dispute or a refund.
_LONGEST_NAME = 80
_MOST_MINOR = 10**15
KINDS = {
    "refund.succeeded": NewsKind.REFUND_SUCCEEDED,
    "refund.failed": NewsKind.REFUND_FAILED,
    "dispute.opened": NewsKind.CHARGE_DISPUTED,
    "dispute.closed": NewsKind.DISPUTE_CLOSED,
}


def signed_news(
    secret: bytes, news: Sequence[Mapping[str, Any]], at_s: float
) -> tuple[dict[str, str], bytes]:
    """Headers and body of one webhook, signed at `at_s` (Unix seconds)."""
    body = orjson.dumps({"news": list(news)})
    return {HEADER: signed(secret, body, at_s), "Content-Type": "application/json"}, body


def read_news(
    secret: bytes, headers: Mapping[str, str], body: bytes, now_s: float
) -> tuple[PaymentNews, ...]:
    """The news; ForgedWebhook before anything of the body is looked at, then BadInput."""
    given = {name.lower(): value for name, value in headers.items()}
    must_be_signed(secret, given.get(HEADER.lower(), ""), body, now_s)
    try:
        message = orjson.loads(body)
    except orjson.JSONDecodeError as trouble:
        raise BadInput(field="body") from trouble
    rows = message.get("news") if isinstance(message, dict) else None
    if not isinstance(rows, list) or not rows:
        raise BadInput(field="news")
    return tuple(_read(row) for row in rows)


def _read(row: Any) -> PaymentNews:
    if not isinstance(row, dict):
        raise BadInput(field="news")
    key, told, at = _text(row, "id"), _text(row, "kind"), _instant(row)
    kind = KINDS.get(told)
    if kind is None:
        return PaymentNews(key, NewsKind.UNKNOWN, told, at, body=orjson.dumps(row).decode())
    dispute = kind in (NewsKind.CHARGE_DISPUTED, NewsKind.DISPUTE_CLOSED)
    status = _status(row) if dispute else None
    return PaymentNews(
        key,
        kind,
        told,
        at,
        subject=_text(row, "subject"),
        charge_ref=_text(row, "charge"),
        amount=_amount(row),
        failure=_text(row, "failure") if kind is NewsKind.REFUND_FAILED else None,
        status=status,
    )


def _text(row: dict[str, Any], field: str) -> str:
    value = row.get(field)
    longest = _LONGEST_NAME if field == "subject" else _LONGEST
    if not isinstance(value, str) or not 0 < len(value) <= longest or "\0" in value:
        raise BadInput(field=field)
    return value


def _amount(row: dict[str, Any]) -> Money:
    minor, currency = row.get("minor"), _text(row, "currency")
    if not isinstance(minor, int) or isinstance(minor, bool) or not 0 < minor <= _MOST_MINOR:
        raise BadInput(field="minor")
    if not (len(currency) == 3 and currency.isascii() and currency.isupper()):
        raise BadInput(field="currency")
    return Money(minor, currency)


def _status(row: dict[str, Any]) -> DisputeStatus:
    said = _text(row, "status")
    if said not in set(DisputeStatus):
        raise BadInput(field="status")
    return DisputeStatus(said)


def _instant(row: dict[str, Any]) -> datetime:
    try:
        at = datetime.fromisoformat(_text(row, "at"))
        if at.tzinfo is None:
            raise BadInput(field="at")
        return whole_ms(at.astimezone(UTC))
    except (ValueError, OverflowError) as trouble:
        raise BadInput(field="at") from trouble
