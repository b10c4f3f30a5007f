"""Every branch of the road that is not the happy one, through the services, on both databases."""

import pytest

from onward.domain.events import Because, TaskKind
from onward.domain.life import (
    ListingStatus,
    MatchStatus,
    PurchaseStatus,
    RefundStatus,
    ShipmentStatus,
    Stage,
)
from onward.domain.refusals import (
    AlreadyReturned,
    CannotBuy,
    ListingTaken,
    NotFound,
    UnknownParcel,
    WrongStage,
)
from onward.domain.returns import Peer, Reason, Recovery, Remedy
from onward.domain.shipping import Destination, Scan
from onward.domain.story import Story
from onward.services import (
    openings,
    purchases,
    returns,
    shipping,
    support,
)
from onward.services.reactions import working
from onward.store import ledger, outbox
from tests.services.shop import LINE, Shop

pytestmark = pytest.mark.anyio
Status = ShipmentStatus


def kinds(story: Story) -> list[str]:
    return [told.event.kind for told in story.history]


async def test_no_buyer_in_the_window_turns_the_same_code_to_the_warehouse(shop: Shop) -> None:
    story = await shop.seeking()
    code = story.label
    await shop.turn(hours=73)
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.AWAITING_DROPOFF
    assert story.case.heading == Recovery("WAREHOUSE", Because.NO_BUYER)  # type: ignore[arg-type]
    assert story.label == code
    assert story.listing
    assert story.listing.status is ListingStatus.CLOSED


async def test_return_it_now_leads_to_the_warehouse_at_once(shop: Shop) -> None:
    story = await shop.seeking()
    story = await returns.return_now(shop.world, shop.rosa, story.case.id, shop.key())
    assert story.case.stage is Stage.AWAITING_DROPOFF
    assert story.label
    assert story.label.destination is Destination.WAREHOUSE
    await shop.scan(story.label, Status.IN_TRANSIT)
    await shop.scan(story.label, Status.DELIVERED)
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.CLOSED
    assert story.refund.status is RefundStatus.SUCCEEDED
    assert story.bonus is None


async def test_return_it_now_after_a_match_makes_the_buyer_whole_from_stock(shop: Shop) -> None:
    story = await shop.matched()
    await returns.return_now(shop.world, shop.rosa, story.case.id, shop.key())
    await shop.settle()
    story = await shop.story(story.case.id)
    assert story.purchases[0].status is PurchaseStatus.REPLACED_FROM_STOCK
    assert story.label
    assert story.label.destination is Destination.WAREHOUSE
    peer_label = next(s for s in story.shipments if s.destination is Destination.BUYER)
    assert peer_label.status is Status.VOIDED


async def test_a_buyer_who_cancels_gives_the_listing_back(shop: Shop) -> None:
    story = await shop.matched()
    purchase = story.purchases[0]
    await purchases.cancel(shop.world, shop.ben, purchase.id, shop.key())
    await shop.settle()
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.SEEKING
    assert story.listing
    assert story.listing.status is ListingStatus.LIVE
    assert story.label
    assert story.label.destination is Destination.WAREHOUSE
    refund = story.buyer_refund(story.purchases[0])
    assert refund
    assert refund.status is RefundStatus.SUCCEEDED
    assert refund.amount == purchase.total
    assert not await ledger.owed(story.case.id)


async def test_a_buyer_cannot_cancel_once_it_was_scanned(shop: Shop) -> None:
    story = await shop.matched()
    await shop.scan(story.label, Status.IN_TRANSIT)
    with pytest.raises(WrongStage):
        await purchases.cancel(shop.world, shop.ben, story.purchases[0].id, shop.key())


async def test_a_returner_who_never_ships_falls_back_and_the_buyer_is_made_whole(
    shop: Shop,
) -> None:
    story = await shop.matched()
    await shop.turn(days=3, hours=1)
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.AWAITING_DROPOFF
    assert not isinstance(story.case.heading, Peer)
    assert story.purchases[0].status is PurchaseStatus.REPLACED_FROM_STOCK
    assert story.matches[0].status is MatchStatus.RELEASED
    peer_label = next(s for s in story.shipments if s.destination is Destination.BUYER)
    assert peer_label.status is Status.VOIDED
    await shop.turn(days=31)
    assert (await shop.story(story.case.id)).case.stage is Stage.EXPIRED


async def test_without_stock_the_buyer_gets_the_money_instead(shop: Shop) -> None:
    shop.world.stock.level = 0  # type: ignore[attr-defined]
    story = await shop.matched()
    await shop.turn(days=3, hours=1)
    story = await shop.story(story.case.id)
    assert story.purchases[0].status is PurchaseStatus.REFUNDED
    refund = story.buyer_refund(story.purchases[0])
    assert refund
    assert refund.status is RefundStatus.SUCCEEDED


