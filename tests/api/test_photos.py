"""Photos by whoever takes them, and what every judgement on them is told as."""

import base64

import pytest

from onward.domain.grades import ReviewReason
from onward.domain.life import ShipmentStatus
from onward.domain.photos import Occasion
from onward.domain.story import Story
from onward.services import condition
from tests.api.asking import ask
from tests.services.shop import Shop

pytestmark = pytest.mark.anyio

UPLOAD = """mutation($i:UploadPhotoInput!){uploadPhoto(input:$i){
    __typename ... on UploadTicket{url} ... on Refused{code field}}}"""
APPEAL = """mutation($i:AppealGradeInput!){appealGrade(input:$i){
    __typename ... on ReturnCase{stage grade{sentence accepted}} ... on Refused{code}}}"""
DECIDE = """mutation($i:DecideReviewInput!){decideReview(input:$i){
    __typename ... on Refused{code}}}"""
JUDGED = """query($id:ID!){returnCase(id:$id){grade{label sentence accepted reasons{message}}
    gradings{judge grade label sentence rule}}}"""


async def test_a_buyer_names_their_purchase_and_learns_of_no_return(shop: Shop) -> None:
    story = await at_the_door(shop)
    case_id, purchase_id = story.case.id, story.purchases[0].id
    photo = {"shot": "front", "size": 900, "contentType": "image/jpeg", "occasion": "ARRIVAL"}
    for wrong in ({}, {"caseId": case_id}, {"caseId": case_id, "purchaseId": purchase_id}):
        given = {**photo, **wrong, "key": shop.key()}
        refused = (await ask(shop, shop.ben, UPLOAD, i=given))["uploadPhoto"]
        assert (refused["code"], refused["field"]) == ("BAD_INPUT", "purchaseId")
    given = {**photo, "purchaseId": purchase_id, "key": shop.key()}
    ticket = (await ask(shop, shop.ben, UPLOAD, i=given))["uploadPhoto"]
    _, claims, _ = ticket["url"].rsplit("/", 1)[1].split(".")
    told = base64.urlsafe_b64decode(claims + "==").decode()
    assert purchase_id in told
    assert case_id not in told


async def test_a_returner_names_their_return_and_no_purchase(shop: Shop) -> None:
    story = await shop.start()
    photo = {"shot": "front", "size": 900, "contentType": "image/jpeg"}
    for wrong in ({}, {"purchaseId": "p"}, {"caseId": story.case.id, "purchaseId": "p"}):
        given = {**photo, **wrong, "key": shop.key()}
        refused = (await ask(shop, shop.rosa, UPLOAD, i=given))["uploadPhoto"]
        assert (refused["code"], refused["field"]) == ("BAD_INPUT", "caseId")


async def test_a_buyer_is_asked_for_the_shots_it_left_with_and_for_what_is_wrong(
    shop: Shop,
) -> None:
    story = await at_the_door(shop)
    text = "query($id:ID!){purchase(id:$id){actions shots{key title required}}}"
    seen = (await ask(shop, shop.ben, text, id=story.purchases[0].id))["purchase"]
    assert seen["actions"] == ["CONFIRM", "CLAIM", "ADD_PHOTO"]
    assert [shot["title"] for shot in seen["shots"]] == [
        "The front", "The back", "The tag", "The mark",
    ]  # fmt: skip
    assert not [shot for shot in seen["shots"] if shot["required"]]


async def test_both_grades_are_told_to_the_returner_and_the_rules_names_to_nobody_but_the_desk(
    shop: Shop,
) -> None:
    story = await shop.start()
    category = shop.world.policy.category("clothing")
    for shot in category.shots:
        await shop.photograph(story, shot)
    said = {one.key: one.good and one.key != "tags_attached" for one in category.questions}
    await condition.submit(shop.world, shop.rosa, story.case.id, said, shop.key())
    await shop.settle()
    photo_id = await shop.photograph(story, "tag", Occasion.APPEAL)
    given = {"caseId": story.case.id, "photoId": photo_id, "key": shop.key()}
    asked = (await ask(shop, shop.rosa, APPEAL, i=given))["appealGrade"]
    assert asked["stage"] == "IN_REVIEW"
    assert asked["grade"] == {
        "sentence": "You asked for another look. A person takes it, with the photo you added.",
        "accepted": False,
    }
    decided = {"grade": "LIKE_NEW", "accept": True, "because": ReviewReason.PHOTO_CONVINCES.value}
    await ask(shop, shop.ada, DECIDE, i={"caseId": story.case.id, "key": shop.key(), **decided})

    told = (await ask(shop, shop.rosa, JUDGED, id=story.case.id))["returnCase"]
    first, then = told["gradings"]
    assert (first["judge"], first["grade"], first["label"]) == ("RULES", "VERY_GOOD", "Very good")
    assert (then["judge"], then["grade"], then["label"]) == ("PERSON", "LIKE_NEW", "Like new")
    assert (told["grade"]["label"], told["grade"]["accepted"]) == ("Like new", True)
    assert told["grade"]["sentence"] == then["sentence"]
    assert "only items as they left the shop" not in then["sentence"]
    assert [one["rule"] for one in told["gradings"]] == [None, None]
    desk = (await ask(shop, shop.ada, JUDGED, id=story.case.id))["returnCase"]
    assert [one["rule"] for one in desk["gradings"]] == ["grade_is_not_admitted", "a_person_looked"]


async def at_the_door(shop: Shop) -> Story:
    story = await shop.matched()
    for status in (ShipmentStatus.IN_TRANSIT, ShipmentStatus.DELIVERED):
        await shop.scan(story.label, status)
    return await shop.story(story.case.id)
