"""Waiting for an opened piece, through GraphQL: found, wished for, asked, answered."""

from typing import Any

import pytest

from onward.domain.accounts import Viewer
from onward.domain.life import ShipmentStatus
from onward.domain.returns import Reason
from onward.domain.story import Story
from onward.domain.supply import Fit
from onward.services import findable, pricing
from onward.store import sql
from tests.api.asking import ask, refused
from tests.services.shop import Shop
from tests.services.wishing import new_price, sell

pytestmark = pytest.mark.anyio

OFFER = """id variantId item { title size } highest { amountMinor currency } grades automatic status
  because { code message } madeAt endsAt waitedLonger stopped ahead
  odds { within7Days within30Days text }
  question { id until returnedBecause away total { amountMinor } listing { price { amountMinor }
    grade { grade } photos { id } } } purchaseId mayWithdraw"""
ANSWER = f"__typename ... on Refused {{ code field message }} ... on StandingOffer {{ {OFFER} }}"
MAKE = f"mutation($i: MakeOfferInput!) {{ makeOffer(input: $i) {{ {ANSWER} }} }}"
WITHDRAW = f"mutation($i: OfferInput!) {{ withdrawOffer(input: $i) {{ {ANSWER} }} }}"
REPLY = f"""mutation($i: AnswerQuestionInput!) {{ answerQuestion(input: $i) {{ {ANSWER}
  ... on Purchase {{ id total {{ amountMinor }} }} ... on ListingTaken {{ code }} }} }}"""
MINE = f"""query($first: Int! = 20, $after: Cursor) {{
  standingOffers(first: $first, after: $after) {{
    nodes {{ {OFFER} }} pageInfo {{ hasNextPage endCursor }} }} }}"""
FIND = """query($search: String, $first: Int! = 20, $after: Cursor) {
  itemsToFind(search: $search, first: $first, after: $after) {
    nodes { id item { title size } newPrice { amountMinor } openBoxPrice { amountMinor }
      odds { text } } pageInfo { hasNextPage endCursor } } }"""
ITEM = """query($id: ID!) { item(id: $id) { id fit odds { within30Days text }
  openBoxPrice { amountMinor } myOffer { id } listing { id } sizes { id item { size } } } }"""


def what(shop: Shop, **changes: Any) -> dict[str, Any]:
    usual = {"variantId": "V-M", "highestMinor": 64_00, "currency": "USD", "grades": ["LIKE_NEW"]}
    return usual | {"key": shop.key()} | changes


async def made(shop: Shop, viewer: Viewer | None = None, **changes: Any) -> dict[str, Any]:
    said = await ask(shop, viewer or shop.ben, MAKE, i=what(shop, **changes))
    answer: dict[str, Any] = said["makeOffer"]
    return answer


async def mine(shop: Shop, viewer: Viewer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await ask(shop, viewer, MINE))["standingOffers"]["nodes"]
    return found


async def asked(shop: Shop) -> dict[str, Any]:
    await made(shop)
    await shop.seeking()
    [offer] = await mine(shop, shop.ben)
    return offer


async def test_a_wish_tells_who_waited_longer_and_honest_odds(shop: Shop) -> None:
    offer = await made(shop)
    assert offer["__typename"] == "StandingOffer"
    assert (offer["status"], offer["waitedLonger"], offer["mayWithdraw"]) == ("OPEN", 0, True)
    assert offer["ahead"] == "Nobody has waited longer than you."
    assert offer["odds"]["within30Days"] == 0
    assert offer["odds"]["text"].startswith("None of these came back lately")
    assert offer["highest"] == {"amountMinor": 64_00, "currency": "USD"}
    assert offer["grades"] == ["LIKE_NEW"]


async def test_who_asks_too_much_or_for_nothing_reads_why(shop: Shop) -> None:
    dear = await made(shop, highestMinor=70_00)
    assert (dear["code"], dear["field"]) == ("OFFER_ABOVE_NEW", "highestMinor")
    assert "$64" in dear["message"]
    none = await made(shop, highestMinor=0)
    assert (none["code"], none["field"]) == ("OFFER_OF_NOTHING", "highestMinor")
    unknown = await made(shop, variantId="V-NONE")
    assert (unknown["code"], unknown["field"]) == ("NOT_FOUND", "variantId")
    assert await mine(shop, shop.ben) == []


async def test_nobody_waits_who_is_not_signed_in(shop: Shop) -> None:
    said = await ask(shop, None, MAKE, i=what(shop))
    assert said["makeOffer"]["code"] == "SIGN_IN_NEEDED"
    assert (await ask(shop, None, MINE))["standingOffers"]["nodes"] == []