async def test_a_superseded_code_counts_and_the_buyer_is_made_whole(shop: Shop) -> None:
    story = await shop.seeking()
    old = story.label
    await shop.bought(story)
    await shop.scan(old, Status.IN_TRANSIT)
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.IN_TRANSIT
    assert story.refund.status is RefundStatus.SUCCEEDED
    assert story.matches[0].status is MatchStatus.RELEASED
    assert story.purchases[0].status is PurchaseStatus.REPLACED_FROM_STOCK
    await shop.scan(old, Status.DELIVERED)
    assert (await shop.story(story.case.id)).case.stage is Stage.CLOSED


async def test_a_parcel_on_a_former_buyers_code_counts_and_a_person_is_asked(shop: Shop) -> None:
    story = await shop.matched()
    peer = story.label
    await purchases.cancel(shop.world, shop.ben, story.purchases[0].id, shop.key())
    await shop.settle()
    await shop.scan(peer, Status.IN_TRANSIT)
    story = await shop.story(story.case.id)
    assert story.refund.status is RefundStatus.SUCCEEDED
    assert [task.kind for task in story.tasks] == [TaskKind.WRONG_WAY_PARCEL]
    assert story.listing
    assert story.listing.status is ListingStatus.CLOSED


async def test_a_second_parcel_for_one_unit_pays_nothing_and_asks_a_person(shop: Shop) -> None:
    story = await shop.seeking()
    old = story.label
    await shop.bought(story)
    story = await shop.story(story.case.id)
    await shop.scan(story.label, Status.IN_TRANSIT)
    await shop.scan(old, Status.IN_TRANSIT)
    story = await shop.story(story.case.id)
    assert kinds(story).count("RefundSucceeded") == 1
    assert [task.kind for task in story.tasks] == [TaskKind.STRAY_PARCEL]


async def test_a_withdrawn_return_that_is_sent_while_another_has_begun_asks_a_person(
    shop: Shop,
) -> None:
    old = await shop.approved()
    await returns.withdraw(shop.world, shop.rosa, old.case.id, shop.key())
    again = await shop.start()
    assert again.unit.id == old.unit.id
    for status in (Status.IN_TRANSIT, Status.DELIVERED):
        await shop.scan(old.label, status)
    old = await shop.story(old.case.id)
    assert (old.case.stage, old.case.counted_shipment_id) == (Stage.CANCELED, None)
    assert [task.kind for task in old.tasks] == [TaskKind.STRAY_PARCEL]
    assert len(old.scans) == 2
    again = await shop.story(again.case.id)
    assert (again.case.stage, again.shipments) == (Stage.DRAFTED, ())


async def test_a_withdrawn_return_ends_and_the_line_can_be_returned_again(shop: Shop) -> None:
    story = await shop.approved()
    story = await returns.withdraw(shop.world, shop.rosa, story.case.id, shop.key())
    await shop.settle()
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.CANCELED
    assert {s.status for s in story.shipments} == {Status.VOIDED}
    again = await shop.start()
    assert again.case.unit_id == story.case.unit_id


async def test_a_code_scanned_after_a_withdrawal_still_brings_the_refund(shop: Shop) -> None:
    story = await shop.approved()
    label = story.label
    await returns.withdraw(shop.world, shop.rosa, story.case.id, shop.key())
    await shop.settle()
    await shop.scan(label, Status.IN_TRANSIT)
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.IN_TRANSIT
    assert story.refund.status is RefundStatus.SUCCEEDED


async def test_a_counter_that_is_down_keeps_the_case_and_a_person_sees_it(shop: Shop) -> None:
    story = await shop.seeking()
    tries = shop.world.policy.tries_before_agent
    shop.world.carrier.down_for(tries)  # type: ignore[attr-defined]
    await shop.bought(story)
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.MATCHED
    assert kinds(story)[-1] == "PortFailed"
    assert not story.tasks
    for _ in range(tries - 1):
        await shop.try_again()
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.MATCHED
    assert [task.kind for task in story.tasks] == [TaskKind.PORT_DOWN]
    await shop.try_again()
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.AWAITING_DROPOFF
    assert story.label
    assert story.label.destination is Destination.BUYER


async def test_what_was_given_up_is_done_once_a_person_has_seen_to_it(shop: Shop) -> None:
    story = await shop.seeking()
    shop.world.carrier.down_for(working.GIVE_UP_AFTER)  # type: ignore[attr-defined]
    await shop.bought(story)
    for _ in range(working.GIVE_UP_AFTER - 1):
        await shop.try_again()
    assert [effect.dead for effect in await outbox.pending(story.case.id)] == [True]
    await shop.try_again()
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.MATCHED
    await support.finish_task(shop.world, shop.ada, story.tasks[0].id, shop.key())
    await shop.settle()
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.AWAITING_DROPOFF


