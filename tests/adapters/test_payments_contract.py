"""What every payment provider does, the sandbox and the fake alike."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from onward.adapters.breakdowns import BreakablePayments, Breakdowns
from onward.adapters.payments.sandbox import (
    DECLINED,
    REFUND_FAILS,
    REFUND_FAILS_ONCE,
    REFUND_PENDING,
    VISA,
    SandboxPayments,
)
from onward.domain.money import Money
from onward.domain.refusals import PaymentDeclined
from onward.ports import Movement, Payments
from tests.world import FakePayments

pytestmark = pytest.mark.anyio
PRICE = Money(4_800, "USD")


@dataclass
class UnderTest:
    """A provider, its journal, and its bank's decision about what is pending."""

    payments: Payments
    movements: Callable[[], tuple[Movement, ...]]
    settle_pending: Callable[[str | None], int]

    async def charge(self, method: str = VISA, key: str = "capture:1") -> str:
        return (await self.payments.capture(PRICE, method, "OB-1", key)).provider_ref

    @property
    def balance(self) -> int:
        signs = {"capture": 1, "refund": -1, "payout": -1}
        return sum(signs[moved.kind] * moved.amount.minor for moved in self.movements())


def sandbox(folder: Path) -> UnderTest:
    payments = SandboxPayments(folder)
    return UnderTest(payments, payments.movements, payments.settle_pending)


def breakable(folder: Path) -> UnderTest:
    inner = sandbox(folder)
    payments = BreakablePayments(inner.payments, Breakdowns(folder, "payments"))
    return UnderTest(payments, inner.movements, inner.settle_pending)


def fake(folder: Path) -> UnderTest:
    payments = FakePayments()
    return UnderTest(payments, payments.movements, payments.settle_pending)


@pytest.fixture(params=[sandbox, breakable, fake], ids=["sandbox", "breakable", "fake"])
def each(request: pytest.FixtureRequest, tmp_path: Path) -> UnderTest:
    made: UnderTest = request.param(tmp_path)
    return made


async def test_a_capture_takes_the_money(each: UnderTest) -> None:
    captured = await each.payments.capture(PRICE, VISA, "OB-1", "capture:1")
    assert captured.amount == PRICE
    assert each.movements() == (Movement("capture", captured.provider_ref, PRICE, "capture:1"),)


async def test_the_same_key_captures_once(each: UnderTest) -> None:
    first = await each.payments.capture(PRICE, VISA, "OB-1", "capture:1")
    assert await each.payments.capture(PRICE, VISA, "OB-1", "capture:1") == first
    assert len(each.movements()) == 1


async def test_twenty_at_once_with_one_key_move_money_once(each: UnderTest) -> None:
    charges = await asyncio.gather(*(each.charge() for _ in range(20)))
    assert len(set(charges)) == 1
    assert len(each.movements()) == 1


async def test_two_keys_are_two_captures(each: UnderTest) -> None:
    assert await each.charge(key="capture:1") != await each.charge(key="capture:2")
    assert each.balance == 2 * PRICE.minor


async def test_a_declined_card_moves_nothing_however_often_it_is_tried(each: UnderTest) -> None:
    for _ in range(2):
        with pytest.raises(PaymentDeclined):
            await each.charge(DECLINED)
    assert each.movements() == ()


async def test_a_card_nobody_knows_is_declined(each: UnderTest) -> None:
    with pytest.raises(PaymentDeclined):
        await each.charge("shells")
    assert each.movements() == ()


async def test_a_key_with_another_amount_is_refused_before_money_moves(each: UnderTest) -> None:
    await each.charge()
    with pytest.raises(ValueError, match="capture:1"):
        await each.payments.capture(Money(1, "USD"), VISA, "OB-1", "capture:1")
    assert each.balance == PRICE.minor


async def test_a_refund_gives_the_money_back(each: UnderTest) -> None:
    taken = await each.payments.refund(await each.charge(), PRICE, "refund:1")
    assert (taken.status, taken.failure) == ("succeeded", None)
    assert each.balance == 0


