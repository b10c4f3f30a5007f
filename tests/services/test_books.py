"""The book for who keeps it, and the stock feed: a day, a person, an ERP that goes on where it
stopped; for nobody else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from onward.domain.accounts import Viewer
from onward.domain.life import ShipmentStatus
from onward.domain.refusals import NotAllowed
from onward.domain.shop import Role
from onward.domain.stock_moves import StockMove
from onward.services import books, stock_feed
from tests.api.asking import ask
from tests.services.shop import Shop

pytestmark = pytest.mark.anyio

DAY = """query($day: Date!, $first: Int!, $after: Cursor) { desk { statement(
  day: $day, first: $first, after: $after) { entries { memo postings { account } }
  sums { account moved { amountMinor } } pageInfo { hasNextPage endCursor } } } }"""
PERSON = """query($id: ID!, $party: Party!) { desk { personStatement(id: $id, party: $party) {
  entries { memo } sums { account } } } }"""
MOVES = "{ desk { stockMoves { moves { sku } endCursor } } }"


async def test_a_lead_reads_the_day_and_each_persons_own_money(shop: Shop) -> None:
    story = await shop.matched()
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    lead = with_role(shop.ada, Role.LEAD)
    day = str((await shop.world.clock.now()).date())
    memos, after = [], None
    while True:
        told = (await ask(shop, lead, DAY, day=day, first=2, after=after))["desk"]["statement"]
        memos += [entry["memo"] for entry in told["entries"]]
        after = told["pageInfo"]["endCursor"]
        if not told["pageInfo"]["hasNextPage"]:
            break
    assert {"LABEL", "SALE", "REFUND_OWED", "PAID_OUT"} <= set(memos)
    assert sum(one["moved"]["amountMinor"] for one in told["sums"]) == 0
    theirs = {}
    for party in ("RETURNER", "BUYER"):
        asked = await ask(shop, lead, PERSON, id=story.case.id, party=party)
        theirs[party] = [one["memo"] for one in asked["desk"]["personStatement"]["entries"]]
    assert theirs == {"RETURNER": ["REFUND_OWED", "PAID_OUT"], "BUYER": ["SALE"]}
    assert [one async for one in books.checked()] == []
    assert (await ask(shop, lead, MOVES))["desk"]["stockMoves"]["moves"] == []
    for refused in (
        books.day_page(shop.ada, (await shop.world.clock.now()).date(), None, 1),
        stock_feed.moves_for(shop.ada, None, 1),
    ):
        with pytest.raises(NotAllowed):
            await refused


async def test_an_erp_goes_on_where_it_stopped(shop: Shop) -> None:
    story = await shop.approved()
    first, place = await stock_feed.moves(None, 50, settled_for=timedelta())
    sku = f"{story.variant.sku}-OB"
    assert [told(one) for one in first] == [(sku, "PEER", "AVAILABLE", 1)]
    assert place is not None
    assert await stock_feed.moves(place, 50, settled_for=timedelta()) == ([], None)
    assert await stock_feed.moves(None, 50) == ([], None)
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    await shop.scan(story.label, ShipmentStatus.DELIVERED)
    rest, _ = await stock_feed.moves(place, 50, settled_for=timedelta())
    whole, _ = await stock_feed.moves(None, 50, settled_for=timedelta())
    assert whole == [*first, *rest]
    total = [one.quantity for one in whole if one.sku.endswith("-OB")]
    assert sum(total) == 0


def told(move: StockMove) -> tuple[str, str, str, int]:
    return move.sku, move.location, move.disposition, move.quantity


def with_role(viewer: Viewer, role: Role) -> Viewer:
    return Viewer(replace(viewer.account, role=role))
