"""Stripe's webhooks, written as its reference says: believed for the signature alone, then read."""

import time
from typing import Any

import orjson
import pytest
from stripe import WebhookSignature

from onward.adapters.payments.stripe_events import read_event
from onward.domain.disputes import DisputeStatus
from onward.domain.money import Money
from onward.domain.refusals import BadInput, ForgedWebhook
from onward.ports import NewsKind, PaymentNews

SECRET = "whsec_for_tests"
REFUND = {
    "id": "re_1", "object": "refund", "amount": 4800, "currency": "usd", "charge": "ch_1",
    "payment_intent": "pi_1", "status": "failed", "failure_reason": "expired_or_canceled_card",
}  # fmt: skip
DISPUTE = {
    "id": "dp_1", "object": "dispute", "amount": 4800, "currency": "usd", "charge": "ch_1",
    "payment_intent": "pi_1", "status": "needs_response",
}  # fmt: skip


def event(kind: str, subject: Any, **changed: Any) -> bytes:
    plain = {"id": "evt_1", "object": "event", "type": kind, "created": 1_795_000_000}
    return orjson.dumps({**plain, "data": {"object": subject}, **changed})


def signed(body: bytes, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    stamp = int(time.time() if at is None else at)
    header = WebhookSignature.generate_signature_header(body.decode(), secret, stamp)
    return {"Stripe-Signature": header}


def read(body: bytes) -> tuple[PaymentNews, ...]:
    return read_event(SECRET, signed(body), body)


@pytest.mark.parametrize("kind", ["refund.updated", "refund.failed", "charge.refund.updated"])
def test_a_refund_that_failed_says_which_and_why(kind: str) -> None:
    (told,) = read(event(kind, REFUND))
    assert (told.kind, told.key, told.subject, told.failure) == (
        NewsKind.REFUND_FAILED,
        "evt_1",
        "re_1",
        "expired_or_canceled_card",
    )
    assert (told.charge_ref, told.alias, told.amount) == ("ch_1", "pi_1", Money(4800, "USD"))


def test_a_refund_that_went_well_is_told_and_one_that_waits_is_not_yet_news() -> None:
    (told,) = read(event("refund.updated", {**REFUND, "status": "succeeded"}))
    assert (told.kind, told.failure) == (NewsKind.REFUND_SUCCEEDED, None)
    (canceled,) = read(
        event("refund.updated", {**REFUND, "status": "canceled", "failure_reason": None})
    )
    assert canceled.failure == "canceled"
    assert read(event("refund.updated", {**REFUND, "status": "pending"})) == ()


@pytest.mark.parametrize(
    ("kind", "status", "news"),
    [
        ("charge.dispute.created", "needs_response", NewsKind.CHARGE_DISPUTED),
        ("charge.dispute.created", "warning_needs_response", NewsKind.CHARGE_DISPUTED),
        ("charge.dispute.updated", "under_review", NewsKind.CHARGE_DISPUTED),
        ("charge.dispute.funds_withdrawn", "needs_response", NewsKind.CHARGE_DISPUTED),
        ("charge.dispute.closed", "won", NewsKind.DISPUTE_CLOSED),
        ("charge.dispute.closed", "lost", NewsKind.DISPUTE_CLOSED),
        ("charge.dispute.closed", "warning_closed", NewsKind.DISPUTE_CLOSED),
        ("charge.dispute.funds_reinstated", "won", NewsKind.DISPUTE_CLOSED),
    ],
)
def test_a_dispute_is_told_by_how_it_stands(kind: str, status: str, news: NewsKind) -> None:
    (told,) = read(event(kind, {**DISPUTE, "status": status}))
    assert (told.kind, told.subject, told.charge_ref) == (news, "dp_1", "ch_1")
    assert told.status is DisputeStatus(status.upper())


@pytest.mark.parametrize("kind", ["payment_intent.succeeded", "charge.captured", "refund.created"])
def test_what_follows_our_own_calls_is_no_news(kind: str) -> None:
    assert read(event(kind, {"id": "pi_1"})) == ()


def test_a_kind_that_nobody_here_knows_is_for_a_person() -> None:
    (told,) = read(event("payout.failed", {"id": "po_1", "note": "look"}))
    assert (told.kind, told.told) == (NewsKind.UNKNOWN, "payout.failed")
    assert "look" in told.body


def test_only_a_genuine_message_of_now_for_this_body_is_believed() -> None:
    body = event("refund.updated", REFUND)
    for headers, sent in [
        ({}, body),
        (signed(body), body + b" "),
        (signed(body, secret="whsec_of_another"), body),
        (signed(body, time.time() - 301), body),
        ({"Stripe-Signature": f"t={'9' * 5000},v1=00"}, body),
        ({"Stripe-Signature": "t=1,v1=\u00e9"}, body),
        ({"Stripe-Signature": "nonsense"}, b"\xff\xfe"),
    ]:
        with pytest.raises(ForgedWebhook):
            read_event(SECRET, headers, sent)


def test_without_a_secret_nothing_is_believed() -> None:
    body = event("refund.updated", REFUND)
    with pytest.raises(ForgedWebhook):
        read_event("", signed(body, secret=""), body)


@pytest.mark.parametrize(
    "body",
    [
        b"not json",
        b"[]",
        event("refund.updated", None),
        event("refund.updated", REFUND, data=[]),
        event("refund.updated", REFUND, id=7),
        event("refund.updated", REFUND, created=-1),
        event("refund.updated", REFUND, created=10**14),
        event("refund.updated", REFUND, created="now"),
        event("refund.updated", {**REFUND, "amount": 0}),
        event("refund.updated", {**REFUND, "amount": -1}),
        event("refund.updated", {**REFUND, "amount": 1.5}),
        event("refund.updated", {**REFUND, "currency": "dollars"}),
        event("refund.updated", {**REFUND, "id": "r" * 81}),
        event("charge.dispute.created", {**DISPUTE, "status": "thinking"}),
    ],
    ids=range(14),
)
def test_a_genuine_message_that_makes_no_sense_is_refused(body: bytes) -> None:
    with pytest.raises(BadInput):
        read(body)