async def test_the_same_key_refunds_once(each: UnderTest) -> None:
    charge = await each.charge()
    first = await each.payments.refund(charge, PRICE, "refund:1")
    assert await each.payments.refund(charge, PRICE, "refund:1") == first
    assert each.balance == 0


async def test_a_refund_key_with_another_amount_is_refused(each: UnderTest) -> None:
    charge = await each.charge()
    await each.payments.refund(charge, Money(100, "USD"), "refund:1")
    with pytest.raises(ValueError, match="refund:1"):
        await each.payments.refund(charge, Money(200, "USD"), "refund:1")
    assert each.balance == PRICE.minor - 100


async def test_no_more_goes_back_than_was_taken(each: UnderTest) -> None:
    charge = await each.charge()
    await each.payments.refund(charge, Money(4_000, "USD"), "refund:1")
    taken = await each.payments.refund(charge, Money(801, "USD"), "refund:2")
    assert (taken.status, taken.failure) == ("failed", "amount_exceeds_charge")
    assert each.balance == 800


async def test_what_is_pending_counts_against_the_charge(each: UnderTest) -> None:
    charge = await each.charge(REFUND_PENDING)
    await each.payments.refund(charge, PRICE, "refund:1")
    taken = await each.payments.refund(charge, Money(1, "USD"), "refund:2")
    assert taken.failure == "amount_exceeds_charge"


async def test_a_refund_that_fails_says_why_and_keeps_failing(each: UnderTest) -> None:
    charge = await each.charge(REFUND_FAILS)
    for key in ("refund:1", "refund:1", "refund:2"):
        taken = await each.payments.refund(charge, PRICE, key)
        assert (taken.status, taken.failure) == ("failed", "expired_or_canceled_card")
    assert each.balance == PRICE.minor


async def test_a_refund_that_fails_once_succeeds_under_another_key(each: UnderTest) -> None:
    charge = await each.charge(REFUND_FAILS_ONCE)
    keys = ("refund:1", "refund:1", "refund:2")
    statuses = [(await each.payments.refund(charge, PRICE, key)).status for key in keys]
    assert statuses == ["failed", "failed", "succeeded"]
    assert each.balance == 0


@pytest.mark.parametrize(
    ("failure", "status", "left"),
    [(None, "succeeded", 0), ("declined", "failed", PRICE.minor)],
)
async def test_a_pending_refund_is_decided_later(
    each: UnderTest, failure: str | None, status: str, left: int
) -> None:
    charge = await each.charge(REFUND_PENDING)
    assert (await each.payments.refund(charge, PRICE, "refund:1")).status == "pending"
    assert each.balance == PRICE.minor
    assert each.settle_pending(failure) == 1
    taken = await each.payments.refund(charge, PRICE, "refund:1")
    assert (taken.status, taken.failure) == (status, failure)
    assert each.balance == left


async def test_an_imported_charge_is_refunded_though_it_was_taken_elsewhere(
    each: UnderTest,
) -> None:
    taken = await each.payments.refund("import:536365", PRICE, "refund:1")
    assert taken.status == "succeeded"
    assert each.balance == -PRICE.minor


async def test_an_imported_charge_may_be_named_after_how_it_behaves(each: UnderTest) -> None:
    taken = await each.payments.refund("card_refund_fails:536365", PRICE, "refund:1")
    assert taken.status == "failed"


async def test_a_payout_reaches_a_person_once_a_key(each: UnderTest) -> None:
    bonus = Money(300, "USD")
    first = await each.payments.pay_out("account:1", bonus, "bonus:1")
    assert await each.payments.pay_out("account:1", bonus, "bonus:1") == first
    assert first.status == "succeeded"
    assert each.movements() == (Movement("payout", "account:1", bonus, "bonus:1"),)


async def test_a_payout_key_with_another_account_is_refused(each: UnderTest) -> None:
    await each.payments.pay_out("account:1", Money(300, "USD"), "bonus:1")
    with pytest.raises(ValueError, match="bonus:1"):
        await each.payments.pay_out("account:2", Money(300, "USD"), "bonus:1")
    assert each.balance == -300
