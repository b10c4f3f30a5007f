"""Stripe: PaymentIntents with manual capture, refunds, disputes and signed webhooks.

Every request that moves money carries our key as its Idempotency-Key, which Stripe remembers for 24
hours; what it made also carries the key in its metadata and is looked for there first, so a retry
after those hours finds it as well. Thank-yous cannot be paid out: that takes Stripe Connect and
an account of each person's own; they are told so and become store credit.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import stripe
import structlog
from stripe import HTTPXClient, StripeClient

from onward.adapters.payments.sandbox import IdempotencyMismatch
from onward.adapters.payments.stripe_events import read_event
from onward.domain.credits import NO_PAYOUTS
from onward.domain.disputes import GONE
from onward.domain.money import Money
from onward.domain.refusals import PaymentDeclined
from onward.ports import Captured, Movement, Outage, PaymentNews, RefundTaken

KEY = "onward_key"
_TIMEOUT_S = 20
_PAGE = 100
# In Stripe's test mode our own test cards are these of theirs.
_TEST_METHODS = {
    "card_visa_4242": "pm_card_visa",
    "card_declined": "pm_card_visa_chargeDeclined",
    "card_refund_fails": "pm_card_refundFail",
    "card_refund_pending": "pm_card_pendingRefund",
}
_REFUNDED = {"succeeded": "succeeded", "pending": "pending", "requires_action": "pending"}
_REFUSED = {
    "charge_already_refunded": "amount_exceeds_charge",
    "resource_missing": "charge_not_found",
    "charge_disputed": "charge_disputed",
}
log = structlog.get_logger()


class _Wire(HTTPXClient):
    """httpx wants a body that is text already called `content`."""

    def _get_request_args_kwargs(
        self, method: str, url: str, headers: Mapping[str, str], post_data: Any
    ) -> Any:
        asked, given = super()._get_request_args_kwargs(method, url, headers, post_data)
        given["content"] = given.pop("data") or b""
        return asked, given


class StripePayments:
    """`base` is another address than Stripe's own, for tests and proxies."""

    def __init__(self, key: str, webhook_secret: str, base: str | None = None):
        self._test_mode = key.startswith(("sk_test_", "rk_test_"))
        self._webhook_secret = webhook_secret
        self._wire = _Wire(timeout=_TIMEOUT_S)
        self._client = StripeClient(
            key,
            http_client=self._wire,
            base_addresses={"api": base} if base else None,
            max_network_retries=0,
        ).v1

    async def close(self) -> None:
        """Let go of the connections; nothing can be asked afterwards."""
        await self._wire.close_async()  # type: ignore[no-untyped-call]

    async def capture(self, amount: Money, method: str, reference: str, key: str) -> Captured:
        if amount.minor <= 0:
            raise PaymentDeclined(why="amount_not_positive")
        async with _spoken():
            intent = await self._intent_of(key) or await self._authorised(
                amount, method, reference, key
            )
            if (intent["amount"], intent["currency"]) != (amount.minor, amount.currency.lower()):
                raise IdempotencyMismatch(f"key {key!r} came back with other parameters")
            if intent["status"] == "requires_capture":
                options: Any = {"idempotency_key": f"{key}:capture"}
                held = await self._client.payment_intents.capture_async(
                    intent["id"], {"expand": ["latest_charge"]}, options
                )
                intent = held.to_dict()
            if intent["status"] == "requires_action":
                # Nobody is there to be asked for more: a method that needs that is refused.
                await self._client.payment_intents.cancel_async(intent["id"])
            if intent["status"] != "succeeded":
                raise PaymentDeclined(why=intent["status"])
            charge = await self._charge_of(intent)
        return Captured(charge["id"], amount, _fingerprint(charge))

    async def refund(self, charge_ref: str, amount: Money, key: str) -> RefundTaken:
        if amount.minor <= 0:
            return RefundTaken("", "failed", "amount_not_positive")
        of = _kind_of(charge_ref)
        try:
            async with _spoken():
                made = await self._refund_of(of, charge_ref, key)
                if made is None:
                    made = await self._refunded(of, charge_ref, amount, key)
        except stripe.InvalidRequestError as refusal:
            return RefundTaken("", "failed", _why(refusal))
        if (made["amount"], made["currency"]) != (amount.minor, amount.currency.lower()):
            raise IdempotencyMismatch(f"key {key!r} came back with other parameters")
        return _taken(made)

    async def refund_under(self, charge_ref: str, key: str) -> RefundTaken | None:
        async with _spoken():
            made = await self._refund_of(_kind_of(charge_ref), charge_ref, key)
        return _taken(made) if made else None

    async def pay_out(self, account: str, amount: Money, key: str) -> RefundTaken:
        return RefundTaken("", "failed", NO_PAYOUTS)

    def news(self, headers: Mapping[str, str], body: bytes) -> tuple[PaymentNews, ...]:
        return read_event(self._webhook_secret, headers, body)

    async def moved_since(self, since: datetime) -> tuple[Movement, ...]:
        made: Any = {"created": {"gte": int(since.timestamp())}, "limit": _PAGE}
        async with _spoken():
            charges = [
                one.to_dict()
                async for one in (await self._client.charges.list_async(made)).auto_paging_iter()
            ]
            refunds = [
                one.to_dict()
                async for one in (await self._client.refunds.list_async(made)).auto_paging_iter()
            ]
            disputes = [
                one.to_dict()
                async for one in (await self._client.disputes.list_async(made)).auto_paging_iter()
            ]
        moved = [
            *(_moved("capture", one, one["id"]) for one in charges if one.get("captured")),
            *(_moved("refund", one, one["charge"]) for one in refunds if _is_there(one)),
            *(_moved("dispute", one, one["charge"]) for one in disputes if _is_gone(one)),
        ]
        return tuple(sorted(moved, key=lambda one: (one.at or since, one.provider_ref)))

    async def _intent_of(self, key: str) -> dict[str, Any] | None:
        """What an earlier try made. Stripe's search lags a minute behind, within which the key
        itself holds; where an account has no search, the key alone does."""
        quoted = key.replace("\\", "\\\\").replace("'", "\\'")
        try:
            found = await self._client.payment_intents.search_async(
                {"query": f"metadata['{KEY}']:'{quoted}'", "limit": 1}
            )
        except stripe.InvalidRequestError as refusal:
            log.warning("stripe_cannot_search", why=refusal.code)
            return None
        if not found.data:
            return None
        fresh = await self._client.payment_intents.retrieve_async(
            found.data[0].id, {"expand": ["latest_charge"]}
        )
        return dict(fresh.to_dict())

    async def _authorised(
        self, amount: Money, method: str, reference: str, key: str
    ) -> dict[str, Any]:
        known = _TEST_METHODS.get(method, method) if self._test_mode else method
        params: Any = {
            "amount": amount.minor,
            "currency": amount.currency.lower(),
            "payment_method": known,
            "payment_method_types": ["card"],
            "capture_method": "manual",
            "confirm": True,
            "off_session": True,
            "metadata": {KEY: key, "onward_reference": reference},
            "expand": ["latest_charge"],
        }
        try:
            made = await self._client.payment_intents.create_async(params, {"idempotency_key": key})
        except stripe.CardError as declined:
            raise PaymentDeclined(why=declined.code) from declined
        except stripe.InvalidRequestError as refusal:
            log.warning("stripe_refused", code=refusal.code, param=refusal.param)
            raise PaymentDeclined(why=refusal.code) from refusal
        return dict(made.to_dict())

    async def _charge_of(self, intent: dict[str, Any]) -> dict[str, Any]:
        latest = intent["latest_charge"]
        if isinstance(latest, dict):
            return latest
        return dict((await self._client.charges.retrieve_async(latest)).to_dict())

    async def _refund_of(self, of: str, charge_ref: str, key: str) -> dict[str, Any] | None:
        asked: Any = {of: charge_ref, "limit": _PAGE}
        refunds = await self._client.refunds.list_async(asked)
        async for one in refunds.auto_paging_iter():
            made = one.to_dict()
            if (made.get("metadata") or {}).get(KEY) == key:
                return dict(made)
        return None

    async def _refunded(self, of: str, charge_ref: str, amount: Money, key: str) -> dict[str, Any]:
        """A new refund. Stripe takes the amount for one of the charge's currency, whatever we
        meant, so that is looked at first."""
        taken: Any = await (
            self._client.payment_intents.retrieve_async(charge_ref)
            if of == "payment_intent"
            else self._client.charges.retrieve_async(charge_ref)
        )
        if taken.currency != amount.currency.lower():
            return {
                "id": "", "amount": amount.minor, "currency": amount.currency.lower(),
                "status": "failed", "failure_reason": "other_currency",
            }  # fmt: skip
        params: Any = {of: charge_ref, "amount": amount.minor, "metadata": {KEY: key}}
        made = await self._client.refunds.create_async(params, {"idempotency_key": key})
        return dict(made.to_dict())


