"""What every payment provider does, the sandbox and the fake alike."""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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
from onward.adapters.payments.webhooks import HEADER, signed_news
from onward.domain.disputes import DisputeStatus
from onward.domain.money import Money
from onward.domain.refusals import BadInput, ForgedWebhook, PaymentDeclined
from onward.ports import Movement, NewsKind, PaymentNews, Payments
from tests.fakes.payments import SECRET as FAKE_SECRET
from tests.world import FakePayments

pytestmark = pytest.mark.anyio
PRICE = Money(4_800, "USD")


@dataclass
class UnderTest:
    """A provider, and the same again as its bank may speak to it."""

    payments: Payments
    bank: SandboxPayments | FakePayments

    def movements(self) -> tuple[Movement, ...]:
        return self.bank.movements()

    def news(self, *refs: str) -> tuple[PaymentNews, ...]:
        return self.payments.news(*self.bank.hand_in(*refs))

    async def charge(self, method: str = VISA, key: str = "capture:1") -> str:
        return (await self.payments.capture(PRICE, method, "OB-1", key)).provider_ref

    @property
    def balance(self) -> int:
        signs = {"capture": 1, "refund": -1, "payout": -1, "dispute": -1}
        return sum(signs[moved.kind] * moved.amount.minor for moved in self.movements())


def sandbox(folder: Path) -> UnderTest:
    payments = SandboxPayments(folder)
    return UnderTest(payments, payments)


def breakable(folder: Path) -> UnderTest:
    inner = SandboxPayments(folder)
    return UnderTest(BreakablePayments(inner, Breakdowns(folder, "payments")), inner)


def fake(folder: Path) -> UnderTest:
    payments = FakePayments()
    return UnderTest(payments, payments)


@pytest.fixture(params=[sandbox, breakable, fake], ids=["sandbox", "breakable", "fake"])
def each(request: pytest.FixtureRequest, tmp_path: Path) -> UnderTest:
    made: UnderTest = request.param(tmp_path)
    return made


async def test_a_capture_takes_the_money(each: UnderTest) -> None:
    captured = await each.payments.capture(PRICE, VISA, "OB-1", "capture:1")
    assert captured.amount == PRICE
    (moved,) = each.movements()
    assert (moved.kind, moved.charge_ref, moved.provider_ref, moved.amount, moved.key) == (
        "capture",
        captured.provider_ref,
        captured.provider_ref,
        PRICE,
        "capture:1",
    )


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


@pytest.mark.parametrize("method", [VISA, REFUND_FAILS, REFUND_PENDING])
async def test_a_refund_is_found_again_by_its_key_and_looking_moves_nothing(
    each: UnderTest, method: str
) -> None:
    charge = await each.charge(method)
    assert await each.payments.refund_under(charge, "refund:1") is None
    given = await each.payments.refund(charge, PRICE, "refund:1")
    balance = each.balance
    assert await each.payments.refund_under(charge, "refund:1") == given
    assert await each.payments.refund_under(charge, "refund:2") is None
    assert each.balance == balance


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
    assert each.bank.settle_pending(failure) == 1
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
    (moved,) = each.movements()
    assert (moved.kind, moved.charge_ref, moved.amount) == ("payout", "account:1", bonus)


async def test_a_payout_key_with_another_account_is_refused(each: UnderTest) -> None:
    await each.payments.pay_out("account:1", Money(300, "USD"), "bonus:1")
    with pytest.raises(ValueError, match="bonus:1"):
        await each.payments.pay_out("account:2", Money(300, "USD"), "bonus:1")
    assert each.balance == -300


@pytest.mark.parametrize("minor", [0, -100])
async def test_nothing_or_less_is_never_moved(each: UnderTest, minor: int) -> None:
    nothing, charge = Money(minor, "USD"), await each.charge()
    with pytest.raises(PaymentDeclined):
        await each.payments.capture(nothing, VISA, "OB-2", "capture:2")
    taken = await each.payments.refund(charge, nothing, "refund:1")
    assert (taken.status, taken.failure) == ("failed", "amount_not_positive")
    assert (await each.payments.pay_out("account:1", nothing, "bonus:1")).status == "failed"
    assert each.balance == PRICE.minor


async def test_another_currency_is_not_given_back(each: UnderTest) -> None:
    taken = await each.payments.refund(await each.charge(), Money(1, "GBP"), "refund:1")
    assert (taken.status, taken.failure) == ("failed", "amount_exceeds_charge")


async def test_a_card_is_known_again_and_the_test_cards_are_everybodys(each: UnderTest) -> None:
    hers = [f"{VISA}__ada", f"{VISA}__ada", f"{VISA}__ben", VISA]
    prints = [
        (await each.payments.capture(PRICE, method, "OB-1", f"capture:{n}")).fingerprint
        for n, method in enumerate(hers)
    ]
    assert prints[0] == prints[1] is not None
    assert prints[2] not in (prints[0], None)
    assert prints[3] is None


async def test_the_bank_may_send_a_refund_back_after_it_took_it(each: UnderTest) -> None:
    charge = await each.charge()
    first = await each.payments.refund(charge, PRICE, "refund:1")
    each.bank.bounce(first.provider_ref, "account_closed")
    (told,) = each.news(first.provider_ref)
    assert (told.kind, told.subject, told.failure, told.amount, told.charge_ref) == (
        NewsKind.REFUND_FAILED,
        first.provider_ref,
        "account_closed",
        PRICE,
        charge,
    )
    assert each.balance == PRICE.minor
    assert (await each.payments.refund(charge, PRICE, "refund:2")).status == "succeeded"


