"""Arrivals judge departures, through the services: what was said at the other end is counted, a
category that fails too often pauses by itself, and only a lead opens it again."""

from dataclasses import replace

import pytest

from onward.domain.accounts import Viewer
from onward.domain.claims import ClaimResolution, NoPhoto, ReceiptOutcome, Settlement
from onward.domain.events import Because, TaskKind
from onward.domain.grades import Grade
from onward.domain.life import ShipmentStatus, Stage
from onward.domain.policy import Quality
from onward.domain.quality import Accuracy, ToldBy
from onward.domain.refusals import BadInput, NotAllowed, NotEligible, WrongStage
from onward.domain.returns import Reason, Recovery, Remedy
from onward.domain.routing import RouteType
from onward.domain.shop import Role
from onward.domain.story import Story
from onward.services import claims, condition, openings, quality, returns
from onward.store import outcomes, sql
from tests.services.shop import LINE, Shop

pytestmark = pytest.mark.anyio


async def delivered(shop: Shop) -> Story:
    story = await shop.matched()
    for status in (ShipmentStatus.IN_TRANSIT, ShipmentStatus.DELIVERED):
        await shop.scan(story.label, status)
        story = await shop.story(story.case.id)
    return story


async def found_wrong(shop: Shop, story: Story, resolution: ClaimResolution) -> Story:
    purchase = story.purchases[-1]
    await claims.open_claim(
        shop.world,
        shop.ben,
        purchase.id,
        ReceiptOutcome.NOT_AS_DESCRIBED,
        shop.key(),
        NoPhoto.CAMERA_FAILS,
    )
    settlement = Settlement(resolution)
    await claims.settle(shop.world, shop.ada, story.case.id, settlement, shop.key())
    await shop.settle()
    return await shop.story(story.case.id)


def with_quality(shop: Shop, rules: Quality) -> Shop:
    shop.world = replace(shop.world, policy=replace(shop.world.policy, quality=rules))
    return shop


def lead(shop: Shop) -> Viewer:
    return Viewer(replace(shop.ada.account, role=Role.LEAD))


async def test_a_buyer_who_confirms_speaks_for_the_rule_that_graded(shop: Shop) -> None:
    story = await delivered(shop)
    await claims.confirm(shop.world, shop.ben, story.purchases[-1].id, shop.key())
    report = await quality.report(shop.ada)
    assert report.categories == (Accuracy("clothing", 1, 1, 0),)
    assert report.rules == (Accuracy(story.case.graded_by or "", 1, 1, 0),)
    assert story.case.graded_by


async def test_silence_speaks_for_it_too_and_a_later_claim_overrules_it(shop: Shop) -> None:
    story = await delivered(shop)
    await shop.turn(days=4)
    [said] = await outcomes.latest("clothing", 10)
    assert (said.told_by, said.held) == (ToldBy.SILENCE, True)
    await found_wrong(shop, await shop.story(story.case.id), ClaimResolution.REFUND)
    [said] = await outcomes.latest("clothing", 10)
    assert (said.told_by, said.held) == (ToldBy.CLAIM, False)


async def test_a_category_with_too_many_upheld_claims_pauses_and_says_so(shop: Shop) -> None:
    with_quality(shop, Quality(inspect_bp=0, pause_above_bp=100, pause_over=50))
    story = await found_wrong(shop, await delivered(shop), ClaimResolution.REFUND)
    assert await outcomes.paused() == {"clothing"}
    assert TaskKind.CATEGORY_PAUSED in [task.kind for task in story.tasks]
    assert (await quality.report(shop.ada)).categories[0].paused_since is not None
    ahead = await openings.preview(shop.world, shop.rosa, LINE, Reason.SIZE_TOO_SMALL)
    assert ahead.barrier == "CATEGORY_PAUSED"


async def test_a_claim_that_was_wrong_pauses_nothing(shop: Shop) -> None:
    with_quality(shop, Quality(inspect_bp=0, pause_above_bp=1, pause_over=1))
    await found_wrong(shop, await delivered(shop), ClaimResolution.REJECT)
    assert await outcomes.paused() == frozenset()


