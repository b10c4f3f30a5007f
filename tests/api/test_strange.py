"""What nobody understood, how the books compare, and what a bank takes back, on the desk."""

from dataclasses import replace
from typing import Any

import pytest

from onward.domain.accounts import Viewer
from onward.domain.life import ShipmentStatus
from onward.domain.shop import Role
from onward.domain.strange import Source
from onward.services import payment_news, reconciling
from onward.store import strange
from tests.api.asking import ask, refused
from tests.services.shop import Shop, usd
from tests.world import FakePayments

pytestmark = pytest.mark.anyio

UNSEEN = "{ desk { strangeMessages { id source kind body receivedAt seenAt } } }"
SAW = """mutation($id: ID!) { sawStrangeMessage(input: {id: $id}) {
  ... on StrangeMessage { id body seenAt } ... on Refused { code field } } }"""
BOOKS = """{ desk { reconciliation { at since compared differences {
  kind text providerRef ours { amountMinor currency } theirs { amountMinor } caseId } } } }"""
FILE = """query($id: ID!) { desk { case(id: $id, caller: BUYER) { disputes {
  id status amount { amountMinor currency } openedAt closedAt evidence evidenceText } } } }"""


def lead(shop: Shop) -> Viewer:
    return Viewer(replace(shop.ada.account, role=Role.LEAD))


async def test_a_lead_reads_a_strange_message_once_and_an_agent_never(shop: Shop) -> None:
    now = await shop.world.clock.now()
    await strange.keep(Source.PAYMENTS, "evt_1", "payout.paused", "about somebody", now)
    (found,) = (await ask(shop, lead(shop), UNSEEN))["desk"]["strangeMessages"]
    assert (found["source"], found["kind"], found["body"]) == (
        "PAYMENTS",
        "payout.paused",
        "about somebody",
    )
    assert await refused(shop, shop.ada, UNSEEN)
    assert (await ask(shop, shop.ben, UNSEEN))["desk"] is None
    for viewer in (shop.ada, shop.ben):
        no = (await ask(shop, viewer, SAW, id=found["id"]))["sawStrangeMessage"]
        assert no["code"] == "NOT_ALLOWED"
    for _ in range(2):
        seen = (await ask(shop, lead(shop), SAW, id=found["id"]))["sawStrangeMessage"]
        assert (seen["body"], bool(seen["seenAt"])) == ("", True)
    assert (await ask(shop, lead(shop), UNSEEN))["desk"]["strangeMessages"] == []
    absent = (await ask(shop, lead(shop), SAW, id="nothing"))["sawStrangeMessage"]
    assert absent == {"code": "NOT_FOUND", "field": "id"}


async def test_the_latest_comparison_and_a_dispute_are_on_the_desk(shop: Shop) -> None:
    assert (await ask(shop, shop.ada, BOOKS))["desk"]["reconciliation"] is None
    assert (await ask(shop, shop.ben, BOOKS))["desk"] is None
    story = await shop.matched()
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    bank = shop.world.payments
    assert isinstance(bank, FakePayments)
    (taken,) = [one for one in bank.movements() if one.amount == story.purchases[0].total]
    dispute = bank.open_dispute(taken.charge_ref, usd(700))
    await payment_news.take_news(shop.world, bank.news(*bank.hand_in(dispute)))
    await bank.capture(usd(5), "card_visa_4242", "OB-9", "of nobody")
    await shop.turn(hours=1)
    await reconciling.reconcile(shop.world)
    made: dict[str, Any] = (await ask(shop, shop.ada, BOOKS))["desk"]["reconciliation"]
    (found,) = made["differences"]
    assert (found["kind"], found["ours"], found["theirs"]) == (
        "MISSING_HERE",
        None,
        {"amountMinor": 5},
    )
    assert found["text"]
    file = (await ask(shop, shop.ada, FILE, id=story.case.id))["desk"]["case"]
    (shown,) = file["disputes"]
    assert (shown["id"], shown["status"], shown["amount"]["amountMinor"]) == (
        dispute,
        "NEEDS_RESPONSE",
        700,
    )
    assert shown["evidence"] == ["HANDED_IN", "DEPARTURE_PHOTOS"]
    assert len(shown["evidenceText"]) == 2
