"""A carrier that did its work and was not heard has sold a label. Whatever became of the wish for
it meanwhile, it is in the books and goes back; on both databases."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from onward.domain.addresses import NewAddress
from onward.domain.events import Because, LabelStranded, PortFailed, TaskKind
from onward.domain.halves import buyers_half, returners_half
from onward.domain.life import MatchStatus, PurchaseStatus, ShipmentStatus, Stage
from onward.domain.shipping import Blind, Destination, Shipment
from onward.domain.story import Story
from onward.domain.terms import ParcelTerms
from onward.messages import Audience, timeline_text
from onward.services import addresses, purchases, returns
from onward.store import outbox, sql
from tests.services.shop import Shop
from tests.services.test_labels import carrier_of, label_voids, void_answers, with_terms
from tests.stateful.ports import Busy

pytestmark = pytest.mark.anyio
S = ShipmentStatus
CEDAR = NewAddress("9 Cedar Road", "Spokane", "WA", "99201", "US")
ZONE = "America/Los_Angeles"


async def unheard(shop: Shop) -> Story:
    """A buyer's money is in; the label to them is bought, and only the carrier knows."""
    story = await shop.seeking()
    carrier_of(shop).unheard_for(1)
    await shop.bought(story)
    story = await shop.story(story.case.id)
    assert (story.case.stage, len(story.shipments)) == (Stage.MATCHED, 1)
    assert len(carrier_of(shop).labels) == 2
    return story


async def later(shop: Shop, story: Story) -> Story:
    await shop.try_again()
    return await shop.story(story.case.id)


async def puts_off(effect: str) -> None:
    """To the year 3000, or until everything is tried again."""
    statement = "UPDATE effects SET due_at = 32503680000000 WHERE effect = ? AND done_at IS NULL"
    assert await sql.execute(statement, [effect])


async def cancels(shop: Shop, story: Story) -> object:
    return await purchases.cancel(shop.world, shop.ben, story.purchases[-1].id, shop.key())


async def keeps_it(shop: Shop, story: Story) -> object:
    return await returns.withdraw(shop.world, shop.rosa, story.case.id, shop.key())


async def returns_now(shop: Shop, story: Story) -> object:
    return await returns.return_now(shop.world, shop.rosa, story.case.id, shop.key())


async def moves(shop: Shop, story: Story) -> object:
    to = story.purchases[-1].id
    return await addresses.change(shop.world, shop.ben, to, CEDAR, shop.key())


def stranded(story: Story) -> list[Shipment]:
    events = [told.event for told in story.history]
    ids = [one.shipment_id for one in events if isinstance(one, LabelStranded)]
    return [one for one in story.shipments if one.id in ids]


def all_known(shop: Shop, story: Story) -> bool:
    sold = {one.tracking_number for one in carrier_of(shop).labels.values()}
    return sold == {one.tracking_number for one in story.shipments}


async def labels_paid() -> int:
    """How many labels the book says were bought; each is an entry of two postings."""
    rows = await sql.fetch("SELECT count(*) AS n FROM postings WHERE memo = 'LABEL'")
    return int(rows[0]["n"]) // 2


@pytest.mark.parametrize("wish_goes", [cancels, keeps_it, returns_now, moves])
async def test_a_label_nobody_wants_by_the_time_we_hear_of_it_is_paid_and_given_back(
    shop: Shop, wish_goes: Callable[[Shop, Story], Awaitable[object]]
) -> None:
    story = await unheard(shop)
    await wish_goes(shop, story)
    story = await later(shop, story)
    [label] = stranded(story)
    assert (label.destination, label.match_id) == (Destination.BUYER, story.matches[0].id)
    assert (label.status, label.superseded) == (S.VOIDED, True)
    assert label.tracking_number in carrier_of(shop).voided
    assert all_known(shop, story)
    assert await labels_paid() == len(story.shipments)
    given_back = [one for one in story.shipments if one.status is S.VOIDED]
    assert await label_voids() == len(given_back)
    assert story.case.shipment_id != label.id
    assert label not in story.labels
    assert await outbox.pending(story.case.id) == []


async def test_neither_of_the_two_reads_of_it_and_the_desk_does(shop: Shop) -> None:
    story = await unheard(shop)
    await moves(shop, story)
    story = await later(shop, story)
    for audience, half in (
        (Audience.RETURNER, returners_half(story)),
        (Audience.BUYER, buyers_half(story, story.purchases[0])),
    ):
        read = [one for one in half if isinstance(one.event, LabelStranded)]
        assert {timeline_text(one, audience, ZONE) for one in read} <= {None}
    [told] = [one for one in story.history if isinstance(one.event, LabelStranded)]
    assert timeline_text(told, Audience.AGENT, ZONE)


async def test_the_code_to_the_warehouse_that_came_too_late_is_given_back(shop: Shop) -> None:
    carrier_of(shop).unheard_for(1)
    story = await shop.approved()
    assert story.shipments == ()
    await keeps_it(shop, story)
    story = await later(shop, story)
    [label] = stranded(story)
    assert (label.destination, label.status) == (Destination.WAREHOUSE, S.VOIDED)
    assert (await labels_paid(), await label_voids()) == (1, 1)


async def test_of_two_codes_to_the_warehouse_the_one_we_heard_of_stays(shop: Shop) -> None:
    """The second cause was faster than the first one's second try."""
    carrier_of(shop).unheard_for(1)
    story = await shop.approved()
    await returns_now(shop, story)
    await shop.settle()
    heard = (await shop.story(story.case.id)).label
    story = await later(shop, story)
    assert heard is not None
    assert [one.status for one in stranded(story)] == [S.VOIDED]
    assert story.label == story.warehouse_label() == heard
    assert all_known(shop, story)


