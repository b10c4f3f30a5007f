"""The scenarios about money, by their numbers in the list of scenarios (tests/README.md), each told
from its beginning. They are told on SQLite; what databases do differently is tried elsewhere."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from onward.domain.events import TaskKind
from onward.domain.ids import LineId, OrderId, VariantId
from onward.domain.life import ExchangeStatus, RefundStatus, ShipmentStatus, Stage
from onward.domain.refunds import RefundDestination
from onward.domain.refusals import NotAllowed
from onward.domain.returns import Reason, Remedy
from onward.domain.shop import OrderLine
from onward.domain.story import Story
from onward.services import credits as store_credit
from onward.services import (
    exchanges,
    openings,
    payment_news,
    returns,
    support,
    withdrawals,
)
from onward.services.reactions import working
from onward.services.withdrawals import Declarant
from onward.store import cases, ledger
from tests.api.asking import ask
from tests.journeys.shops import photoless_shop
from tests.services.giving import GIVER, HANA, given_away, mail, opened_by
from tests.services.paying import sent
from tests.services.shop import Shop, usd
from tests.services.wishing import sell
from tests.world import FakePayments

pytestmark = pytest.mark.anyio
S = ShipmentStatus


@pytest.fixture
async def shop(database_url: str) -> AsyncIterator[Shop]:
    async with photoless_shop(database_url) as shop:
        yield shop


def bank(shop: Shop) -> FakePayments:
    assert isinstance(shop.world.payments, FakePayments)
    return shop.world.payments


def refunds(shop: Shop) -> list[int]:
    """What went back to anybody, in minor units."""
    return [one.amount.minor for one in bank(shop).movements() if one.kind == "refund"]


async def paid_by(shop: Shop, method: str) -> Story:
    """A shirt on its way to the warehouse, of an order that was paid by that card."""
    story = await shop.start(Reason.DEFECTIVE)
    assert story.charge is not None
    taken = await bank(shop).capture(story.charge.amount, method, "order-1", method)
    await cases.write_rows([replace(story.charge, provider_ref=taken.provider_ref)])
    return story


async def test_23_an_agent_who_taps_twice_refunds_once(shop: Shop) -> None:
    story = await paid_by(shop, "card_refund_fails_once")
    await shop.scan(story.label, S.IN_TRANSIT)
    story = await shop.story(story.case.id)
    [task] = [one for one in story.tasks if one.kind is TaskKind.REFUND_FAILED]
    taps = [support.finish_task(shop.world, shop.ada, task.id, shop.key()) for _ in range(2)]
    tapped = await asyncio.gather(*taps, return_exceptions=True)
    assert sorted(isinstance(one, NotAllowed) for one in tapped) == [False, True]
    await shop.turn(days=3)
    assert refunds(shop) == [57_60]


async def test_25_of_a_discounted_line_every_cent_goes_back_and_none_twice(shop: Shop) -> None:
    line = OrderLine(
        LineId("line-three"), OrderId("order-1"), VariantId("V-M"), "Linen overshirt", 3,
        usd(33_33), usd(10_00), usd(0),
    )  # fmt: skip
    await cases.write_rows([line])
    given = (line.id, Reason.DEFECTIVE, Remedy.REFUND, 3, shop.key())
    three = await openings.start(shop.world, shop.rosa, *given)
    await shop.settle()
    for story in three:
        await shop.scan((await shop.story(story.case.id)).label, S.IN_TRANSIT)
    assert sum(refunds(shop)) == 3 * 33_33 - 10_00
    assert max(refunds(shop)) - min(refunds(shop)) <= 1


async def test_38_who_was_given_a_thing_has_store_credit_and_no_card_is_touched(
    shop: Shop,
) -> None:
    await sent(shop, "US", gift=True)
    story = await shop.start(Reason.DEFECTIVE)
    await shop.scan(story.label, S.IN_TRANSIT)
    story = await shop.story(story.case.id)
    assert story.refund.destination is RefundDestination.STORE_CREDIT
    assert await store_credit.mine(shop.rosa) == (story.refund.amount,)
    assert refunds(shop) == []


async def test_38_who_has_the_receipt_sends_it_back_and_its_giver_hears_nothing(shop: Shop) -> None:
    await given_away(shop)
    hers = """{ viewer { orders { nodes { total { amountMinor } papers { number }
      withdrawal { lines { pieces } acknowledged { number } } lines {
      returnable returnUntil notReturnableBecause { code } returns { id } } } } } }"""
    before = await ask(shop, shop.rosa, hers)
    giver, shop = shop.rosa, await opened_by(shop)
    story = await shop.start(Reason.DEFECTIVE)
    await shop.scan(story.label, S.IN_TRANSIT)
    await shop.scan(story.label, S.DELIVERED)
    await shop.turn(days=30)
    story = await shop.story(story.case.id)
    assert story.refund.status is RefundStatus.SUCCEEDED
    assert await store_credit.mine(shop.rosa) == (story.refund.amount,)
    assert await store_credit.mine(giver) == ()
    assert (mail(shop).to(GIVER), refunds(shop)) == ([], [])
    assert len(mail(shop).to(HANA)) >= 3
    assert await ask(shop, giver, hers) == before
    [line, *_] = before["viewer"]["orders"]["nodes"][0]["lines"]
    assert (line["returnable"], line["notReturnableBecause"]["code"]) == (0, "GIVEN_AWAY")
    seen = "query($id: ID!) { returnCase(id: $id) { id photos { url } } }"
    assert await ask(shop, giver, seen, id=story.case.id) == {"returnCase": None}
    assert await ask(shop, giver, "{ viewer { returns { nodes { id } } } }") == {
        "viewer": {"returns": {"nodes": []}}
    }


async def test_39_the_first_scan_lets_the_right_size_go(shop: Shop) -> None:
    await sell("V-L")
    story = await shop.approved()
    await exchanges.hold(shop.world, shop.rosa, story.case.id, "V-L", shop.key())
    await returns.return_now(shop.world, shop.rosa, story.case.id, shop.key())
    await shop.settle()
    story = await shop.story(story.case.id)
    assert story.exchange is not None
    assert story.exchange.status is ExchangeStatus.HELD
    await shop.scan(story.label, S.IN_TRANSIT)
    story = await shop.story(story.case.id)
    assert story.exchange is not None
    assert story.exchange.status is ExchangeStatus.RELEASED
    assert await ledger.owed(story.case.id) == {}


async def test_40_a_withdrawal_is_acknowledged_with_its_date_before_any_way_is_chosen(
    shop: Shop,
) -> None:
    await sent(shop, "DE")
    policy = shop.world.policy
    here = replace(policy, warehouse=replace(policy.warehouse, country="DE"))
    shop.world = replace(shop.world, policy=here)
    shop.without_sums()
    right = await withdrawals.right(shop.world, shop.rosa, "order-1")
    assert right.because is None
    rosa = Declarant("Rosa Marin", "rosa@example.com")
    wanted = {line.line_id: line.pieces for line in right.lines}
    notice = await withdrawals.confirm(shop.world, shop.rosa, "order-1", wanted, rosa, shop.key())
    await working.drain(shop.world)
    letter = shop.world.mail.to("rosa@example.com")[0]  # type: ignore[attr-defined]
    assert notice.number in letter.text
    assert "Mon 23 Nov 2026, 01:00:00 PST" in letter.text
    story = await shop.story(notice.case_id)
    assert (story.case.stage, story.case.listing_id, story.label) == (Stage.DRAFTED, None, None)
    await returns.return_now(shop.world, shop.rosa, story.case.id, shop.key())
    await shop.settle()
    await shop.scan((await shop.story(story.case.id)).label, S.IN_TRANSIT)
    story = await shop.story(story.case.id)
    assert story.refund.status is RefundStatus.SUCCEEDED
    assert (story.refund.fee, story.refund.shipping is not None) == (None, True)


async def test_41_in_europe_it_is_paid_by_the_day_of_the_law_without_the_buyers_word(
    shop: Shop,
) -> None:
    await sent(shop, "DE")
    policy = shop.world.policy
    waits = replace(policy.refunds, high_minor=1)
    shop.world = replace(shop.world, policy=replace(policy, refunds=waits))
    story = await shop.start(Reason.DEFECTIVE)
    await shop.scan(story.label, S.IN_TRANSIT)
    story = await shop.story(story.case.id)
    assert (story.refund.status, story.refund.due_at is not None) == (RefundStatus.ESTIMATED, True)
    last = (story.refund.due_at or story.case.opened_at) - await shop.world.clock.now()
    assert last <= timedelta(days=15)
    await shop.turn(seconds=last.total_seconds() - 3600)
    story = await shop.story(story.case.id)
    assert story.refund.status is RefundStatus.SUCCEEDED
    assert story.case.stage is not Stage.CONFIRMED


async def test_42_a_failed_refund_reaches_the_shopper_an_agent_and_another_try(
    shop: Shop,
) -> None:
    story = await paid_by(shop, "card_refund_fails_once")
    letters = len(shop.world.mail.to("rosa@example.com"))  # type: ignore[attr-defined]
    await shop.scan(story.label, S.IN_TRANSIT)
    story = await shop.story(story.case.id)
    assert story.refund.status is RefundStatus.FAILED
    assert TaskKind.REFUND_FAILED in {one.kind for one in story.tasks if one.done_at is None}
    assert len(shop.world.mail.to("rosa@example.com")) > letters  # type: ignore[attr-defined]
    await shop.turn(hours=1)
    assert (await shop.story(story.case.id)).refund.status is RefundStatus.SUCCEEDED
    assert refunds(shop) == [57_60]


async def test_43_while_a_charge_is_disputed_the_scan_pays_nothing(shop: Shop) -> None:
    story = await shop.matched()
    assert story.charge is not None
    dispute = bank(shop).open_dispute(story.charge.provider_ref, story.charge.amount)
    headers, body = bank(shop).hand_in(dispute)
    await payment_news.take_news(shop.world, shop.world.payments.news(headers, body))
    await shop.scan(story.label, S.IN_TRANSIT)
    assert (await shop.story(story.case.id)).refund.status is RefundStatus.ON_HOLD
    assert refunds(shop) == []
