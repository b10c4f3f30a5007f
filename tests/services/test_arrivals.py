"""Photos of the open parcel and of how it arrived: each from one person, in its time, for those
who may see it."""

import pytest

from onward.domain.album import arrivals, packing, pairs
from onward.domain.claims import ClaimResolution, NoPhoto, ReceiptOutcome, Settlement
from onward.domain.halves import buyers_half, buyers_photos, returners_half
from onward.domain.life import PurchaseStatus, ShipmentStatus, Stage
from onward.domain.photos import Occasion
from onward.domain.refusals import BadInput, NotFound, Refusal, WindowClosed, WrongStage
from onward.domain.story import Story
from onward.services import claims, photos, purchases, returns
from onward.services.packing import packed_code, packing_code
from onward.services.photos import Wanted
from tests.services.shop import Shop

pytestmark = pytest.mark.anyio


async def test_departure_stands_beside_what_the_buyer_found(shop: Shop) -> None:
    story = await at_the_door(shop)
    for shot in ("front", "flaw"):
        await shop.photograph(story, shot, Occasion.ARRIVAL, by=shop.ben)
    story = await shop.story(story.case.id)
    beside = {one.shot: (one.departure is not None, one.arrival is not None) for one in pairs(
        story.photos
    )}  # fmt: skip
    assert beside == {
        "front": (True, True),
        "back": (True, False),
        "tag": (True, False),
        "flaw": (False, True),
    }


async def test_the_returner_is_told_nothing_of_what_the_buyer_photographed(shop: Shop) -> None:
    story = await at_the_door(shop)
    before = returners_half(story)
    await shop.photograph(story, "front", Occasion.ARRIVAL, by=shop.ben)
    story = await shop.story(story.case.id)
    assert len(arrivals(story.photos)) == 1
    assert returners_half(story) == before


async def test_only_the_buyer_photographs_what_arrived_and_names_their_purchase(
    shop: Shop,
) -> None:
    story = await at_the_door(shop)
    for somebody in (shop.rosa, shop.cleo, shop.ada):
        with pytest.raises(NotFound):
            await shop.photograph(story, "front", Occasion.ARRIVAL, by=somebody)
    by_its_return = Wanted(story.case.id, "front", 1000, "image/jpeg", Occasion.ARRIVAL)
    with pytest.raises(NotFound):
        await photos.ticket(shop.world, shop.ben, by_its_return, shop.key())
    with pytest.raises(NotFound):
        await shop.photograph(story, "packing", Occasion.PACKING, by=shop.ben)


async def test_before_it_has_arrived_there_is_nothing_to_photograph(shop: Shop) -> None:
    story = await shop.matched()
    await cannot_show(shop, story, WrongStage)
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    await cannot_show(shop, story, WrongStage)


async def test_a_shot_nobody_would_know_is_refused(shop: Shop) -> None:
    story = await at_the_door(shop)
    with pytest.raises(BadInput, match="UNKNOWN_SHOT"):
        await shop.photograph(story, "sole", Occasion.ARRIVAL, by=shop.ben)


async def test_photos_are_taken_in_as_long_as_something_may_be_wrong(shop: Shop) -> None:
    story = await at_the_door(shop)
    await claims.confirm(shop.world, shop.ben, story.purchases[0].id, shop.key())
    await shop.turn(days=2)
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.CLOSED
    await shop.photograph(story, "front", Occasion.ARRIVAL, by=shop.ben)
    await shop.turn(days=13)
    await cannot_show(shop, story, WindowClosed)


async def test_photos_help_whoever_looks_at_a_claim_until_it_is_settled(shop: Shop) -> None:
    story = await at_the_door(shop)
    purchase = story.purchases[0]
    await claims.open_claim(
        shop.world,
        shop.ben,
        purchase.id,
        ReceiptOutcome.NOT_AS_DESCRIBED,
        shop.key(),
        NoPhoto.CAMERA_FAILS,
    )
    await shop.turn(days=15)
    await shop.photograph(story, "flaw", Occasion.ARRIVAL, by=shop.ben)
    money_back = Settlement(ClaimResolution.REFUND)
    await claims.settle(shop.world, shop.ada, story.case.id, money_back, shop.key())
    await shop.settle()
    await cannot_show(shop, story, WrongStage)
    story = await shop.story(story.case.id)
    seen = buyers_photos(story, buyers_half(story, purchase))
    assert "flaw" in {one.shot for one in arrivals(seen)}


