"""An instant has one date: each side reads the days of its own order, wherever its phone is."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from onward.domain.ids import ContactId, OrderId
from onward.messages import day
from onward.store import cases, orders
from tests.api.asking import ask
from tests.services.shop import Shop

pytestmark = pytest.mark.anyio
CASE = """query($id: ID!) { returnCase(id: $id) {
  timeZone headline refund { promisedAt line } track { state hint } code { handInBy } } }"""
PURCHASE = """query($id: ID!) { purchase(id: $id) {
  timeZone headline order { timeZone } track { state hint } } }"""
THERE, FAR = "America/Los_Angeles", "Pacific/Kiritimati"


async def lives_far_away(shop: Shop) -> None:
    """Ben bought something before, and counts his days nearly a day ahead of Rosa's. At noon in
    London it is still night with her, and the next day with him."""
    await shop.turn(hours=3)
    [rosas] = await orders.of_account(shop.rosa.id)
    bens = replace(
        rosas,
        id=OrderId("order-of-ben"),
        number="1002",
        account_id=shop.ben.id,
        contact_id=ContactId("c-Ben"),
        charge_id=None,
        time_zone=FAR,
    )
    await cases.write_rows([bens])


async def test_each_side_reads_the_days_of_its_own_order(shop: Shop) -> None:
    await lives_far_away(shop)
    story = await shop.matched()
    case = (await ask(shop, shop.rosa, CASE, id=story.case.id))["returnCase"]
    bought = (await ask(shop, shop.ben, PURCHASE, id=story.purchases[0].id))["purchase"]
    assert (case["timeZone"], bought["timeZone"]) == (THERE, FAR)
    assert bought["order"]["timeZone"] == FAR
    hand_in_by = datetime.fromisoformat(case["code"]["handInBy"])
    assert day(hand_in_by, THERE) != day(hand_in_by, FAR)
    for seen, zone in ((case, THERE), (bought, FAR)):
        assert day(hand_in_by, zone) in seen["headline"]
        [now] = [step for step in seen["track"] if step["state"] == "NOW"]
        assert now["hint"] == f"by {day(hand_in_by, zone)}"


async def test_the_day_in_a_sentence_is_the_day_of_the_instant_beside_it(shop: Shop) -> None:
    story = await shop.start()
    case = (await ask(shop, shop.rosa, CASE, id=story.case.id))["returnCase"]
    promised = datetime.fromisoformat(case["refund"]["promisedAt"])
    assert promised.astimezone(ZoneInfo(case["timeZone"])).hour == 23
    assert promised.astimezone(UTC).day != promised.astimezone(ZoneInfo(THERE)).day
    assert day(promised, case["timeZone"]) in case["refund"]["line"]


async def test_letters_name_the_days_of_whoever_reads_them(shop: Shop) -> None:
    await lives_far_away(shop)
    story = await shop.matched()
    case = (await ask(shop, shop.rosa, CASE, id=story.case.id))["returnCase"]
    hand_in_by = datetime.fromisoformat(case["code"]["handInBy"])
    mail = shop.world.mail.to("ben@example.com")  # type: ignore[attr-defined]
    [bens] = [letter.text for letter in mail if letter.subject.endswith("is yours")]
    assert day(hand_in_by, FAR) in bens
