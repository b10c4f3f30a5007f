"""What the payment provider tells unasked: believed once, in any order, and lost by nobody."""

from dataclasses import replace

import pytest

from onward.domain.events import TaskKind
from onward.domain.ledger import Book
from onward.domain.life import RefundStatus, ShipmentStatus, Stage
from onward.domain.refunds import Refund
from onward.domain.shop import ChargeStatus
from onward.domain.story import Story
from onward.services import payment_news, reconciling
from onward.store import ledger, orders, sql, strange
from tests.services.shop import Shop
from tests.world import FakePayments

pytestmark = pytest.mark.anyio


def bank(shop: Shop) -> FakePayments:
    assert isinstance(shop.world.payments, FakePayments)
    return shop.world.payments


async def tell(shop: Shop, *refs: str) -> None:
    headers, body = bank(shop).hand_in(*refs)
    await payment_news.take_news(shop.world, shop.world.payments.news(headers, body))
    await shop.settle()


async def pay_by(method: str) -> None:
    """The order was paid elsewhere, by a card that behaves like this."""
    await sql.execute("UPDATE charges SET provider_ref = ?", [f"{method}:1001"])


async def pending(shop: Shop) -> tuple[Story, Refund]:
    """A refund that the bank thinks about."""
    await pay_by("card_refund_pending")
    story = await shop.matched()
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    story = await shop.story(story.case.id)
    assert story.refund.status is RefundStatus.PENDING
    return story, story.refund


async def names(story: Story) -> list[str]:
    return [recorded.event.kind for recorded in story.history]


@pytest.mark.parametrize("failure", [None, "account_closed"])
async def test_a_pending_refund_ends_as_the_bank_tells_and_only_once(
    shop: Shop, failure: str | None
) -> None:
    story, refund = await pending(shop)
    bank(shop).settle_pending(failure)
    for _ in range(2):
        await tell(shop, refund.provider_ref or "")
    told = await names(after := await shop.story(story.case.id))
    assert told.count("RefundSucceeded") == (0 if failure else 1)
    assert told.count("RefundFailed") == (1 if failure else 0)
    opened = [one for one in after.tasks if one.kind is TaskKind.REFUND_FAILED]
    assert len(opened) == (1 if failure else 0)


async def test_a_pending_refund_is_asked_about_when_its_webhook_is_lost(shop: Shop) -> None:
    story, _ = await pending(shop)
    await shop.try_again()
    assert (await shop.story(story.case.id)).refund.status is RefundStatus.PENDING
    bank(shop).settle_pending()
    await shop.try_again()
    assert (await shop.story(story.case.id)).refund.status is RefundStatus.SUCCEEDED


async def test_a_refund_that_comes_back_is_owed_again_and_goes_out_again(shop: Shop) -> None:
    story = await shop.matched()
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    refund = (await shop.story(story.case.id)).refund
    bank(shop).bounce(refund.provider_ref or "", "account_closed")
    for _ in range(2):
        await tell(shop, refund.provider_ref or "")
    after = await shop.story(story.case.id)
    assert after.refund.status is RefundStatus.FAILED
    assert list((await ledger.owed(story.case.id)).values()) == [-refund.amount.minor]
    await shop.turn(days=1)
    assert (await shop.story(story.case.id)).refund.status is RefundStatus.SUCCEEDED
    assert await ledger.owed(story.case.id) == {}


async def unheard(shop: Shop, *, done: bool) -> Story:
    """A refund that the provider gave while nobody heard it, or that never reached it."""
    story = await shop.matched()
    (bank(shop).unheard_for if done else bank(shop).down_for)(1)
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    story = await shop.story(story.case.id)
    assert story.refund.status is RefundStatus.SCHEDULED
    return story


async def taken_back(shop: Shop, *, lost: bool) -> None:
    """A bank takes the order's charge back, before the worker tries again."""
    charge = (await orders.charges(["charge-1"]))["charge-1"]
    dispute = bank(shop).open_dispute(charge.provider_ref, charge.amount)
    if lost:
        bank(shop).close_dispute(dispute, won=False)
    headers, body = bank(shop).hand_in(dispute)
    await payment_news.take_news(shop.world, shop.world.payments.news(headers, body))


async def in_the_book() -> int:
    [row] = await sql.fetch("SELECT sum(amount_minor) AS m FROM postings WHERE book = 'PROCESSOR'")
    return int(row["m"])


def at_the_bank(shop: Shop) -> int:
    signs = {"capture": 1, "refund": -1, "payout": -1, "dispute": -1}
    ours = (one for one in bank(shop).movements() if one.key != "long-ago")
    return sum(signs[one.kind] * one.amount.minor for one in ours)


@pytest.mark.parametrize("lost", [False, True])
async def test_a_refund_that_went_out_unheard_before_a_dispute_is_written_down(
    shop: Shop, lost: bool
) -> None:
    story = await unheard(shop, done=True)
    await taken_back(shop, lost=lost)
    kept = (await shop.story(story.case.id)).refund.status
    assert kept is (RefundStatus.CANCELED if lost else RefundStatus.ON_HOLD)
    await shop.try_again()
    after = await shop.story(story.case.id)
    assert after.refund.status is RefundStatus.SUCCEEDED
    assert (await ledger.owed(story.case.id)).keys() == (set() if lost else {Book.CHARGEBACKS})
    assert await in_the_book() == at_the_bank(shop)
    assert [one.done_at for one in after.tasks if one.kind is TaskKind.CHARGEBACK][-1] is None