async def test_who_is_asked_sees_the_very_piece_and_why_it_came_back(shop: Shop) -> None:
    offer = await asked(shop)
    question = offer["question"]
    assert (offer["status"], offer["waitedLonger"]) == ("ASKED", None)
    assert question["returnedBecause"] == "It came back because it was too small."
    assert question["away"] == "about 10 km away"
    assert question["listing"]["grade"]["grade"] == "LIKE_NEW"
    assert len(question["listing"]["photos"]) >= 2
    # Washington takes 6.5% on top.
    price = question["listing"]["price"]["amountMinor"]
    assert question["total"]["amountMinor"] == price + round(price * 0.065)


async def test_a_yes_is_a_purchase_and_the_wish_leads_to_it(shop: Shop) -> None:
    offer = await asked(shop)
    i = {"questionId": offer["question"]["id"], "accept": True, "key": "yes"}
    said = (await ask(shop, shop.ben, REPLY, i=i))["answerQuestion"]
    assert said["__typename"] == "Purchase"
    assert said["total"] == offer["question"]["total"]
    again = (await ask(shop, shop.ben, REPLY, i=i))["answerQuestion"]
    assert again["id"] == said["id"]
    await shop.settle()
    [left] = await mine(shop, shop.ben)
    assert (left["status"], left["purchaseId"], left["mayWithdraw"]) == (
        "FILLED", said["id"], False,
    )  # fmt: skip


async def test_a_no_leaves_the_wish_standing(shop: Shop) -> None:
    offer = await asked(shop)
    i = {"questionId": offer["question"]["id"], "accept": False, "key": "no"}
    said = (await ask(shop, shop.ben, REPLY, i=i))["answerQuestion"]
    assert (said["__typename"], said["status"], said["question"]) == ("StandingOffer", "OPEN", None)
    late = await ask(shop, shop.ben, REPLY, i=i | {"accept": True, "key": "yes"})
    assert late["answerQuestion"]["code"] == "QUESTION_OVER"


async def test_a_question_of_somebody_else_is_not_there(shop: Shop) -> None:
    offer = await asked(shop)
    for accept in (True, False):
        i = {"questionId": offer["question"]["id"], "accept": accept, "key": shop.key()}
        said = (await ask(shop, shop.cleo, REPLY, i=i))["answerQuestion"]
        assert (said["code"], said["field"]) == ("NOT_FOUND", "questionId")


async def test_a_wish_taken_back_says_so(shop: Shop) -> None:
    offer = await made(shop)
    i = {"offerId": offer["id"], "key": "back"}
    said = (await ask(shop, shop.ben, WITHDRAW, i=i))["withdrawOffer"]
    assert (said["status"], said["because"]["code"]) == ("WITHDRAWN", "OFFER_WITHDRAWN")
    other = (await ask(shop, shop.cleo, WITHDRAW, i=i | {"key": "mine"}))["withdrawOffer"]
    assert (other["code"], other["field"]) == ("NOT_FOUND", "offerId")


async def test_ones_wishes_come_page_by_page_the_newest_first(shop: Shop) -> None:
    await sell("V-S", "V-L")
    for variant in ("V-S", "V-M", "V-L"):
        assert (await made(shop, variantId=variant))["status"] == "OPEN"
        await shop.turn(minutes=1)
    first = (await ask(shop, shop.ben, MINE, first=2))["standingOffers"]
    assert [one["variantId"] for one in first["nodes"]] == ["V-L", "V-M"]
    after = first["pageInfo"]["endCursor"]
    rest = (await ask(shop, shop.ben, MINE, first=2, after=after))["standingOffers"]
    assert [one["variantId"] for one in rest["nodes"]] == ["V-S"]
    assert not rest["pageInfo"]["hasNextPage"]
    assert await mine(shop, shop.cleo) == []


