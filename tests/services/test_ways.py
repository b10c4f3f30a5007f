"""Which way a return may take, through the services and on both databases: money and odds close the
straight way before anybody takes a photo, and what falls back keeps its grade for its channel."""

from dataclasses import replace

import pytest

from onward.domain.assumed import RecoveryPolicy, Terms
from onward.domain.events import Because, Channel
from onward.domain.grades import Grade
from onward.domain.life import Stage
from onward.domain.policy import Policy
from onward.domain.refusals import NotEligible
from onward.domain.returns import Reason, Recovery
from onward.domain.routing import RouteType
from onward.domain.shipping import Destination
from onward.services import openings, returns
from onward.store import orders
from tests.services.shop import LINE, Shop

pytestmark = pytest.mark.anyio
# On its own shelf an opened piece brings little here, so the channel for opened goods takes it.
POOR_SHELF = Terms(dict.fromkeys(Grade, 2_000), ships_out=True)
OPENED = Terms({Grade.LIKE_NEW: 6_000}, ships_out=True)
IN_USE = RecoveryPolicy(
    (Channel.WAREHOUSE, Channel.RECOMMERCE),
    {Channel.WAREHOUSE: POOR_SHELF, Channel.RECOMMERCE: OPENED},
)


def under(shop: Shop, policy: Policy) -> None:
    shop.world = replace(shop.world, policy=policy)


def far_apart(policy: Policy) -> Policy:
    return replace(policy, impact=replace(policy.impact, between_km=20_000))


def bold(policy: Policy) -> Policy:
    return replace(policy, costs=replace(policy.costs, compare=False))


async def test_what_would_lose_money_is_ruled_out_before_any_photo(shop: Shop) -> None:
    under(shop, far_apart(shop.world.policy))
    shown = await openings.preview(shop.world, shop.rosa, LINE, Reason.COLOR)
    assert shown.barrier == "NO_MARGIN"
    story = await shop.start()
    assert (story.case.rule, story.case.stage) == ("NO_MARGIN", Stage.AWAITING_DROPOFF)
    assert story.case.heading == Recovery(Channel.WAREHOUSE, Because.POLICY)
    assert story.refund.amount == shown.refund.net + shown.refund.tax


async def test_a_shop_that_does_not_compare_goes_on(shop: Shop) -> None:
    under(shop, bold(far_apart(shop.world.policy)))
    assert (await shop.seeking()).case.stage is Stage.SEEKING


async def test_a_policy_that_changed_meanwhile_refuses_with_its_rule(shop: Shop) -> None:
    story = await shop.approved()
    under(shop, far_apart(shop.world.policy))
    with pytest.raises(NotEligible, match="NO_MARGIN"):
        await returns.choose_path(shop.world, shop.rosa, story.case.id, RouteType.P2P, shop.key())
    assert (await shop.story(story.case.id)).case.stage is Stage.APPROVED


async def test_what_hardly_anybody_asks_for_is_ruled_out_before_any_photo(shop: Shop) -> None:
    under(shop, replace(shop.world.policy, odds_least=0.99))
    shown = await openings.preview(shop.world, shop.rosa, LINE, Reason.COLOR)
    assert shown.barrier == "UNLIKELY"
    assert (await shop.start()).case.rule == "UNLIKELY"


async def test_whoever_took_photos_is_not_told_that_they_were_in_vain(shop: Shop) -> None:
    story = await shop.approved()
    under(shop, replace(shop.world.policy, odds_least=0.99))
    chosen = await returns.choose_path(
        shop.world, shop.rosa, story.case.id, RouteType.P2P, shop.key()
    )
    assert chosen.case.stage is Stage.SEEKING


async def test_looking_in_vain_is_reckoned_before_any_photo(shop: Shop) -> None:
    costs = replace(shop.world.policy.costs, waiting_bp=2_000)
    under(shop, replace(shop.world.policy, costs=costs))
    assert (await shop.start()).case.rule == "NO_MARGIN"


@pytest.mark.parametrize("route", sorted(set(RouteType) - {RouteType.P2P, RouteType.WAREHOUSE}))
async def test_no_shopper_chooses_a_channel(shop: Shop, route: RouteType) -> None:
    story = await shop.approved()
    with pytest.raises(NotEligible, match="NOT_OFFERED"):
        await returns.choose_path(shop.world, shop.rosa, story.case.id, route, shop.key())


async def test_a_bundle_nobody_can_vouch_for_goes_to_the_warehouse(shop: Shop) -> None:
    variant = (await orders.variants(["V-M"]))["V-M"]
    await orders.add_variants([replace(variant, flags=frozenset({"bundle"}))])
    assert (await shop.start()).case.rule == "BUNDLE_INCOMPLETE"


async def test_what_finds_no_buyer_goes_to_the_channel_that_earns_most(shop: Shop) -> None:
    under(shop, bold(replace(shop.world.policy, recovery=IN_USE)))
    story = await shop.seeking()
    await shop.turn(hours=73)
    story = await shop.story(story.case.id)
    assert story.case.heading == Recovery(Channel.RECOMMERCE, Because.NO_BUYER)
    assert story.case.grade is Grade.LIKE_NEW
    assert story.photos
    assert story.label is not None
    assert story.label.destination is Destination.WAREHOUSE


async def test_who_returns_it_now_sends_it_to_that_channel_too(shop: Shop) -> None:
    under(shop, bold(replace(shop.world.policy, recovery=IN_USE)))
    story = await shop.approved()
    await returns.return_now(shop.world, shop.rosa, story.case.id, shop.key())
    story = await shop.story(story.case.id)
    assert story.case.heading == Recovery(Channel.RECOMMERCE, Because.RETURNER_CHOSE)
    assert story.refund.amount.minor > 0


async def test_as_shipped_it_goes_to_the_warehouse(shop: Shop) -> None:
    story = await shop.approved()
    await returns.return_now(shop.world, shop.rosa, story.case.id, shop.key())
    heading = (await shop.story(story.case.id)).case.heading
    assert heading == Recovery(Channel.WAREHOUSE, Because.RETURNER_CHOSE)


async def test_what_was_never_graded_goes_to_the_warehouse(shop: Shop) -> None:
    under(shop, bold(replace(shop.world.policy, recovery=IN_USE)))
    story = await shop.start()
    await returns.return_now(shop.world, shop.rosa, story.case.id, shop.key())
    heading = (await shop.story(story.case.id)).case.heading
    assert isinstance(heading, Recovery)
    assert heading.channel is Channel.WAREHOUSE
