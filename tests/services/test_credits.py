"""Store credit: given in place of money, spent in the open-box shop, and never twice."""

from dataclasses import replace

import pytest

from onward.domain.credits import METHOD, Credit
from onward.domain.ids import CreditId
from onward.domain.life import PurchaseStatus, RefundStatus, ShipmentStatus, Stage
from onward.domain.returns import Reason, Remedy
from onward.services import credits as store_credit
from onward.services import openings, purchases
from onward.store import cases, ledger, listings
from tests.services.shop import Shop, usd
from tests.services.test_paydays import with_terms

pytestmark = pytest.mark.anyio


async def test_who_chose_store_credit_has_it_at_the_scan_and_no_bank_is_asked(shop: Shop) -> None:
    with_terms(shop, credit_bonus_bp=500)
    policy = shop.world.policy
    remedies = policy.remedies | {"STORE_CREDIT"}
    shop.world = replace(shop.world, policy=replace(policy, remedies=remedies))
    [opened] = await openings.start(
        shop.world, shop.rosa, "line-swim", Reason.UNWANTED, Remedy.STORE_CREDIT, 1, shop.key()
    )
    await shop.settle()
    story = await shop.story(opened.case.id)
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    story = await shop.story(opened.case.id)
    assert story.refund.status is RefundStatus.SUCCEEDED
    assert await store_credit.mine(shop.rosa) == (usd(31_50),)
    assert [one.kind for one in shop.world.payments.movements()] == ["capture"]  # type: ignore[attr-defined]
    memos = {one.memo: one.amount for one in await ledger.of_case(story.case.id)}
    assert {"CREDIT_GRANTED", "CREDIT_BONUS"} <= set(memos)
    await shop.scan(story.label, ShipmentStatus.DELIVERED)
    assert (await shop.story(opened.case.id)).case.stage is Stage.CLOSED


async def test_two_purchases_at_once_cannot_spend_one_credit_and_a_refund_gives_it_back(
    shop: Shop,
) -> None:
    one, other = await shop.seeking(), await shop.seeking()
    assert one.listing is not None
    assert other.listing is not None
    now = await shop.world.clock.now()
    price = one.listing.price + usd(10_00)
    await cases.write_rows(
        [Credit(CreditId("given"), shop.ben.id, one.case.id, price, "REFUND", now)]
    )
    bought = [
        (await purchases.buy(shop.world, shop.ben, listing.id, METHOD, shop.key()))[0]
        for listing in (one.listing, other.listing)
    ]
    await shop.settle()
    left = [await listings.purchase(purchase.id) for purchase in bought]
    statuses = sorted(str(purchase.status) for purchase in left if purchase)
    assert statuses == [PurchaseStatus.CANCELED, PurchaseStatus.PAID]
    paid = next(each for each in left if each and each.status is PurchaseStatus.PAID)
    assert await store_credit.mine(shop.ben) == (price - paid.total,)
    assert len(shop.world.payments.movements()) == 1  # type: ignore[attr-defined]

    await purchases.cancel(shop.world, shop.ben, paid.id, shop.key())
    await shop.settle()
    assert await store_credit.mine(shop.ben) == (price,)
    assert await ledger.owed(paid.case_id) == {}


async def test_its_owner_reads_what_came_and_went_newest_first_and_nobody_else_does(
    shop: Shop,
) -> None:
    story = await shop.seeking()
    assert story.listing is not None
    now = await shop.world.clock.now()
    mine = [
        Credit(CreditId(f"c-{n}"), shop.rosa.id, story.case.id, usd(n), "REFUND", now)
        for n in (1, 2)
    ]
    his = Credit(CreditId("c-3"), shop.ben.id, story.case.id, usd(300_00), "REFUND", now)
    await cases.write_rows([*mine, his])
    moves = await store_credit.moves(shop.rosa, None, 5)
    assert [one.credit for one in moves] == mine[::-1]
    assert {(one.title, one.returned) for one in moves} == {("Linen overshirt", True)}
    at = int(now.timestamp() * 1000)
    after = await store_credit.moves(shop.rosa, (at, "c-2"), 5)
    assert [one.credit for one in after] == mine[:1]
    await shop.turn(seconds=5)
    await purchases.buy(shop.world, shop.ben, story.listing.id, METHOD, shop.key())
    await shop.settle()
    spent, given = await store_credit.moves(shop.ben, None, 5)
    assert (spent.credit.memo, spent.credit.amount.minor < 0, spent.returned) == (
        "SPENT",
        True,
        False,
    )
    assert given.credit == his
