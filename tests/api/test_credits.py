"""Store credit over the API: what there is, and what it came and went for."""

import pytest

from onward.domain.credits import Credit
from onward.domain.ids import CreditId
from onward.store import cases
from tests.api.asking import ask
from tests.services.shop import Shop, usd

pytestmark = pytest.mark.anyio
CREDIT = """query($after: Cursor) { viewer { storeCredit { amountMinor }
  storeCreditMoves(first: 1, after: $after) { nodes { text caseId amount { amountMinor } }
    pageInfo { hasNextPage endCursor } } } }"""


async def test_each_movement_says_what_it_was_for_a_page_at_a_time(shop: Shop) -> None:
    story = await shop.start()
    now = await shop.world.clock.now()
    for memo, minor in (("REFUND", 30_00), ("BONUS", 1_50)):
        given = Credit(CreditId(memo), shop.rosa.id, story.case.id, usd(minor), memo, now)
        await cases.write_rows([given])
    shown = (await ask(shop, shop.rosa, CREDIT))["viewer"]
    assert shown["storeCredit"] == [{"amountMinor": 31_50}]
    [first] = shown["storeCreditMoves"]["nodes"]
    assert first == {
        "text": "Back for Linen overshirt",
        "caseId": story.case.id,
        "amount": {"amountMinor": 30_00},
    }
    after = shown["storeCreditMoves"]["pageInfo"]["endCursor"]
    [second] = (await ask(shop, shop.rosa, CREDIT, after=after))["viewer"]["storeCreditMoves"][
        "nodes"
    ]
    assert second["text"] == "On top, because you took store credit"


async def test_who_has_none_has_no_movements(shop: Shop) -> None:
    shown = (await ask(shop, shop.ben, CREDIT))["viewer"]
    assert (shown["storeCredit"], shown["storeCreditMoves"]["nodes"]) == ([], [])