@pytest.mark.parametrize("lost", [False, True])
async def test_a_refund_that_never_reached_the_bank_stays_kept_back(shop: Shop, lost: bool) -> None:
    story = await unheard(shop, done=False)
    await taken_back(shop, lost=lost)
    await shop.try_again()
    after = await shop.story(story.case.id)
    assert after.refund.status is (RefundStatus.CANCELED if lost else RefundStatus.ON_HOLD)
    assert not [one for one in bank(shop).movements() if one.kind == "refund"]


async def test_a_chargeback_of_the_order_freezes_every_return_of_it_until_it_is_decided(
    shop: Shop,
) -> None:
    """Scenario 43."""
    first, second = await shop.matched(), await shop.start()
    charge = (await orders.charges(["charge-1"]))["charge-1"]
    dispute = bank(shop).open_dispute(charge.provider_ref, charge.amount)
    await tell(shop, dispute, dispute)
    await shop.scan(first.label, ShipmentStatus.IN_TRANSIT)
    stories = [await shop.story(one.case.id) for one in (first, second)]
    assert stories[0].refund.status is RefundStatus.ON_HOLD
    for story in stories:
        assert (await names(story)).count("ChargeDisputed") == 1
        assert any(one.kind is TaskKind.CHARGEBACK for one in story.tasks)
    assert sum(len(story.disputes) for story in stories) == 1
    bank(shop).close_dispute(dispute, won=True)
    await tell(shop, dispute)
    after = await shop.story(first.case.id)
    assert after.refund.status is RefundStatus.SUCCEEDED
    assert (await orders.charges(["charge-1"]))["charge-1"].status is ChargeStatus.CAPTURED


async def test_what_the_bank_paid_is_not_paid_again(shop: Shop) -> None:
    story = await shop.matched()
    charge = (await orders.charges(["charge-1"]))["charge-1"]
    dispute = bank(shop).open_dispute(charge.provider_ref, charge.amount)
    await tell(shop, dispute)
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    bank(shop).close_dispute(dispute, won=False)
    await tell(shop, dispute)
    await shop.scan(story.label, ShipmentStatus.DELIVERED)
    after = await shop.story(story.case.id)
    assert after.refund.status is RefundStatus.CANCELED
    assert not [one for one in bank(shop).movements() if one.kind == "refund"]
    assert await ledger.owed(story.case.id) == {}


@pytest.mark.parametrize("won", [True, False])
async def test_a_case_waits_with_its_thank_you_for_the_bank_and_then_closes_even(
    shop: Shop, won: bool
) -> None:
    story = await shop.matched()
    for status in (ShipmentStatus.IN_TRANSIT, ShipmentStatus.DELIVERED):
        await shop.scan(story.label, status)
    charge_id = story.purchases[0].charge_id or ""
    charge = (await orders.charges([charge_id]))[charge_id]
    dispute = bank(shop).open_dispute(charge.provider_ref, charge.amount)
    await tell(shop, dispute)
    await shop.turn(days=3, minutes=1)
    waiting = await shop.story(story.case.id)
    assert waiting.refund.status is RefundStatus.SUCCEEDED
    assert waiting.bonus is not None
    assert (waiting.case.stage, waiting.bonus.status) == (Stage.CONFIRMED, RefundStatus.ON_HOLD)
    bank(shop).close_dispute(dispute, won=won)
    await tell(shop, dispute)
    after = await shop.story(story.case.id)
    assert after.bonus is not None
    assert (after.case.stage, after.bonus.status) == (Stage.CLOSED, RefundStatus.SUCCEEDED)
    assert await ledger.owed(story.case.id) == {}
    assert (await reconciling.reconcile(shop.world, days=7)).differences == ()


async def test_what_is_about_nothing_of_ours_is_kept_for_a_person(shop: Shop) -> None:
    charge = (await orders.charges(["charge-1"]))["charge-1"]
    rows: list[dict[str, object]] = [
        {"id": "evt_1", "kind": "payout.paused", "at": "2026-11-23T09:00:00Z"},
        told("evt_2", "refund.failed", "ch_elsewhere", "re_1"),
        told("evt_3", "dispute.opened", "ch_elsewhere", "dp_1"),
        told("evt_4", "dispute.opened", charge.provider_ref, "dp_2", minor=charge.amount.minor + 1),
        told("evt_5", "dispute.opened", charge.provider_ref, "dp_3", currency="EUR"),
        told("evt_6", "dispute.opened", charge.provider_ref, "dp_4"),
    ]
    for _ in range(2):
        news = shop.world.payments.news(*bank(shop).signed(*rows))
        await payment_news.take_news(shop.world, news)
    kept = await strange.unseen(10)
    assert sorted(one.kind for one in kept) == ["dispute.opened"] * 4 + [
        "payout.paused",
        "refund.failed",
    ]
    # No return is about that charge yet; one that comes will know.
    now_is = (await orders.charges(["charge-1"]))["charge-1"]
    assert now_is == replace(charge, status=ChargeStatus.DISPUTED)


def told(
    key: str, kind: str, charge: str, subject: str, *, minor: int = 100, currency: str = "USD"
) -> dict[str, object]:
    return {
        "id": key, "kind": kind, "at": "2026-11-23T09:00:00Z", "charge": charge,
        "subject": subject, "minor": minor, "currency": currency, "failure": "unknown",
        "status": "NEEDS_RESPONSE",
    }  # fmt: skip
