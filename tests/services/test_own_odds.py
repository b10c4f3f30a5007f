"""The odds that the shop says are those of its own policy."""

from dataclasses import replace

import pytest

from onward.domain.calibration import SHIPPED, Calibration
from onward.domain.returns import Reason
from onward.services import openings, returns
from tests.services.shop import LINE, Shop

pytestmark = pytest.mark.anyio


def with_odds(shop: Shop, odds: Calibration, least: float = 0.0) -> None:
    policy = replace(shop.world.policy, odds=odds, odds_least=least)
    shop.world = replace(shop.world, policy=policy)


async def test_a_shop_whose_past_was_livelier_says_better_odds(shop: Shop) -> None:
    story = await shop.approved()
    now = await shop.world.clock.now()
    usual = await returns.odds_for(shop.world, story, now)
    with_odds(shop, replace(SHIPPED, prior_orders=50.0))
    assert (await returns.odds_for(shop.world, story, now)).day3 > usual.day3


async def test_what_its_own_past_calls_hopeless_is_not_offered(shop: Shop) -> None:
    with_odds(shop, replace(SHIPPED, prior_orders=50.0), least=0.1)
    hoped = await openings.preview(shop.world, shop.rosa, LINE, Reason.SIZE_TOO_SMALL)
    with_odds(shop, replace(SHIPPED, prior_orders=0.001, prior_days=999.0), least=0.1)
    hopeless = await openings.preview(shop.world, shop.rosa, LINE, Reason.SIZE_TOO_SMALL)
    assert (hoped.barrier, hopeless.barrier) == (None, "UNLIKELY")
