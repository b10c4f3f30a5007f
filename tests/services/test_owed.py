"""What is owed, on both databases: the delivery, a fee, a gift, and no more than was captured."""

import asyncio
from dataclasses import replace

import pytest

from onward.domain.life import ShipmentStatus
from onward.domain.money import Money
from onward.domain.refunds import RefundDestination
from onward.domain.returns import Reason, Remedy
from onward.domain.routing import RouteType
from onward.domain.thanks import YEAR
from onward.services import openings, returns
from onward.store import sql, thanks
from tests.services.paying import CHARGED, DELIVERY, ITS_TAX, sent
from tests.services.shop import LINE, Shop, usd

pytestmark = pytest.mark.anyio


async def test_a_german_order_sent_back_whole_gives_back_all_that_was_paid(shop: Shop) -> None:
    await sent(shop, "DE", fee=20_00)
    shown = await openings.preview(shop.world, shop.rosa, LINE, Reason.COLOR, 2)
    two = await openings.start(
        shop.world, shop.rosa, LINE, Reason.COLOR, Remedy.REFUND, 2, shop.key()
    )
    third = await shop.start(line="line-swim")
    refunds = [story.refund for story in (*two, third)]
    assert sum(refund.amount.minor for refund in refunds) == CHARGED
    assert sum(one.shipping.minor for one in refunds if one.shipping) == DELIVERY
    assert sum(one.shipping_tax.minor for one in refunds if one.shipping_tax) == ITS_TAX
    assert shown.refund.amount == refunds[0].amount + refunds[1].amount
    assert [refund.fee for refund in refunds] == [None] * 3


async def test_elsewhere_a_fee_is_kept_and_the_delivery_too(shop: Shop) -> None:
    await sent(shop, "US", fee=4_95)
    shown = await openings.preview(shop.world, shop.rosa, LINE, Reason.COLOR)
    refund = (await shop.start()).refund
    assert (refund.fee, refund.shipping) == (usd(4_95), None)
    assert refund.amount == shown.refund.amount == usd(57_60 - 4_95)
    broken = await openings.preview(shop.world, shop.rosa, LINE, Reason.DEFECTIVE)
    assert broken.refund.amount == usd(57_60)


async def test_who_was_given_a_thing_gets_store_credit(shop: Shop) -> None:
    await sent(shop, "US", gift=True)
    shown = await openings.preview(shop.world, shop.rosa, LINE, Reason.COLOR)
    story = await shop.start()
    assert shown.destination is story.refund.destination is RefundDestination.STORE_CREDIT
    assert story.case.remedy is Remedy.STORE_CREDIT


async def test_what_went_back_before_is_not_there_to_go_back_again(shop: Shop) -> None:
    first = await shop.start()
    story = await returns.return_now(shop.world, shop.rosa, first.case.id, shop.key())
    await shop.settle()
    await shop.scan((await shop.story(story.case.id)).label, ShipmentStatus.IN_TRANSIT)
    await sql.execute("UPDATE charges SET amount_minor = ?", [70_00])
    shown = await openings.preview(shop.world, shop.rosa, LINE, Reason.COLOR)
    second = await shop.start()
    assert shown.refund.amount == second.refund.amount == usd(70_00 - 57_60)
    assert (second.refunded_elsewhere, (await shop.story(first.case.id)).refunded_elsewhere) == (
        57_60,
        0,
    )


async def test_thank_yous_promised_at_once_stay_within_the_years_most(shop: Shop) -> None:
    policy = shop.world.policy
    most = replace(policy, refunds=replace(policy.refunds, bonus_year_minor=4_00))
    shop.world = replace(shop.world, policy=most)
    first = await shop.seeking()
    second = await shop.approved()
    now = await shop.world.clock.now()
    assert first.case.bonus == usd(3_00)
    assert await returns.bonus_left(shop.world, second, now) == usd(1_00)
    promised = await returns.choose_path(
        shop.world, shop.rosa, second.case.id, RouteType.P2P, shop.key()
    )
    assert promised.case.bonus == usd(1_00)
    await returns.return_now(shop.world, shop.rosa, first.case.id, shop.key())
    assert await returns.bonus_left(shop.world, promised, now) == usd(4_00)


async def test_two_promises_in_one_moment_know_of_one_another(shop: Shop) -> None:
    policy = shop.world.policy
    most = replace(policy, refunds=replace(policy.refunds, bonus_year_minor=4_00))
    shop.world = replace(shop.world, policy=most)
    two = [await shop.approved(), await shop.approved()]
    choices = [
        returns.choose_path(shop.world, shop.rosa, story.case.id, RouteType.P2P, shop.key())
        for story in two
    ]
    promised = [story.case.bonus for story in await asyncio.gather(*choices)]
    assert sorted(bonus.minor for bonus in promised if bonus) == [1_00, 3_00]


async def test_a_thank_you_that_was_earned_counts_for_a_year(shop: Shop) -> None:
    story = await shop.matched()
    await shop.scan(story.label, ShipmentStatus.DELIVERED)
    await shop.turn(days=4)
    earned = (await shop.story(story.case.id)).bonus
    assert earned is not None
    later = await shop.world.clock.now()
    since = later - YEAR
    assert await thanks.promised("rosa", "another", since, "USD") == earned.amount
    assert await thanks.promised("rosa", "another", later, "USD") == usd(0)
    assert await thanks.promised("rosa", "another", since, "EUR") == Money(0, "EUR")
    assert await thanks.promised("rosa", story.case.id, since, "USD") == usd(0)
