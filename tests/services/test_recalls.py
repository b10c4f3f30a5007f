"""A recall reaches those who have the piece or are about to: each is written to once, whatever
breaks off, and can send it back however late. A stop of any other reason writes to nobody."""

import asyncio
from datetime import timedelta

import pytest

from onward.domain.claims import (
    ClaimResolution,
    Fault,
    NoPhoto,
    ReceiptOutcome,
    Settlement,
)
from onward.domain.events import Recalled
from onward.domain.life import ClaimStatus, PurchaseStatus, RefundStatus, ShipmentStatus, Stage
from onward.domain.refusals import NotAllowed, Refusal, WindowClosed
from onward.domain.returns import Reason, Remedy
from onward.domain.stops import Stop, StopReason, StopScope
from onward.domain.story import Story
from onward.ports import Letter
from onward.services import claims, openings, pausing
from onward.store import accounts, orders, recalls
from onward.store import claims as past
from tests.services.shop import Shop

pytestmark = pytest.mark.anyio

SHIRT = Stop(StopScope.SKU, "V-M")
CLOTHING = Stop(StopScope.CATEGORY, "clothing")
EVERYTHING = Stop(StopScope.ALL)
RECALL, RECALLED = StopReason.RECALL, ReceiptOutcome.RECALLED
ON_ITS_WAY, ARRIVED = ShipmentStatus.IN_TRANSIT, ShipmentStatus.DELIVERED


async def scanned(shop: Shop, *statuses: ShipmentStatus, story: Story | None = None) -> Story:
    story = story or await shop.matched()
    for status in statuses:
        await shop.scan(story.label, status)
    return await shop.story(story.case.id)


def letters(shop: Shop) -> list[Letter]:
    """What Ben was written of it."""
    sent: list[Letter] = shop.world.mail.letters  # type: ignore[attr-defined]
    told = [one for one in sent if "was called back" in one.subject]
    assert {one.to for one in told} <= {"ben@example.com"}
    return told


async def claimed(shop: Shop, story: Story, outcome: ReceiptOutcome = RECALLED) -> Story:
    purchase, why = story.purchases[-1], None if outcome is RECALLED else NoPhoto.CAMERA_FAILS
    await claims.open_claim(shop.world, shop.ben, purchase.id, outcome, shop.key(), why)
    await shop.settle()
    return await shop.story(story.case.id)


@pytest.mark.parametrize("stop", [SHIRT, CLOTHING, EVERYTHING], ids=lambda stop: stop.id)
@pytest.mark.parametrize("statuses", [(ON_ITS_WAY,), (ON_ITS_WAY, ARRIVED)], ids=str)
async def test_whoever_has_it_or_is_about_to_is_written_to_once(
    shop: Shop, stop: Stop, statuses: tuple[ShipmentStatus, ...]
) -> None:
    story = await scanned(shop, *statuses)
    swept = await pausing.pause(shop.world, stop, RECALL)
    assert (swept.told, swept.failed, swept.done.cases) == (1, 0, 0)
    await shop.settle()
    [letter] = letters(shop)
    assert "do not use it" in letter.text
    assert letter.text.endswith(f"/purchase/{story.purchases[-1].id}")
    for nobody in ("Rosa", "Alder", "97205", "Portland"):
        assert nobody not in letter.text

    again = await pausing.pause(shop.world, stop, RECALL)
    assert await pausing.finish(shop.world) == 0
    await shop.settle()
    assert (again.told, letters(shop)) == (0, [letter])


async def test_whoever_had_it_for_long_is_written_to_as_well(shop: Shop) -> None:
    story = await scanned(shop, ON_ITS_WAY, ARRIVED)
    await shop.turn(days=400)
    assert (await shop.story(story.case.id)).case.stage is Stage.CLOSED
    assert (await pausing.pause(shop.world, SHIRT, RECALL)).told == 1
    await shop.settle()
    assert len(letters(shop)) == 1


@pytest.mark.parametrize("because", sorted(set(StopReason) - {RECALL}))
async def test_a_stop_of_any_other_reason_writes_to_nobody(shop: Shop, because: StopReason) -> None:
    story = await scanned(shop, ON_ITS_WAY, ARRIVED)
    assert (await pausing.pause(shop.world, SHIRT, because)).told == 0
    assert await pausing.finish(shop.world) == 0
    await shop.settle()
    assert letters(shop) == []
    with pytest.raises(NotAllowed, match="NOT_RECALLED"):
        await claimed(shop, story)