async def test_the_open_parcel_is_photographed_while_it_is_packed_for_a_person(shop: Shop) -> None:
    story = await shop.approved()
    assert packing_code(shop.world, story) is None
    with pytest.raises(WrongStage):
        await shop.photograph(story, "packing", Occasion.PACKING)

    story = await shop.matched()
    code = packing_code(shop.world, story)
    assert code is not None
    assert len(code) == 4
    with pytest.raises(BadInput, match="UNKNOWN_SHOT"):
        await shop.photograph(story, "front", Occasion.PACKING)
    with pytest.raises(NotFound):
        await shop.photograph(story, "packing", Occasion.PACKING, by=shop.ben)
    photo_id = await shop.photograph(story, "packing", Occasion.PACKING)
    story = await shop.story(story.case.id)
    packed = packing(story.photos)
    assert packed is not None
    assert packed.id == photo_id
    assert packed_code(shop.world, story) == code

    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    story = await shop.story(story.case.id)
    assert packing_code(shop.world, story) is None
    with pytest.raises(WrongStage):
        await shop.photograph(story, "packing", Occasion.PACKING)


async def test_what_goes_to_the_warehouse_needs_no_slip(shop: Shop) -> None:
    story = await shop.seeking()
    await returns.return_now(shop.world, shop.rosa, story.case.id, shop.key())
    await shop.settle()
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.AWAITING_DROPOFF
    assert packing_code(shop.world, story) is None
    with pytest.raises(WrongStage):
        await shop.photograph(story, "packing", Occasion.PACKING)


async def test_a_buyer_who_has_let_go_sees_no_later_photo(shop: Shop) -> None:
    story = await shop.matched()
    first = story.purchases[0]
    await purchases.cancel(shop.world, shop.ben, first.id, shop.key())
    await shop.settle()
    story = await shop.story(story.case.id)
    assert story.listing is not None
    await shop.turn(minutes=1)
    await purchases.buy(shop.world, shop.cleo, story.listing.id, "card_visa_4242", shop.key())
    await shop.settle()
    story = await shop.story(story.case.id)
    await shop.photograph(story, "packing", Occasion.PACKING)
    for status in (ShipmentStatus.IN_TRANSIT, ShipmentStatus.DELIVERED):
        await shop.scan((await shop.story(story.case.id)).label or story.label, status)
    story = await shop.story(story.case.id)
    await shop.photograph(story, "front", Occasion.ARRIVAL, by=shop.cleo)
    story = await shop.story(story.case.id)
    theirs = {
        purchase.buyer_id: {
            one.occasion for one in buyers_photos(story, buyers_half(story, purchase))
        }
        for purchase in story.purchases
    }
    assert theirs == {
        shop.ben.id: {Occasion.ASSESSMENT},
        shop.cleo.id: {Occasion.ASSESSMENT, Occasion.PACKING, Occasion.ARRIVAL},
    }
    wanted = Wanted(first.id, "front", 1000, "image/jpeg", Occasion.ARRIVAL)
    with pytest.raises(WrongStage):
        await photos.ticket(shop.world, shop.ben, wanted, shop.key())


async def at_the_door(shop: Shop) -> Story:
    """Ben's, and delivered to him."""
    story = await shop.matched()
    for status in (ShipmentStatus.IN_TRANSIT, ShipmentStatus.DELIVERED):
        await shop.scan(story.label, status)
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.DELIVERED
    assert story.purchases[0].status is PurchaseStatus.DELIVERED
    # Whoever is slow to open a parcel takes their photos a moment later than it was delivered.
    await shop.turn(hours=1)
    return await shop.story(story.case.id)


async def cannot_show(shop: Shop, story: Story, why: type[Refusal]) -> None:
    with pytest.raises(why):
        await shop.photograph(story, "front", Occasion.ARRIVAL, by=shop.ben)