@pytest.mark.parametrize("wish_goes", [cancels, keeps_it])
async def test_a_wish_that_goes_while_the_carrier_is_at_work_leaves_nothing_behind(
    shop: Shop, wish_goes: Callable[[Shop, Story], Awaitable[object]]
) -> None:
    story = await shop.seeking()
    carrier, real = carrier_of(shop), shop.world
    acted: list[object] = []

    async def between() -> None:
        fresh = await shop.story(story.case.id)
        if fresh.case.stage is Stage.MATCHED and len(carrier.labels) == 2 and not acted:
            acted.append(await wish_goes(shop, fresh))

    shop.world = replace(real, carrier=Busy(carrier, between))
    await shop.bought(story)
    shop.world = real
    after = await later(shop, story)
    assert len(acted) == 1
    assert [one.status for one in stranded(after)] == [S.VOIDED]
    assert all_known(shop, after)
    assert await labels_paid() == 2


async def test_a_code_to_the_warehouse_bought_while_the_return_ends_is_given_back(
    shop: Shop,
) -> None:
    carrier, real = carrier_of(shop), shop.world
    acted: list[object] = []

    async def between() -> None:
        [row] = await sql.fetch("SELECT id FROM cases")
        if carrier.labels and not acted:
            acted.append(await keeps_it(shop, await shop.story(row["id"])))

    shop.world = replace(real, carrier=Busy(carrier, between))
    story = await shop.approved()
    shop.world = real
    assert story.case.stage is Stage.CANCELED
    assert [one.status for one in stranded(story)] == [S.VOIDED]
    assert (await labels_paid(), await label_voids()) == (1, 1)


async def test_giving_it_back_is_tried_until_the_carrier_has_decided(shop: Shop) -> None:
    story = await unheard(shop)
    await cancels(shop, story)
    await puts_off("point_to_buyer")
    await shop.settle()
    carrier_of(shop).slow_voids = True
    story = await later(shop, story)
    assert [one.status for one in stranded(story)] == [S.VOID_REQUESTED]
    assert {one.effect for one in await outbox.pending(story.case.id)} == {"void_labels"}
    assert (await labels_paid(), await label_voids()) == (2, 0)
    carrier_of(shop).down_for(1)
    story = await later(shop, story)
    assert [one.status for one in stranded(story)] == [S.VOID_REQUESTED]
    story = await later(shop, story)
    assert [one.status for one in stranded(story)] == [S.VOIDED]
    assert void_answers(story) == [S.VOIDED]
    assert await label_voids() == 1


async def test_a_carrier_that_keeps_it_keeps_its_money(shop: Shop) -> None:
    story = await unheard(shop)
    await cancels(shop, story)
    carrier_of(shop).refuses_voids = True
    story = await later(shop, story)
    assert [one.status for one in stranded(story)] == [S.VOID_REJECTED]
    assert (await labels_paid(), await label_voids()) == (2, 0)


async def test_a_buyer_nobody_goes_to_any_more_is_made_whole_and_their_label_given_back(
    shop: Shop,
) -> None:
    story = await unheard(shop)
    carrier_of(shop).unserved = {"98101"}
    story = await later(shop, story)
    assert (story.case.stage, story.purchases[0].because) == (Stage.SEEKING, Because.UNSERVICEABLE)
    assert story.purchases[0].status is PurchaseStatus.REFUNDED
    assert [one.status for one in stranded(story)] == [S.VOIDED]


async def test_a_label_that_hides_less_than_the_shop_wants_by_now_is_given_back(
    shop: Shop,
) -> None:
    story = await unheard(shop)
    with_terms(shop, ParcelTerms(blind=frozenset({Blind.COUNTER_ONLY})))
    story = await later(shop, story)
    assert story.purchases[0].because == Because.UNSERVICEABLE
    assert [one.status for one in stranded(story)] == [S.VOIDED]
    assert all_known(shop, story)


async def test_a_first_try_with_nothing_to_do_asks_no_carrier(shop: Shop) -> None:
    story = await shop.approved()
    carrier_of(shop).down_for(1_000)
    await returns_now(shop, story)
    await shop.settle()
    story = await shop.story(story.case.id)
    assert not any(isinstance(told.event, PortFailed) for told in story.history)
    assert await outbox.pending(story.case.id) == []


async def test_a_carrier_that_sold_nothing_leaves_nothing(shop: Shop) -> None:
    story = await shop.seeking()
    carrier_of(shop).down_for(1)
    await shop.bought(story)
    await cancels(shop, await shop.story(story.case.id))
    story = await later(shop, story)
    assert stranded(story) == []
    assert await outbox.pending(story.case.id) == []
    assert await labels_paid() == 1


async def test_one_that_is_handed_in_all_the_same_counts(shop: Shop) -> None:
    """Before there is another: the match has no label of its own yet."""
    story = await unheard(shop)
    await moves(shop, story)
    await sql.execute("UPDATE effects SET due_at = 0 WHERE due_at IS NOT NULL")
    await puts_off("follow_address")
    await shop.settle()
    story = await shop.story(story.case.id)
    [label] = stranded(story)
    assert story.case.stage is Stage.MATCHED
    await shop.scan(label, S.IN_TRANSIT)
    story = await shop.story(story.case.id)
    assert (story.case.stage, story.case.counted_shipment_id) == (Stage.IN_TRANSIT, label.id)
    assert story.match is not None
    assert story.match.status is MatchStatus.SHIPPED
    assert [task.kind for task in story.tasks] == [TaskKind.WRONG_WAY_PARCEL]
