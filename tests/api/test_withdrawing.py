"""Withdrawing from a contract over the API: offered while the law gives it, confirmed, dated."""

from dataclasses import replace
from typing import Any

import pytest

from onward.store import sql
from tests.api.asking import ask
from tests.services.paying import sent
from tests.services.shop import LINE, Shop

pytestmark = pytest.mark.anyio
RIGHT = """query($id: ID!) { order(id: $id) { withdrawal { possible until because { code message }
  lines { lineId pieces } acknowledged { number declaredAt next pieces { quantity } }
} } }"""
CONFIRM = """mutation($i: ConfirmWithdrawalInput!) { confirmWithdrawal(input: $i) { __typename
  ... on Withdrawal { number declaredAt received orderNumber next caseIds
    pieces { title size colour quantity } }
  ... on Refused { code message field } } }"""

CASE = "query($id: ID!) { returnCase(id: $id) { stage reason actions } }"


def notice(**changes: Any) -> dict[str, Any]:
    lines = [{"lineId": LINE, "pieces": 2}]
    said = {"orderId": "order-1", "lines": lines, "name": "Rosa Marin", "key": "k"}
    return said | {"email": "rosa@example.com"} | changes


@pytest.fixture
async def berlin(shop: Shop) -> Shop:
    """A German shop, and an order of it that went to Berlin."""
    await sent(shop, "DE")
    await sql.execute("UPDATE orders SET time_zone = 'Europe/Berlin'")
    policy = shop.world.policy
    here = replace(policy, warehouse=replace(policy.warehouse, country="DE"))
    shop.world = replace(shop.world, policy=here)
    return shop


async def right(shop: Shop) -> Any:
    return (await ask(shop, shop.rosa, RIGHT, id="order-1"))["order"]["withdrawal"]


async def confirmed(shop: Shop, **changes: Any) -> Any:
    return (await ask(shop, shop.rosa, CONFIRM, i=notice(**changes)))["confirmWithdrawal"]


async def test_an_order_says_until_when_and_of_what(berlin: Shop) -> None:
    told = await right(berlin)
    assert (told["possible"], told["because"], told["acknowledged"]) == (True, None, [])
    # It arrived on Friday the 20th; the fourteenth day after it is a Friday again.
    assert told["until"] == "2026-12-04T22:59:59+00:00"
    assert told["lines"] == [
        {"lineId": LINE, "pieces": 2},
        {"lineId": "line-swim", "pieces": 1},
    ]


async def test_confirmed_it_is_acknowledged_with_its_date_and_needs_no_photo(berlin: Shop) -> None:
    told = await confirmed(berlin)
    assert told["__typename"] == "Withdrawal"
    assert told["declaredAt"] == "2026-11-23T09:00:00+00:00"
    assert told["received"] == "Mon 23 Nov 2026, 10:00:00 CET"
    assert told["pieces"] == [
        {"title": "Linen overshirt", "size": "M", "colour": "Indigo", "quantity": 2}
    ]
    assert told["next"] == "Next: hand it in by Mon 7 Dec."
    for case_id in told["caseIds"]:
        case = (await ask(berlin, berlin.rosa, CASE, id=case_id))["returnCase"]
        assert (case["stage"], case["reason"]) == ("DRAFTED", "NOT_ASKED")
        assert "RETURN_NOW" in case["actions"]
    left = await right(berlin)
    assert left["lines"] == [{"lineId": "line-swim", "pieces": 1}]
    [kept] = left["acknowledged"]
    assert (kept["number"], kept["pieces"]) == (told["number"], [{"quantity": 2}])
    assert await confirmed(berlin) == told


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"lines": []}, "QUANTITY_TOO_SMALL", "lines"),
        ({"lines": [{"lineId": LINE, "pieces": 3}]}, "QUANTITY_TOO_LARGE", "lines"),
        ({"lines": [{"lineId": LINE, "pieces": 1}] * 2}, "BAD_INPUT", "lines"),
        ({"name": " "}, "BAD_NAME", "name"),
        ({"email": "rosa"}, "BAD_EMAIL", "email"),
        ({"orderId": "order-of-nobody"}, "NOT_FOUND", "orderId"),
        ({"key": ""}, "KEY_MISSING", "key"),
    ],
)
async def test_what_is_not_right_is_named(
    berlin: Shop, changes: dict[str, Any], code: str, field: str
) -> None:
    told = await confirmed(berlin, **changes)
    assert (told["__typename"], told["code"], told["field"]) == ("Refused", code, field)
    assert (await right(berlin))["acknowledged"] == []


async def test_where_no_law_gives_it_the_order_says_so(shop: Shop) -> None:
    told = await right(shop)
    assert (told["possible"], told["until"], told["lines"]) == (False, None, [])
    assert told["because"]["code"] == "NO_RIGHT_TO_WITHDRAW"
    assert (await confirmed(shop))["code"] == "NO_RIGHT_TO_WITHDRAW"


async def test_after_the_last_day_the_order_says_so_too(berlin: Shop) -> None:
    await berlin.turn(days=12)
    told = await right(berlin)
    assert (told["possible"], told["because"]["code"]) == (False, "WITHDRAWAL_OVER")
    assert (await confirmed(berlin))["code"] == "WITHDRAWAL_OVER"


async def test_nobody_withdraws_from_anothers_order(berlin: Shop) -> None:
    told = await ask(berlin, berlin.ben, CONFIRM, i=notice())
    assert told["confirmWithdrawal"]["code"] == "NOT_FOUND"
    assert (await ask(berlin, berlin.ben, RIGHT, id="order-1"))["order"] is None
    told = await ask(berlin, None, CONFIRM, i=notice())
    assert told["confirmWithdrawal"]["code"] == "SIGN_IN_NEEDED"
