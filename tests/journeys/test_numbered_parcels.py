"""The scenarios about parcels, by their numbers in the list of scenarios (tests/README.md), each
told from its beginning, on SQLite; what databases do differently is tried elsewhere."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from onward.domain.addresses import NewAddress
from onward.domain.claims import ClaimResolution, NoPhoto, ReceiptOutcome, Settlement
from onward.domain.events import TaskKind
from onward.domain.life import (
    ClaimStatus,
    ListingStatus,
    PurchaseStatus,
    RefundStatus,
    ShipmentStatus,
    Stage,
)
from onward.domain.refusals import WrongStage
from onward.domain.returns import Reason, Remedy
from onward.domain.shipping import Destination, Scan
from onward.domain.story import Story
from onward.services import addresses, claims, openings, purchases, returns, shipping
from tests.journeys.shops import photoless_shop
from tests.services.shop import LINE, Shop
from tests.world import FakePayments

pytestmark = pytest.mark.anyio
S = ShipmentStatus


@pytest.fixture
async def shop(database_url: str) -> AsyncIterator[Shop]:
    async with photoless_shop(database_url) as shop:
        yield shop


def refunds(shop: Shop) -> list[int]:
    """What went back to anybody, in minor units."""
    assert isinstance(shop.world.payments, FakePayments)
    moved = shop.world.payments.movements()
    return [one.amount.minor for one in moved if one.kind == "refund"]


async def bought(shop: Shop) -> Story:
    """Ben's, at his door."""
    story = await shop.matched()
    for status in (S.IN_TRANSIT, S.DELIVERED):
        await shop.scan(story.label, status)
    return await shop.story(story.case.id)


def asked(story: Story) -> set[TaskKind]:
    return {task.kind for task in story.tasks if task.done_at is None}


async def test_20_the_first_scan_starts_the_refund_and_the_returner_hears_of_it(
    shop: Shop,
) -> None:
    story = await shop.matched()
    letters = len(shop.world.mail.to("rosa@example.com"))  # type: ignore[attr-defined]
    before = await shop.world.clock.now()
    await shop.scan(story.label, S.IN_TRANSIT)
    story = await shop.story(story.case.id)
    assert story.refund.status is RefundStatus.SUCCEEDED
    assert story.refund.succeeded_at == before
    assert len(shop.world.mail.to("rosa@example.com")) > letters  # type: ignore[attr-defined]


async def test_21_the_same_webhook_five_times_is_one_refund(shop: Shop) -> None:
    story = await shop.matched()
    assert story.label is not None
    at = await shop.world.clock.now()
    scan = Scan("the one", story.label.tracking_number, S.IN_TRANSIT, at, None)
    for _ in range(5):
        await shipping.take_scans(shop.world, [scan])
        await shop.settle()
    assert refunds(shop) == [57_60]


async def test_22_scans_out_of_order_never_take_the_parcel_back(shop: Shop) -> None:
    story = await shop.matched()
    seen = []
    for status in (S.OUT_FOR_DELIVERY, S.IN_TRANSIT, S.DELIVERED, S.IN_TRANSIT, S.FAILURE):
        await shop.scan(story.label, status)
        parcel = (await shop.story(story.case.id)).parcel
        seen.append(parcel.status if parcel else None)
    assert seen == [S.OUT_FOR_DELIVERY] * 2 + [S.DELIVERED] * 3
    assert (await shop.story(story.case.id)).case.stage is Stage.DELIVERED


async def test_24_of_three_pieces_two_are_scanned_and_two_are_paid(shop: Shop) -> None:
    given = (LINE, Reason.DEFECTIVE, Remedy.REFUND, 2, shop.key())
    shirts = await openings.start(shop.world, shop.rosa, *given)
    suit = await shop.start(Reason.DEFECTIVE, "line-swim")
    three = [await shop.story(story.case.id) for story in (*shirts, suit)]
    for story in three[:2]:
        await shop.scan(story.label, S.IN_TRANSIT)
        await shop.scan(story.label, S.DELIVERED)
    assert refunds(shop) == [57_60, 57_60]
    assert (await shop.story(suit.case.id)).refund.status is RefundStatus.ESTIMATED


async def test_26_not_shipped_in_time_the_label_is_void_and_the_buyer_gets_it_from_stock(
    shop: Shop,
) -> None:
    story = await shop.matched()
    assert story.label is not None
    await shop.turn(days=3, hours=1)
    after = await shop.story(story.case.id)
    voided = after.shipment(story.label.id)
    assert voided is not None
    assert voided.status is S.VOIDED
    assert after.match is None
    assert after.purchases[0].status is PurchaseStatus.REPLACED_FROM_STOCK
    assert after.label is not None
    assert after.label.destination is Destination.WAREHOUSE


async def test_27_a_buyer_who_cancels_before_the_scan_is_paid_back_and_it_is_listed_again(
    shop: Shop,
) -> None:
    story = await shop.matched()
    paid = story.purchases[0]
    await purchases.cancel(shop.world, shop.ben, paid.id, shop.key())
    await shop.settle()
    after = await shop.story(story.case.id)
    assert after.purchases[0].status is PurchaseStatus.REFUNDED
    assert refunds(shop) == [paid.total.minor]
    assert after.listing is not None
    assert (after.case.stage, after.listing.status) == (Stage.SEEKING, ListingStatus.LIVE)


