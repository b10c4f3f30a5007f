"""The other size opened by another customer: two cases that move as one, on both databases; one
piece, one owner, nobody's card charged, and both books balanced when the cases close."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from onward.domain.exchanges import ExchangeFrom
from onward.domain.ids import CaseId, ChargeId, ContactId, LineId, OrderId, VariantId
from onward.domain.life import (
    ExchangeStatus,
    ListingStatus,
    MatchStatus,
    PurchaseStatus,
    RefundStatus,
    ShipmentStatus,
    Stage,
)
from onward.domain.refusals import NotAllowed, Refusal, WrongStage
from onward.domain.returns import Reason, Remedy
from onward.domain.routing import RouteType
from onward.domain.shipping import Destination
from onward.domain.shop import Charge, ChargeStatus, Contact, Order, OrderKind, OrderLine
from onward.domain.stops import Stop, StopReason, StopScope
from onward.domain.story import Story
from onward.ports import Address
from onward.services import (
    claims,
    condition,
    exchanges,
    openings,
    pausing,
    purchases,
    reactions,
    releases,
    returns,
)
from onward.store import cases, ledger, orders, sql
from tests.services.shop import Shop, usd

pytestmark = pytest.mark.anyio
Status = ShipmentStatus
# Rosa's shirt is worth 57.60; Cleo's in L is on offer for 20% less than 60.00.
WORTH, OPENED = 57_60, 48_00


async def on_offer(shop: Shop) -> Story:
    """Cleo's shirt in L, too large for her, shown and on offer in the open-box shop."""
    [variant] = (await orders.variants(["V-M"])).values()
    large = replace(variant, id=VariantId("V-L"), sku="V-L", size="L", price=usd(60_00))
    await orders.add_variants([large])
    now = await shop.world.clock.now()
    order = Order(
        OrderId("order-cleo"), "1002", OrderKind.SHOP, shop.cleo.id, ContactId("c-Cleo"),
        now - timedelta(days=6), now - timedelta(days=3), "US", "ID", "837", "USD",
        ChargeId("charge-cleo"), "America/Boise",
    )  # fmt: skip
    line = OrderLine(
        LineId("line-cleo"), order.id, large.id, "Linen overshirt", 1, usd(60_00), usd(0), usd(0)
    )
    taken = await shop.world.payments.capture(usd(60_00), "card_cleo_1881", order.id, "her-own")
    charge = Charge(
        ChargeId("charge-cleo"), order.id, ChargeStatus.CAPTURED, usd(60_00), "card_cleo_1881",
        taken.provider_ref, order.placed_at,
    )  # fmt: skip
    async with sql.transaction():
        await cases.write_rows([order, charge, line])
    [story] = await openings.start(
        shop.world, shop.cleo, line.id, Reason.SIZE_TOO_LARGE, Remedy.REFUND, 1, shop.key()
    )
    await shop.settle()
    category = shop.world.policy.category("clothing")
    for shot in category.shots:
        await shop.photograph(story, shot, by=shop.cleo)
    said = {question.key: question.good for question in category.questions}
    await condition.submit(shop.world, shop.cleo, story.case.id, said, shop.key())
    await shop.settle()
    await returns.choose_path(shop.world, shop.cleo, story.case.id, RouteType.P2P, shop.key())
    await shop.settle()
    return await shop.story(story.case.id)


async def started(shop: Shop) -> Story:
    story = await shop.start()
    await returns.return_now(shop.world, shop.rosa, story.case.id, shop.key())
    await shop.settle()
    return await shop.story(story.case.id)


async def both(shop: Shop) -> tuple[Story, Story]:
    """Rosa's return and Cleo's, which is held for her in exchange."""
    theirs, mine = await on_offer(shop), await started(shop)
    await exchanges.hold(shop.world, shop.rosa, mine.case.id, "V-L", shop.key())
    await shop.settle()
    return await shop.story(mine.case.id), await shop.story(theirs.case.id)


async def again(shop: Shop, *stories: Story) -> list[Story]:
    return [await shop.story(story.case.id) for story in stories]


async def charged(shop: Shop) -> int:
    return len([one for one in shop.world.payments.moved if one.kind == "capture"])  # type: ignore[attr-defined]


async def test_an_opened_piece_comes_before_a_fresh_one(shop: Shop) -> None:
    await on_offer(shop)
    choice = await exchanges.choice(shop.world, await started(shop))
    [piece] = choice.alternatives
    assert (piece.source, piece.price) == (ExchangeFrom.OPEN_BOX, usd(OPENED))
    assert piece.rest.net == usd(WORTH - OPENED)


