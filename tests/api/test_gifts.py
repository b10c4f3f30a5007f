"""A gift over the API: how its receipt lets somebody in, and what it cost is told to its giver."""

from typing import Any

import pytest

from onward.domain.accounts import Viewer
from onward.domain.returns import Reason
from tests.api.asking import Coming, app_of, ask, post
from tests.services.giving import HANA, NUMBER, RECEIPT, given_away, mail, opened_by
from tests.services.shop import LINE, Shop

pytestmark = pytest.mark.anyio
ASK = """mutation($input: AskForCodeInput!) { askForCode(input: $input) {
  __typename ... on Refused { code field } } }"""
ORDERS = """{ viewer { orders { nodes { number paidWith delivery { amountMinor }
  total { amountMinor } lines { returnable unitPrice { amountMinor } discount { amountMinor }
  tax { amountMinor } total { amountMinor } } } } } }"""
CASE = """query($id: ID!) { returnCase(id: $id) { order { number paidWith }
  refund { to } routes { lines { label } } } }"""
PREVIEW = """query($line: ID!) { returnPreview(lineId: $line, reason: DEFECTIVE, quantity: 1) {
  to lines { label } } }"""


async def asked(shop: Shop, coming: Coming, **given: str) -> Any:
    body = {"query": ASK, "variables": {"input": {"email": HANA, **given}}}
    return (await post(app_of(shop, mode="development"), body, coming)).json()["data"]["askForCode"]


async def orders_of(shop: Shop, viewer: Viewer) -> Any:
    [order] = (await ask(shop, viewer, ORDERS))["viewer"]["orders"]["nodes"]
    return order


async def test_the_answer_is_the_same_whether_a_receipt_holds_or_not(shop: Shop) -> None:
    await given_away(shop)
    coming = Coming()
    for code in ("wrong-code-1", RECEIPT):
        answer = await asked(shop, coming, orderNumber=NUMBER, giftCode=code)
        assert answer == {"__typename": "CodeSent"}
    assert len(mail(shop).to(HANA)) == 1
    assert coming.tries == [("ask_for_code", HANA), ("open_gift", NUMBER)] * 2


async def test_a_receipts_code_needs_its_order_number(shop: Shop) -> None:
    answer = await asked(shop, Coming(), giftCode=RECEIPT)
    refused = {"__typename": "Refused", "code": "GIFT_NEEDS_NUMBER", "field": "orderNumber"}
    assert answer == refused
    assert mail(shop).letters == []


async def test_what_a_gift_cost_is_told_to_its_giver_and_to_the_desk_alone(shop: Shop) -> None:
    await given_away(shop)
    hana = (await opened_by(shop)).rosa
    bought, given = await orders_of(shop, shop.rosa), await orders_of(shop, hana)
    assert (given["number"], given["lines"][0]["returnable"]) == (NUMBER, 2)
    assert all(bought[name] for name in ("paidWith", "total"))
    assert [given[name] for name in ("paidWith", "delivery", "total")] == [None] * 3
    for name in ("unitPrice", "discount", "tax", "total"):
        assert bought["lines"][0][name] is not None
        assert given["lines"][0][name] is None


async def test_the_return_of_a_gift_names_no_card_and_no_price_paid(shop: Shop) -> None:
    await given_away(shop)
    shop = await opened_by(shop)
    shown = (await ask(shop, shop.rosa, PREVIEW, line=LINE))["returnPreview"]
    assert shown == {"to": "Store credit", "lines": []}
    story = await shop.start(Reason.SIZE_TOO_SMALL)
    seen = (await ask(shop, shop.rosa, CASE, id=story.case.id))["returnCase"]
    assert seen["order"] == {"number": NUMBER, "paidWith": None}
    assert seen["refund"] == {"to": "Store credit"}
    assert all(card["lines"] == [] for card in seen["routes"])
    at_desk = (await ask(shop, shop.ada, CASE, id=story.case.id))["returnCase"]
    assert at_desk["order"]["paidWith"].startswith("Visa")
