"""Labels through the services, on both databases: which product goes to a buyer, what a carrier
that cannot go there leads to, and giving labels back."""

from dataclasses import replace

import pytest

from onward.domain.events import Because, LabelVoided, TaskKind
from onward.domain.life import PurchaseStatus, ShipmentStatus, Stage
from onward.domain.shipping import Blind, Destination, Page, page_key
from onward.domain.story import Story
from onward.domain.terms import ParcelTerms
from onward.services import printing, purchases, returns
from onward.store import outbox, sql
from tests.services.shop import Shop
from tests.world import FakeCarrier

pytestmark = pytest.mark.anyio
S = ShipmentStatus


def carrier_of(shop: Shop) -> FakeCarrier:
    assert isinstance(shop.world.carrier, FakeCarrier)
    return shop.world.carrier


def with_terms(shop: Shop, terms: ParcelTerms) -> None:
    policy = replace(shop.world.policy, parcels=terms)
    shop.world = replace(shop.world, policy=policy)


def void_answers(story: Story) -> list[str]:
    return [told.event.answer for told in story.history if isinstance(told.event, LabelVoided)]


async def label_voids() -> int:
    """How many labels the book says a carrier paid back; each is an entry of two postings."""
    entry = "SELECT count(*) AS n FROM postings WHERE memo = 'LABEL_VOID'"
    return int((await sql.fetch(entry))[0]["n"]) // 2


async def test_a_code_hides_the_buyer_and_tells_the_carrier_alone_where_it_sets_out(
    shop: Shop,
) -> None:
    story = await shop.matched()
    label, carrier = story.label, carrier_of(shop)
    assert label is not None
    assert (label.product, label.blind, label.declared_g) == ("STANDARD", Blind.YES, 400)
    parcel = carrier.parcels[label.tracking_number]
    assert parcel.hides_recipient
    assert parcel.recipient.street == "7 Birch Street"
    assert parcel.origin is not None
    assert parcel.origin.street == "12 Alder Way"
    assert parcel.return_to.street == shop.world.policy.warehouse.street
    assert printing.label_url(shop.world, story) is None
    assert await printing.thermal_url(shop.world, story) is None


async def test_the_warehouse_label_is_there_for_a_thermal_printer_too(shop: Shop) -> None:
    story = await shop.approved()
    assert story.label is not None
    url = await printing.thermal_url(shop.world, story)
    assert url is not None
    token = url.removeprefix("/labels/").removesuffix(".zpl")
    page = await printing.label_page(shop.world, token, Page.ZPL)
    assert page == f"^XA^FD{story.label.tracking_number}^FS^XZ".encode()
    assert await printing.label_page(shop.world, token, Page.PDF) is None
    await shop.world.photos.delete(page_key(story.label.id, Page.ZPL))
    assert await printing.thermal_url(shop.world, story) is None


async def test_where_only_a_printed_label_goes_it_is_made_for_the_printer(shop: Shop) -> None:
    carrier_of(shop).products = {"STANDARD", "PRINTED"}
    with_terms(shop, ParcelTerms(blind=frozenset({Blind.NO})))
    story = await shop.matched()
    label = story.label
    assert label is not None
    assert (label.product, label.blind) == ("PRINTED", Blind.NO)
    parcel = carrier_of(shop).parcels[label.tracking_number]
    assert (parcel.recipient.name, parcel.recipient.phone) == ("B. Example", None)
    url = printing.label_url(shop.world, story)
    assert url is not None
    token = url.removeprefix("/labels/").removesuffix(".pdf")
    page = await printing.label_page(shop.world, token, Page.PDF)
    assert page == b"%PDF-1.4 " + label.tracking_number.encode()


async def test_without_masking_the_piece_still_finds_its_owner_by_a_label_to_print(
    shop: Shop,
) -> None:
    with_terms(shop, ParcelTerms(masking=False))
    story = await shop.matched()
    assert story.label is not None
    assert (story.label.product, story.label.blind) == ("PRINTED", Blind.NO)
    assert printing.label_url(shop.world, story)
    await shop.scan(story.label, S.IN_TRANSIT)
    await shop.scan(story.label, S.DELIVERED)
    assert (await shop.story(story.case.id)).case.stage is Stage.DELIVERED


async def test_a_buyer_where_no_carrier_goes_is_made_whole_and_the_piece_is_on_offer_again(
    shop: Shop,
) -> None:
    carrier_of(shop).unserved = {"98101"}
    story = await shop.matched()
    assert story.case.stage is Stage.SEEKING
    purchase = story.purchases[0]
    assert (purchase.status, purchase.because) == (PurchaseStatus.REFUNDED, Because.UNSERVICEABLE)
    assert story.listing
    assert story.listing.status == "LIVE"
    assert story.label
    assert story.label.destination is Destination.WAREHOUSE
    assert not story.label.superseded


async def test_a_product_that_shows_more_than_the_shop_allows_takes_nothing_to_a_buyer(
    shop: Shop,
) -> None:
    carrier_of(shop).products = {"PRINTED"}
    story = await shop.matched()
    assert story.case.stage is Stage.SEEKING
    assert [one.destination for one in story.shipments] == [Destination.WAREHOUSE]


async def test_where_no_label_to_the_warehouse_can_be_made_a_person_is_asked_once(
    shop: Shop,
) -> None:
    carrier_of(shop).unserved = {shop.world.policy.warehouse.postal_code}
    story = await shop.approved()
    assert story.label is None
    await returns.return_now(shop.world, shop.rosa, story.case.id, shop.key())
    await shop.settle()
    story = await shop.story(story.case.id)
    assert [task.kind for task in story.tasks] == [TaskKind.NO_LABEL]
    assert story.case.stage is Stage.AWAITING_DROPOFF


async def test_a_void_that_the_carrier_thinks_about_is_asked_for_again(shop: Shop) -> None:
    carrier_of(shop).slow_voids = True
    story = await shop.matched()
    await purchases.cancel(shop.world, shop.ben, story.purchases[0].id, shop.key())
    await shop.settle()
    story = await shop.story(story.case.id)
    label = next(one for one in story.shipments if one.destination is Destination.BUYER)
    assert label.status is S.VOID_REQUESTED
    assert void_answers(story) == [S.VOID_REQUESTED]
    assert await label_voids() == 0
    waiting = await outbox.pending(story.case.id)
    assert [one.effect for one in waiting] == ["void_labels"]
    assert TaskKind.PORT_DOWN not in {task.kind for task in story.tasks}
    await shop.try_again()
    story = await shop.story(story.case.id)
    assert void_answers(story) == [S.VOID_REQUESTED, S.VOIDED]
    assert await outbox.pending(story.case.id) == []
    assert await label_voids() == 1


async def test_a_void_that_is_refused_brings_no_money_back(shop: Shop) -> None:
    carrier_of(shop).refuses_voids = True
    story = await shop.matched()
    await purchases.cancel(shop.world, shop.ben, story.purchases[0].id, shop.key())
    await shop.settle()
    story = await shop.story(story.case.id)
    assert void_answers(story) == [S.VOID_REJECTED]
    assert await label_voids() == 0