async def test_it_is_held_without_a_cent_from_a_card(shop: Shop) -> None:
    await on_offer(shop)
    before = await charged(shop)
    mine, theirs = await both_after(shop)
    assert await charged(shop) == before
    assert mine.exchange
    assert theirs.listing
    assert theirs.match
    assert (mine.exchange.source, mine.exchange.status) == (
        ExchangeFrom.OPEN_BOX,
        ExchangeStatus.HELD,
    )
    assert theirs.listing.status is ListingStatus.HELD
    assert theirs.match.until == theirs.listing.ends_at
    assert theirs.case.stage is Stage.SEEKING
    [purchase] = theirs.purchases
    assert (purchase.status, purchase.charge_id) == (PurchaseStatus.RESERVED, None)
    [order] = theirs.sales
    assert (order.kind, order.number) == (OrderKind.EXCHANGE, f"EX-{mine.case.reference}")
    assert mine.refund.amount == usd(WORTH - OPENED)
    held_until = await exchanges.held_until(mine.exchange)
    assert held_until == theirs.listing.ends_at


async def both_after(shop: Shop) -> tuple[Story, Story]:
    mine = await started(shop)
    mine = await exchanges.hold(shop.world, shop.rosa, mine.case.id, "V-L", shop.key())
    await shop.settle()
    assert mine.exchange
    assert mine.exchange.order_id
    found = await purchases.purchase_of(shop.rosa, mine.exchange.order_id)
    assert found
    mine, theirs = await again(shop, mine, found[1])
    return mine, theirs


async def test_the_scan_makes_it_theirs_and_both_books_balance(shop: Shop) -> None:
    mine, theirs = await both(shop)
    before = await charged(shop)
    await shop.scan(mine.label, Status.IN_TRANSIT)
    mine, theirs = await again(shop, mine, theirs)
    assert mine.exchange
    assert mine.exchange.status is ExchangeStatus.RELEASED
    assert mine.refund.status is RefundStatus.SUCCEEDED
    assert mine.refund.amount == usd(WORTH - OPENED)
    assert (theirs.case.stage, theirs.purchases[0].status) == (
        Stage.AWAITING_DROPOFF,
        PurchaseStatus.PAID,
    )
    assert theirs.label
    assert theirs.label.destination is Destination.BUYER
    assert await charged(shop) == before
    await shop.scan(mine.label, Status.DELIVERED)
    await shop.scan(theirs.label, Status.IN_TRANSIT)
    await shop.scan(theirs.label, Status.DELIVERED)
    await claims.confirm(shop.world, shop.rosa, theirs.purchases[0].id, shop.key())
    await shop.settle()
    mine, theirs = await again(shop, mine, theirs)
    assert mine.case.stage is theirs.case.stage is Stage.CLOSED
    for story in (mine, theirs):
        assert await balanced(story.case.id)
    delivered = await orders.read(theirs.purchases[0].id)
    assert delivered
    assert delivered.delivered_at


async def test_it_can_be_sent_on_as_a_piece_that_two_have_opened(shop: Shop) -> None:
    mine, theirs = await both(shop)
    await shop.scan(mine.label, Status.IN_TRANSIT)
    [theirs] = await again(shop, theirs)
    await shop.scan(theirs.label, Status.IN_TRANSIT)
    await shop.scan(theirs.label, Status.DELIVERED)
    [line] = await orders.lines([theirs.purchases[0].id])
    back = await shop.start(Reason.UNWANTED, line.id)
    assert back.unit.hops == 1
    assert back.refund.amount == usd(OPENED)
    assert back.refund.charge_id == mine.order.charge_id


async def test_who_cancels_after_the_scan_has_the_money_back_where_it_came_from(
    shop: Shop,
) -> None:
    mine, theirs = await both(shop)
    await shop.scan(mine.label, Status.IN_TRANSIT)
    [theirs] = await again(shop, theirs)
    await purchases.cancel(shop.world, shop.rosa, theirs.purchases[0].id, shop.key())
    await shop.settle()
    mine, theirs = await again(shop, mine, theirs)
    refund = theirs.buyer_refund(theirs.purchases[0])
    assert refund
    assert (refund.status, refund.amount) == (RefundStatus.SUCCEEDED, usd(OPENED))
    assert refund.charge_id == mine.order.charge_id
    assert (refund.amount + mine.refund.amount).minor == WORTH
    assert not await ledger.owed(theirs.case.id)