async def test_what_is_approved_waits_while_its_category_pauses(shop: Shop) -> None:
    story = await shop.approved()
    await outcomes.pause("clothing", await shop.world.clock.now())
    with pytest.raises(NotEligible, match="CATEGORY_PAUSED"):
        await returns.choose_path(shop.world, shop.rosa, story.case.id, RouteType.P2P, shop.key())


async def test_only_a_lead_opens_a_category_again_and_old_arrivals_are_forgiven(
    shop: Shop,
) -> None:
    with_quality(shop, Quality(inspect_bp=0, pause_above_bp=100, pause_over=50))
    await found_wrong(shop, await delivered(shop), ClaimResolution.REFUND)
    for nobody in (shop.rosa, shop.ada):
        with pytest.raises(NotAllowed):
            await quality.resume(shop.world, nobody, "clothing")
    with pytest.raises(BadInput, match="UNKNOWN_CATEGORY"):
        await quality.resume(shop.world, lead(shop), "no such thing")
    for _ in range(2):
        report = await quality.resume(shop.world, lead(shop), "clothing")
        assert report.categories[0].paused_since is None
    assert await outcomes.latest("clothing", 10) == []


async def test_a_unit_drawn_by_lot_is_looked_at_by_the_warehouse(shop: Shop) -> None:
    with_quality(shop, Quality(inspect_bp=10_000))
    story = await shop.approved()
    assert story.case.stage is Stage.AWAITING_DROPOFF
    assert isinstance(story.case.heading, Recovery)
    assert story.case.heading.because is Because.INSPECTION
    assert story.case.grade is Grade.LIKE_NEW
    with pytest.raises(WrongStage):
        await condition.inspect(shop.world, shop.ada, story.case.id, Grade.GOOD, shop.key())
    for status in (ShipmentStatus.IN_TRANSIT, ShipmentStatus.DELIVERED):
        await shop.scan(story.label, status)
    story = await shop.story(story.case.id)
    [task] = [task for task in story.tasks if task.kind is TaskKind.INSPECT_ARRIVAL]
    assert task.done_at is None
    with pytest.raises(NotAllowed):
        await condition.inspect(shop.world, shop.rosa, story.case.id, Grade.GOOD, shop.key())
    await condition.inspect(shop.world, shop.ada, story.case.id, Grade.GOOD, shop.key())
    with pytest.raises(NotAllowed, match="TASK_DONE"):
        await condition.inspect(shop.world, shop.ada, story.case.id, Grade.LIKE_NEW, shop.key())
    story = await shop.story(story.case.id)
    assert all(task.done_at for task in story.tasks)
    [said] = await outcomes.latest("clothing", 10)
    assert (said.told_by, said.held, said.grade) == (ToldBy.INSPECTION, False, Grade.LIKE_NEW)


async def test_the_report_is_the_desks(shop: Shop) -> None:
    with pytest.raises(NotAllowed):
        await quality.report(shop.rosa)


async def test_what_goes_to_the_warehouse_unasked_has_no_lot(shop: Shop) -> None:
    with_quality(shop, Quality(inspect_bp=10_000))
    started = await openings.start(
        shop.world, shop.rosa, LINE, Reason.DEFECTIVE, Remedy.REFUND, 1, shop.key()
    )
    heading = started[0].case.heading
    assert isinstance(heading, Recovery)
    assert heading.because is Because.POLICY


async def test_whoever_broke_off_before_the_pause_asks_nobody_twice(shop: Shop) -> None:
    """A worker that dies between the task and the pause leaves an effect that is tried again."""
    with_quality(shop, Quality(inspect_bp=0, pause_above_bp=100, pause_over=50))
    story = await found_wrong(shop, await delivered(shop), ClaimResolution.REFUND)
    await sql.execute("DELETE FROM settings WHERE name = ?", ["paused:clothing"])
    [cause] = [told for told in story.history if told.event.kind == "ClaimSettled"]
    after = await quality.watch_category(shop.world, cause, story)
    assert await outcomes.paused() == {"clothing"}
    assert [task.kind for task in after.tasks].count(TaskKind.CATEGORY_PAUSED) == 1
