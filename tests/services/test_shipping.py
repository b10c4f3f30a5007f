"""What a carrier says that cannot be, or is about no parcel of ours: nothing is lost of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from onward.domain.events import TaskKind
from onward.domain.life import RefundStatus, ShipmentStatus, Stage
from onward.domain.refusals import UnknownParcel
from onward.domain.shipping import Scan
from onward.services import shipping
from onward.store import ledger, strange
from tests.services.shop import Shop
from tests.world import FakeCarrier, FakePayments

pytestmark = pytest.mark.anyio
S = ShipmentStatus


async def test_a_scan_of_nobodys_parcel_is_kept_once_and_the_others_still_count(
    shop: Shop,
) -> None:
    story = await shop.matched()
    assert story.label
    now = await shop.world.clock.now()
    ours = Scan("ours", story.label.tracking_number, S.IN_TRANSIT, now, None)
    stray = replace(ours, key="stray", tracking_number="NOT-OURS")
    for _ in range(2):
        with pytest.raises(UnknownParcel):
            await shipping.take_scans(shop.world, [stray, ours])
    kept = await strange.unseen(10)
    assert [(one.kind, "NOT-OURS" in one.body) for one in kept] == [("UNKNOWN_PARCEL", True)]
    assert (await shop.story(story.case.id)).case.stage is Stage.IN_TRANSIT


async def test_absurd_times_and_weights_are_taken_as_they_can_be_and_kept_as_they_came(
    shop: Shop,
) -> None:
    story = await shop.matched()
    assert story.label
    now = await shop.world.clock.now()
    absurd = Scan(
        "absurd", story.label.tracking_number, S.IN_TRANSIT, now + timedelta(days=9_000), "Hub",
        weight_g=10**12, eta_at=now + timedelta(days=9_000),
    )  # fmt: skip
    await shipping.take_scans(shop.world, [absurd])
    await shop.settle()
    story = await shop.story(story.case.id)
    assert story.parcel
    assert (story.parcel.first_scan_at, story.parcel.weighed_g) == (now, None)
    assert story.case.last_scan_at == now
    assert [one.kind for one in await strange.unseen(10)] == ["ABSURD_SCAN"]
    a_little_off = replace(
        absurd, key="off", at=now + timedelta(hours=9), weight_g=450, eta_at=None
    )
    await shipping.take_scans(shop.world, [a_little_off])
    assert len(await strange.unseen(10)) == 1


async def test_a_week_of_silence_asks_a_person_two_lose_it_and_a_late_scan_claws_nothing_back(
    shop: Shop,
) -> None:
    story = await shop.matched()
    await shop.scan(story.label, S.IN_TRANSIT)
    await shop.turn(days=7, hours=1)
    story = await shop.story(story.case.id)
    asked = [task for task in story.tasks if task.kind is TaskKind.INVESTIGATE_PARCEL]
    assert (len(asked), story.case.stage) == (1, Stage.IN_TRANSIT)
    await shop.turn(days=7)
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.LOST
    assert story.refund.status is RefundStatus.SUCCEEDED
    paid = story.refunds
    await shop.scan(story.parcel, S.OUT_FOR_DELIVERY)
    story = await shop.story(story.case.id)
    open_now = [task.kind for task in story.tasks if task.done_at is None]
    assert open_now == [TaskKind.LATE_SCAN]
    assert story.refunds == paid


async def test_what_no_webhook_told_is_asked_for_before_a_person_has_to(shop: Shop) -> None:
    story = await shop.matched()
    assert story.label
    assert isinstance(shop.world.carrier, FakeCarrier)
    await shop.scan(story.label, S.IN_TRANSIT)
    await shop.turn(days=3)
    now = await shop.world.clock.now()
    untold = Scan("untold", story.label.tracking_number, S.DELIVERED, now, None)
    shop.world.carrier.hand_in(untold)
    await shop.turn(days=4, hours=1)
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.DELIVERED
    assert [task for task in story.tasks if task.done_at is None] == []


async def test_a_lost_parcels_case_ends_once_its_money_is_paid_and_never_before(
    shop: Shop,
) -> None:
    story = await shop.matched()
    assert isinstance(shop.world.payments, FakePayments)
    shop.world.payments.down_for(10_000)
    await shop.scan(story.label, S.IN_TRANSIT)
    await shop.turn(days=15)
    assert (await shop.story(story.case.id)).case.stage is Stage.LOST
    await shop.turn(days=31)
    assert (await shop.story(story.case.id)).case.stage is Stage.LOST
    shop.world.payments.down_for(0)
    await shop.try_again()
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.CLOSED
    assert await ledger.owed(story.case.id) == {}


async def test_a_scale_that_says_otherwise_asks_a_person_once(shop: Shop) -> None:
    story = await shop.matched()
    assert story.label
    now = await shop.world.clock.now()
    for key in ("one", "two"):
        heavy = Scan(key, story.label.tracking_number, S.IN_TRANSIT, now, None, weight_g=60)
        await shipping.take_scans(shop.world, [heavy])
    story = await shop.story(story.case.id)
    assert [task.kind for task in story.tasks] == [TaskKind.WEIGHT_DIFFERS]
    assert story.parcel
    assert (story.parcel.declared_g, story.parcel.weighed_g) == (400, 60)
