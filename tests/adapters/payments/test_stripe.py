"""Stripe as its reference describes it: what is asked, under which key, what an answer means."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from onward.adapters.payments.sandbox import IdempotencyMismatch
from onward.adapters.payments.stripe import KEY, StripePayments
from onward.domain.credits import NO_PAYOUTS
from onward.domain.money import Money
from onward.domain.refusals import PaymentDeclined
from onward.ports import Captured, Outage
from tests.adapters.payments.stripe_answers import Answers, answering, listed

pytestmark = pytest.mark.anyio
PRICE = Money(4_800, "USD")
SEARCH = "GET /v1/payment_intents/search"
CREATE, ONE = "POST /v1/payment_intents", "GET /v1/payment_intents/pi_1"
TAKE, CANCEL = "POST /v1/payment_intents/pi_1/capture", "POST /v1/payment_intents/pi_1/cancel"
REFUNDS, REFUND, CHARGE = "GET /v1/refunds", "POST /v1/refunds", "GET /v1/charges/ch_1"
CARD = {"type": "card", "card": {"fingerprint": "fp_1"}}


@pytest.fixture
def stripe() -> Iterator[Answers]:
    with answering() as answers:
        answers.to(SEARCH, listed(of="search_result"))
        answers.to(REFUNDS, listed())
        answers.to(CHARGE, charge())
        yield answers


def asking(stripe: Answers, key: str = "sk_test_1") -> StripePayments:
    return StripePayments(key, "whsec_1", stripe.base)


def charge(**changed: Any) -> dict[str, Any]:
    plain = {"id": "ch_1", "object": "charge", "currency": "usd", "amount": 4800}
    return {**plain, "payment_method_details": CARD, **changed}


def intent(status: str, **changed: Any) -> dict[str, Any]:
    plain = {"id": "pi_1", "object": "payment_intent", "amount": 4800, "currency": "usd"}
    return {**plain, "status": status, "latest_charge": charge(), **changed}


def refunded(status: str = "succeeded", **changed: Any) -> dict[str, Any]:
    plain = {"id": "re_1", "object": "refund", "amount": 4800, "currency": "usd", "charge": "ch_1"}
    return {**plain, "status": status, "created": 1_795_000_000, **changed}


async def test_money_is_authorised_then_captured_each_under_its_own_key(stripe: Answers) -> None:
    stripe.to(CREATE, intent("requires_capture"))
    stripe.to(TAKE, intent("succeeded"))
    captured = await asking(stripe).capture(PRICE, "card_visa_4242", "OB-1", "event:payment")
    assert captured == Captured("ch_1", PRICE, "fp_1")
    asked = {one.what: one for one in stripe.asked}
    assert (asked[CREATE].key, asked[TAKE].key) == ("event:payment", "event:payment:capture")
    assert asked[CREATE].fields["capture_method"] == "manual"
    assert asked[CREATE].fields["payment_method"] == "pm_card_visa"
    assert asked[CREATE].fields[f"metadata[{KEY}]"] == "event:payment"


async def test_a_live_key_takes_methods_as_they_are(stripe: Answers) -> None:
    stripe.to(CREATE, intent("succeeded"))
    await asking(stripe, "sk_live_1").capture(PRICE, "pm_abc", "OB-1", "key")
    assert [one.fields["payment_method"] for one in stripe.asked if one.what == CREATE] == [
        "pm_abc"
    ]


@pytest.mark.parametrize(("status", "captures"), [("succeeded", 0), ("requires_capture", 1)])
async def test_what_an_earlier_try_made_is_found_and_finished_not_made_again(
    stripe: Answers, status: str, captures: int
) -> None:
    stripe.ready[SEARCH] = [(200, listed(intent("whatever"), of="search_result"))]
    stripe.to(ONE, intent(status))
    stripe.to(TAKE, intent("succeeded"))
    assert (await asking(stripe).capture(PRICE, "pm_abc", "OB-1", "key")).provider_ref == "ch_1"
    assert (stripe.times(CREATE), stripe.times(TAKE)) == (0, captures)


async def test_what_was_made_for_another_amount_is_our_bug(stripe: Answers) -> None:
    stripe.ready[SEARCH] = [(200, listed(intent("whatever"), of="search_result"))]
    stripe.to(ONE, intent("succeeded", amount=1))
    with pytest.raises(IdempotencyMismatch):
        await asking(stripe).capture(PRICE, "pm_abc", "OB-1", "key")


async def test_a_method_that_asks_the_buyer_for_more_is_let_go_and_declined(
    stripe: Answers,
) -> None:
    stripe.to(CREATE, intent("requires_action"))
    stripe.to(CANCEL, intent("canceled"))
    with pytest.raises(PaymentDeclined) as declined:
        await asking(stripe).capture(PRICE, "pm_abc", "OB-1", "key")
    assert declined.value.facts == {"why": "requires_action"}
    assert stripe.times(CANCEL) == 1


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [(402, "card_error", "card_declined"), (400, "invalid_request_error", "amount_too_small")],
)
async def test_a_no_of_the_bank_or_of_stripe_declines(
    stripe: Answers, status: int, kind: str, code: str
) -> None:
    stripe.error(CREATE, status, kind, code=code)
    with pytest.raises(PaymentDeclined) as declined:
        await asking(stripe).capture(PRICE, "pm_abc", "OB-1", "key")
    assert declined.value.facts == {"why": code}


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (500, "api_error"),
        (503, "api_error"),
        (429, "rate_limit_error"),
        (401, "invalid_request_error"),
        (409, "idempotency_error"),
    ],
)
async def test_trouble_at_stripe_is_worth_another_try(
    stripe: Answers, status: int, kind: str
) -> None:
    stripe.error(CREATE, status, kind)
    stripe.error(REFUND, status, kind)
    with pytest.raises(Outage):
        await asking(stripe).capture(PRICE, "pm_abc", "OB-1", "key")
    with pytest.raises(Outage):
        await asking(stripe).refund("ch_1", PRICE, "key")


async def test_stripe_out_of_reach_is_an_outage() -> None:
    nowhere = StripePayments("sk_test_1", "whsec_1", "http://127.0.0.1:9")
    with pytest.raises(Outage):
        await nowhere.refund("ch_1", PRICE, "key")


async def test_a_key_that_stripe_knows_with_other_parameters_is_our_bug(stripe: Answers) -> None:
    stripe.error(REFUND, 400, "idempotency_error")
    with pytest.raises(IdempotencyMismatch):
        await asking(stripe).refund("ch_1", PRICE, "key")


@pytest.mark.parametrize(
    ("said", "status", "why"),
    [
        ("succeeded", "succeeded", None),
        ("pending", "pending", None),
        ("requires_action", "pending", None),
        ("failed", "failed", "expired_or_canceled_card"),
        ("canceled", "failed", "canceled"),
    ],
)
async def test_a_refund_goes_out_under_our_key(
    stripe: Answers, said: str, status: str, why: str | None
) -> None:
    reason = {"failure_reason": why} if said == "failed" else {}
    stripe.to(REFUND, refunded(said, **reason))
    taken = await asking(stripe).refund("ch_1", PRICE, "event:refund")
    assert (taken.provider_ref, taken.status, taken.failure) == ("re_1", status, why)
    (asked,) = [one for one in stripe.asked if one.what == REFUND]
    assert (asked.key, asked.fields["charge"], asked.fields["amount"]) == (
        "event:refund",
        "ch_1",
        "4800",
    )


async def test_a_refund_of_an_earlier_try_is_found_and_tells_how_it_stands_now(
    stripe: Answers,
) -> None:
    other = refunded(id="re_0", metadata={KEY: "another"})
    stripe.ready[REFUNDS] = [(200, listed(other, refunded("pending", metadata={KEY: "key"})))]
    taken = await asking(stripe).refund("pi_1", PRICE, "key")
    assert (taken.provider_ref, taken.status) == ("re_1", "pending")
    assert stripe.times(REFUND) == 0
    with pytest.raises(IdempotencyMismatch):
        await asking(stripe).refund("pi_1", Money(1, "USD"), "key")


async def test_looking_for_a_refund_asks_for_none(stripe: Answers) -> None:
    stripe.ready[REFUNDS] = [(200, listed(refunded("succeeded", metadata={KEY: "key"})))]
    found = await asking(stripe).refund_under("ch_1", "key")
    assert found is not None
    assert (found.provider_ref, found.status) == ("re_1", "succeeded")
    assert await asking(stripe).refund_under("ch_1", "another") is None
    assert stripe.times(REFUND) == 0


async def test_another_currency_or_nothing_is_never_asked_for(stripe: Answers) -> None:
    pounds = await asking(stripe).refund("ch_1", Money(100, "GBP"), "key")
    assert (pounds.status, pounds.failure) == ("failed", "other_currency")
    for minor in (0, -1):
        nothing = await asking(stripe).refund("ch_1", Money(minor, "USD"), "key")
        assert (nothing.status, nothing.failure) == ("failed", "amount_not_positive")
        with pytest.raises(PaymentDeclined):
            await asking(stripe).capture(Money(minor, "USD"), "pm_abc", "OB-1", "key")
    assert (stripe.times(REFUND), stripe.times(CREATE)) == (0, 0)


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"code": "charge_already_refunded"}, "amount_exceeds_charge"),
        ({"param": "amount"}, "amount_exceeds_charge"),
        ({"code": "charge_disputed"}, "charge_disputed"),
        ({"code": "resource_missing"}, "charge_not_found"),
        ({"code": "testmode_charges_only"}, "testmode_charges_only"),
    ],
)
async def test_a_refund_that_stripe_refuses_has_failed_and_says_why(
    stripe: Answers, facts: dict[str, str], why: str
) -> None:
    stripe.error(REFUND, 400, "invalid_request_error", **facts)
    taken = await asking(stripe).refund("ch_1", PRICE, "key")
    assert (taken.status, taken.failure) == ("failed", why)


async def test_a_thank_you_is_not_paid_out_by_stripe(stripe: Answers) -> None:
    taken = await asking(stripe).pay_out("account:1", Money(300, "USD"), "key")
    assert (taken.status, taken.failure) == ("failed", NO_PAYOUTS)
    assert stripe.asked == []


async def test_what_moved_since_is_what_is_captured_given_back_and_taken_back(
    stripe: Answers,
) -> None:
    at = {"created": 1_795_000_000}
    ours = charge(**at, captured=True, amount_captured=4000, metadata={KEY: "key"})
    stripe.to("GET /v1/charges", listed(ours, charge(**at, id="ch_2", captured=False)))
    stripe.ready[REFUNDS] = [(200, listed(refunded(), refunded("failed", id="re_2")))]
    dispute = {"id": "dp_1", "object": "dispute", "charge": "ch_1", "amount": 100, **at}
    lost, won = ({**dispute, "currency": "usd", "status": one} for one in ("lost", "won"))
    stripe.to("GET /v1/disputes", listed(lost, {**won, "id": "dp_2"}))
    since = datetime(2026, 11, 1, tzinfo=UTC)
    moved = await asking(stripe).moved_since(since)
    assert [(one.kind, one.provider_ref, one.amount.minor, one.key) for one in moved] == [
        ("capture", "ch_1", 4000, "key"),
        ("dispute", "dp_1", 100, ""),
        ("refund", "re_1", 4800, ""),
    ]
    (asked,) = [one for one in stripe.asked if one.what == "GET /v1/charges"]
    assert asked.fields["created[gte]"] == str(int(since.timestamp()))
