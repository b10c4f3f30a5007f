"""How grades held, as the desk is told it, and who opens a paused category again."""

from dataclasses import replace
from typing import Any

import pytest

from onward.domain.accounts import Viewer
from onward.domain.claims import ClaimResolution, NoPhoto, ReceiptOutcome, Settlement
from onward.domain.life import ShipmentStatus
from onward.domain.photos import Occasion
from onward.domain.policy import Quality
from onward.domain.shop import Role
from onward.services import claims
from onward.services.packing import packing_code
from tests.api.asking import ask
from tests.services.shop import Shop

pytestmark = pytest.mark.anyio

PARTS = """categories { name label arrivals held upheldClaims pausedSince }
  rules { name label arrivals held upheldClaims } inspectedShare pauseAbove pauseOver"""
REPORT = f"{{ desk {{ quality {{ {PARTS} }} }} }}"
RESUME = f"""mutation($i: ResumePeerPathInput!) {{ resumePeerPath(input: $i) {{
  ... on QualityReport {{ {PARTS} }} ... on Refused {{ code field }} }} }}"""
FILE = """query($id: ID!) { desk { case(id: $id, caller: BUYER) { packedCode evidence {
  pairs { shot title departure { id } arrival { id } } packing { id } } } } }"""
CLOTHING = {"i": {"category": "clothing"}}


async def report(shop: Shop) -> dict[str, Any]:
    found: dict[str, Any] = (await ask(shop, shop.ada, REPORT))["desk"]["quality"]
    return found


async def claim_granted(shop: Shop) -> None:
    """Ben got something else than Rosa described, and is believed."""
    story = await shop.matched()
    for status in (ShipmentStatus.IN_TRANSIT, ShipmentStatus.DELIVERED):
        await shop.scan(story.label, status)
    purchase = story.purchases[-1]
    outcome = ReceiptOutcome.NOT_AS_DESCRIBED
    unseen = NoPhoto.CAMERA_FAILS
    await claims.open_claim(shop.world, shop.ben, purchase.id, outcome, shop.key(), unseen)
    granted = Settlement(ClaimResolution.REFUND)
    await claims.settle(shop.world, shop.ada, story.case.id, granted, shop.key())
    await shop.settle()


async def test_before_anything_arrived_there_is_nothing_to_tell(shop: Shop) -> None:
    found = await report(shop)
    assert (found["categories"], found["rules"]) == ([], [])
    rules = shop.world.policy.quality
    assert found["pauseAbove"] == rules.pause_above_bp / 10_000
    assert found["pauseOver"] == rules.pause_over


async def test_categories_and_rules_come_in_words(shop: Shop) -> None:
    await claim_granted(shop)
    found = await report(shop)
    counted = {"arrivals": 1, "held": 0, "upheldClaims": 1}
    assert found["categories"] == [
        {"name": "clothing", "label": "Clothing", "pausedSince": None, **counted}
    ]
    [rule] = found["rules"]
    assert rule == {"name": "nothing_shows_wear", "label": "Nothing shows wear", **counted}


async def test_only_a_lead_or_the_merchant_opens_a_paused_category_again(shop: Shop) -> None:
    strict = Quality(inspect_bp=0, pause_above_bp=100, pause_over=50)
    shop.world = replace(shop.world, policy=replace(shop.world.policy, quality=strict))
    await claim_granted(shop)
    assert (await report(shop))["categories"][0]["pausedSince"]
    for nobody in (shop.rosa, shop.ada):
        told = await ask(shop, nobody, RESUME, **CLOTHING)
        assert told["resumePeerPath"] == {"code": "NOT_ALLOWED", "field": None}
    for role in (Role.LEAD, Role.MERCHANT):
        viewer = Viewer(replace(shop.ada.account, role=role))
        told = await ask(shop, viewer, RESUME, **CLOTHING)
        assert told["resumePeerPath"]["categories"][0]["pausedSince"] is None
        unknown = await ask(shop, viewer, RESUME, i={"category": "no such thing"})
        assert unknown["resumePeerPath"] == {"code": "UNKNOWN_CATEGORY", "field": "category"}


async def test_who_opens_a_category_has_looked_into_it(shop: Shop) -> None:
    strict = Quality(inspect_bp=0, pause_above_bp=100, pause_over=50)
    shop.world = replace(shop.world, policy=replace(shop.world.policy, quality=strict))
    await claim_granted(shop)
    asked = '{ desk { tasks(kind: "CATEGORY_PAUSED") { doneAt } } }'
    assert (await ask(shop, shop.ada, asked))["desk"]["tasks"] == [{"doneAt": None}]
    viewer = Viewer(replace(shop.ada.account, role=Role.LEAD))
    for _ in range(2):
        assert "categories" in (await ask(shop, viewer, RESUME, **CLOTHING))["resumePeerPath"]
        assert (await ask(shop, shop.ada, asked))["desk"]["tasks"] == []


async def test_the_report_is_the_desks(shop: Shop) -> None:
    assert await ask(shop, shop.rosa, REPORT) == {"desk": None}


async def test_a_claim_is_read_beside_the_photos_of_both_ends_and_the_parcels_code(
    shop: Shop,
) -> None:
    story = await shop.matched()
    code = packing_code(shop.world, story)
    packed = await shop.photograph(story, "packing", Occasion.PACKING)
    for status in (ShipmentStatus.IN_TRANSIT, ShipmentStatus.DELIVERED):
        await shop.scan(story.label, status)
    story = await shop.story(story.case.id)
    arrived = await shop.photograph(story, "front", Occasion.ARRIVAL, by=shop.ben)
    file = (await ask(shop, shop.ada, FILE, id=story.case.id))["desk"]["case"]
    front = next(pair for pair in file["evidence"]["pairs"] if pair["shot"] == "front")
    assert front["title"] == "The front"
    assert front["departure"]["id"] != front["arrival"]["id"] == arrived
    assert file["evidence"]["packing"]["id"] == packed
    assert file["packedCode"] == code
    assert packing_code(shop.world, story) is None, "nobody is asked for it any more"


async def test_without_a_photo_of_the_open_parcel_there_is_no_code_to_look_for(shop: Shop) -> None:
    story = await shop.matched()
    file = (await ask(shop, shop.ada, FILE, id=story.case.id))["desk"]["case"]
    assert (file["evidence"]["packing"], file["packedCode"]) == (None, None)
