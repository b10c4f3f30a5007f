"""A shopper's orders: lines, what can still come back, and pages that neither skip nor repeat."""

from datetime import timedelta
from typing import Any

import pytest

from onward.domain.ids import AccountId, ContactId, LineId, OrderId, VariantId
from onward.domain.money import Money
from onward.domain.shop import Order, OrderKind, OrderLine
from onward.store import cases, sql
from tests.api.asking import ask, refused
from tests.services.shop import LINE, Shop

pytestmark = pytest.mark.anyio
ORDERS = """query($first: Int!, $after: Cursor) { viewer { orders(first: $first, after: $after) {
  edges { cursor node { id } } nodes { number total { amountMinor currency } }
  pageInfo { hasNextPage endCursor } } } }"""
LINES = """query($id: ID!) { order(id: $id) { number kind paidWith lines {
  id quantity returnable returnUntil notReturnableBecause { code message }
  total { amountMinor } returns { id stage } } } }"""


async def more_orders(shop: Shop, count: int) -> None:
    """Orders of Rosa's, all placed at the same instant."""
    placed = await shop.world.clock.now() - timedelta(days=50)
    nothing = Money(0, "USD")
    rows: list[Any] = []
    for number in range(count):
        order = Order(
            OrderId(f"old-{number:02}"), f"2{number:03}", OrderKind.SHOP, AccountId("rosa"),
            ContactId("c-Rosa"), placed, placed, "US", "OR", "972", "USD", None, "UTC",
        )  # fmt: skip
        line = OrderLine(
            LineId(f"line-{number}"), order.id, VariantId("V-M"), "Linen overshirt", 1,
            Money(100 + number, "USD"), nothing, nothing,
        )  # fmt: skip
        rows += [order, line]
    async with sql.transaction():
        await cases.write_rows(rows)


async def test_pages_neither_skip_nor_repeat_even_within_one_instant(shop: Shop) -> None:
    await more_orders(shop, 7)
    seen: list[str] = []
    after = None
    for _ in range(10):
        page = (await ask(shop, shop.rosa, ORDERS, first=3, after=after))["viewer"]["orders"]
        seen += [edge["node"]["id"] for edge in page["edges"]]
        assert page["pageInfo"]["endCursor"] == page["edges"][-1]["cursor"]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == ["order-1", *(f"old-{number:02}" for number in reversed(range(7)))]


async def test_a_last_page_that_is_full_says_that_nothing_follows(shop: Shop) -> None:
    await more_orders(shop, 2)
    page = (await ask(shop, shop.rosa, ORDERS, first=3))["viewer"]["orders"]
    assert len(page["nodes"]) == 3
    assert page["pageInfo"]["hasNextPage"] is False


async def test_a_page_of_nothing_is_refused(shop: Shop) -> None:
    errors = await refused(shop, shop.rosa, ORDERS, first=0)
    assert errors[0]["extensions"]["field"] == "first"


async def test_a_line_says_what_can_come_back_until_when_and_what_did(shop: Shop) -> None:
    story = await shop.start()
    order = (await ask(shop, shop.rosa, LINES, id="order-1"))["order"]
    line = next(line for line in order["lines"] if line["id"] == LINE)
    assert (line["quantity"], line["returnable"]) == (2, 1)
    assert line["notReturnableBecause"] is None
    assert line["returnUntil"].startswith("2026-12-21T07:59:59")
    assert line["returns"] == [{"id": story.case.id, "stage": "DRAFTED"}]
    assert line["total"] == {"amountMinor": 11520}


async def test_a_line_says_why_nothing_of_it_can_come_back(shop: Shop) -> None:
    await shop.start()
    await shop.start()
    order = (await ask(shop, shop.rosa, LINES, id="order-1"))["order"]
    line = next(line for line in order["lines"] if line["id"] == LINE)
    assert line["returnable"] == 0
    assert line["notReturnableBecause"]["code"] == "ALREADY_RETURNED"
    await more_orders(shop, 1)
    old = (await ask(shop, shop.rosa, LINES, id="old-00"))["order"]["lines"][0]
    assert old["returnable"] == 0
    assert old["notReturnableBecause"]["code"] == "WINDOW_CLOSED"
    assert "return" in old["notReturnableBecause"]["message"]


async def test_a_purchase_is_an_order_of_its_buyers(shop: Shop) -> None:
    story = await shop.matched()
    purchase = story.purchases[0]
    order = (await ask(shop, shop.ben, LINES, id=purchase.id))["order"]
    assert order["kind"] == "OPEN_BOX"
    assert order["number"].startswith("OB-")
    assert order["lines"][0]["notReturnableBecause"]["code"] == "NOT_DELIVERED_YET"
    text = """query($id: ID!) { purchase(id: $id) { number total { amountMinor }
      order { id total { amountMinor } lines { id } papers { kind number link } }
      creditNotes { number }
      invoice { number net { amountMinor } tax { amountMinor } taxRate title link } } }"""
    told = (await ask(shop, shop.ben, text, id=purchase.id))["purchase"]
    assert told["order"]["id"] == purchase.id
    assert told["order"]["total"] == told["total"]
    assert told["invoice"]["title"] == story.line.title
    assert told["number"] == order["number"]
    [paper] = told["order"]["papers"]
    assert (paper["kind"], paper["number"]) == ("INVOICE", told["invoice"]["number"])
    assert paper["link"].startswith("/papers/")
    assert told["creditNotes"] == []
    assert told["invoice"]["taxRate"] == "6.5%"
