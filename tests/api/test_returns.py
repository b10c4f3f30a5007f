"""A return as its returner sees it: both cards, the code that is always right, what may be done."""

import pytest

from onward.domain.life import ShipmentStatus
from onward.domain.returns import Reason
from onward.services import returns
from tests.api.asking import ask
from tests.services.shop import LINE, Shop

pytestmark = pytest.mark.anyio
CASE = """query($id: ID!) { returnCase(id: $id) {
  stage headline actions grade { accepted label }
  routes { route allowed chosen because { code message } refund { amountMinor }
    bonus { amountMinor } total { amountMinor } odds { text } }
  heading { route channel because { code } } match { distance } listing { status }
  code { code payload route labelUrl handInBy } shipment { status scans { place } }
  refund { status line } creditNote { total { amountMinor } orderNumber }
  trouble { code } timeline { kind text by } track { key state label } } }"""


async def test_both_cards_show_the_same_refund_and_the_straight_way_its_thank_you(
    shop: Shop,
) -> None:
    story = await shop.approved()
    told = (await ask(shop, shop.rosa, CASE, id=story.case.id))["returnCase"]
    peer, warehouse = told["routes"]
    assert (peer["route"], warehouse["route"]) == ("P2P", "WAREHOUSE")
    assert peer["allowed"]
    assert warehouse["allowed"]
    assert peer["refund"] == warehouse["refund"] == {"amountMinor": 5760}
    assert peer["bonus"] == {"amountMinor": 300}
    assert peer["total"] == {"amountMinor": 6060}
    assert warehouse["bonus"] is None
    assert "in 10" in peer["odds"]["text"]
    assert [peer["chosen"], warehouse["chosen"]] == [False, False]
    assert told["grade"] == {"accepted": True, "label": "Like new"}
    assert set(told["actions"]) == {"CHOOSE_PEER", "RETURN_NOW", "WITHDRAW", "SHOW_CODE"}


async def test_the_code_leads_to_the_warehouse_until_there_is_a_buyer(shop: Shop) -> None:
    story = await shop.approved()
    before = (await ask(shop, shop.rosa, CASE, id=story.case.id))["returnCase"]
    assert before["code"]["route"] == "WAREHOUSE"
    assert before["code"]["labelUrl"].startswith("/labels/")
    assert before["code"]["code"].replace(" ", "") == before["code"]["payload"]
    story = await shop.matched()
    told = (await ask(shop, shop.rosa, CASE, id=story.case.id))["returnCase"]
    assert told["code"]["route"] == "P2P"
    assert told["code"]["labelUrl"] is None
    assert told["code"]["handInBy"]
    assert told["heading"] == {"route": "P2P", "channel": None, "because": None}
    assert told["match"]["distance"].startswith("about ")
    assert [one["chosen"] for one in told["routes"]] == [True, False]


async def test_once_scanned_there_is_no_code_but_a_parcel_and_a_credit_note(shop: Shop) -> None:
    story = await shop.matched()
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    told = (await ask(shop, shop.rosa, CASE, id=story.case.id))["returnCase"]
    assert told["code"] is None
    assert told["shipment"] == {"status": "IN_TRANSIT", "scans": [{"place": None}]}
    assert told["creditNote"] == {"total": {"amountMinor": 5760}, "orderNumber": "1001"}
    assert told["refund"]["status"] == "SUCCEEDED"
    assert told["actions"] == []


async def test_what_cannot_go_straight_says_why_and_has_its_code_at_once(shop: Shop) -> None:
    story = await shop.start(Reason.DEFECTIVE)
    told = (await ask(shop, shop.rosa, CASE, id=story.case.id))["returnCase"]
    peer, warehouse = told["routes"]
    assert not peer["allowed"]
    assert peer["because"]["code"] == "REASON_EXCLUDED"
    assert peer["because"]["message"]
    assert warehouse["chosen"]
    assert told["heading"]["because"]["code"] == "REASON_EXCLUDED"
    assert told["code"]["route"] == "WAREHOUSE"