async def test_28_after_the_scan_a_buyer_is_told_to_wait_for_it(shop: Shop) -> None:
    story = await shop.matched()
    await shop.scan(story.label, S.IN_TRANSIT)
    with pytest.raises(WrongStage, match="ALREADY_SCANNED"):
        await purchases.cancel(shop.world, shop.ben, story.purchases[0].id, shop.key())
    assert refunds(shop) == [57_60]


async def test_29_a_new_address_before_the_scan_is_a_new_code_and_the_old_label_is_void(
    shop: Shop,
) -> None:
    story = await shop.matched()
    old = story.label
    assert old is not None
    to = NewAddress("9 Cedar Road", "Spokane", "WA", "99201", "US")
    await addresses.change(shop.world, shop.ben, story.purchases[0].id, to, shop.key())
    await shop.settle()
    after = await shop.story(story.case.id)
    voided = after.shipment(old.id)
    assert after.label is not None
    assert voided is not None
    assert after.label.counter_code != old.counter_code
    assert voided.status is S.VOIDED


async def test_30_a_refused_parcel_goes_to_the_warehouse_and_the_buyer_is_paid_back(
    shop: Shop,
) -> None:
    story = await shop.matched()
    for status in (S.IN_TRANSIT, S.RETURN_TO_SENDER):
        await shop.scan(story.label, status)
    after = await shop.story(story.case.id)
    assert after.case.stage is Stage.RETURNING_TO_WAREHOUSE
    assert refunds(shop) == [57_60, story.purchases[0].total.minor]
    await shop.scan(story.label, S.DELIVERED)
    assert (await shop.story(story.case.id)).case.stage is Stage.CLOSED


async def test_31_a_lost_parcel_leaves_the_buyer_whole_and_the_returner_their_refund(
    shop: Shop,
) -> None:
    story = await shop.matched()
    await shop.scan(story.label, S.IN_TRANSIT)
    await shop.turn(days=14, hours=1)
    after = await shop.story(story.case.id)
    assert after.case.stage is Stage.LOST
    assert after.refund.status is RefundStatus.SUCCEEDED
    assert refunds(shop) == [57_60, story.purchases[0].total.minor]
    # What turns up after all is looked at by a person, and nobody gives anything back.
    await shop.scan(story.label, S.DELIVERED)
    assert TaskKind.LATE_SCAN in asked(await shop.story(story.case.id))
    assert len(refunds(shop)) == 2


async def test_32_a_wrong_item_goes_to_the_warehouse_on_the_buyers_own_label(shop: Shop) -> None:
    story = await bought(shop)
    outcome, why = ReceiptOutcome.NOT_AS_DESCRIBED, NoPhoto.CAMERA_FAILS
    purchase = story.purchases[0]
    await claims.open_claim(shop.world, shop.ben, purchase.id, outcome, shop.key(), why)
    back = Settlement(ClaimResolution.RETURN_TO_WAREHOUSE)
    await claims.settle(shop.world, shop.ada, story.case.id, back, shop.key())
    await shop.settle()
    after = await shop.story(story.case.id)
    assert after.label is not None
    assert after.label.destination is Destination.WAREHOUSE
    assert refunds(shop) == [57_60]
    await shop.scan(after.label, S.IN_TRANSIT)
    assert refunds(shop) == [57_60, purchase.total.minor]


async def test_33_an_empty_box_of_another_weight_is_looked_at_by_a_person(shop: Shop) -> None:
    policy = shop.world.policy
    granted = replace(policy.claims, at_once_minor=100_00)
    shop.world = replace(shop.world, policy=replace(policy, claims=granted))
    story = await shop.matched()
    assert story.label is not None
    at = await shop.world.clock.now()
    number = story.label.tracking_number
    await shipping.take_scans(
        shop.world,
        [
            Scan("scale", number, S.IN_TRANSIT, at, None, weight_g=60),
            Scan("door", number, S.DELIVERED, at, None),
        ],
    )
    await shop.settle()
    outcome, why = ReceiptOutcome.EMPTY_PACKAGE_OR_DIFFERENT, NoPhoto.NOTHING_TO_SEE
    purchase = story.purchases[0]
    await claims.open_claim(shop.world, shop.ben, purchase.id, outcome, shop.key(), why)
    await shop.settle()
    after = await shop.story(story.case.id)
    assert {TaskKind.WEIGHT_DIFFERS, TaskKind.DECIDE_CLAIM} <= asked(after)
    assert after.claim is not None
    assert after.claim.status is ClaimStatus.OPEN
    # The returner keeps what they have until a person has looked.
    assert refunds(shop) == [57_60]


async def test_12_and_13_the_code_turns_to_the_warehouse_by_itself_and_at_once(
    shop: Shop,
) -> None:
    waiting, hurried = await shop.seeking(), await shop.seeking()
    await returns.return_now(shop.world, shop.rosa, hurried.case.id, shop.key())
    hurried = await shop.story(hurried.case.id)
    await shop.turn(days=3, hours=1)
    waiting = await shop.story(waiting.case.id)
    for story in (waiting, hurried):
        assert story.label is not None
        assert (story.case.stage, story.label.destination) == (
            Stage.AWAITING_DROPOFF, Destination.WAREHOUSE,
        )  # fmt: skip