async def test_what_was_stopped_for_another_reason_can_turn_out_a_recall(shop: Shop) -> None:
    await scanned(shop, ON_ITS_WAY)
    await pausing.pause(shop.world, SHIRT, StopReason.SAFETY)
    assert (await pausing.pause(shop.world, SHIRT, RECALL)).told == 1
    assert [one.because for one in await pausing.standing()] == [RECALL]


async def test_one_recall_within_another_is_told_once_and_a_new_one_again(shop: Shop) -> None:
    await scanned(shop, ON_ITS_WAY)
    for stop, told in ((SHIRT, 1), (CLOTHING, 0), (EVERYTHING, 0)):
        shop.world.clock.turn(timedelta(minutes=1))  # type: ignore[attr-defined]
        assert (await pausing.pause(shop.world, stop, RECALL)).told == told
    for stop in (SHIRT, CLOTHING, EVERYTHING):
        await pausing.resume(shop.world, stop)
    shop.world.clock.turn(timedelta(minutes=1))  # type: ignore[attr-defined]
    assert (await pausing.pause(shop.world, SHIRT, RECALL)).told == 1
    await shop.settle()
    assert len(letters(shop)) == 2


async def test_another_sku_and_another_category_tell_nobody(shop: Shop) -> None:
    await scanned(shop, ON_ITS_WAY)
    for other in (Stop(StopScope.SKU, "V-SWIM"), Stop(StopScope.CATEGORY, "swimwear")):
        assert (await pausing.pause(shop.world, other, RECALL)).told == 0


