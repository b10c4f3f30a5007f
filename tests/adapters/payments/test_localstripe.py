"""The shape of what we ask and are answered, against localstripe in a process of its own. It
ignores Idempotency-Key, has no search, no disputes and no limit to refunds: see test_stripe."""

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from onward.adapters.payments.stripe import StripePayments
from onward.domain.money import Money
from onward.domain.refusals import PaymentDeclined
from tests.machine import missing

pytestmark = pytest.mark.anyio
PRICE = Money(4_800, "USD")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where localstripe listens, at a port of its own choosing."""
    if find_spec("localstripe") is None:
        missing("localstripe is not installed (pip install -e '.[dev]')")
    folder: Path = tmp_path_factory.mktemp("localstripe")
    command = [sys.executable, "-u", "-m", "localstripe", "--port", "0", "--from-scratch"]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            said = next((line for line in process.stdout if "Running on" in line), None)
            if said is None:
                missing("localstripe does not start on this machine")
            port = said.split("Running on")[1].split()[0].rsplit(":", 1)[1].rstrip("/")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@pytest.fixture
async def stripe(address: str) -> AsyncIterator[StripePayments]:
    payments = StripePayments("sk_test_12345", "whsec_1", address)
    yield payments
    await payments.close()


async def test_a_charge_is_taken_and_given_back_in_parts(stripe: StripePayments) -> None:
    captured = await stripe.capture(PRICE, "card_visa_4242", "OB-1", "capture:1")
    assert captured.amount == PRICE
    assert captured.provider_ref.startswith("ch_")
    first = await stripe.refund(captured.provider_ref, Money(3_000, "USD"), "refund:1")
    second = await stripe.refund(captured.provider_ref, Money(1_800, "USD"), "refund:2")
    assert (first.status, second.status) == ("succeeded", "succeeded")
    assert first.provider_ref != second.provider_ref


async def test_a_refund_is_read_back_by_its_key_before_another_is_made(
    stripe: StripePayments,
) -> None:
    captured = await stripe.capture(PRICE, "pm_card_visa", "OB-2", "capture:2")
    assert await stripe.refund_under(captured.provider_ref, "refund:3") is None
    first = await stripe.refund(captured.provider_ref, PRICE, "refund:3")
    assert await stripe.refund_under(captured.provider_ref, "refund:3") == first
    assert await stripe.refund(captured.provider_ref, PRICE, "refund:3") == first


@pytest.mark.parametrize("method", ["pm_card_chargeCustomerFail", "pm_of_nobody", "shells"])
async def test_a_card_that_is_declined_or_unknown_is_a_plain_no(
    stripe: StripePayments, method: str
) -> None:
    with pytest.raises(PaymentDeclined):
        await stripe.capture(PRICE, method, "OB-3", f"capture:{method}")


async def test_a_charge_that_never_was_and_another_currency_are_not_given_back(
    stripe: StripePayments,
) -> None:
    captured = await stripe.capture(PRICE, "pm_card_visa", "OB-4", "capture:4")
    nobodys = await stripe.refund("ch_nobodys", PRICE, "refund:4")
    pounds = await stripe.refund(captured.provider_ref, Money(100, "GBP"), "refund:5")
    assert (nobodys.failure, pounds.failure) == ("charge_not_found", "other_currency")