async def test_a_declined_card_lists_the_item_again(shop: Shop) -> None:
    story = await shop.seeking()
    purchase = await shop.bought(story, "card_declined")
    assert purchase.status is PurchaseStatus.CANCELED
    assert purchase.because == Because.PAYMENT_DECLINED
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.SEEKING
    assert story.listing
    assert story.listing.status is ListingStatus.LIVE


async def test_two_buyers_at_once_make_one_sale(shop: Shop) -> None:
    story = await shop.seeking()
    await shop.bought(story)
    with pytest.raises(ListingTaken):
        await purchases.buy(
            shop.world, shop.cleo, story.case.listing_id or "", "card_visa_4242", shop.key()
        )


async def test_nobody_buys_their_own_return(shop: Shop) -> None:
    story = await shop.seeking()
    with pytest.raises(CannotBuy):
        await purchases.buy(
            shop.world, shop.rosa, story.case.listing_id or "", "card_visa_4242", shop.key()
        )


async def test_a_lost_parcel_makes_the_buyer_whole_and_the_returner_keeps_the_refund(
    shop: Shop,
) -> None:
    story = await shop.matched()
    await shop.scan(story.label, Status.IN_TRANSIT)
    await shop.turn(days=15)
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.LOST
    assert story.refund.status is RefundStatus.SUCCEEDED
    assert story.purchases[0].status is PurchaseStatus.REFUNDED
    await shop.scan(story.label, Status.DELIVERED)
    story = await shop.story(story.case.id)
    assert TaskKind.LATE_SCAN in [task.kind for task in story.tasks]
    assert story.refund.status is RefundStatus.SUCCEEDED


async def test_silence_is_consent(shop: Shop) -> None:
    story = await shop.matched()
    await shop.scan(story.label, Status.IN_TRANSIT)
    await shop.scan(story.label, Status.DELIVERED)
    await shop.turn(days=3, minutes=1)
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.CLOSED
    assert story.bonus
    assert story.bonus.status is RefundStatus.SUCCEEDED


async def test_what_cannot_go_to_a_customer_gets_its_warehouse_code_without_photos(
    shop: Shop,
) -> None:
    for reason, line in ((Reason.DEFECTIVE, LINE), (Reason.UNWANTED, "line-swim")):
        story = await shop.start(reason, line)
        assert story.case.stage is Stage.AWAITING_DROPOFF
        assert story.label
        assert story.label.destination is Destination.WAREHOUSE
        assert story.case.rule is not None


async def test_a_line_comes_back_only_as_often_as_it_was_bought(shop: Shop) -> None:
    await shop.start()
    await shop.start()
    with pytest.raises(AlreadyReturned):
        await shop.start()


async def test_the_same_request_sent_twice_opens_one_case(shop: Shop) -> None:
    given = (shop.world, shop.rosa, LINE, Reason.STYLE, Remedy.REFUND, 1, "once")
    first = await openings.start(*given)
    second = await openings.start(*given)
    assert [story.case.id for story in first] == [story.case.id for story in second]


async def test_somebody_elses_line_looks_like_no_line(shop: Shop) -> None:
    with pytest.raises(NotFound):
        await openings.start(shop.world, shop.ben, LINE, Reason.STYLE, Remedy.REFUND, 1, shop.key())


async def test_a_refused_parcel_turns_round_and_the_buyer_gets_the_money(shop: Shop) -> None:
    story = await shop.matched()
    await shop.scan(story.label, Status.IN_TRANSIT)
    await shop.scan(story.label, Status.RETURN_TO_SENDER)
    await shop.scan(story.label, Status.DELIVERED)
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.CLOSED
    assert story.purchases[0].status is PurchaseStatus.REFUNDED


async def test_scans_out_of_order_and_repeated_pay_once(shop: Shop) -> None:
    story = await shop.matched()
    assert story.label
    now = await shop.world.clock.now()
    late = Scan("late", story.label.tracking_number, Status.DELIVERED, now, None)
    early = Scan("early", story.label.tracking_number, Status.IN_TRANSIT, now, None)
    for scan in (late, early, late, early, late):
        await shipping.take_scans(shop.world, [scan])
    await shop.settle()
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.DELIVERED
    assert kinds(story).count("RefundSucceeded") == 1
    assert len(story.scans) == 2


async def test_a_scan_of_a_parcel_that_was_never_ours_is_refused(shop: Shop) -> None:
    now = await shop.world.clock.now()
    with pytest.raises(UnknownParcel):
        await shipping.take_scans(
            shop.world, [Scan("x", "ONW00000000000", Status.IN_TRANSIT, now, None)]
        )