async def test_a_run_that_was_cut_off_tells_the_others_later_and_nobody_twice(shop: Shop) -> None:
    shop.without_sums()
    for _ in range(2):
        await scanned(shop, ON_ITS_WAY)

    def cut_off(there: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await pausing.pause(shop.world, SHIRT, RECALL, cut_off)
    await shop.settle()
    assert len(letters(shop)) == 1
    assert await pausing.finish(shop.world) == 1
    await shop.settle()
    assert len(letters(shop)) == 2
    assert await pausing.finish(shop.world) == 0


async def test_two_who_say_it_at_once_tell_each_buyer_once(shop: Shop) -> None:
    await scanned(shop, ON_ITS_WAY)
    both = (pausing.pause(shop.world, stop, RECALL) for stop in (SHIRT, CLOTHING))
    assert sum(swept.told for swept in await asyncio.gather(*both)) == 1
    await shop.settle()
    assert len(letters(shop)) == 1


@pytest.mark.parametrize(("trouble", "sent"), [("down_for", 0), ("unheard_for", 1)])
async def test_a_letter_that_cannot_go_goes_later_and_once(
    shop: Shop, trouble: str, sent: int
) -> None:
    await scanned(shop, ON_ITS_WAY)
    getattr(shop.world.mail, trouble)(1)
    assert (await pausing.pause(shop.world, SHIRT, RECALL)).told == 1
    await shop.settle()
    assert len(letters(shop)) == sent
    await shop.try_again()
    assert len(letters(shop)) == 1


async def test_an_old_code_that_is_scanned_after_all_is_told_by_the_next_worker(shop: Shop) -> None:
    story = await shop.matched()
    to_ben = story.label
    swept = await pausing.pause(shop.world, SHIRT, RECALL)
    assert (swept.done.buyers, swept.told) == (1, 0)
    await shop.scan(to_ben, ON_ITS_WAY)
    assert await pausing.finish(shop.world) == 1
    await shop.settle()
    [letter] = letters(shop)
    assert "We made it good to you before" in letter.text


async def test_whoever_was_forgotten_is_told_nothing_and_stops_nobody(shop: Shop) -> None:
    await scanned(shop, ON_ITS_WAY)
    await accounts.drop_contact(shop.ben.account.contact_id)
    assert (await pausing.pause(shop.world, SHIRT, RECALL)).told == 1
    await shop.settle()
    assert letters(shop) == []


async def test_it_comes_back_however_late_and_its_money_is_paid_at_the_scan(shop: Shop) -> None:
    story = await scanned(shop, ON_ITS_WAY, ARRIVED)
    await shop.turn(days=90)
    with pytest.raises(WindowClosed):
        await claimed(shop, story, ReceiptOutcome.DAMAGED)
    await pausing.pause(shop.world, SHIRT, RECALL)
    story = await claimed(shop, story)
    claim, label = story.claim, story.label
    assert claim
    assert label
    assert (claim.status, claim.fault) == (ClaimStatus.AWAITING_RETURN, Fault.MERCHANT)
    await shop.scan(label, ON_ITS_WAY)
    story = await shop.story(story.case.id)
    purchase = story.purchases[-1]
    refund = story.buyer_refund(purchase)
    assert refund
    assert (purchase.status, refund.status) == (PurchaseStatus.REFUNDED, RefundStatus.SUCCEEDED)
    assert refund.amount == purchase.total
    since = await shop.world.clock.now() - timedelta(days=365)
    assert (await past.lately(shop.ben.id, since, since)).made == 0


async def test_lifted_it_is_no_reason_any_more(shop: Shop) -> None:
    story = await scanned(shop, ON_ITS_WAY, ARRIVED)
    await pausing.pause(shop.world, SHIRT, RECALL)
    assert await pausing.is_recalled(story, story.purchases[-1])
    await pausing.resume(shop.world, SHIRT)
    assert not await pausing.is_recalled(story, story.purchases[-1])
    with pytest.raises(NotAllowed, match="NOT_RECALLED"):
        await claimed(shop, story)


async def test_what_was_sent_back_before_is_told_to_nobody(shop: Shop) -> None:
    story = await claimed(shop, await scanned(shop, ON_ITS_WAY, ARRIVED), ReceiptOutcome.DAMAGED)
    await claims.settle(
        shop.world,
        shop.ada,
        story.case.id,
        Settlement(ClaimResolution.RETURN_TO_WAREHOUSE),
        shop.key(),
    )
    await shop.settle()
    story = await scanned(shop, ON_ITS_WAY, story=await shop.story(story.case.id))
    assert (await pausing.pause(shop.world, SHIRT, RECALL)).told == 0
    await scanned(shop, ARRIVED, story=story)
    await shop.turn(days=40)
    assert await recalls.untold(SHIRT) == []


async def test_what_its_buyer_handed_on_as_a_return_is_told_to_nobody(shop: Shop) -> None:
    story = await scanned(shop, ON_ITS_WAY, ARRIVED)
    bought = story.purchases[-1]
    [line] = await orders.lines([bought.id])
    given = (Reason.DEFECTIVE, Remedy.REFUND, 1, shop.key())
    [own] = await openings.start(shop.world, shop.ben, line.id, *given)
    await shop.settle()
    await scanned(shop, ON_ITS_WAY, story=await shop.story(own.case.id))
    assert (await pausing.pause(shop.world, SHIRT, RECALL)).told == 0
    assert not await pausing.is_recalled(story, bought)


async def test_the_case_says_that_its_buyer_was_told(shop: Shop) -> None:
    story = await scanned(shop, ON_ITS_WAY)
    await pausing.pause(shop.world, SHIRT, RECALL)
    [told] = [one for one in (await shop.story(story.case.id)).history if
              isinstance(one.event, Recalled)]  # fmt: skip
    assert told.event == Recalled(story.purchases[-1].match_id)


@pytest.mark.parametrize("way", [ClaimResolution.REFUND, ClaimResolution.REPLACE])
async def test_whoever_was_made_whole_already_is_not_paid_again(
    shop: Shop, way: ClaimResolution
) -> None:
    story = await claimed(shop, await scanned(shop, ON_ITS_WAY, ARRIVED), ReceiptOutcome.DAMAGED)
    given = Settlement(way, Fault.CARRIER)
    await claims.settle(shop.world, shop.ada, story.case.id, given, shop.key())
    await shop.settle()
    story = await shop.story(story.case.id)
    await pausing.pause(shop.world, SHIRT, RECALL)
    with pytest.raises(Refusal):
        await claimed(shop, story)
    left = await shop.story(story.case.id)
    assert left.claims == story.claims
    assert [one.amount for one in left.refunds] == [one.amount for one in story.refunds]
