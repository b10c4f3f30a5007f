"""Live: a snapshot, then every change; from where one left off; and to nobody else."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from onward.api.schema import schema
from onward.domain.accounts import Viewer
from onward.domain.life import ShipmentStatus
from onward.services import purchases, returns
from tests.api.asking import ask, context
from tests.services.shop import Shop

pytestmark = pytest.mark.anyio
CASE = """subscription($id: ID!, $after: Cursor) {
  returnCase(id: $id, after: $after) { id stage cursor headline } }"""
PURCHASE = """subscription($id: ID!, $after: Cursor) {
  purchase(id: $id, after: $after) { id status cursor because { code } shipment { status } } }"""
NOW = "query($id: ID!) { returnCase(id: $id) { cursor } }"
WITHIN_S = 10


async def watched(
    shop: Shop, viewer: Viewer | None, text: str, id: str, after: str | None = None
) -> AsyncIterator[Any]:
    return await schema.subscribe(
        text,
        variable_values={"id": id, "after": after},
        context_value=context(shop, viewer),
    )


async def told(stream: AsyncIterator[Any]) -> dict[str, Any]:
    """What comes next."""
    result = await asyncio.wait_for(anext(stream), WITHIN_S)
    assert not result.errors, result.errors
    data: dict[str, Any] = next(iter(result.data.values()))
    return data


async def test_a_watcher_sees_it_as_it_is_and_then_every_change(shop: Shop) -> None:
    story = await shop.seeking()
    stream = await watched(shop, shop.rosa, CASE, story.case.id)
    first = await told(stream)
    assert first["stage"] == "SEEKING"
    await returns.return_now(shop.world, shop.rosa, story.case.id, shop.key())
    then = await told(stream)
    assert then["stage"] == "AWAITING_DROPOFF"
    assert then["cursor"] != first["cursor"]


async def test_who_has_the_latest_already_hears_of_the_next_change_only(shop: Shop) -> None:
    story = await shop.seeking()
    cursor = (await ask(shop, shop.rosa, NOW, id=story.case.id))["returnCase"]["cursor"]
    stream = await watched(shop, shop.rosa, CASE, story.case.id, cursor)
    waiting = asyncio.ensure_future(told(stream))
    await returns.withdraw(shop.world, shop.rosa, story.case.id, shop.key())
    assert (await waiting)["stage"] == "CANCELED"


async def test_who_missed_a_change_is_told_at_once(shop: Shop) -> None:
    story = await shop.seeking()
    cursor = (await ask(shop, shop.rosa, NOW, id=story.case.id))["returnCase"]["cursor"]
    await returns.withdraw(shop.world, shop.rosa, story.case.id, shop.key())
    stream = await watched(shop, shop.rosa, CASE, story.case.id, cursor)
    assert (await told(stream))["stage"] == "CANCELED"


async def test_a_cursor_of_something_else_is_refused(shop: Shop) -> None:
    story = await shop.start()
    stream = await watched(shop, shop.rosa, CASE, story.case.id, "nonsense")
    result = await asyncio.wait_for(anext(stream), WITHIN_S)
    assert result.errors[0].extensions["code"] == "BAD_CURSOR"


async def test_nobody_watches_what_is_not_theirs(shop: Shop) -> None:
    story = await shop.matched()
    for viewer, code in (
        (shop.ben, "NOT_FOUND"),
        (shop.cleo, "NOT_FOUND"),
        (None, "SIGN_IN_NEEDED"),
    ):
        stream = await watched(shop, viewer, CASE, story.case.id)
        result = await asyncio.wait_for(anext(stream), WITHIN_S)
        assert result.data is None
        assert result.errors[0].extensions["code"] == code
    stream = await watched(shop, shop.rosa, PURCHASE, story.purchases[0].id)
    result = await asyncio.wait_for(anext(stream), WITHIN_S)
    assert result.errors[0].extensions["code"] == "NOT_FOUND"


async def test_the_desk_watches_any_case(shop: Shop) -> None:
    story = await shop.start()
    assert (await told(await watched(shop, shop.ada, CASE, story.case.id)))["stage"] == "DRAFTED"


async def test_a_buyer_follows_their_parcel(shop: Shop) -> None:
    story = await shop.matched()
    stream = await watched(shop, shop.ben, PURCHASE, story.purchases[0].id)
    assert (await told(stream))["status"] == "PAID"
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    seen = await told(stream)
    while seen["status"] != "SHIPPED":
        seen = await told(stream)
    assert seen["shipment"]["status"] == "IN_TRANSIT"


async def test_a_buyer_who_was_let_go_hears_of_their_own_purchase_and_nothing_else(
    shop: Shop,
) -> None:
    story = await shop.matched()
    purchase_id = story.purchases[0].id
    await purchases.cancel(shop.world, shop.ben, purchase_id, shop.key())
    await shop.settle()
    stream = await watched(shop, shop.ben, PURCHASE, purchase_id)
    mine = await told(stream)
    assert mine["because"]["code"] == "BUYER_CANCELED"
    assert mine["shipment"] is None
    # Another buyer comes, and the parcel leaves: none of that is Ben's.
    again = await shop.story(story.case.id)
    assert again.listing is not None
    await purchases.buy(shop.world, shop.cleo, again.listing.id, "card_visa_4242", shop.key())
    await shop.settle()
    moved = await shop.story(story.case.id)
    await shop.scan(moved.label, ShipmentStatus.IN_TRANSIT)
    fresh = await watched(shop, shop.ben, PURCHASE, purchase_id)
    assert await told(fresh) == mine
    silent = await watched(shop, shop.ben, PURCHASE, purchase_id, mine["cursor"])
    waiting = asyncio.ensure_future(anext(silent))
    await shop.scan(moved.label, ShipmentStatus.OUT_FOR_DELIVERY)
    done, _ = await asyncio.wait({waiting}, timeout=0.3)
    assert not done
    waiting.cancel()
