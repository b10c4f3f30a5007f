"""A claim as its buyer reads it and as the desk does, and what the desk may say of it."""

import pytest

from onward.domain.life import ShipmentStatus
from onward.domain.photos import Occasion
from tests.api.asking import ask
from tests.services.shop import Shop

pytestmark = pytest.mark.anyio

TELL = """mutation($i: OpenClaimInput!) { openClaim(input: $i) {
  __typename ... on Purchase { claim { status } }
  ... on Refused { code field } } }"""
CASE = """query($id: ID!) { desk { case(id: $id, caller: BUYER) {
  returnCase { actions } claimFacts {
    doubt { code } noPhoto { code } fault likelyFault most { amountMinor currency } } } } }"""
SETTLE = """mutation($i: SettleClaimInput!) { settleClaim(input: $i) {
  __typename ... on ReturnCase { claim { status resolution } }
  ... on Refused { code field } } }"""
SEEN = """query($id: ID!) { purchase(id: $id) { actions
  claim { resolution text againUntil amount { amountMinor } }
  differences { purpose amount { amountMinor } } } }"""


async def test_a_part_goes_back_and_may_be_asked_about_once_more(shop: Shop) -> None:
    story = await shop.matched()
    for status in (ShipmentStatus.IN_TRANSIT, ShipmentStatus.DELIVERED):
        await shop.scan(story.label, status)
    purchase = story.purchases[0].id
    wrong = {"purchaseId": purchase, "outcome": "MISSING_ITEMS", "key": "wrong"}
    refused = (await ask(shop, shop.ben, TELL, i=wrong))["openClaim"]
    assert (refused["code"], refused["field"]) == ("CLAIM_PHOTO_MISSING", "noPhoto")
    await shop.photograph(story, "flaw", Occasion.ARRIVAL, by=shop.ben)
    told = (await ask(shop, shop.ben, TELL, i=wrong))["openClaim"]
    assert told["claim"]["status"] == "OPEN"

    desk = (await ask(shop, shop.ada, CASE, id=story.case.id))["desk"]["case"]
    assert desk["returnCase"]["actions"][0] == "SETTLE_CLAIM"
    facts = desk["claimFacts"]
    assert facts["doubt"] == {"code": "PART_MISSING"}
    assert (facts["fault"], facts["likelyFault"]) == (None, "UNKNOWN")
    assert facts["most"]["amountMinor"] == story.purchases[0].total.minor
    settled = {"caseId": story.case.id, "resolution": "PARTIAL_REFUND", "key": "settle"}
    for currency in ("EUR", "dollars"):
        amount = {"amount": {"amountMinor": 500, "currency": currency}}
        no = (await ask(shop, shop.ada, SETTLE, i=settled | amount))["settleClaim"]
        assert (no["code"], no["field"]) == ("CLAIM_OTHER_CURRENCY", "amount")
    amount = {"amount": {"amountMinor": 500, "currency": "USD"}}
    decided = {**settled, **amount, "fault": "MERCHANT"}
    yes = (await ask(shop, shop.ada, SETTLE, i=decided))["settleClaim"]
    assert yes["claim"] == {"status": "RESOLVED", "resolution": "PARTIAL_REFUND"}
    await shop.settle()
    desk = (await ask(shop, shop.ada, CASE, id=story.case.id))["desk"]["case"]
    assert desk["claimFacts"]["fault"] == "MERCHANT"

    seen = (await ask(shop, shop.ben, SEEN, id=purchase))["purchase"]
    assert "CLAIM_AGAIN" in seen["actions"]
    assert seen["claim"]["againUntil"]
    assert seen["claim"]["amount"] == {"amountMinor": 500}
    assert seen["differences"] == [{"purpose": "CLAIM", "amount": {"amountMinor": 500}}]