@pytest.mark.parametrize("way", ["drop", "withdraw", "expire", "cancel", "switch", "window"])
async def test_a_piece_nobody_waits_for_any_more_is_given_back(shop: Shop, way: str) -> None:
    mine, theirs = await both(shop)
    world, case_id = shop.world, mine.case.id
    match way:
        case "drop":
            await exchanges.drop(world, shop.rosa, case_id, shop.key())
        case "withdraw":
            await returns.withdraw(world, shop.rosa, case_id, shop.key())
        case "cancel":
            await purchases.cancel(world, shop.rosa, theirs.purchases[0].id, shop.key())
        case "expire":
            await shop.turn(days=31)
        case "window":
            await shop.turn(hours=73)
        case "switch":
            [large] = (await orders.variants(["V-L"])).values()
            fresh = replace(large, id=VariantId("V-XL"), sku="V-XL", size="XL", price=usd(50_00))
            await orders.add_variants([fresh])
            await exchanges.hold(world, shop.rosa, case_id, "V-XL", shop.key())
    await shop.settle()
    mine, theirs = await again(shop, mine, theirs)
    assert mine.exchanges[0].status is ExchangeStatus.ENDED
    assert theirs.matches[0].status is MatchStatus.RELEASED
    assert theirs.purchases[0].status is PurchaseStatus.CANCELED
    assert theirs.listing
    over = way in ("expire", "window")
    assert theirs.listing.status is (ListingStatus.CLOSED if over else ListingStatus.LIVE)
    named = usd(WORTH - 50_00) if way == "switch" else usd(WORTH)
    assert mine.refund.amount == named
    letters = shop.world.mail.to("rosa@example.com")  # type: ignore[attr-defined]
    assert any("is gone" in letter.subject for letter in letters) is (way == "window")


async def test_when_the_other_one_keeps_it_the_refund_is_whole_again(shop: Shop) -> None:
    mine, theirs = await both(shop)
    await returns.withdraw(shop.world, shop.cleo, theirs.case.id, shop.key())
    await shop.settle()
    mine, theirs = await again(shop, mine, theirs)
    assert mine.exchange
    assert (mine.exchange.status, mine.exchange.because) == (ExchangeStatus.ENDED, "SOLD_OUT")
    assert mine.refund.amount == usd(WORTH)
    letters = shop.world.mail.to("rosa@example.com")  # type: ignore[attr-defined]
    assert any("is gone" in letter.subject for letter in letters)
    await shop.scan(mine.label, Status.IN_TRANSIT)
    [mine] = await again(shop, mine)
    assert (mine.refund.status, mine.refund.amount) == (RefundStatus.SUCCEEDED, usd(WORTH))


async def test_a_piece_that_went_at_the_very_moment_of_the_scan_pays_the_whole_refund(
    shop: Shop,
) -> None:
    mine, theirs = await both(shop)
    # Nobody has heard of it yet when the scan comes in.
    await returns.withdraw(shop.world, shop.cleo, theirs.case.id, shop.key())
    await shop.scan(mine.label, Status.IN_TRANSIT)
    mine, theirs = await again(shop, mine, theirs)
    assert mine.exchange
    assert mine.exchange.status is ExchangeStatus.ENDED
    assert (mine.refund.status, mine.refund.amount) == (RefundStatus.SUCCEEDED, usd(WORTH))
    assert theirs.purchases[0].status is PurchaseStatus.CANCELED


async def test_a_scan_told_twice_and_an_effect_run_twice_give_it_once(shop: Shop) -> None:
    mine, theirs = await both(shop)
    for _ in range(2):
        await shop.scan(mine.label, Status.IN_TRANSIT)
    for story in await again(shop, mine, theirs):
        for told in story.history:
            for effect in reactions.REACTIONS.get(told.event.kind, ()):
                if effect.__module__ == releases.__name__:
                    assert await effect(shop.world, told, story) == story
    mine, theirs = await again(shop, mine, theirs)
    kinds = [told.event.kind for told in (*mine.history, *theirs.history)]
    assert kinds.count("ExchangeReleased") == kinds.count("Matched") == 1


