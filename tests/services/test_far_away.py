"""Nobody is asked who lives so far off that the peer path would earn less than the warehouse."""

from dataclasses import replace

import pytest

from onward.domain.economics import farthest_km, listed_piece, peer_margin
from onward.domain.life import OfferStatus
from onward.domain.listings import Listing
from onward.domain.policy import Policy
from onward.domain.routing import RouteType
from onward.services import returns
from tests.domain.examples import A_LISTING, POLICY
from tests.services.shop import Shop
from tests.services.wishing import as_kept, somebody, wish

pytestmark = pytest.mark.anyio


def dear(policy: Policy, per_100_km_minor: int) -> Policy:
    """With a carrier that charges so much for the way, where all is expected round the corner."""
    impact = replace(policy.impact, to_warehouse_km=20, from_warehouse_km=20, between_km=20)
    costs = replace(policy.costs, per_100_km_minor=per_100_km_minor)
    return replace(policy, costs=costs, impact=impact)


def margin(listing: Listing, km: int, policy: Policy) -> int:
    piece = listed_piece(listing, 400, policy)
    return peer_margin(replace(piece, roads=replace(piece.roads, between=km)), policy).minor


@pytest.mark.parametrize("per_100_km_minor", [40, 100, 333, 2_000])
def test_up_to_there_it_earns_and_beyond_it_costs(per_100_km_minor: int) -> None:
    policy = dear(POLICY, per_100_km_minor)
    farthest = farthest_km(listed_piece(A_LISTING, 400, policy), policy)
    assert farthest is not None
    assert margin(A_LISTING, max(farthest - 3, 0), policy) >= 0
    assert margin(A_LISTING, farthest + 3, policy) < 0


def test_where_the_way_costs_nothing_or_nobody_compares_no_way_is_too_long() -> None:
    free = dear(POLICY, 0)
    assert farthest_km(listed_piece(A_LISTING, 400, free), free) is None
    careless = replace(POLICY, costs=replace(POLICY.costs, compare=False, per_100_km_minor=999))
    assert farthest_km(listed_piece(A_LISTING, 400, careless), careless) is None


async def test_of_two_who_wait_the_far_one_is_not_asked(shop: Shop) -> None:
    shop.world = replace(shop.world, policy=dear(shop.world.policy, 2_000))
    far = await somebody(shop, "far", postal_code="00501")
    far_wish = await wish(shop, far)
    story = await shop.seeking()
    assert (story.proposal, story.matches) == (None, ())
    near = await somebody(shop, "near")
    await wish(shop, near)
    await shop.settle()
    proposal = (await shop.story(story.case.id)).proposal
    assert proposal is not None
    assert proposal.buyer_id == near.id
    assert proposal.why is not None
    assert proposal.why.barred == 1
    assert (await as_kept(far_wish)).status is OfferStatus.OPEN


async def test_of_two_pieces_at_once_neither_goes_too_far(shop: Shop) -> None:
    shop.without_sums()
    plain = shop.world.policy
    far = await somebody(shop, "far", postal_code="00501")
    first, second = await shop.approved(), await shop.approved()
    policy = dear(replace(plain, costs=replace(plain.costs, compare=True)), 2_000)
    shop.world = replace(shop.world, policy=policy)
    await wish(shop, far, automatic=True)
    for one in (first, second):
        choice = shop.world, shop.rosa, one.case.id, RouteType.P2P, shop.key()
        await returns.choose_path(*choice)
    await shop.settle()
    assert [(await shop.story(one.case.id)).matches for one in (first, second)] == [(), ()]
