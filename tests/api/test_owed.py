"""What the screens are told of a refund: what it is made of, and where it goes."""

import pytest

from onward.domain.refusals import BadInput
from onward.domain.returns import Reason
from onward.services import openings
from tests.api.asking import ask
from tests.services.paying import CHARGED, DELIVERY, ITS_TAX, sent
from tests.services.shop import LINE, Shop

pytestmark = pytest.mark.anyio
PREVIEW = """query($line: ID!, $pieces: Int!) {
  returnPreview(lineId: $line, reason: COLOR, quantity: $pieces) {
    refund { amountMinor } to lines { label amount { amountMinor } } } }"""
CASE = """query($id: ID!) { returnCase(id: $id) {
  routes { refund { amountMinor } lines { label amount { amountMinor } } } } }"""


async def test_a_fee_and_the_delivery_have_a_line_each(shop: Shop) -> None:
    await sent(shop, "US", fee=4_95)
    asked = {"line": LINE, "pieces": 2}
    shown = (await ask(shop, shop.rosa, PREVIEW, **asked))["returnPreview"]
    assert shown["refund"]["amountMinor"] == 2 * (57_60 - 4_95)
    assert told(shown) == {"What you paid for it": 115_20, "Return fee": -9_90}
    assert shown["to"] is None
    await sent(shop, "DE", fee=4_95, gift=True)
    shown = (await ask(shop, shop.rosa, PREVIEW, **asked))["returnPreview"]
    assert sum(told(shown).values()) == shown["refund"]["amountMinor"] > 115_20
    assert set(told(shown)) == {"What you paid for it", "Its share of the delivery"}
    assert shown["to"] == "Store credit"
    assert shown["refund"]["amountMinor"] < CHARGED


async def test_each_card_says_what_its_refund_is_made_of(shop: Shop) -> None:
    await sent(shop, "DE")
    story = await shop.start()
    cards = (await ask(shop, shop.rosa, CASE, id=story.case.id))["returnCase"]["routes"]
    for card in cards:
        assert sum(told(card).values()) == card["refund"]["amountMinor"]
        assert card["refund"]["amountMinor"] == story.refund.amount.minor > 57_60


async def test_where_only_the_price_goes_back_there_are_no_lines(shop: Shop) -> None:
    shown = await ask(shop, shop.rosa, PREVIEW, line=LINE, pieces=1)
    assert shown["returnPreview"] == {"refund": {"amountMinor": 57_60}, "to": None, "lines": []}


async def test_an_order_says_what_its_delivery_cost(shop: Shop) -> None:
    await sent(shop, "DE", gift=True)
    text = "{ viewer { orders { nodes { gift total { amountMinor } delivery { amountMinor } } } } }"
    [order] = (await ask(shop, shop.rosa, text))["viewer"]["orders"]["nodes"]
    assert order["gift"]
    assert order["delivery"]["amountMinor"] == DELIVERY + ITS_TAX
    assert order["total"]["amountMinor"] == CHARGED


async def test_more_pieces_than_were_bought_are_refused_before_anything_is_opened(
    shop: Shop,
) -> None:
    with pytest.raises(BadInput, match="QUANTITY"):
        await openings.preview(shop.world, shop.rosa, LINE, Reason.COLOR, 3)


def told(shown: dict[str, list[dict[str, object]]]) -> dict[str, int]:
    return {
        str(line["label"]): int(line["amount"]["amountMinor"])  # type: ignore[index]
        for line in shown["lines"]
    }