async def test_a_condition_that_was_not_accepted_stays_off_the_straight_way(shop: Shop) -> None:
    story = await shop.start()
    text = """mutation($i: SubmitConditionInput!) { submitCondition(input: $i) {
      ... on ReturnCase { stage grade { grade accepted label reasons { code message } }
        routes { route allowed bonus { amountMinor } because { code } } } } }"""
    questions = shop.world.policy.category("clothing").questions
    answers = [
        {"question": one.key, "yes": one.good if one.key != "worn" else True} for one in questions
    ]
    wanted = {"caseId": story.case.id, "answers": answers, "key": shop.key()}
    told = (await ask(shop, shop.rosa, text, i=wanted))["submitCondition"]
    assert told["stage"] == "AWAITING_DROPOFF"
    assert told["grade"]["accepted"] is False
    assert [reason["message"] for reason in told["grade"]["reasons"]] == ["It was worn."]
    assert told["routes"][0] == {
        "route": "P2P", "allowed": False, "bonus": None, "because": {"code": "NOT_ACCEPTED"},
    }  # fmt: skip


async def test_a_question_that_is_answered_twice_is_refused(shop: Shop) -> None:
    story = await shop.start()
    text = """mutation($i: SubmitConditionInput!) { submitCondition(input: $i) {
      ... on Refused { code field } } }"""
    answers = [{"question": "worn", "yes": False}, {"question": "worn", "yes": True}]
    wanted = {"caseId": story.case.id, "answers": answers, "key": shop.key()}
    told = (await ask(shop, shop.rosa, text, i=wanted))["submitCondition"]
    assert told == {"code": "BAD_INPUT", "field": "answers"}


async def test_a_port_that_is_down_is_trouble_until_it_answers(shop: Shop) -> None:
    shop.world.carrier.down_for(1)  # type: ignore[attr-defined]
    story = await shop.start(Reason.DEFECTIVE)
    told = (await ask(shop, shop.rosa, CASE, id=story.case.id))["returnCase"]
    assert told["trouble"] == {"code": "carrier"}
    assert told["code"] is None
    assert "SHOW_CODE" not in told["actions"]


async def test_a_preview_asks_for_photos_only_where_they_matter(shop: Shop) -> None:
    text = """query($line: ID!, $reason: ReturnReason!) {
      returnPreview(lineId: $line, reason: $reason) {
        peerPossible because { code } refund { amountMinor } shots { key required }
        questions { key } reasons { reason label } } }"""
    fits = (await ask(shop, shop.rosa, text, line=LINE, reason="COLOR"))["returnPreview"]
    assert fits["peerPossible"]
    assert {shot["key"] for shot in fits["shots"]} == {"front", "back", "tag", "flaw"}
    assert [shot["key"] for shot in fits["shots"] if not shot["required"]] == ["flaw"]
    offered = {one["reason"] for one in fits["reasons"]}
    assert offered == set(Reason) - {Reason.NOT_ASKED}
    swim = (await ask(shop, shop.rosa, text, line="line-swim", reason="COLOR"))["returnPreview"]
    assert (swim["peerPossible"], swim["because"]["code"]) == (False, "CATEGORY_EXCLUDED")
    assert swim["shots"] == swim["questions"] == []
    assert swim["refund"] == {"amountMinor": 3000}
    for viewer in (shop.ben, None):
        told = await ask(shop, viewer, text, line=LINE, reason="COLOR")
        assert told == {"returnPreview": None}


async def test_the_desk_starts_a_return_without_photos_and_a_shopper_may_not(shop: Shop) -> None:
    text = """mutation($i: StartReturnInput!) { startReturnFor(input: $i) {
      ... on StartedReturn { cases { stage assisted } } ... on Refused { code } } }"""
    wanted = {"lineId": LINE, "reason": "COLOR"}
    no = await ask(shop, shop.ben, text, i={**wanted, "key": "a"})
    assert no["startReturnFor"] == {"code": "NOT_ALLOWED"}
    yes = await ask(shop, shop.ada, text, i={**wanted, "key": "b"})
    assert yes["startReturnFor"]["cases"] == [{"stage": "AWAITING_DROPOFF", "assisted": True}]


async def test_a_late_buyer_is_shown_what_else_there_is(shop: Shop) -> None:
    first = await shop.seeking()
    second = await shop.seeking()
    assert first.listing is not None
    assert second.listing is not None
    await shop.bought(first)
    text = """mutation($i: BuyListingInput!) { buyListing(input: $i) { __typename
      ... on ListingTaken { code message others { id price { amountMinor } } } } }"""
    wanted = {"listingId": first.listing.id, "key": "late"}
    told = (await ask(shop, shop.cleo, text, i=wanted))["buyListing"]
    assert (told["__typename"], told["code"]) == ("ListingTaken", "LISTING_TAKEN")
    assert [one["id"] for one in told["others"]] == [second.listing.id]
    await returns.withdraw(shop.world, shop.rosa, second.case.id, shop.key())
