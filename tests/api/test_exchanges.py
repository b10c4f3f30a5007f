"""The other size as its returner and the desk see it, and choosing it."""

from dataclasses import replace
from typing import Any

import pytest

from onward.domain.accounts import Viewer
from onward.domain.ids import VariantId
from onward.domain.life import ShipmentStatus
from onward.domain.story import Story
from onward.store import orders
from tests.api.asking import ask
from tests.services.shop import Shop, usd

pytestmark = pytest.mark.anyio
MONEY = "{ amountMinor currency }"
SHOWN = f"""... on ReturnCase {{ id remedy
  exchangeOptions {{ variantId source price {MONEY} difference {MONEY} sentence
    item {{ title size colour }} }}
  exchangeNote
  exchange {{ id variantId source status price {MONEY} difference {MONEY} heldAt heldUntil
    orderNumber because {{ code message }} sentence item {{ size }} }}
  refund {{ amount {MONEY} line next status }} creditNote {{ total {MONEY} }}
  timeline {{ kind text }} }}"""
CASE = f"query($id: ID!) {{ returnCase(id: $id) {{ {SHOWN} }} }}"
HOLD = f"""mutation($i: HoldExchangeInput!) {{ holdExchange(input: $i) {{
  ... on Refused {{ code message field }} {SHOWN} }} }}"""
DROP = f"""mutation($i: CaseInput!) {{ dropExchange(input: $i) {{
  ... on Refused {{ code message field }} {SHOWN} }} }}"""


async def started(shop: Shop) -> Story:
    """A shirt worth 57.60 comes back; L costs 50.00, XL the same as it, XXL more."""
    [variant] = (await orders.variants(["V-M"])).values()
    priced = {"L": usd(50_00), "XL": usd(57_60), "XXL": usd(70_00)}
    await orders.add_variants([
        replace(variant, id=VariantId(f"V-{size}"), sku=f"V-{size}", size=size, price=price)
        for size, price in priced.items()
    ])  # fmt: skip
    return await shop.approved()


async def told(shop: Shop, story: Story, viewer: Viewer | None = None) -> Any:
    return (await ask(shop, viewer or shop.rosa, CASE, id=story.case.id))["returnCase"]


async def holds(shop: Shop, story: Story, variant_id: str, viewer: Viewer | None = None) -> Any:
    wanted = {"caseId": story.case.id, "variantId": variant_id, "key": shop.key()}
    return (await ask(shop, viewer or shop.rosa, HOLD, i=wanted))["holdExchange"]


async def test_what_may_be_had_says_what_it_costs_and_what_goes_back(shop: Shop) -> None:
    shown = await told(shop, await started(shop))
    large, larger = shown["exchangeOptions"]
    assert (large["variantId"], large["source"], large["item"]["size"]) == ("V-L", "STOCK", "L")
    assert (large["price"]["amountMinor"], large["difference"]["amountMinor"]) == (50_00, 7_60)
    assert large["sentence"] == (
        "Fresh from our stock. $7.60 goes back to your Visa\u00a0··\u00a04242."
    )
    assert larger["difference"]["amountMinor"] == 0
    assert "Nothing goes back" in larger["sentence"]
    assert shown["exchangeNote"]
    assert shown["exchange"] is None


async def test_what_is_held_is_shown_with_the_rest_of_the_refund(shop: Shop) -> None:
    story = await started(shop)
    shown = await holds(shop, story, "V-L")
    exchange = shown["exchange"]
    assert (exchange["status"], exchange["item"]["size"]) == ("HELD", "L")
    assert exchange["difference"] == shown["refund"]["amount"]
    assert exchange["difference"]["amountMinor"] == 7_60
    assert exchange["heldUntil"] is None
    assert exchange["sentence"] == (
        "Linen overshirt, L, Indigo is held for you. It leaves our warehouse when this one is "
        "scanned."
    )
    assert "$7.60" in shown["refund"]["line"]
    assert shown["timeline"][-1]["text"] == "The one you want is held for you."
    at_desk = (await told(shop, story, shop.ada))["exchange"]
    assert "for the returner" in at_desk["sentence"]


async def test_given_up_it_says_so_and_the_refund_is_whole(shop: Shop) -> None:
    story = await started(shop)
    await holds(shop, story, "V-L")
    wanted = {"caseId": story.case.id, "key": shop.key()}
    shown = (await ask(shop, shop.rosa, DROP, i=wanted))["dropExchange"]
    assert shown["exchange"]["status"] == "ENDED"
    assert shown["exchange"]["because"]["code"] == "WITHDRAWN"
    assert shown["refund"]["amount"]["amountMinor"] == 57_60
    assert shown["timeline"][-1]["text"] == "You gave the exchange up."
    again = (await ask(shop, shop.rosa, DROP, i={**wanted, "key": shop.key()}))["dropExchange"]
    assert (again["code"], again["field"]) == ("NO_EXCHANGE_HELD", "caseId")


@pytest.mark.parametrize(
    ("variant_id", "code"),
    [("V-XXL", "EXCHANGE_DEARER"), ("V-M", "EXCHANGE_NOT_OFFERED"), ("V-NONE", "NOT_FOUND")],
)
async def test_what_cannot_be_had_is_refused_in_plain_words(
    shop: Shop, variant_id: str, code: str
) -> None:
    said = await holds(shop, await started(shop), variant_id)
    assert (said["code"], said["field"]) == (code, "variantId")
    assert said["message"]


async def test_the_last_one_gone_is_said_and_the_refund_is_as_it_was(shop: Shop) -> None:
    story = await started(shop)
    before = await told(shop, story)
    shop.world.stock.level = 0  # type: ignore[attr-defined]
    assert (await holds(shop, story, "V-L"))["code"] == "EXCHANGE_GONE"
    after = await told(shop, story)
    assert after.pop("exchangeOptions") != before.pop("exchangeOptions")
    assert after == before


async def test_nobody_else_may_choose(shop: Shop) -> None:
    story = await started(shop)
    assert (await holds(shop, story, "V-L", shop.ben))["code"] == "NOT_FOUND"
    assert (await holds(shop, story, "V-L", shop.ada))["code"] == "NOT_ALLOWED"


@pytest.mark.parametrize(("variant_id", "back"), [("V-L", 7_60), ("V-XL", 0)])
async def test_once_it_left_the_note_names_the_whole_and_the_refund_the_rest(
    shop: Shop, variant_id: str, back: int
) -> None:
    story = await started(shop)
    await holds(shop, story, variant_id)
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    shown = await told(shop, story)
    assert shown["exchange"]["status"] == "RELEASED"
    assert shown["exchange"]["orderNumber"] in shown["exchange"]["sentence"]
    assert shown["creditNote"]["total"]["amountMinor"] == 57_60
    assert shown["refund"]["amount"]["amountMinor"] == back
    assert (
        shown["refund"]["line"] == "Nothing is left to go back to your Visa\u00a0··\u00a04242."
    ) is (back == 0)
    assert shown["exchangeOptions"] == []
    assert shown["exchangeNote"] is None
    text = """{ viewer { orders(first: 9) { nodes { number kind lines { title size } } } } }"""
    mine = (await ask(shop, shop.rosa, text))["viewer"]["orders"]["nodes"]
    [order] = [one for one in mine if one["kind"] == "EXCHANGE"]
    assert order["number"] == shown["exchange"]["orderNumber"]
    assert order["lines"][0]["size"] == variant_id.removeprefix("V-")
