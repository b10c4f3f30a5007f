"""What a shop's own checkout asks and is told."""

from typing import Any

import pytest

from tests.api.asking import ask, refused
from tests.services.shop import Shop

pytestmark = pytest.mark.anyio

OPTION = """query($v: ID!, $p: String!) { openBoxOption(variantId: $v, postalCode: $p) {
  listing { id opened newPrice { amountMinor } } price { amountMinor currency }
  total { amountMinor } grade { grade label } photos { shot }
  arrivesFrom arrivesBy saves { amountMinor currency } } }"""
BUY = """mutation($i: BuyOpenBoxInput!) { buyOpenBox(input: $i) { __typename
  ... on Purchase { id status item { variantId } total { amountMinor } }
  ... on ListingTaken { code message others { id item { variantId } } }
  ... on Refused { code field message } } }"""


async def option(shop: Shop, viewer: Any, variant: str = "V-M", code: str = "98101") -> Any:
    return (await ask(shop, viewer, OPTION, v=variant, p=code))["openBoxOption"]


async def buy(shop: Shop, viewer: Any, variant: str = "V-M", **given: Any) -> dict[str, Any]:
    asked = {"variantId": variant, "highestMinor": 99_00, "key": shop.key()} | given
    answer: dict[str, Any] = (await ask(shop, viewer, BUY, i=asked))["buyOpenBox"]
    return answer


async def test_a_visitor_sees_price_grade_photos_days_and_what_it_saves(shop: Shop) -> None:
    assert await option(shop, None) is None
    story = await shop.seeking()
    assert story.listing
    found = await option(shop, None)
    assert found["listing"]["id"] == story.listing.id
    assert found["listing"]["opened"] == "Opened by another customer"
    assert found["saves"]["currency"] == "USD"
    new, price = found["listing"]["newPrice"]["amountMinor"], found["price"]["amountMinor"]
    assert found["saves"]["amountMinor"] == new - price > 0
    assert found["grade"]["grade"] == "LIKE_NEW"
    assert {photo["shot"] for photo in found["photos"]} == {"front", "back", "tag"}
    assert "2026-11-23" < found["arrivesFrom"] <= found["arrivesBy"]
    assert found["total"] is None, "nobody knows where a visitor lives"
    assert (await option(shop, shop.ben))["total"]["amountMinor"] >= price


async def test_what_is_no_postal_code_is_said(shop: Shop) -> None:
    [error] = await refused(shop, None, OPTION, v="V-M", p="nowhere at all")
    assert error["extensions"] == {"code": "BAD_POSTAL_CODE", "field": "postalCode"}


async def test_one_mutation_buys_it(shop: Shop) -> None:
    await shop.seeking()
    bought = await buy(shop, shop.ben)
    assert (bought["__typename"], bought["item"]["variantId"]) == ("Purchase", "V-M")
    await shop.settle()
    assert await option(shop, None) is None


async def test_who_comes_too_late_is_told_and_shown_what_else_there_is(shop: Shop) -> None:
    said = await buy(shop, shop.ben)
    assert (said["__typename"], said["code"]) == ("ListingTaken", "NONE_ON_OFFER")
    assert said["message"].endswith(".")
    assert said["others"] == []


async def test_who_is_not_signed_in_and_whose_own_it_is_buys_nothing(shop: Shop) -> None:
    await shop.seeking()
    assert (await buy(shop, None))["code"] == "SIGN_IN_NEEDED"
    assert (await buy(shop, shop.rosa))["code"] == "CANNOT_BUY"
    assert (await buy(shop, shop.ben, key=" "))["code"] == "KEY_MISSING"
    assert (await buy(shop, shop.ben, "no such thing"))["code"] == "NOT_FOUND"
