"""Another look by a person: once, with another photo, while the code in hand stays good."""

import pytest

from onward.domain.album import as_judged, departures
from onward.domain.events import Because, TaskKind
from onward.domain.grades import Grade, ReviewReason
from onward.domain.life import RefundStatus, ShipmentStatus, Stage
from onward.domain.photos import Occasion
from onward.domain.refusals import NotAllowed, NotFound, PhotosMissing, WrongStage
from onward.domain.returns import UNDECIDED, Reason, Recovery, ReturnCase
from onward.domain.routing import RouteType
from onward.domain.story import Story
from onward.services import condition, photos, returns
from onward.services.photos import Sent, Wanted
from tests.services.shop import Shop, picture

pytestmark = pytest.mark.anyio


async def test_a_person_looks_again_and_both_grades_stay_in_the_history(shop: Shop) -> None:
    story = await turned_down(shop)
    code = story.label
    story = await appealed(shop, story)
    assert story.case.stage is Stage.IN_REVIEW
    due_at = await shop.world.clock.now() + shop.world.policy.windows.review_for
    assert story.case.review_due_at == due_at
    assert open_tasks(story) == [TaskKind.REVIEW_CONDITION]
    assert story.label == code

    story = await decided(shop, story, Grade.LIKE_NEW, ReviewReason.PHOTO_CONVINCES)
    assert story.case.stage is Stage.APPROVED
    assert (story.case.grade, story.case.heading) == (Grade.LIKE_NEW, UNDECIDED)
    assert grades(story) == [Grade.VERY_GOOD, Grade.LIKE_NEW]
    assert story.label == code
    await returns.choose_path(shop.world, shop.rosa, story.case.id, RouteType.P2P, shop.key())
    assert (await shop.story(story.case.id)).case.stage is Stage.SEEKING


async def test_a_photo_counts_only_once_it_was_asked_with(shop: Shop) -> None:
    story = await turned_down(shop)
    before = departures(story.photos)
    await shop.turn(minutes=1)
    photo_id = await shop.photograph(story, "front", Occasion.APPEAL)
    assert departures(as_judged(await shop.story(story.case.id))) == before
    await condition.appeal(shop.world, shop.rosa, story.case.id, photo_id, shop.key())
    asked = departures(as_judged(await shop.story(story.case.id)))
    assert {one.shot: one.id for one in asked}["front"] == photo_id


async def test_another_look_is_asked_for_once(shop: Shop) -> None:
    story = await appealed(shop, await turned_down(shop))
    story = await decided(shop, story, Grade.VERY_GOOD, ReviewReason.PHOTOS_UNCLEAR, accepted=False)
    assert story.case.stage is Stage.AWAITING_DROPOFF
    assert because(story.case) is Because.NOT_ACCEPTED
    with pytest.raises(WrongStage):
        await shop.photograph(story, "tag", Occasion.APPEAL)
    await cannot_appeal(shop, story, photo_of(story, Occasion.APPEAL))


async def test_the_same_request_sent_twice_asks_once(shop: Shop) -> None:
    story = await turned_down(shop)
    photo_id = await shop.photograph(story, "tag", Occasion.APPEAL)
    for _ in range(2):
        await condition.appeal(shop.world, shop.rosa, story.case.id, photo_id, "the same key")
    story = await shop.story(story.case.id)
    assert [told.event.kind for told in story.history].count("Appealed") == 1
    assert open_tasks(story) == [TaskKind.REVIEW_CONDITION]


async def test_once_it_is_handed_in_nobody_looks_again(shop: Shop) -> None:
    story = await turned_down(shop)
    photo_id = await shop.photograph(story, "tag", Occasion.APPEAL)
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    with pytest.raises(WrongStage):
        await shop.photograph(story, "tag", Occasion.APPEAL)
    await cannot_appeal(shop, story, photo_id)


async def test_the_code_in_hand_counts_during_a_review_and_closes_it(shop: Shop) -> None:
    story = await turned_down(shop)
    code = story.label
    story = await appealed(shop, story)
    await shop.scan(code, ShipmentStatus.IN_TRANSIT)
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.IN_TRANSIT
    assert story.refund.status is RefundStatus.SUCCEEDED
    assert open_tasks(story) == []
    assert (story.case.review_due_at, story.case.grade) == (None, Grade.VERY_GOOD)
    with pytest.raises(WrongStage):
        await decided(shop, story, Grade.LIKE_NEW, ReviewReason.PHOTO_CONVINCES)


