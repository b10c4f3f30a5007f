"""An agent keeps a refund back, with a name and a date; nothing waits for ever."""

from dataclasses import replace
from datetime import timedelta

import pytest

from onward.domain.days import end_of_day
from onward.domain.events import RefundFreed, RefundHeld
from onward.domain.life import RefundStatus, ShipmentStatus
from onward.domain.refusals import BadInput, NotAllowed
from onward.domain.story import Story
from onward.services import holding
from onward.store import cases
from tests.services.shop import Shop, usd

pytestmark = pytest.mark.anyio
S = RefundStatus


async def owed(shop: Shop) -> Story:
    """A refund that is owed, at a provider that does not answer."""
    shop.world.payments.down_for(99)  # type: ignore[attr-defined]
    story = await shop.start(line="line-swim")
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    return await shop.story(story.case.id)


async def test_a_refund_on_hold_is_not_paid_until_its_date_and_then_by_itself(shop: Shop) -> None:
    story = await owed(shop)
    refund, now = story.refund, await shop.world.clock.now()
    ids, until, key = (story.case.id, refund.id), now + timedelta(days=2), shop.key()
    assert refund.status is S.SCHEDULED
    for _ in range(2):
        story = await holding.hold(shop.world, shop.ada, *ids, until, key)
    held = story.refund
    night = end_of_day(until, story.order.time_zone)
    assert (held.status, held.held_until, held.reviewer_id) == (S.ON_HOLD, night, "ada")
    assert sum(isinstance(one.event, RefundHeld) for one in story.history) == 1
    assert held.promised_at > until
    with pytest.raises(NotAllowed, match="REFUND_NOT_HOLDABLE"):
        await holding.hold(shop.world, shop.ada, *ids, until, shop.key())
    with pytest.raises(NotAllowed):
        await holding.free(shop.world, shop.rosa, *ids, shop.key())

    shop.world.payments.down_for(0)  # type: ignore[attr-defined]
    await shop.try_again()
    await shop.turn(days=2)
    assert (await shop.story(story.case.id)).refund.status is S.ON_HOLD
    await shop.turn(days=1)
    story = await shop.story(story.case.id)
    assert story.refund.status is S.SUCCEEDED
    assert all(task.done_at for task in story.tasks if task.kind == "REFUND_ON_HOLD")


async def test_the_law_ends_every_hold_and_an_agent_may_end_it_sooner(shop: Shop) -> None:
    story = await owed(shop)
    refund, now = story.refund, await shop.world.clock.now()
    assert refund.due_at is not None
    ids = (story.case.id, refund.id)
    with pytest.raises(BadInput, match="HOLD_IN_THE_PAST"):
        await holding.hold(shop.world, shop.ada, *ids, now, shop.key())
    story = await holding.hold(shop.world, shop.ada, *ids, now + timedelta(days=90), shop.key())
    assert story.refund.held_until == refund.due_at - shop.world.policy.windows.settle_for
    key = shop.key()
    for _ in range(2):
        story = await holding.free(shop.world, shop.ada, *ids, key)
    assert story.refund.status is S.SCHEDULED
    assert sum(isinstance(one.event, RefundFreed) for one in story.history) == 1
    shop.world.payments.down_for(0)  # type: ignore[attr-defined]
    await shop.try_again()
    assert (await shop.story(story.case.id)).refund.status is S.SUCCEEDED
    with pytest.raises(NotAllowed, match="REFUND_NOT_HELD"):
        await holding.free(shop.world, shop.ada, *ids, shop.key())


async def test_money_that_had_gone_before_the_hold_goes_once(shop: Shop) -> None:
    shop.world.payments.unheard_for(1)  # type: ignore[attr-defined]
    story = await shop.start(line="line-swim")
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    ids, until = (story.case.id, story.refund.id), await shop.world.clock.now() + timedelta(days=1)
    await holding.hold(shop.world, shop.ada, *ids, until, shop.key())
    await holding.free(shop.world, shop.ada, *ids, shop.key())
    await shop.try_again()
    assert (await shop.story(story.case.id)).refund.status is S.SUCCEEDED
    moved = [one.kind for one in shop.world.payments.movements()]  # type: ignore[attr-defined]
    assert moved.count("refund") == 1


async def test_nobody_gets_back_more_than_was_taken(shop: Shop) -> None:
    story = await owed(shop)
    assert story.charge is not None
    less = replace(story.charge, amount=story.refund.amount - usd(1))
    await cases.write_rows([less])
    shop.world.payments.down_for(0)  # type: ignore[attr-defined]
    await shop.try_again()
    assert (await shop.story(story.case.id)).refund.status is S.SCHEDULED
    assert all(one.kind != "refund" for one in shop.world.payments.movements())  # type: ignore[attr-defined]
