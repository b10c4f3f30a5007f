"""Stopping the peer path: what is under way goes to the warehouse at once, its buyers are made
whole, what was scanned goes on, and nothing slips through between the reading and the writing."""

import asyncio

import pytest

from onward.domain.events import SYSTEM, Because
from onward.domain.life import (
    ListingStatus,
    OfferStatus,
    ProposalStatus,
    PurchaseStatus,
    ShipmentStatus,
    Stage,
    Who,
)
from onward.domain.pausing import TakenOff
from onward.domain.refusals import BadInput, ListingTaken
from onward.domain.returns import Peer, Recovery
from onward.domain.routing import RouteType
from onward.domain.shipping import Destination
from onward.domain.stops import Pause, Stop, StopReason, StopScope
from onward.domain.story import Story
from onward.services import pausing, purchases, returns
from onward.services.reactions import working
from onward.store import ledger, pauses, sql
from tests.services.shop import Shop
from tests.services.wishing import as_kept, asked

pytestmark = pytest.mark.anyio

SHIRT = Stop(StopScope.SKU, "V-M")
EVERY_STOP = [SHIRT, Stop(StopScope.CATEGORY, "clothing"), Stop(StopScope.ALL)]
RECALL = StopReason.RECALL


async def sums_by_currency() -> dict[str, int]:
    sums: dict[str, int] = {}
    for _, currency, total in await ledger.totals():
        sums[currency] = sums.get(currency, 0) + total
    return sums


async def is_at_the_warehouse_door(shop: Shop, case_id: str) -> Story:
    story = await shop.story(case_id)
    assert story.case.stage is Stage.AWAITING_DROPOFF
    assert isinstance(story.case.heading, Recovery)
    assert story.case.heading.because is Because.PAUSED
    assert story.label is not None
    assert story.label.destination is Destination.WAREHOUSE
    assert not story.label.superseded
    assert story.match is None
    assert story.listing is None or story.listing.status is ListingStatus.CLOSED
    [said] = [one for one in story.history if one.event.kind == "Diverted"]
    assert said.actor == SYSTEM
    return story


@pytest.mark.parametrize("stop", EVERY_STOP, ids=lambda stop: stop.id)
async def test_a_listing_closes_and_its_unit_goes_to_the_warehouse(shop: Shop, stop: Stop) -> None:
    story = await shop.seeking()
    swept = await pausing.pause(shop.world, stop, RECALL)
    assert swept.done == TakenOff(cases=1, listings=1)
    # At once: nobody had to work for the code to lead there.
    await is_at_the_warehouse_door(shop, story.case.id)
    assert story.listing is not None
    with pytest.raises(ListingTaken):
        await purchases.buy(shop.world, shop.ben, story.listing.id, "card_visa_4242", shop.key())


async def test_a_question_ends_and_whoever_was_asked_waits_on(shop: Shop) -> None:
    offer, story, proposal = await asked(shop)
    swept = await pausing.pause(shop.world, SHIRT, RECALL)
    assert swept.done == TakenOff(cases=1, listings=1, questions=1)
    story = await is_at_the_warehouse_door(shop, story.case.id)
    assert story.proposal is None
    ended = next(one for one in story.proposals if one.id == proposal.id)
    assert ended.status is ProposalStatus.RELEASED
    await shop.settle()
    assert (await as_kept(offer)).status is OfferStatus.OPEN


async def test_a_unit_that_waits_for_a_choice_goes_to_the_warehouse(shop: Shop) -> None:
    story = await shop.approved()
    swept = await pausing.pause(shop.world, SHIRT, RECALL)
    assert swept.done == TakenOff(cases=1)
    await is_at_the_warehouse_door(shop, story.case.id)


async def test_a_code_that_was_not_scanned_leads_back_and_its_buyer_is_made_whole(
    shop: Shop,
) -> None:
    story = await shop.matched()
    to_ben = story.label
    assert to_ben is not None
    assert to_ben.destination is Destination.BUYER
    swept = await pausing.pause(shop.world, SHIRT, RECALL)
    assert swept.done == TakenOff(cases=1, buyers=1, codes=1)
    await is_at_the_warehouse_door(shop, story.case.id)
    await shop.settle()
    story = await shop.story(story.case.id)
    voided = story.shipment(to_ben.id)
    assert voided is not None
    assert voided.status is ShipmentStatus.VOIDED
    assert story.purchases[-1].status in (
        PurchaseStatus.REPLACED_FROM_STOCK,
        PurchaseStatus.REFUNDED,
    )
    assert await sums_by_currency() == {"USD": 0}


async def test_what_was_scanned_goes_on_to_its_buyer(shop: Shop) -> None:
    story = await shop.matched()
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    swept = await pausing.pause(shop.world, SHIRT, RECALL)
    assert (swept.done, swept.on_their_way) == (TakenOff(), 1)
    story = await shop.story(story.case.id)
    assert isinstance(story.case.heading, Peer)


async def test_what_goes_to_the_warehouse_already_is_left_alone(shop: Shop) -> None:
    story = await shop.approved()
    await returns.return_now(shop.world, shop.rosa, story.case.id, shop.key())
    before = await shop.story(story.case.id)
    swept = await pausing.pause(shop.world, Stop(StopScope.ALL), RECALL)
    assert swept.done == TakenOff()
    assert await shop.story(story.case.id) == before


