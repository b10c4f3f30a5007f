"""What waits for a person at the desk, and what takes it off their list."""

import pytest

from onward.domain.claims import ClaimResolution, NoPhoto, ReceiptOutcome, Settlement
from onward.domain.events import TaskKind
from onward.domain.grades import Grade, ReviewReason
from onward.domain.life import ShipmentStatus, Stage
from onward.domain.refusals import NotAllowed
from onward.domain.story import Story
from onward.services import claims, condition, returns, support
from tests.services.shop import Shop

pytestmark = pytest.mark.anyio


async def in_review(shop: Shop) -> Story:
    """Rosa declared a mark, and a person is asked to look at it."""
    story = await shop.start()
    category = shop.world.policy.category("clothing")
    for shot in (*category.shots, "flaw"):
        await shop.photograph(story, shot)
    said = {one.key: one.good or one.key == "flaw" for one in category.questions}
    await condition.submit(shop.world, shop.rosa, story.case.id, said, shop.key())
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.IN_REVIEW
    return story


async def waiting(shop: Shop) -> list[TaskKind]:
    return [task.kind for task, _ in await support.tasks(shop.ada, 10)]


async def test_a_review_is_done_by_deciding_it_and_not_by_ticking_it_off(shop: Shop) -> None:
    story = await in_review(shop)
    assert await waiting(shop) == [TaskKind.REVIEW_CONDITION]
    with pytest.raises(NotAllowed, match="TASK_HAS_ITS_OWN_DECISION"):
        await support.finish_task(shop.world, shop.ada, story.tasks[0].id, shop.key())
    assert await waiting(shop) == [TaskKind.REVIEW_CONDITION]
    await condition.decide_review(
        shop.world,
        shop.ada,
        story.case.id,
        Grade.LIKE_NEW,
        True,
        shop.key(),
        ReviewReason.FLAW_IS_SMALL,
    )
    assert await waiting(shop) == []


async def test_nobody_is_asked_to_look_at_what_is_kept_after_all(shop: Shop) -> None:
    story = await in_review(shop)
    await returns.withdraw(shop.world, shop.rosa, story.case.id, shop.key())
    assert await waiting(shop) == []


async def test_nobody_is_asked_to_look_at_what_goes_to_the_warehouse_anyway(shop: Shop) -> None:
    story = await in_review(shop)
    await returns.return_now(shop.world, shop.rosa, story.case.id, shop.key())
    assert await waiting(shop) == []


async def test_a_review_nobody_got_round_to_is_off_the_list(shop: Shop) -> None:
    await in_review(shop)
    await shop.turn(hours=25)
    assert await waiting(shop) == []


async def test_a_claim_is_done_by_settling_it_and_not_by_ticking_it_off(shop: Shop) -> None:
    story = await shop.matched()
    for status in (ShipmentStatus.IN_TRANSIT, ShipmentStatus.DELIVERED):
        await shop.scan((await shop.story(story.case.id)).label or story.label, status)
    bought = story.purchases[0].id
    damaged, unseen = ReceiptOutcome.DAMAGED, NoPhoto.CAMERA_FAILS
    await claims.open_claim(shop.world, shop.ben, bought, damaged, shop.key(), unseen)
    story = await shop.story(story.case.id)
    [task] = story.tasks
    with pytest.raises(NotAllowed, match="TASK_HAS_ITS_OWN_DECISION"):
        await support.finish_task(shop.world, shop.ada, task.id, shop.key())
    money_back = Settlement(ClaimResolution.REFUND)
    await claims.settle(shop.world, shop.ada, story.case.id, money_back, shop.key())
    assert await waiting(shop) == []
    with pytest.raises(NotAllowed, match="TASK_DONE"):
        await support.finish_task(shop.world, shop.ada, task.id, shop.key())
