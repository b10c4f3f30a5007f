"""Once the policy names them, a piece is given away or recycled where that is the best there is for
its grade, through the services and on both databases; its refund is as it would be anyway."""

from dataclasses import replace
from datetime import timedelta

import pytest

from onward.domain.events import Because, Channel
from onward.domain.grades import Grade, ReviewReason
from onward.domain.life import RefundStatus, ShipmentStatus, Stage
from onward.domain.returns import Recovery
from onward.domain.shipping import Destination
from onward.domain.stock_moves import Disposition, Location
from onward.domain.story import Story
from onward.services import books, condition, stock_feed
from onward.store import orders
from tests.api.asking import ask
from tests.services.shop import Shop, usd

pytestmark = pytest.mark.anyio
BOTH = (Channel.DONATE, Channel.RECYCLE)
TOLD = """query($id: ID!) { returnCase(id: $id) {
  heading { route channel } timeline { text } routes { route why km } footprint { savedGrams }
  allRoutes { route title allowed chosen net { amountMinor } because { code } } } }"""


def naming(shop: Shop, *channels: Channel) -> None:
    """The shipped policy, with these channels in use beside the warehouse."""
    recovery = replace(shop.world.policy.recovery, channels=(Channel.WAREHOUSE, *channels))
    shop.world = replace(shop.world, policy=replace(shop.world.policy, recovery=recovery))


async def priced(shop: Shop, minor: int) -> None:
    variant = (await orders.variants(["V-M"]))["V-M"]
    await orders.add_variants([replace(variant, price=usd(minor))])


async def shown(shop: Shop, wrong: str, *more_shots: str) -> Story:
    """Started, photographed, and answered with one thing amiss."""
    story = await shop.start()
    category = shop.world.policy.category("clothing")
    for shot in (*category.shots, *more_shots):
        await shop.photograph(story, shot)
    said = {one.key: one.good is (one.key != wrong) for one in category.questions}
    await condition.submit(shop.world, shop.rosa, story.case.id, said, shop.key())
    await shop.settle()
    return await shop.story(story.case.id)


async def damaged(shop: Shop) -> Story:
    """A flaw that a person finds too large for anybody."""
    story = await shown(shop, "flaw", "flaw")
    assert story.case.stage is Stage.IN_REVIEW
    why = ReviewReason.FLAW_IS_LARGE
    await condition.decide_review(
        shop.world, shop.ada, story.case.id, Grade.DAMAGED, False, shop.key(), why
    )
    await shop.settle()
    return await shop.story(story.case.id)


async def arrived(shop: Shop, story: Story) -> Story:
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    await shop.scan(story.label, ShipmentStatus.DELIVERED)
    return await shop.story(story.case.id)


@pytest.mark.parametrize(
    ("named", "channel"),
    [
        ((), Channel.WAREHOUSE),
        ((Channel.DONATE,), Channel.WAREHOUSE),
        ((Channel.RECYCLE,), Channel.RECYCLE),
        (BOTH, Channel.RECYCLE),
    ],
)
async def test_a_damaged_piece_is_recycled_once_that_is_named(
    shop: Shop, named: tuple[Channel, ...], channel: Channel
) -> None:
    naming(shop, *named)
    story = await damaged(shop)
    assert story.case.heading == Recovery(channel, Because.NOT_ACCEPTED)
    assert (story.case.grade, len(story.photos)) == (Grade.DAMAGED, 4)
    assert story.label is not None
    assert story.label.destination is Destination.WAREHOUSE


@pytest.mark.parametrize(
    ("named", "price", "channel"),
    [
        ((), 20_00, Channel.WAREHOUSE),
        ((Channel.DONATE,), 20_00, Channel.DONATE),
        ((Channel.DONATE,), 80_00, Channel.WAREHOUSE),
        ((Channel.DONATE, Channel.LIQUIDATION), 20_00, Channel.LIQUIDATION),
        (BOTH, 20_00, Channel.RECYCLE),
    ],
)
async def test_what_is_fair_is_given_away_where_that_is_the_best_of_those_named(
    shop: Shop, named: tuple[Channel, ...], price: int, channel: Channel
) -> None:
    naming(shop, *named)
    await priced(shop, price)
    story = await shown(shop, "smell")
    assert story.case.grade is Grade.ACCEPTABLE
    assert story.case.heading == Recovery(channel, Because.NOT_ACCEPTED)


