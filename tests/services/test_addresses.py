"""A buyer's change of address through the services, on both databases: the returner's code changes
silently, the old label is given back, and nothing happens twice."""

from dataclasses import replace

import pytest

from onward.domain.accounts import Viewer
from onward.domain.addresses import NewAddress
from onward.domain.events import TaskKind
from onward.domain.halves import returners_half
from onward.domain.life import ShipmentStatus, Stage
from onward.domain.refusals import CannotBuy, NotFound, Refusal, Unserviceable, WrongStage
from onward.domain.shipping import Destination
from onward.domain.story import Story
from onward.messages import Audience, timeline_text
from onward.services import addresses, purchases
from onward.store import accounts, sql
from tests.services.shop import Shop
from tests.services.test_labels import carrier_of

pytestmark = pytest.mark.anyio
S = ShipmentStatus
CEDAR = NewAddress("9 Cedar Road", "Spokane", "WA", "99201", "US")


async def move(
    shop: Shop, story: Story, to: NewAddress = CEDAR, *, key: str = "", by: Viewer | None = None
) -> Story:
    purchase = story.purchases[-1]
    await addresses.change(shop.world, by or shop.ben, purchase.id, to, key or shop.key())
    await shop.settle()
    return await shop.story(story.case.id)


async def contacts() -> int:
    rows = await sql.fetch("SELECT count(*) AS n FROM contacts")
    return int(rows[0]["n"])


async def test_the_code_changes_silently_and_the_old_label_is_given_back(shop: Shop) -> None:
    before = await shop.matched()
    letters = len(shop.world.mail.letters)  # type: ignore[attr-defined]
    story = await move(shop, before)
    old, new = before.label, story.label
    assert old
    assert new
    assert (new.destination, new.match_id) == (Destination.BUYER, old.match_id)
    assert new.counter_code != old.counter_code
    assert carrier_of(shop).parcels[new.tracking_number].recipient.street == "9 Cedar Road"
    given_back = story.shipment(old.id)
    assert given_back
    assert (given_back.status, given_back.superseded) == (S.VOIDED, True)
    assert (story.case.stage, story.case.headed_at) == (before.case.stage, before.case.headed_at)
    assert len(shop.world.mail.letters) == letters  # type: ignore[attr-defined]
    assert story.purchases == before.purchases
    said = returners_half(story)[len(returners_half(before)) :]
    assert [timeline_text(told, Audience.RETURNER, "UTC") for told in said] == [None]
    assert story.sales[0].region == before.sales[0].region
    home = await accounts.contact_of(shop.ben.id)
    assert home
    assert home.street == "7 Birch Street"
    await shop.scan(new, S.IN_TRANSIT)
    with pytest.raises(WrongStage, match="ALREADY_SCANNED"):
        await move(shop, story, replace(CEDAR, street="1 Fir Road"))


async def test_sent_twice_it_is_one_change_and_the_same_place_again_is_none(shop: Shop) -> None:
    before = await shop.matched()
    kept = await contacts()
    once = await move(shop, before, key="move")
    assert await move(shop, before, key="move") == once
    assert await move(shop, before, key="again") == once
    assert await contacts() == kept + 1
    # A wish that changed nothing is answered as well: sent again late, it undoes nothing.
    other = await move(shop, before, replace(CEDAR, street="1 Fir Road"))
    assert await move(shop, before, key="again") == other
    assert len(other.shipments) == len(before.shipments) + 2


async def test_before_its_label_is_made_the_first_one_goes_to_the_new_address(shop: Shop) -> None:
    story = await shop.seeking()
    assert story.listing
    carrier_of(shop).down_for(1)
    purchase, _ = await purchases.buy(
        shop.world, shop.ben, story.listing.id, "card_visa_4242", shop.key()
    )
    await shop.settle()
    assert (await shop.story(story.case.id)).case.stage is Stage.MATCHED
    await addresses.change(shop.world, shop.ben, purchase.id, CEDAR, shop.key())
    await shop.try_again()
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.AWAITING_DROPOFF
    to_buyer = [one for one in story.shipments if one.destination is Destination.BUYER]
    streets = [carrier_of(shop).parcels[one.tracking_number].recipient.street for one in to_buyer]
    assert streets == ["9 Cedar Road"]


async def test_an_old_code_that_is_scanned_all_the_same_counts_and_reaches_the_old_address(
    shop: Shop,
) -> None:
    before = await shop.matched()
    carrier_of(shop).refuses_voids = True
    story = await move(shop, before)
    await shop.scan(before.label, S.IN_TRANSIT)
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.IN_TRANSIT
    assert before.label
    assert story.case.counted_shipment_id == before.label.id
    assert story.match is not None
    assert [task.kind for task in story.tasks] == [TaskKind.WRONG_WAY_PARCEL]


REFUSED = {
    "the returner's household": (
        replace(CEDAR, street="12 Alder Way", postal_code="97205"),
        CannotBuy,
    ),
    "where no carrier goes": (replace(CEDAR, postal_code="00000"), Unserviceable),
}


async def test_an_address_it_cannot_go_to_changes_nothing(shop: Shop) -> None:
    before = await shop.matched()
    carrier_of(shop).unserved = {"00000"}
    kept = await contacts()
    for to, refusal in REFUSED.values():
        with pytest.raises(refusal) as refused:
            await move(shop, before, to)
        assert isinstance(refused.value, Refusal)
    for stranger in (shop.rosa, shop.cleo):
        with pytest.raises(NotFound):
            await move(shop, before, by=stranger)
    assert await shop.story(before.case.id) == before
    assert await contacts() == kept