async def test_where_nobody_looked_in_time_it_goes_to_the_warehouse_as_before(shop: Shop) -> None:
    story = await appealed(shop, await turned_down(shop))
    await shop.turn(days=1, minutes=1)
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.AWAITING_DROPOFF
    assert because(story.case) is Because.NOBODY_LOOKED
    assert story.case.review_due_at is None
    assert open_tasks(story) == []
    await cannot_appeal(shop, story, photo_of(story, Occasion.APPEAL))


async def test_only_a_photo_sent_for_it_by_its_returner_will_do(shop: Shop) -> None:
    story = await turned_down(shop)
    for photo_id in (photo_of(story, Occasion.ASSESSMENT), "no such photo"):
        with pytest.raises(PhotosMissing):
            await condition.appeal(shop.world, shop.rosa, story.case.id, photo_id, shop.key())
    photo_id = await shop.photograph(story, "tag", Occasion.APPEAL)
    for somebody in (shop.ben, shop.ada):
        with pytest.raises(NotFound):
            await shop.photograph(story, "tag", Occasion.APPEAL, by=somebody)
        with pytest.raises(NotFound):
            await condition.appeal(shop.world, somebody, story.case.id, photo_id, shop.key())


async def test_the_best_grade_and_a_rule_of_the_shop_leave_nothing_to_ask_for(shop: Shop) -> None:
    broken = await shop.start(Reason.DEFECTIVE)
    assert broken.case.stage is Stage.AWAITING_DROPOFF
    for story in (await shop.approved(), broken):
        with pytest.raises(WrongStage):
            await shop.photograph(story, "tag", Occasion.APPEAL)


async def test_a_photo_that_arrives_after_its_time_is_refused_though_it_had_its_ticket(
    shop: Shop,
) -> None:
    story = await shop.start()
    given = await photos.ticket(
        shop.world, shop.rosa, Wanted(story.case.id, "front", 1000, "image/jpeg"), shop.key()
    )
    await shop.photograph(story, "front")
    await shop.photograph(story, "back")
    said = {one.key: one.good for one in shop.world.policy.category("clothing").questions}
    said["tags_attached"] = False
    await condition.submit(shop.world, shop.rosa, story.case.id, said, shop.key())
    await shop.settle()
    before = (await shop.story(story.case.id)).photos
    late = Sent(given.photo_id, story.case.id, "front")
    with pytest.raises(WrongStage):
        await photos.add(shop.world, shop.rosa, late, picture("another piece altogether"))
    assert (await shop.story(story.case.id)).photos == before


async def turned_down(shop: Shop) -> Story:
    """Very good, for want of its tag: to the warehouse by the rules."""
    story = await shop.start()
    category = shop.world.policy.category("clothing")
    for shot in category.shots:
        await shop.photograph(story, shot)
    said = {one.key: one.good and one.key != "tags_attached" for one in category.questions}
    await condition.submit(shop.world, shop.rosa, story.case.id, said, shop.key())
    await shop.settle()
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.AWAITING_DROPOFF
    assert (story.case.grade, because(story.case)) == (Grade.VERY_GOOD, Because.NOT_ACCEPTED)
    return story


async def appealed(shop: Shop, story: Story) -> Story:
    """With a new photo of its tag."""
    photo_id = await shop.photograph(story, "tag", Occasion.APPEAL)
    await condition.appeal(shop.world, shop.rosa, story.case.id, photo_id, shop.key())
    await shop.settle()
    return await shop.story(story.case.id)


async def decided(
    shop: Shop, story: Story, given: Grade, why: ReviewReason, *, accepted: bool = True
) -> Story:
    await condition.decide_review(
        shop.world, shop.ada, story.case.id, given, accepted, shop.key(), why
    )
    await shop.settle()
    return await shop.story(story.case.id)


async def cannot_appeal(shop: Shop, story: Story, photo_id: str) -> None:
    with pytest.raises(NotAllowed, match="APPEAL_NOT_POSSIBLE"):
        await condition.appeal(shop.world, shop.rosa, story.case.id, photo_id, shop.key())


def grades(story: Story) -> list[Grade]:
    """Every grade there ever was, oldest first."""
    given = (getattr(told.event, "grade", None) for told in story.history)
    return [grade for grade in given if isinstance(grade, Grade)]


def because(case: ReturnCase) -> Because | None:
    return case.heading.because if isinstance(case.heading, Recovery) else None


def open_tasks(story: Story) -> list[TaskKind]:
    return [task.kind for task in story.tasks if task.done_at is None]


def photo_of(story: Story, occasion: Occasion) -> str:
    return next(one.id for one in story.photos if one.occasion is occasion)
