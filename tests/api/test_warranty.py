"""The warranty of an opened piece is told wherever it can be paid for, and again in the letter."""

from dataclasses import replace

import pytest

from onward.domain.accounts import Viewer
from onward.domain.warranties import WarrantyTerms
from onward.store import sql
from tests.api.asking import ask
from tests.services.giving import mail
from tests.services.shop import Shop

pytestmark = pytest.mark.anyio
LISTING = """query($id: ID!) { listing(id: $id) { warranty opened grade { label }
  photos { url } } }"""
ITEM = "query($id: ID!) { item(id: $id) { warranty listing { warranty } } }"


@pytest.fixture
def shop(shop: Shop) -> Shop:
    terms = WarrantyTerms(months=3, legal_months=12)
    shop.world = replace(shop.world, policy=replace(shop.world.policy, warranty=terms))
    return shop


async def told(shop: Shop, viewer: Viewer | None, listing_id: str) -> str:
    shown = (await ask(shop, viewer, LISTING, id=listing_id))["listing"]
    assert shown["opened"] == "Opened by another customer"
    assert shown["grade"]["label"]
    assert shown["photos"]
    return str(shown["warranty"])


async def test_it_stands_on_the_offer_before_anybody_signs_in_or_pays(shop: Shop) -> None:
    listing = (await shop.seeking()).listing
    assert listing is not None
    for viewer in (None, shop.ben):
        assert "Warranty of the shop: 3 months" in await told(shop, viewer, listing.id)
        item = (await ask(shop, viewer, ITEM, id="V-M"))["item"]
        assert (
            item["warranty"] == item["listing"]["warranty"] == await told(shop, viewer, listing.id)
        )


async def test_where_it_lies_in_europe_the_law_is_told_and_what_is_agreed_to(shop: Shop) -> None:
    listing = (await shop.seeking()).listing
    assert listing is not None
    await sql.execute("UPDATE orders SET country = 'DE'")
    before = await told(shop, None, listing.id)
    assert before.startswith("Legal guarantee: 1 year")
    assert "agrees" in before
    assert "Warranty of the shop" in await told(shop, shop.ben, listing.id)


async def test_the_letter_about_a_purchase_keeps_what_was_told(shop: Shop) -> None:
    listing = (story := await shop.seeking()).listing
    assert listing is not None
    before = await told(shop, shop.ben, listing.id)
    await shop.bought(story)
    bought = next(one for one in mail(shop).to("ben@example.com") if "is yours" in one.subject)
    assert before in bought.text