async def test_another_sku_and_another_category_are_left_alone(shop: Shop) -> None:
    story = await shop.seeking()
    for other in (Stop(StopScope.SKU, "V-SWIM"), Stop(StopScope.CATEGORY, "swimwear")):
        assert (await pausing.pause(shop.world, other, RECALL)).done == TakenOff()
    assert (await shop.story(story.case.id)).case.stage is Stage.SEEKING


async def test_said_twice_it_is_stopped_once_and_keeps_its_reason(shop: Shop) -> None:
    await shop.seeking()
    await pausing.pause(shop.world, SHIRT, RECALL)
    again = await pausing.pause(shop.world, SHIRT, StopReason.QUALITY)
    assert again.done == TakenOff()
    [stands] = await pausing.standing()
    assert (stands.id, stands.because) == ("sku:V-M", RECALL)


async def test_what_is_not_in_the_catalogue_cannot_be_stopped(shop: Shop) -> None:
    for stop, code in (
        (Stop(StopScope.SKU, "V-TYPO"), "UNKNOWN_SKU"),
        (Stop(StopScope.CATEGORY, "cloting"), "UNKNOWN_CATEGORY"),
    ):
        with pytest.raises(BadInput, match=code):
            await pausing.pause(shop.world, stop, RECALL)
    assert await pausing.standing() == []


async def test_resumed_it_is_as_before_but_for_what_went_to_the_warehouse(shop: Shop) -> None:
    shop.without_sums()
    gone = await shop.seeking()
    await pausing.pause(shop.world, SHIRT, RECALL)
    await pausing.resume(shop.world, SHIRT)
    with pytest.raises(BadInput, match="NOT_STOPPED"):
        await pausing.resume(shop.world, SHIRT)
    story = await shop.seeking()
    assert story.case.stage is Stage.SEEKING
    await is_at_the_warehouse_door(shop, gone.case.id)


async def test_a_run_that_was_cut_off_is_finished_by_the_next(shop: Shop) -> None:
    shop.without_sums()
    stories = [await shop.seeking(), await shop.seeking()]

    def cut_off(there: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await pausing.pause(shop.world, SHIRT, RECALL, cut_off)
    stages = {(await shop.story(one.case.id)).case.stage for one in stories}
    assert stages == {Stage.SEEKING, Stage.AWAITING_DROPOFF}
    swept = await pausing.pause(shop.world, SHIRT, RECALL)
    assert swept.done.cases == 1
    for story in stories:
        await is_at_the_warehouse_door(shop, story.case.id)


async def test_a_worker_finishes_a_run_that_nobody_says_again(shop: Shop) -> None:
    story = await shop.seeking()
    await pauses.put(Pause(SHIRT.id, await shop.world.clock.now(), RECALL))
    assert await pausing.finish(shop.world) == 1
    await is_at_the_warehouse_door(shop, story.case.id)
    assert await pausing.finish(shop.world) == 0


async def test_a_choice_made_on_a_policy_read_before_the_stop_does_not_slip_through(
    shop: Shop,
) -> None:
    """As the database then has it: the case seeks, the stop stands, and its sweep looked before
    the choice was written. What the choice sets off sees the stop."""
    story = await shop.approved()
    await returns.choose_path(shop.world, shop.rosa, story.case.id, RouteType.P2P, shop.key())
    await pauses.put(Pause(SHIRT.id, await shop.world.clock.now(), RECALL))
    assert (await shop.story(story.case.id)).case.stage is Stage.SEEKING
    await working.drain(shop.world)
    await is_at_the_warehouse_door(shop, story.case.id)


async def test_a_piece_that_no_sweep_has_reached_yet_cannot_be_bought(shop: Shop) -> None:
    story = await shop.seeking()
    await pauses.put(Pause(SHIRT.id, await shop.world.clock.now(), RECALL))
    assert story.listing
    with pytest.raises(ListingTaken, match="LISTING_ENDED"):
        await purchases.buy(shop.world, shop.ben, story.listing.id, "card_visa_4242", shop.key())


async def test_choices_and_a_stop_at_the_same_moment_leave_nothing_on_offer(shop: Shop) -> None:
    shop.without_sums()
    stories = [await shop.approved(), await shop.approved()]

    async def choose(story: Story) -> None:
        with_key = (shop.world, shop.rosa, story.case.id, RouteType.P2P, shop.key())
        await asyncio.gather(returns.choose_path(*with_key), return_exceptions=True)

    await asyncio.gather(
        *(choose(one) for one in stories), pausing.pause(shop.world, SHIRT, RECALL)
    )
    await shop.settle()
    for story in stories:
        await is_at_the_warehouse_door(shop, story.case.id)
    live = await sql.fetch("SELECT id FROM listings WHERE status IN ('LIVE', 'HELD')")
    assert live == []


async def test_everybody_is_told_in_the_words_of_the_stop(shop: Shop) -> None:
    story = await shop.matched()
    await pausing.pause(shop.world, SHIRT, RECALL)
    await shop.settle()
    story = await shop.story(story.case.id)
    released = [one for one in story.history if one.event.kind == "MatchReleased"]
    assert [one.actor.who for one in released] == [Who.SYSTEM]
    to_ben = shop.world.mail.to("ben@example.com")  # type: ignore[attr-defined]
    assert "no longer passes this item on" in to_ben[-1].text