@pytest.mark.parametrize("named", [(), BOTH])
async def test_its_refund_and_the_books_are_as_by_the_warehouse(
    shop: Shop, named: tuple[Channel, ...]
) -> None:
    naming(shop, *named)
    story = await damaged(shop)
    owed, latest = story.refund.amount, story.refund.promised_at
    story = await arrived(shop, story)
    assert (story.refund.amount, story.refund.status) == (owed, RefundStatus.SUCCEEDED)
    assert story.refund.promised_at <= latest
    await shop.turn(days=40)
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.CLOSED
    assert [one async for one in books.checked()] == []


async def test_what_is_recycled_never_comes_back_to_stock(shop: Shop) -> None:
    naming(shop, *BOTH)
    await arrived(shop, await damaged(shop))
    moves, _ = await stock_feed.moves(None, 50, settled_for=timedelta())
    counted = [(one.location, one.disposition, one.quantity) for one in moves]
    assert counted == [(Location.WAREHOUSE, Disposition.NOT_RESTOCKED, 1)]


async def test_the_desk_reads_where_it_goes_and_the_returner_that_it_is_the_warehouse(
    shop: Shop,
) -> None:
    naming(shop, *BOTH)
    case_id = (await damaged(shop)).case.id
    at_desk = (await ask(shop, shop.ada, TOLD, id=case_id))["returnCase"]
    assert at_desk["heading"] == {"route": "WAREHOUSE", "channel": "RECYCLE"}
    ways = {way["route"]: way for way in at_desk["allRoutes"]}
    assert [route for route, way in ways.items() if way["chosen"]] == ["RECYCLE"]
    assert (ways["RECYCLE"]["title"], ways["RECYCLE"]["allowed"]) == ("Recycled", True)
    assert ways["RECYCLE"]["net"]["amountMinor"] < 0
    assert ways["DONATE"]["because"] == {"code": "GRADE_NOT_TAKEN"}
    assert ways["KEEP_IT"]["because"] == {"code": "NOT_OFFERED"}
    assert any(one["text"].startswith("To the recycler.") for one in at_desk["timeline"])
    hers = (await ask(shop, shop.rosa, TOLD, id=case_id))["returnCase"]
    assert hers["allRoutes"] == []
    assert not any("recycler" in one["text"] for one in hers["timeline"])
    assert any(one["text"].endswith("goes to the warehouse.") for one in hers["timeline"])
    [warehouse] = [way for way in hers["routes"] if way["route"] == "WAREHOUSE"]
    assert "There it is looked at and recycled." in warehouse["why"]
    assert "for another one on from there" in warehouse["km"]


async def test_before_it_chooses_a_piece_hears_what_the_warehouse_would_do_today(
    shop: Shop,
) -> None:
    await priced(shop, 4_00)
    shop.without_sums()
    naming(shop, Channel.DONATE)
    story = await shop.approved()
    query = "query($id: ID!) { returnCase(id: $id) { routes { route why } } }"
    asked = await ask(shop, shop.rosa, query, id=story.case.id)
    why = [line for way in asked["returnCase"]["routes"] for line in way["why"]]
    assert "There it is looked at and given to somebody in need." in why


async def test_recycling_claims_no_saving_over_the_warehouse(shop: Shop) -> None:
    naming(shop, *BOTH)
    story = await arrived(shop, await damaged(shop))
    told = (await ask(shop, shop.rosa, TOLD, id=story.case.id))["returnCase"]
    assert told["footprint"]["savedGrams"] == 0
