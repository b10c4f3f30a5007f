"""The desk: find, see one story, read out the safe sentence, do the next right thing."""

import pytest

from onward.domain.life import ShipmentStatus
from onward.domain.routing import RouteType
from onward.services import returns
from tests.api.asking import ask
from tests.services.shop import Shop

pytestmark = pytest.mark.anyio
SEARCH = """query($text: String!) { desk { search(text: $text) {
  kind title subtitle returnCase { id } order { number } lines { id } } } }"""
FILE = """query($id: ID!, $caller: Party!) { desk { case(id: $id, caller: $caller) {
  safeSentence nextAction balanced caller purchase { number } returner { maskedEmail }
  buyer { initials } parcels { route superseded } tasks { kind } effects { name }
  ledger { memo text postings { account amount { amountMinor } } } } } }"""


async def test_a_case_is_found_by_reference_order_and_tracking_number(shop: Shop) -> None:
    story = await shop.matched()
    assert story.label is not None
    for text in (story.case.reference, "1001", story.label.tracking_number, "rosa@example.com"):
        hits = (await ask(shop, shop.ada, SEARCH, text=text))["desk"]["search"]
        cases = [hit["returnCase"]["id"] for hit in hits if hit["kind"] == "CASE"]
        assert cases == [story.case.id], text
    orders = (await ask(shop, shop.ada, SEARCH, text="1001"))["desk"]["search"]
    lines = [hit["lines"] for hit in orders if hit["kind"] == "ORDER"]
    assert len(lines[0]) == 2


async def test_the_desk_prints_what_leads_to_the_warehouse_and_nothing_that_leads_to_a_person(
    shop: Shop,
) -> None:
    printed = """query($id: ID!) { desk { case(id: $id, caller: RETURNER) {
      parcels { route superseded labelUrl thermalUrl } } } }"""
    story = await shop.approved()
    [label] = (await ask(shop, shop.ada, printed, id=story.case.id))["desk"]["case"]["parcels"]
    assert label["labelUrl"].endswith(".pdf")
    assert label["thermalUrl"].endswith(".zpl")
    await returns.choose_path(shop.world, shop.rosa, story.case.id, RouteType.P2P, shop.key())
    await shop.settle()
    await shop.bought(await shop.story(story.case.id))
    parcels = (await ask(shop, shop.ada, printed, id=story.case.id))["desk"]["case"]["parcels"]
    assert {parcel["route"] for parcel in parcels} == {"P2P", "WAREHOUSE"}
    assert all(parcel["labelUrl"] is parcel["thermalUrl"] is None for parcel in parcels)


async def test_a_label_that_was_handed_in_is_printed_no_more(shop: Shop) -> None:
    story = await shop.approved()
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    printed = """query($id: ID!) { desk { case(id: $id, caller: RETURNER) {
      parcels { labelUrl thermalUrl } } } }"""
    [label] = (await ask(shop, shop.ada, printed, id=story.case.id))["desk"]["case"]["parcels"]
    assert label == {"labelUrl": None, "thermalUrl": None}


async def test_a_search_for_next_to_nothing_finds_nothing(shop: Shop) -> None:
    await shop.start()
    assert (await ask(shop, shop.ada, SEARCH, text="1"))["desk"]["search"] == []


async def test_each_caller_is_read_their_own_half(shop: Shop) -> None:
    story = await shop.matched()
    told = {}
    for caller in ("RETURNER", "BUYER"):
        file = (await ask(shop, shop.ada, FILE, id=story.case.id, caller=caller))["desk"]["case"]
        assert file["caller"] == caller
        told[caller] = file["safeSentence"]
    assert "hand it in" in told["RETURNER"]
    assert "paid and yours" in told["BUYER"]


async def test_a_caller_who_bought_nothing_is_told_nothing(shop: Shop) -> None:
    story = await shop.seeking()
    file = (await ask(shop, shop.ada, FILE, id=story.case.id, caller="BUYER"))["desk"]["case"]
    assert file["safeSentence"] == "We cannot find that."
    assert file["buyer"] is None
    assert file["purchase"] is None


async def test_every_entry_of_the_ledger_sums_to_zero(shop: Shop) -> None:
    story = await shop.matched()
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    file = (await ask(shop, shop.ada, FILE, id=story.case.id, caller="BUYER"))["desk"]["case"]
    memos = [entry["memo"] for entry in file["ledger"]]
    assert {"SALE", "REFUND_OWED", "PAID_OUT", "LABEL"} <= set(memos)
    for entry in file["ledger"]:
        assert sum(posting["amount"]["amountMinor"] for posting in entry["postings"]) == 0
        assert len(entry["postings"]) >= 2
    assert [parcel["route"] for parcel in file["parcels"]] == ["WAREHOUSE", "P2P"]
    assert file["effects"] == []


async def test_a_review_is_the_next_right_thing_and_its_task_is_listed(shop: Shop) -> None:
    story = await shop.start()
    questions = shop.world.policy.category("clothing").questions
    answers = [
        {"question": one.key, "yes": one.good if one.key != "flaw" else True} for one in questions
    ]
    for shot in ("front", "back", "tag", "flaw"):
        await shop.photograph(story, shot)
    submit = """mutation($i: SubmitConditionInput!) { submitCondition(input: $i) {
      __typename ... on ReturnCase { stage grade { accepted label } } ... on Refused { code } } }"""
    wanted = {"caseId": story.case.id, "answers": answers, "key": shop.key()}
    told = (await ask(shop, shop.rosa, submit, i=wanted))["submitCondition"]
    assert told["stage"] == "IN_REVIEW"
    assert told["grade"] == {"accepted": False, "label": "Another look"}
    listed = await ask(
        shop, shop.ada, "{desk{tasks{id kind text canTickOff doneAt returnCase{id}}}}"
    )
    [task] = listed["desk"]["tasks"]
    assert (task["kind"], task["canTickOff"], task["doneAt"]) == ("REVIEW_CONDITION", False, None)
    finish = """mutation($i: FinishTaskInput!) { finishTask(input: $i) {
      ... on TaskFinished { taskId } ... on Refused { code field } } }"""
    ticked = await ask(shop, shop.ada, finish, i={"taskId": task["id"], "key": shop.key()})
    assert ticked["finishTask"] == {"code": "TASK_HAS_ITS_OWN_DECISION", "field": "taskId"}
    file = (await ask(shop, shop.ada, FILE, id=story.case.id, caller="RETURNER"))["desk"]["case"]
    assert file["nextAction"] == "REVIEW"
    decide = """mutation($i: DecideReviewInput!) { decideReview(input: $i) {
      ... on ReturnCase { stage } ... on Refused { code } } }"""
    given = {"caseId": story.case.id, "grade": "LIKE_NEW", "accept": True, "key": "d"}
    assert (await ask(shop, shop.rosa, decide, i=given))["decideReview"] == {"code": "NOT_ALLOWED"}
    assert (await ask(shop, shop.ada, decide, i=given))["decideReview"] == {"code": "REASON_NEEDED"}
    given |= {"because": "FLAW_IS_SMALL"}
    assert (await ask(shop, shop.ada, decide, i=given))["decideReview"] == {"stage": "APPROVED"}