async def test_anything_of_the_catalogue_can_be_found_by_its_words(shop: Shop) -> None:
    await sell("V-S", "V-L")
    found = (await ask(shop, None, FIND, search="OVERSHIRT"))["itemsToFind"]["nodes"]
    assert [one["item"]["size"] for one in found] == ["L", "M", "M", "S"]
    assert found[1]["newPrice"]["amountMinor"] == 64_00
    pages = []
    after = None
    while True:
        page = (await ask(shop, None, FIND, first=3, after=after))["itemsToFind"]
        pages += [one["id"] for one in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert len(pages) == len(set(pages)) == 4
    assert (await ask(shop, None, FIND, search="100%_"))["itemsToFind"]["nodes"] == []


async def test_a_cursor_of_another_list_is_refused(shop: Shop) -> None:
    await made(shop)
    place = (await ask(shop, shop.ben, MINE))["standingOffers"]["pageInfo"]["endCursor"]
    [error] = await refused(shop, None, FIND, after=place)
    assert error["extensions"]["code"] == "BAD_CURSOR"
    name = (await ask(shop, None, FIND))["itemsToFind"]["pageInfo"]["endCursor"]
    [error] = await refused(shop, shop.ben, MINE, after=name)
    assert error["extensions"]["code"] == "BAD_CURSOR"


async def test_an_item_shows_its_sizes_what_there_is_and_what_one_waits_for(shop: Shop) -> None:
    await sell("V-S", "V-L")
    story = await shop.seeking()
    item = (await ask(shop, shop.cleo, ITEM, id="V-M"))["item"]
    assert story.listing is not None
    assert item["listing"]["id"] == story.listing.id
    assert item["openBoxPrice"]["amountMinor"] == story.listing.price.minor
    assert {one["id"] for one in item["sizes"]} >= {"V-S", "V-M", "V-L"}
    assert item["odds"]["text"].startswith("About")
    assert item["myOffer"] is None
    offer = await made(shop, variantId="V-S")
    small = (await ask(shop, shop.ben, ITEM, id="V-S"))["item"]
    assert small["myOffer"] == {"id": offer["id"]}
    assert (await ask(shop, shop.cleo, ITEM, id="V-S"))["item"]["myOffer"] is None
    assert (await ask(shop, None, ITEM, id="nothing"))["item"] is None


async def test_what_is_never_passed_on_has_no_open_box_price(shop: Shop) -> None:
    item = (await ask(shop, None, ITEM, id="V-SWIM"))["item"]
    assert item["openBoxPrice"] is None


async def test_fit_is_told_from_three_returns_that_were_sent(shop: Shop) -> None:
    drafts = [await shop.start(Reason.SIZE_TOO_SMALL) for _ in range(2)]
    drafts.append(await shop.start(Reason.SIZE_TOO_SMALL, "line-swim"))
    await sql.execute("UPDATE cases SET variant_id = 'V-M' WHERE line_id = 'line-swim'")
    for draft in drafts:
        assert (await ask(shop, None, ITEM, id="V-M"))["item"]["fit"] is None
        await sent(draft)
    fit = (await ask(shop, None, ITEM, id="V-M"))["item"]["fit"]
    assert fit == "3 of 3 who returned size M found it too small."


async def test_who_sent_this_very_piece_before_does_not_agree_with_it(shop: Shop) -> None:
    drafts = [await shop.start(Reason.SIZE_TOO_SMALL) for _ in range(2)]
    drafts.append(await shop.start(Reason.SIZE_TOO_SMALL, "line-swim"))
    await sql.execute("UPDATE cases SET variant_id = 'V-M' WHERE line_id = 'line-swim'")
    for draft in drafts:
        await sent(draft)
    variant, unit = drafts[0].variant, drafts[0].unit
    everybody = await findable.fit(variant)
    assert everybody == Fit(Reason.SIZE_TOO_SMALL, 3, 3)
    # Two others are too few to be told.
    assert await findable.fit(variant, but=unit.id) is None


async def sent(draft: Story) -> None:
    """As if its parcel had been scanned at the counter."""
    await sql.execute(
        "UPDATE cases SET counted_shipment_id = 'parcel' WHERE id = ?", [draft.case.id]
    )


async def test_a_buyer_reads_of_the_difference_in_their_purchase(shop: Shop) -> None:
    offer = await asked(shop)
    i = {"questionId": offer["question"]["id"], "accept": True, "key": "yes"}
    bought = (await ask(shop, shop.ben, REPLY, i=i))["answerQuestion"]
    await shop.settle()
    await new_price(32_00)
    await follow(shop)
    query = """query($id: ID!) { purchase(id: $id) { refund { id } timeline { text }
      differences { amount { amountMinor } line status } } }"""
    seen = (await ask(shop, shop.ben, query, id=bought["id"]))["purchase"]
    assert seen["refund"] is None
    [back] = seen["differences"]
    lower = offer["question"]["listing"]["price"]["amountMinor"] // 2
    paid = offer["question"]["total"]["amountMinor"]
    assert back["amount"]["amountMinor"] == paid - (lower + round(lower * 0.065))
    assert back["status"] == "SUCCEEDED"
    assert "the difference in price" in back["line"]
    assert any("unopened item now costs $32" in one["text"] for one in seen["timeline"])


async def test_the_returner_reads_nothing_of_it(shop: Shop) -> None:
    story = await shop.matched()
    await new_price(32_00)
    await follow(shop)
    query = "query($id: ID!) { returnCase(id: $id) { timeline { text } } }"
    seen = (await ask(shop, shop.rosa, query, id=story.case.id))["returnCase"]
    assert not [one for one in seen["timeline"] if "$" in one["text"] and "32" in one["text"]]
    await shop.scan((await shop.story(story.case.id)).label, ShipmentStatus.IN_TRANSIT)


async def follow(shop: Shop) -> None:
    await pricing.follow(shop.world)
    await shop.settle()