async def test_one_piece_is_held_for_one_of_many_who_reach_for_it(shop: Shop) -> None:
    """Rosa in exchange and Ben with his card, all at once and more than once."""
    theirs, mine = await on_offer(shop), await started(shop)
    assert theirs.listing
    listing_id = theirs.listing.id

    async def exchange(number: int) -> bool:
        try:
            await exchanges.hold(shop.world, shop.rosa, mine.case.id, "V-L", f"hold-{number}")
        except Refusal:
            return False
        return True

    async def buy(number: int) -> bool:
        try:
            await purchases.buy(shop.world, shop.ben, listing_id, "card_visa_4242", f"buy-{number}")
        except Refusal:
            return False
        return True

    won = await asyncio.gather(*(call(n) for n in range(6) for call in (exchange, buy)))
    await shop.settle()
    mine, theirs = await again(shop, mine, theirs)
    alive = [one for one in theirs.matches if one.status is not MatchStatus.RELEASED]
    assert len(alive) == 1
    assert any(won)
    opened = [one for one in mine.exchanges if one.source is ExchangeFrom.OPEN_BOX]
    assert len(opened) == (1 if alive[0].buyer_id == shop.rosa.id else 0)
    if opened:
        assert opened[0].order_id == alive[0].purchase_id


async def test_two_who_want_each_others_piece_do_not_block_each_other(shop: Shop) -> None:
    theirs, mine = await on_offer(shop), await shop.seeking()
    wishes = ((shop.rosa, mine, "V-L"), (shop.cleo, theirs, "V-M"))
    await asyncio.gather(
        *(
            exchanges.hold(shop.world, viewer, story.case.id, variant_id, shop.key())
            for viewer, story, variant_id in wishes
        )
    )
    await shop.settle()
    mine, theirs = await again(shop, mine, theirs)
    for one, other in ((mine, theirs), (theirs, mine)):
        assert one.exchange
        assert one.exchange.status is ExchangeStatus.HELD
        assert other.match
        assert other.match.purchase_id == one.exchange.order_id


async def test_a_piece_the_merchant_stops_ends_the_exchange(shop: Shop) -> None:
    mine, theirs = await both(shop)
    await pausing.pause(shop.world, Stop(StopScope.SKU, "V-L"), StopReason.RECALL)
    await shop.settle()
    mine, theirs = await again(shop, mine, theirs)
    assert mine.exchange
    assert mine.exchange.status is ExchangeStatus.ENDED
    assert mine.refund.amount == usd(WORTH)
    assert theirs.listing
    assert theirs.listing.status is ListingStatus.CLOSED


async def test_a_hold_whose_second_half_fails_holds_nothing(shop: Shop) -> None:
    """The parcel is scanned between choosing and holding: the piece stays on offer."""
    theirs, mine = await on_offer(shop), await started(shop)

    async def hands_in() -> None:
        await shop.scan(mine.label, Status.IN_TRANSIT)

    world = replace(shop.world, places=SlowPlaces(shop, hands_in))
    with pytest.raises(WrongStage):
        await exchanges.hold(world, shop.rosa, mine.case.id, "V-L", shop.key())
    assert await again(shop, theirs) == [theirs]
    [mine] = await again(shop, mine)
    assert mine.exchanges == ()
    assert (mine.refund.status, mine.refund.amount) == (RefundStatus.SUCCEEDED, usd(WORTH))


async def test_a_piece_that_went_while_it_was_chosen_leaves_the_refund_as_it_was(
    shop: Shop,
) -> None:
    theirs, mine = await on_offer(shop), await started(shop)

    async def keeps_it() -> None:
        await returns.withdraw(shop.world, shop.cleo, theirs.case.id, shop.key())

    world = replace(shop.world, places=SlowPlaces(shop, keeps_it))
    with pytest.raises(NotAllowed, match="EXCHANGE_GONE"):
        await exchanges.hold(world, shop.rosa, mine.case.id, "V-L", shop.key())
    assert await again(shop, mine) == [mine]


async def test_what_the_rules_keep_from_them_is_not_offered(shop: Shop) -> None:
    await on_offer(shop)
    mine = await started(shop)
    line = OrderLine(
        LineId("line-l"), OrderId("order-1"), VariantId("V-L"), "Linen overshirt", 1, usd(60_00),
        usd(0), usd(0),
    )  # fmt: skip
    async with sql.transaction():
        await cases.write_rows([line])
    await shop.start(Reason.UNWANTED, line.id)
    offered = (await exchanges.choice(shop.world, mine)).alternatives
    assert [one.source for one in offered] == [ExchangeFrom.STOCK]


class SlowPlaces:
    """A table of distances that takes so long that something happens meanwhile."""

    def __init__(self, shop: Shop, meanwhile: Callable[[], Awaitable[None]]):
        self._shop, self._meanwhile = shop, meanwhile

    async def km(self, one: Contact | Address, other: Contact | Address) -> int | None:
        await self._meanwhile()
        return await self._shop.world.places.km(one, other)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shop.world.places, name)


async def balanced(case_id: CaseId) -> bool:
    posted = await ledger.of_case(case_id)
    return not await ledger.owed(case_id) and sum(one.amount.minor for one in posted) == 0
