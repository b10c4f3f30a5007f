"""Money that is not paid yet, through the API: the desk holds it, its owner takes it as credit."""

from datetime import timedelta

import pytest

from onward.domain.life import ShipmentStatus
from onward.store import cases
from tests.api.asking import ask
from tests.services.shop import Shop
from tests.services.test_paydays import paid_by

pytestmark = pytest.mark.anyio

CASE = """query($id: ID!) { returnCase(id: $id) { refund {
  id status destination heldUntil heldBecause reviewer latestHold moved next
  creditOffered { amountMinor } fee { amountMinor } } } }"""
HOLD = """mutation($i: HoldRefundInput!) { holdRefund(input: $i) {
  ... on Refused { code field } ... on ReturnCase { refund { status heldBecause } } } }"""
FREE = """mutation($i: RefundInput!) { freeRefund(input: $i) {
  ... on Refused { code field } ... on ReturnCase { refund { status } } } }"""
TAKE = """mutation($i: TakeCreditInput!) { takeCredit(input: $i) {
  ... on Refused { code field } ... on CreditTaken { refundId } } }"""
HAS = "{ viewer { storeCredit { amountMinor currency } } }"


async def test_the_desk_holds_what_failed_and_its_owner_may_have_it_as_credit(shop: Shop) -> None:
    await paid_by(shop, "card_refund_fails")
    [case] = await cases.of_returner("rosa", None, 2)
    one = await shop.story(case.id)
    await shop.scan(one.label, ShipmentStatus.IN_TRANSIT)
    case_id, refund_id = one.case.id, one.refund.id
    until = (await shop.world.clock.now() + timedelta(days=2)).isoformat()
    held = {"caseId": case_id, "refundId": refund_id, "until": until}
    mine = (await ask(shop, shop.rosa, CASE, id=case_id))["returnCase"]["refund"]
    assert (mine["status"], mine["latestHold"], mine["creditOffered"]) == ("FAILED", None, None)
    refused = await ask(shop, shop.rosa, HOLD, i={**held, "key": "k-rosa"})
    assert refused["holdRefund"]["code"] == "NOT_ALLOWED"

    said = await ask(shop, shop.ada, HOLD, i={**held, "key": "k-hold"})
    assert said["holdRefund"]["refund"]["status"] == "ON_HOLD"
    assert said["holdRefund"]["refund"]["heldBecause"]
    mine = (await ask(shop, shop.rosa, CASE, id=case_id))["returnCase"]["refund"]
    assert (mine["heldBecause"], mine["reviewer"]) == (None, None)
    assert mine["heldUntil"]
    assert "until" in mine["next"]
    freed = {"caseId": case_id, "refundId": refund_id, "key": "k-free"}
    again = await ask(shop, shop.ada, FREE, i=freed)
    assert again["freeRefund"]["refund"]["status"] == "SCHEDULED"

    for _ in range(5):
        await shop.turn(days=1)
    mine = (await ask(shop, shop.rosa, CASE, id=case_id))["returnCase"]["refund"]
    assert (mine["creditOffered"], mine["moved"]) == ({"amountMinor": 30_00}, None)
    taken = {"refundId": refund_id, "key": "k-take"}
    assert (await ask(shop, shop.ben, TAKE, i=taken))["takeCredit"]["code"] == "NOT_FOUND"
    assert (await ask(shop, shop.rosa, TAKE, i=taken))["takeCredit"] == {"refundId": refund_id}
    left = (await ask(shop, shop.rosa, HAS))["viewer"]["storeCredit"]
    assert left == [{"amountMinor": 30_00, "currency": "USD"}]
    assert (await ask(shop, shop.ben, HAS))["viewer"]["storeCredit"] == []
