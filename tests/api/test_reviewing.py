"""The desk looks at photos: what waits and until when, what a piece is judged by, a decision that
says why it departs from the rules, another look, and the warehouse's own."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageOps

from onward.domain.accounts import Viewer
from onward.domain.life import ShipmentStatus
from onward.domain.photos import Occasion
from onward.domain.policy import Quality
from onward.domain.shop import Role
from onward.domain.story import Story
from onward.services import condition
from onward.store import outcomes
from tests.api.asking import ask
from tests.services.shop import LINE, Shop, picture

pytestmark = pytest.mark.anyio
Answer = dict[str, Any]

QUEUE = """query($kind: String) { desk { now tasks(kind: $kind) { kind dueAt returnCase {
  id grade { reasons { message } } } } } }"""
SHEET = """query($id: ID!) { desk { review(id: $id) {
  returnCase { stage appealedAt grade { proposed } photos { id }
    gradings { judge grade sentence ruleLabel } }
  album { id shot occasion findings { sharpness light dark bright codes } }
  doubts { code message shot photoId measured bound otherPicture }
  hints { code message photoId measured }
  outlooks { grade barrier { code message } }
  bounds { sideLeast sharpnessLeast darkMost brightMost } } } }"""
DECIDE = """mutation($i: DecideReviewInput!) { decideReview(input: $i) {
  ... on ReturnCase { stage grade { grade sentence } } ... on Refused { code field } } }"""
APPEAL = """mutation($i: AppealGradeInput!) { appealGrade(input: $i) {
  ... on ReturnCase { stage } ... on Refused { code } } }"""
INSPECT = """mutation($i: InspectItemInput!) { inspectItem(input: $i) {
  ... on ReturnCase { stage } ... on Refused { code } } }"""


async def in_review(shop: Shop, line: str = LINE, **raw: bytes) -> Story:
    """Rosa declared a mark; `raw` are pictures for shots that shall look otherwise."""
    story = await shop.start(line=line)
    category = shop.world.policy.category("clothing")
    for shot in (*category.shots, "flaw"):
        await shop.photograph(story, shot, raw=raw.get(shot))
    said = {one.key: one.good or one.key == "flaw" for one in category.questions}
    await condition.submit(shop.world, shop.rosa, story.case.id, said, shop.key())
    await shop.settle()
    return await shop.story(story.case.id)


async def sheet(shop: Shop, story: Story) -> Answer:
    found: Answer = (await ask(shop, shop.ada, SHEET, id=story.case.id))["desk"]["review"]
    return found


async def decide(shop: Shop, viewer: Viewer, story: Story, **given: object) -> Answer:
    wanted = {"caseId": story.case.id, "key": shop.key(), **given}
    told: Answer = (await ask(shop, viewer, DECIDE, i=wanted))["decideReview"]
    return told


def mirrored(raw: bytes) -> bytes:
    out = BytesIO()
    ImageOps.mirror(Image.open(BytesIO(raw))).save(out, "JPEG")
    return out.getvalue()


async def test_the_queue_is_sorted_by_due_time_and_says_the_shops_time(shop: Shop) -> None:
    later = await in_review(shop)
    shop.world.clock.turn(timedelta(hours=-5))  # type: ignore[attr-defined]
    sooner = await in_review(shop)
    desk = (await ask(shop, shop.ada, QUEUE, kind="REVIEW_CONDITION"))["desk"]
    waiting = [task["returnCase"]["id"] for task in desk["tasks"]]
    assert waiting == [sooner.case.id, later.case.id]
    assert desk["now"] == (await shop.world.clock.now()).isoformat()
    assert [task["dueAt"] for task in desk["tasks"]] == sorted(
        story.case.review_due_at.isoformat()
        for story in (sooner, later)
        if story.case.review_due_at
    )
    assert desk["tasks"][0]["returnCase"]["grade"]["reasons"][0]["message"]


async def test_a_kind_of_its_own_is_not_drowned_by_the_others(shop: Shop) -> None:
    await in_review(shop)
    assert (await ask(shop, shop.ada, QUEUE, kind="DECIDE_CLAIM"))["desk"]["tasks"] == []
    for kind in (None, "REVIEW_CONDITION"):
        tasks = (await ask(shop, shop.ada, QUEUE, kind=kind))["desk"]["tasks"]
        assert [task["kind"] for task in tasks] == ["REVIEW_CONDITION"]


async def test_a_sheet_has_every_photo_with_its_numbers_and_what_they_are_held_against(
    shop: Shop,
) -> None:
    found = await sheet(shop, await in_review(shop))
    album = {photo["shot"]: photo["id"] for photo in found["album"]}
    assert set(album) == {"front", "back", "tag", "flaw"}
    for photo in found["album"]:
        assert photo["findings"]["sharpness"] > found["bounds"]["sharpnessLeast"]
        assert 0 < photo["findings"]["light"] < 1
    assert found["returnCase"]["grade"]["proposed"] == "VERY_GOOD"
    [mark] = found["doubts"]
    assert (mark["code"], mark["shot"]) == ("ANSWERED_YES", "flaw")
    assert mark["photoId"] == album["flaw"]


async def test_a_reused_photo_stands_beside_the_one_it_was_seen_in_with_the_distance(
    shop: Shop,
) -> None:
    earlier = picture("a jacket of somebody else")
    await in_review(shop, front=earlier)
    found = await sheet(shop, await in_review(shop, front=mirrored(earlier)))
    seen = next(one for one in found["doubts"] if one["code"] == "PHOTO_SEEN_MIRRORED")
    assert seen["otherPicture"].startswith("/photos/")
    assert seen["measured"] <= seen["bound"]
    assert str(int(seen["bound"])) in seen["message"]


async def test_each_grade_says_what_would_become_of_the_piece(shop: Shop) -> None:
    story = await in_review(shop)
    outlooks = {one["grade"]: one["barrier"] for one in (await sheet(shop, story))["outlooks"]}
    admitted = [grade for grade, barrier in outlooks.items() if barrier is None]
    assert admitted == ["LIKE_NEW"]
    # The warehouse is round the corner and would sell it at the full price again.
    assert outlooks["NEW_SEALED"]["code"] == "NO_MARGIN"
    assert outlooks["GOOD"]["code"] == "GRADE_NOT_ADMITTED"
    await outcomes.pause("clothing", await shop.world.clock.now())
    outlooks = {one["grade"]: one["barrier"] for one in (await sheet(shop, story))["outlooks"]}
    assert {barrier["code"] for barrier in outlooks.values()} == {"CATEGORY_PAUSED"}


async def test_what_agrees_with_the_rules_needs_no_reason_and_everything_else_does(
    shop: Shop,
) -> None:
    story = await in_review(shop)
    missing = {"code": "REASON_NEEDED", "field": "because"}
    assert await decide(shop, shop.ada, story, grade="LIKE_NEW", accept=True) == missing
    assert await decide(shop, shop.ada, story, grade="VERY_GOOD", accept=False) == missing
    told = await decide(shop, shop.ada, story, grade="VERY_GOOD", accept=True)
    assert (told["stage"], told["grade"]["grade"]) == ("AWAITING_DROPOFF", "VERY_GOOD")


async def test_a_decision_that_departs_says_why_to_the_returner_too(shop: Shop) -> None:
    story = await in_review(shop)
    told = await decide(
        shop, shop.ada, story, grade="LIKE_NEW", accept=True, because="FLAW_IS_SMALL"
    )
    assert told["stage"] == "APPROVED"
    mine = """query($id: ID!) { returnCase(id: $id) { grade { sentence } } }"""
    seen = (await ask(shop, shop.rosa, mine, id=story.case.id))["returnCase"]["grade"]
    assert "what shows is small" in seen["sentence"]
    assert (await ask(shop, shop.ada, QUEUE, kind="REVIEW_CONDITION"))["desk"]["tasks"] == []


async def test_the_same_decision_sent_twice_is_one(shop: Shop) -> None:
    story = await in_review(shop)
    given = {"grade": "LIKE_NEW", "accept": True, "because": "PHOTO_CONVINCES", "key": "once"}
    for _ in range(2):
        assert (await decide(shop, shop.ada, story, **given))["stage"] == "APPROVED"
    story = await shop.story(story.case.id)
    assert [told.event.kind for told in story.history].count("Approved") == 1
    late = await decide(shop, shop.ada, story, grade="GOOD", accept=True, because="LOOKS_WORN")
    assert late == {"code": "WRONG_STAGE", "field": None}


async def test_an_agent_overturns_another_and_both_words_stay(shop: Shop) -> None:
    story = await in_review(shop)
    await decide(shop, shop.ada, story, grade="GOOD", accept=False, because="LOOKS_WORN")
    await shop.settle()
    await shop.turn(minutes=1)
    photo = await shop.photograph(story, "flaw", Occasion.APPEAL, raw=picture("closer"))
    wanted = {"caseId": story.case.id, "photoId": photo, "key": shop.key()}
    asked = await ask(shop, shop.rosa, APPEAL, i=wanted)
    assert asked["appealGrade"] == {"stage": "IN_REVIEW"}

    found = await sheet(shop, story)
    assert found["returnCase"]["appealedAt"]
    assert found["returnCase"]["grade"]["proposed"] == "GOOD"
    flaws = [one["id"] for one in found["album"] if one["shot"] == "flaw"]
    assert flaws[1:] == [photo], "the photo before it stays"
    assert photo in [one["id"] for one in found["returnCase"]["photos"]]

    other = Viewer(replace(shop.ada.account, role=Role.LEAD))
    told = await decide(
        shop, other, story, grade="LIKE_NEW", accept=True, because="PHOTO_CONVINCES"
    )
    assert told["stage"] == "APPROVED"
    gradings = (await sheet(shop, story))["returnCase"]["gradings"]
    assert [one["grade"] for one in gradings] == [None, "GOOD", "LIKE_NEW"]
    assert [one["judge"] for one in gradings] == ["RULES", "PERSON", "PERSON"]
    assert gradings[0]["ruleLabel"] == "An answer needs a look"
    assert "signs of wear" in gradings[1]["sentence"]


async def test_a_photo_sent_with_an_appeal_is_asked_about_like_any_other(shop: Shop) -> None:
    earlier = picture("somebody else’s mark")
    await in_review(shop, flaw=earlier)
    story = await in_review(shop)
    await decide(shop, shop.ada, story, grade="GOOD", accept=False, because="LOOKS_WORN")
    await shop.settle()
    await shop.turn(minutes=1)
    photo = await shop.photograph(story, "flaw", Occasion.APPEAL, raw=earlier)
    wanted = {"caseId": story.case.id, "photoId": photo, "key": shop.key()}
    await ask(shop, shop.rosa, APPEAL, i=wanted)
    doubts = {one["code"]: one["photoId"] for one in (await sheet(shop, story))["doubts"]}
    assert doubts["PHOTO_SEEN_BEFORE"] == photo


async def test_only_the_desk_looks_and_nobody_asks_about_what_is_not_there(shop: Shop) -> None:
    story = await in_review(shop)
    assert await ask(shop, shop.rosa, SHEET, id=story.case.id) == {"desk": None}
    told = await ask(shop, shop.ada, SHEET, id="no such case")
    assert told["desk"]["review"] is None


async def test_the_warehouse_says_once_what_it_found(shop: Shop) -> None:
    policy = replace(shop.world.policy, quality=Quality(inspect_bp=10_000))
    shop.world = replace(shop.world, policy=policy)
    story = await shop.approved()
    given = {"caseId": story.case.id, "grade": "GOOD", "key": "found"}
    assert (await ask(shop, shop.ada, INSPECT, i=given))["inspectItem"] == {"code": "WRONG_STAGE"}
    for status in (ShipmentStatus.IN_TRANSIT, ShipmentStatus.DELIVERED):
        await shop.scan(story.label, status)
    tasks = (await ask(shop, shop.ada, QUEUE, kind="INSPECT_ARRIVAL"))["desk"]["tasks"]
    assert [task["returnCase"]["id"] for task in tasks] == [story.case.id]
    actions = "query($id: ID!) { desk { review(id: $id) { returnCase { actions } } } }"
    told = await ask(shop, shop.ada, actions, id=story.case.id)
    assert "INSPECT" in told["desk"]["review"]["returnCase"]["actions"]
    nobody = await ask(shop, shop.rosa, INSPECT, i={**given, "key": "mine"})
    assert nobody["inspectItem"] == {"code": "NOT_ALLOWED"}
    for _ in range(2):
        assert "stage" in (await ask(shop, shop.ada, INSPECT, i=given))["inspectItem"]
    again = await ask(shop, shop.ada, INSPECT, i={**given, "grade": "DAMAGED", "key": "again"})
    assert again["inspectItem"] == {"code": "TASK_DONE"}
    assert (await ask(shop, shop.ada, QUEUE, kind="INSPECT_ARRIVAL"))["desk"]["tasks"] == []
    gradings = (await sheet(shop, story))["returnCase"]["gradings"]
    assert [(one["judge"], one["grade"]) for one in gradings] == [
        ("RULES", "LIKE_NEW"),
        ("WAREHOUSE", "GOOD"),
    ]
