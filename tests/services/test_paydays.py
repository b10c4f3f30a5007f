"""Refunds whose time has come: tried again with growing gaps until it is store credit, and started
at the latest by the law's day."""

from dataclasses import replace
from datetime import timedelta

import pytest

from onward.domain.events import CreditOffered, PromiseMoved, RefundFailed
from onward.domain.life import RefundStatus, ShipmentStatus, Stage
from onward.domain.refusals import NotAllowed, NotFound
from onward.domain.returns import Reason
from onward.domain.story import Story
from onward.domain.terms import RefundTerms
from onward.services import credits as store_credit
from onward.services import support
from onward.store import cases, ledger
from tests.services.shop import Shop, usd

pytestmark = pytest.mark.anyio
S = RefundStatus


async def paid_by(shop: Shop, method: str) -> None:
    """Rosa's order was paid by that card."""
    story = await shop.start(line="line-swim")
    assert story.charge is not None
    taken = await shop.world.payments.capture(story.charge.amount, method, "order-1", method)
    await cases.write_rows([replace(story.charge, provider_ref=taken.provider_ref)])


async def handed_in(shop: Shop) -> Story:
    """Rosa's swimsuit goes to the warehouse and was scanned."""
    [story] = [await shop.story(one.id) for one in await cases.of_returner("rosa", None, 1)]
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    return await shop.story(story.case.id)


def with_terms(shop: Shop, **terms: object) -> None:
    policy = shop.world.policy
    changed = replace(RefundTerms(), **terms)  # type: ignore[arg-type]
    shop.world = replace(shop.world, policy=replace(policy, refunds=changed))


def told(story: Story, kind: type[object]) -> int:
    return sum(isinstance(one.event, kind) for one in story.history)


async def test_a_refund_that_fails_is_tried_after_growing_gaps_and_is_then_store_credit(
    shop: Shop,
) -> None:
    with_terms(shop, credit_bonus_bp=1000)
    await paid_by(shop, "card_refund_fails")
    story = await handed_in(shop)
    assert (story.refund.status, story.refund.tries) == (S.FAILED, 1)
    assert [support_task.kind for support_task in story.tasks if not support_task.done_at] == [
        "REFUND_FAILED"
    ]
    with pytest.raises(NotAllowed, match="CREDIT_NOT_OFFERED"):
        await store_credit.take(shop.world, shop.rosa, story.refund.id, shop.key())
    for hours, tries in ((1, 2), (6, 3), (24, 4)):
        await shop.turn(hours=hours - 0.1)
        assert (await shop.story(story.case.id)).refund.tries == tries - 1
        await shop.turn(hours=0.1)
        assert (await shop.story(story.case.id)).refund.tries == tries
    await shop.turn(days=2)
    story = await shop.story(story.case.id)
    assert (story.refund.status, story.refund.tries) == (S.FAILED, 4)
    assert (told(story, RefundFailed), told(story, CreditOffered)) == (4, 1)
    assert told(story, PromiseMoved) >= 1

    key = shop.key()
    with pytest.raises(NotFound):
        await store_credit.take(shop.world, shop.ben, story.refund.id, shop.key())
    for _ in range(2):
        story = await store_credit.take(shop.world, shop.rosa, story.refund.id, key)
    assert story.refund.status is S.CONVERTED_TO_CREDIT
    assert all(task.done_at for task in story.tasks)
    assert await store_credit.mine(shop.rosa) == (usd(33_00),)
    assert await ledger.owed(story.case.id) == {}
    await shop.scan(story.parcel, ShipmentStatus.DELIVERED)
    assert (await shop.story(story.case.id)).case.stage is Stage.CLOSED


async def test_a_second_try_moves_the_money_once_under_another_key(shop: Shop) -> None:
    await paid_by(shop, "card_refund_fails_once")
    story = await handed_in(shop)
    # An agent does not wait for the next gap; the gap then finds nothing left to do.
    [task] = [task for task in story.tasks if not task.done_at]
    await support.finish_task(shop.world, shop.ada, task.id, shop.key())
    await shop.settle()
    await shop.turn(days=3)
    story = await shop.story(story.case.id)
    assert (story.refund.status, story.refund.tries) == (S.SUCCEEDED, 2)
    moved = [one for one in shop.world.payments.movements() if one.kind == "refund"]  # type: ignore[attr-defined]
    assert [(one.amount, one.key.endswith(":refund:2")) for one in moved] == [(usd(30_00), True)]


async def test_who_is_not_known_is_paid_at_delivery_and_the_next_time_at_the_scan(
    shop: Shop,
) -> None:
    with_terms(shop, known_after=1)
    story = await shop.start(line="line-swim")
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    waits = (await shop.story(story.case.id)).refund
    assert (waits.status, waits.due_at is not None) == (S.ESTIMATED, True)
    await shop.scan(story.label, ShipmentStatus.DELIVERED)
    assert (await shop.story(story.case.id)).refund.status is S.SUCCEEDED

    again = await shop.start(Reason.DEFECTIVE)
    assert again.label is not None
    await shop.scan(again.label, ShipmentStatus.IN_TRANSIT)
    assert (await shop.story(again.case.id)).refund.status is S.SUCCEEDED


async def test_what_never_arrives_is_paid_by_the_day_the_law_names(shop: Shop) -> None:
    with_terms(shop, high_minor=10_00)
    story = await shop.start(line="line-swim")
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    waits = (await shop.story(story.case.id)).refund
    assert waits.due_at is not None
    start_by = waits.due_at - shop.world.policy.windows.settle_for
    now = await shop.world.clock.now()
    shop.world.clock.turn(start_by - now - timedelta(minutes=1))  # type: ignore[attr-defined]
    await shop.settle()
    assert (await shop.story(story.case.id)).refund.status is S.ESTIMATED
    await shop.turn(minutes=1)
    assert (await shop.story(story.case.id)).refund.status is S.SUCCEEDED