async def test_a_pending_refund_that_succeeds_is_told(each: UnderTest) -> None:
    charge = await each.charge(REFUND_PENDING)
    taken = await each.payments.refund(charge, PRICE, "refund:1")
    each.bank.settle_pending()
    (told,) = each.news(taken.provider_ref)
    assert (told.kind, told.subject) == (NewsKind.REFUND_SUCCEEDED, taken.provider_ref)


@pytest.mark.parametrize(("won", "balance"), [(True, PRICE.minor), (False, 0)])
async def test_a_dispute_takes_the_money_until_it_is_won(
    each: UnderTest, won: bool, balance: int
) -> None:
    charge = await each.charge()
    dispute = each.bank.open_dispute(charge, PRICE)
    (told,) = each.news(dispute)
    assert (told.kind, told.subject, told.charge_ref, told.amount, told.status) == (
        NewsKind.CHARGE_DISPUTED,
        dispute,
        charge,
        PRICE,
        DisputeStatus.NEEDS_RESPONSE,
    )
    assert each.balance == 0
    assert (await each.payments.refund(charge, PRICE, "refund:1")).failure == "charge_disputed"
    each.bank.close_dispute(dispute, won=won)
    (closed,) = each.news(dispute)
    assert closed.kind is NewsKind.DISPUTE_CLOSED
    assert closed.status is (DisputeStatus.WON if won else DisputeStatus.LOST)
    assert closed.key != told.key
    assert each.balance == balance
    again = await each.payments.refund(charge, PRICE, "refund:2")
    assert again.status == ("succeeded" if won else "failed")


async def test_what_nobody_here_knows_is_news_for_a_person(each: UnderTest) -> None:
    row = {"id": "evt_1", "kind": "payout.paused", "at": "2026-11-23T09:00:00Z", "note": "why"}
    (told,) = each.payments.news(*signed(each, row))
    assert (told.kind, told.told, told.key) == (NewsKind.UNKNOWN, "payout.paused", "evt_1")
    assert "why" in told.body


async def test_only_a_genuine_message_of_now_for_this_body_is_believed(each: UnderTest) -> None:
    charge = await each.charge()
    headers, body = each.bank.hand_in(each.bank.open_dispute(charge, PRICE))
    old, _ = signed_news(secret(each), [], time.time() - 301)
    ahead, _ = signed_news(secret(each), [], time.time() + 301)
    endless = {HEADER: f"t={'9' * 5000},v1=00"}
    for given, sent in [
        ({}, body),
        (headers, body + b" "),
        (signed_news(b"another", [], time.time())[0], b'{"news":[]}'),
        (old, b'{"news":[]}'),
        (ahead, b'{"news":[]}'),
        (endless, body),
        ({HEADER: "v1=,t="}, body),
    ]:
        with pytest.raises(ForgedWebhook):
            each.payments.news(given, sent)


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": ""},
        {"id": "x" * 201},
        {"at": "yesterday"},
        {"at": "2026-11-23T09:00:00"},
        {"at": "0001-01-01T00:00:00+23:59"},
        {"minor": 0},
        {"minor": -5},
        {"minor": True},
        {"minor": 10**16},
        {"minor": "100"},
        {"currency": "usd"},
        {"currency": "DOLLAR"},
        {"subject": None},
        {"subject": "x" * 81},
        {"charge": "a\0b"},
        {"status": "SETTLED"},
    ],
    ids=str,
)
async def test_genuine_news_that_makes_no_sense_is_refused(
    each: UnderTest, wrong: dict[str, object]
) -> None:
    row = {
        "id": "evt_1", "kind": "dispute.opened", "at": "2026-11-23T09:00:00Z", "subject": "dp_1",
        "charge": "ch_1", "minor": 100, "currency": "USD", "status": "NEEDS_RESPONSE",
    }  # fmt: skip
    assert each.payments.news(*signed(each, row))
    with pytest.raises(BadInput):
        each.payments.news(*signed(each, {**row, **wrong}))


async def test_a_body_that_is_no_news_is_refused(each: UnderTest) -> None:
    for rows in ([], [7]):
        with pytest.raises(BadInput):
            each.payments.news(*signed(each, *rows))


async def test_what_moved_since_is_told_and_what_came_back_is_not(each: UnderTest) -> None:
    now = datetime.now(UTC)
    charge = await each.charge()
    refund = await each.payments.refund(charge, Money(100, "USD"), "refund:1")
    await each.payments.pay_out("account:1", Money(300, "USD"), "bonus:1")
    each.bank.close_dispute(each.bank.open_dispute(charge, PRICE), won=True)
    each.bank.open_dispute(charge, Money(500, "USD"))
    moved = await each.payments.moved_since(now - timedelta(minutes=1))
    assert [one.kind for one in moved] == ["capture", "refund", "payout", "dispute"]
    assert moved[1].provider_ref == refund.provider_ref
    assert await each.payments.moved_since(now + timedelta(hours=1)) == ()


def secret(each: UnderTest) -> bytes:
    return FAKE_SECRET if isinstance(each.bank, FakePayments) else b"sandbox"


def signed(each: UnderTest, *rows: object) -> tuple[dict[str, str], bytes]:
    return signed_news(secret(each), rows, time.time())  # type: ignore[arg-type]