@asynccontextmanager
async def _spoken() -> AsyncIterator[None]:
    """What Stripe says against a whole request, in our words. A key that comes back with other
    parameters is our bug; one that is still in use, a limit or a silence is worth another try."""
    try:
        yield
    except stripe.IdempotencyError as trouble:
        if trouble.http_status == 409:
            raise Outage("payments", "the same request is still under way") from trouble
        raise IdempotencyMismatch(str(trouble)) from trouble
    except (stripe.CardError, stripe.InvalidRequestError):
        raise
    except stripe.StripeError as trouble:
        kind = type(trouble).__name__
        raise Outage("payments", f"{kind} {trouble.http_status or ''}".strip()) from trouble


def _why(refusal: stripe.InvalidRequestError) -> str:
    if refusal.code in _REFUSED:
        return _REFUSED[refusal.code]
    if refusal.http_status == 404:
        return "charge_not_found"
    return "amount_exceeds_charge" if refusal.param == "amount" else refusal.code or "refused"


def _kind_of(charge_ref: str) -> str:
    return "payment_intent" if charge_ref.startswith("pi_") else "charge"


def _taken(refund: Mapping[str, Any]) -> RefundTaken:
    status = _REFUNDED.get(refund["status"], "failed")
    why = (refund.get("failure_reason") or refund["status"]) if status == "failed" else None
    return RefundTaken(refund["id"], status, why)


def _fingerprint(charge: Mapping[str, Any]) -> str | None:
    details = charge.get("payment_method_details") or {}
    found = (details.get(details.get("type") or "") or {}).get("fingerprint")
    return str(found) if found else None


def _is_there(refund: Mapping[str, Any]) -> bool:
    return bool(refund["status"] == "succeeded")


def _is_gone(dispute: Mapping[str, Any]) -> bool:
    return str(dispute["status"]).upper() in GONE


def _moved(kind: str, one: Mapping[str, Any], charge_ref: str) -> Movement:
    minor = one.get("amount_captured") or one["amount"]
    return Movement(
        kind,
        charge_ref,
        Money(minor, str(one["currency"]).upper()),
        (one.get("metadata") or {}).get(KEY, ""),
        one["id"],
        datetime.fromtimestamp(one["created"], UTC),
    )
