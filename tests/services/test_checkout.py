"""The shop's own checkout: the best opened piece, and the next best where somebody is faster."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from onward.domain.checkout import Wanted
from onward.domain.life import ListingStatus, PurchaseStatus
from onward.domain.refusals import BadInput, CannotBuy, KeyReused, ListingTaken, NotFound
from onward.domain.stops import Pause, StopReason
from onward.services import checkout
from onward.store import pauses, sql
from tests.services.shop import Shop
from tests.services.wishing import somebody

pytestmark = pytest.mark.anyio

CARD = "card_visa_4242"
# Whatever piece there is.
ANY = Wanted("V-M", 99_00)


async def test_nothing_on_offer_is_nothing(shop: Shop) -> None:
    await shop.approved()
    assert await checkout.option(shop.world, shop.ben, "V-M", "98101") is None
    assert await checkout.option(shop.world, None, "no such thing", "98101") is None


async def test_anybody_is_told_the_piece_and_the_days(shop: Shop) -> None:
    story = await shop.seeking()
    for viewer in (None, shop.ben):
        found = await checkout.option(shop.world, viewer, "V-M", "98101")
        assert found
        assert found.listing == story.listing
        today = (await shop.world.clock.now()).date()
        assert today < found.arrival.first <= found.arrival.last
        assert found.arrival.last - today <= timedelta(days=14)


async def test_nobody_is_offered_their_own_piece(shop: Shop) -> None:
    await shop.seeking()
    assert await checkout.option(shop.world, shop.rosa, "V-M", "97205") is None
    with pytest.raises(CannotBuy):
        await checkout.buy(shop.world, shop.rosa, ANY, CARD, shop.key())


async def test_the_cheaper_piece_is_offered_and_bought(shop: Shop) -> None:
    shop.without_sums()
    dear, cheap = await shop.seeking(), await shop.seeking()
    assert cheap.listing
    lower = cheap.listing.price.minor - 100
    await sql.execute("UPDATE listings SET price_minor = ? WHERE id = ?", [lower, cheap.listing.id])
    found = await checkout.option(shop.world, shop.ben, "V-M", "98101")
    assert found
    assert found.listing.id == cheap.listing.id
    purchase, story = await checkout.buy(shop.world, shop.ben, ANY, CARD, shop.key())
    assert story.case.id == cheap.case.id
    assert (purchase.status, purchase.price.minor) == (PurchaseStatus.RESERVED, lower)
    await shop.settle()
    paid = (await shop.story(cheap.case.id)).purchase(purchase.id)
    assert paid
    assert paid.status is PurchaseStatus.PAID
    assert (await shop.story(dear.case.id)).listing == dear.listing


async def test_nobody_pays_more_than_was_shown_nor_gets_another_piece(shop: Shop) -> None:
    shop.without_sums()
    shown, dearer = await shop.seeking(), await shop.seeking()
    assert shown.listing
    assert dearer.listing
    price = shown.listing.price.minor - 500
    await sql.execute("UPDATE listings SET price_minor = ? WHERE id = ?", [price, shown.listing.id])
    at_that_price = Wanted("V-M", price)
    this_one = Wanted("V-M", dearer.listing.price.minor, shown.listing.id)
    await checkout.buy(shop.world, shop.ben, at_that_price, CARD, shop.key())
    other = await somebody(shop, "other")
    for wanted in (at_that_price, this_one):
        with pytest.raises(ListingTaken, match="LISTING_TAKEN"):
            await checkout.buy(shop.world, other, wanted, CARD, shop.key())
    the_other_one = replace(this_one, listing_id=dearer.listing.id)
    _, story = await checkout.buy(shop.world, other, the_other_one, CARD, shop.key())
    assert story.case.id == dearer.case.id


async def test_the_same_request_again_is_one_purchase(shop: Shop) -> None:
    shop.without_sums()
    await shop.seeking()
    await shop.seeking()
    key = shop.key()
    asked = [checkout.buy(shop.world, shop.ben, ANY, CARD, key) for _ in range(4)]
    bought = {purchase.id for purchase, _ in await asyncio.gather(*asked)}
    assert len(bought) == 1
    rows = await sql.fetch("SELECT id FROM purchases")
    assert {row["id"] for row in rows} == bought
    with pytest.raises(KeyReused):
        await checkout.buy(shop.world, shop.ben, ANY, "card_other", key)


async def test_who_comes_at_the_same_moment_gets_the_next_piece(shop: Shop) -> None:
    shop.without_sums()
    await shop.seeking()
    await shop.seeking()
    people = [await somebody(shop, f"p{n}", f"{n} Elm Street") for n in range(5)]
    asked = [checkout.buy(shop.world, one, ANY, CARD, shop.key()) for one in people]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    bought = [one[1].case.id for one in answers if isinstance(one, tuple)]
    assert len(bought) == len(set(bought)) == 2
    others = [one for one in answers if not isinstance(one, tuple)]
    assert {(type(one), str(one)) for one in others} <= {
        (ListingTaken, "ALL_TAKEN"),
        (ListingTaken, "NONE_ON_OFFER"),
    }


async def test_what_is_gone_and_what_never_was_are_told_apart(shop: Shop) -> None:
    with pytest.raises(ListingTaken, match="NONE_ON_OFFER"):
        await checkout.buy(shop.world, shop.ben, ANY, CARD, shop.key())
    with pytest.raises(NotFound):
        await checkout.buy(shop.world, shop.ben, Wanted("no such thing", 99_00), CARD, shop.key())


async def test_an_address_and_a_way_to_pay_are_needed(shop: Shop) -> None:
    await shop.seeking()
    nowhere = await somebody(shop, "nomad", street="")
    with pytest.raises(CannotBuy, match="ADDRESS_MISSING"):
        await checkout.buy(shop.world, nowhere, ANY, CARD, shop.key())
    with pytest.raises(BadInput, match="UNKNOWN_METHOD"):
        await checkout.buy(shop.world, shop.ben, ANY, "a card?", shop.key())
    with pytest.raises(BadInput, match="BAD_POSTAL_CODE"):
        await checkout.option(shop.world, shop.ben, "V-M", "somewhere")


async def test_another_customs_territory_is_offered_nothing(shop: Shop) -> None:
    await shop.seeking()
    german = replace(shop.world.policy.warehouse, country="DE")
    abroad = replace(shop.world, policy=replace(shop.world.policy, warehouse=german))
    assert await checkout.option(abroad, None, "V-M", "10115") is None


async def test_what_is_over_is_not_offered(shop: Shop) -> None:
    story = await shop.seeking()
    assert story.listing
    shop.world.clock.turn(timedelta(days=4))  # type: ignore[attr-defined]
    assert story.listing.status is ListingStatus.LIVE
    assert await checkout.option(shop.world, None, "V-M", "98101") is None


async def test_what_was_just_stopped_is_not_offered_before_its_sweep_has_come_by(
    shop: Shop,
) -> None:
    await shop.seeking()
    await pauses.put(Pause("sku:V-M", await shop.world.clock.now(), StopReason.RECALL))
    assert await checkout.option(shop.world, None, "V-M", "98101") is None
    with pytest.raises(ListingTaken, match="NONE_ON_OFFER"):
        await checkout.buy(shop.world, shop.ben, ANY, CARD, shop.key())
