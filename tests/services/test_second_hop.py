"""A piece that goes on a second time: Rosa's shirt, Ben's for a while, then Cleo's. Whoever sees it
then reads that two customers opened it, and nobody calls it like new."""

from dataclasses import replace

import pytest

from onward.domain.accounts import Viewer
from onward.domain.events import Diverted, PeerChosen
from onward.domain.grades import Grade, ReviewReason
from onward.domain.ids import OrderId
from onward.domain.life import ShipmentStatus, Stage
from onward.domain.refusals import BadInput
from onward.domain.returns import Reason, Remedy
from onward.domain.routing import RouteType
from onward.domain.story import Story
from onward.services import claims, condition, openings, purchases, returns
from onward.store import orders
from tests.api.asking import ask
from tests.services.shop import Shop

pytestmark = pytest.mark.anyio

LISTING = """query($id: ID!) { listing(id: $id) {
  opened grade { grade label sentence reasons { code message } } } }"""


async def opened_by_ben(shop: Shop) -> Story:
    """Ben bought Rosa's shirt, and starts its return."""
    shop.without_sums()
    story = await shop.matched()
    for status in (ShipmentStatus.IN_TRANSIT, ShipmentStatus.DELIVERED):
        await shop.scan(story.label, status)
    bought = story.purchases[-1]
    await claims.confirm(shop.world, shop.ben, bought.id, shop.key())
    await shop.settle()
    return await started(shop, shop.ben, bought.id)


async def started(shop: Shop, viewer: Viewer, purchase_id: OrderId) -> Story:
    [line] = await orders.lines([purchase_id])
    given = (Reason.SIZE_TOO_LARGE, Remedy.REFUND, 1, shop.key())
    [opened] = await openings.start(shop.world, viewer, line.id, *given)
    return opened


async def bens_return(shop: Shop, **answers: bool) -> Story:
    """As it came, but for what is said otherwise."""
    opened = await opened_by_ben(shop)
    category = shop.world.policy.category("clothing")
    for shot in category.shots:
        await shop.photograph(opened, shot, by=shop.ben)
    if answers.get("flaw"):
        await shop.photograph(opened, "flaw", by=shop.ben)
    said = {question.key: question.good for question in category.questions} | answers
    await condition.submit(shop.world, shop.ben, opened.case.id, said, shop.key())
    await shop.settle()
    return await shop.story(opened.case.id)


async def passed_on(shop: Shop, story: Story) -> Story:
    route, key = RouteType.P2P, shop.key()
    await returns.choose_path(shop.world, shop.ben, story.case.id, route, key)
    await shop.settle()
    return await shop.story(story.case.id)


async def test_a_second_hop_says_two_customers_and_very_good(shop: Shop) -> None:
    story = await bens_return(shop)
    assert story.unit.hops == 1
    assert (story.case.stage, story.case.grade) == (Stage.APPROVED, Grade.VERY_GOOD)
    story = await passed_on(shop, story)
    assert story.listing
    assert story.listing.grade is Grade.VERY_GOOD
    shown = (await ask(shop, shop.cleo, LISTING, id=story.listing.id))["listing"]
    assert shown["opened"] == "Opened by two customers"
    assert (shown["grade"]["grade"], shown["grade"]["label"]) == ("VERY_GOOD", "Very good")
    assert shown["grade"]["sentence"].startswith("Very good, because 2 customers have opened it")
    assert "like new" not in str(shown).lower()


async def test_cleo_buys_it_and_it_goes_no_further(shop: Shop) -> None:
    story = await passed_on(shop, await bens_return(shop))
    assert story.listing
    bought, _ = await purchases.buy(
        shop.world, shop.cleo, story.listing.id, "card_visa_4242", shop.key()
    )
    await shop.settle()
    story = await shop.story(story.case.id)
    for status in (ShipmentStatus.IN_TRANSIT, ShipmentStatus.DELIVERED):
        await shop.scan(story.label, status)
    await claims.confirm(shop.world, shop.cleo, bought.id, shop.key())
    await shop.settle()
    third = await started(shop, shop.cleo, bought.id)
    assert third.unit.hops == 2
    assert ruled_out(third) == "TOO_MANY_HOPS"


async def test_without_its_tag_it_goes_to_the_warehouse_as_it_would_have_at_first(
    shop: Shop,
) -> None:
    story = await bens_return(shop, tags_attached=False)
    assert story.case.stage is Stage.AWAITING_DROPOFF
    assert not [one for one in story.history if isinstance(one.event, PeerChosen)]
    assert story.case.grade is Grade.VERY_GOOD


async def test_no_person_calls_it_like_new_either(shop: Shop) -> None:
    story = await bens_return(shop, flaw=True)
    assert (story.case.stage, story.case.proposed_grade) == (Stage.IN_REVIEW, Grade.VERY_GOOD)
    convinced = ReviewReason.PHOTO_CONVINCES
    with pytest.raises(BadInput, match="OPENED_TWICE"):
        await condition.decide_review(
            shop.world, shop.ada, story.case.id, Grade.LIKE_NEW, True, shop.key(), convinced
        )
    await condition.decide_review(
        shop.world, shop.ada, story.case.id, Grade.VERY_GOOD, True, shop.key(), convinced
    )
    assert (await shop.story(story.case.id)).case.stage is Stage.APPROVED


async def test_a_shop_of_one_hop_sends_it_to_the_warehouse(shop: Shop) -> None:
    shop.world = replace(shop.world, policy=replace(shop.world.policy, max_hops=1))
    assert ruled_out(await opened_by_ben(shop)) == "TOO_MANY_HOPS"


def ruled_out(story: Story) -> str | None:
    """The rule that sent it to the warehouse as soon as it was opened."""
    [diverted] = [one.event for one in story.history if isinstance(one.event, Diverted)]
    return diverted.rule
