"""Two accounts on one device are no strangers, unless the device is everybody's."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from onward.domain.accounts import Viewer
from onward.domain.life import PurchaseStatus
from onward.domain.refusals import CannotBuy
from onward.services import devices
from onward.services.accounts import session_for
from onward.services.reactions import working
from onward.store import accounts, people, sql
from tests.polling import until
from tests.services.crowd import Crowd
from tests.services.shop import Shop
from tests.world import MORNING, FakeClock

pytestmark = pytest.mark.anyio


async def on_one_device(shop: Shop, viewers: Sequence[Viewer]) -> str | None:
    """They sign in on it, one after the other; what it is known by in the end."""
    token: str | None = None
    for one in viewers:
        token = await devices.signed_in_on(shop.world, one.account, token)
    return token


async def customer(shop: Shop, name: str) -> Viewer:
    account = await accounts.read(await Crowd(shop.world).person(name))
    assert account is not None
    return Viewer(account)


async def kept() -> int:
    return len(await sql.fetch("SELECT seq FROM devices"))


async def test_who_shares_the_returners_phone_is_not_asked_and_the_next_is(shop: Shop) -> None:
    crowd = Crowd(shop.world)
    sibling = await customer(shop, "sibling")
    await crowd.offer("sibling", days=20)
    stranger = await crowd.offers("stranger", days=0)
    await on_one_device(shop, [shop.rosa, sibling])
    await devices.signed_in_on(shop.world, (await customer(shop, "stranger")).account, None)
    story = await shop.seeking()
    assert story.proposal is not None
    assert story.proposal.offer_id == stranger.id


async def test_what_buys_by_itself_buys_nothing_from_the_same_phone(shop: Shop) -> None:
    sibling = await customer(shop, "sibling")
    await Crowd(shop.world).offer("sibling", automatic=True)
    await on_one_device(shop, [sibling, shop.rosa])
    story = await shop.seeking()
    assert (story.proposals, story.purchases) == ((), ())


async def test_who_shares_the_returners_phone_cannot_buy_and_reads_no_reason(shop: Shop) -> None:
    await on_one_device(shop, [shop.rosa, shop.ben])
    await devices.signed_in_on(shop.world, shop.cleo.account, None)
    story = await shop.seeking()
    with pytest.raises(CannotBuy) as refused:
        await shop.bought(story)
    assert refused.value.said == "CANNOT_BUY"
    shop.ben = shop.cleo
    assert (await shop.bought(story)).status is PurchaseStatus.PAID


async def test_a_shops_tablet_proves_nothing(shop: Shop) -> None:
    visitors = [await customer(shop, f"visitor{number}") for number in range(3)]
    tablet = await on_one_device(shop, [shop.rosa, shop.ben, *visitors])
    story = await shop.seeking()
    with pytest.raises(CannotBuy):
        await shop.bought(story)
    await devices.signed_in_on(shop.world, shop.cleo.account, tablet)
    assert (await shop.bought(story)).status is PurchaseStatus.PAID


async def test_a_phone_of_long_ago_proves_nothing(shop: Shop) -> None:
    now = shop.world
    shop.world = replace(now, clock=FakeClock(MORNING - timedelta(days=90)))
    await on_one_device(shop, [shop.rosa, shop.ben])
    shop.world = now
    assert (await shop.bought(await shop.seeking())).status is PurchaseStatus.PAID


async def test_signing_in_again_keeps_a_phone_known(shop: Shop) -> None:
    now = shop.world
    shop.world = replace(now, clock=FakeClock(MORNING - timedelta(days=90)))
    phone = await on_one_device(shop, [shop.rosa, shop.ben])
    shop.world = now
    for viewer in (shop.rosa, shop.ben):
        await devices.signed_in_on(shop.world, viewer.account, phone)
    with pytest.raises(CannotBuy):
        await shop.bought(await shop.seeking())
    assert await kept() == 2


async def test_an_agents_browser_is_no_customers_device(shop: Shop) -> None:
    assert await devices.signed_in_on(shop.world, shop.ada.account, None) is None
    counter = await on_one_device(shop, [shop.rosa])
    assert await devices.signed_in_on(shop.world, shop.ada.account, counter) is None
    found = await people.buyers([shop.ada.id, shop.rosa.id], "V-M", MORNING)
    assert found[shop.ada.id].devices == frozenset()
    assert [one.accounts for one in found[shop.rosa.id].devices] == [1]


async def test_a_token_that_is_not_ours_or_is_over_is_a_new_device(shop: Shop) -> None:
    tokens, account = shop.world.tokens, shop.rosa.account
    mine = await devices.signed_in_on(shop.world, account, None)
    assert mine is not None
    others = (
        mine[:-4],
        "x" * 5000,
        session_for(shop.world, account),
        tokens.sign("device", {"device": "phone"}, timedelta(seconds=-1)),
    )
    for number, forged in enumerate(others, 2):
        given = await devices.signed_in_on(shop.world, account, forged)
        assert given is not None
        assert tokens.read("device", given) != tokens.read("device", mine)
        assert await kept() == number


async def test_where_no_device_counts_nothing_is_handed_out_or_kept(shop: Shop) -> None:
    await on_one_device(shop, [shop.rosa, shop.ben])
    policy = shop.world.policy
    off = replace(policy, matching=replace(policy.matching, device_for=timedelta()))
    shop.world = replace(shop.world, policy=off)
    assert await devices.signed_in_on(shop.world, shop.rosa.account, None) is None
    assert (await shop.bought(await shop.seeking())).status is PurchaseStatus.PAID
    assert await devices.forget_old(shop.world) == 2
    assert await kept() == 0


async def test_what_counts_no_more_is_forgotten(shop: Shop) -> None:
    await on_one_device(shop, [shop.rosa])
    assert await devices.forget_old(shop.world) == 0
    assert await kept() == 1
    shop.world.clock.turn(timedelta(days=90))  # type: ignore[attr-defined]
    assert await devices.forget_old(shop.world) == 1
    assert await kept() == 0


async def test_a_worker_at_work_forgets_it(shop: Shop) -> None:
    await on_one_device(shop, [shop.rosa])
    shop.world.clock.turn(timedelta(days=90))  # type: ignore[attr-defined]
    worker = asyncio.create_task(
        working.worker(shop.world, timedelta(seconds=30), beat=lambda: None)
    )
    try:
        await until(none_left)
    finally:
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)


async def none_left() -> bool:
    return await kept() == 0


async def test_neither_token_nor_device_stands_in_the_database(shop: Shop) -> None:
    token = await on_one_device(shop, [shop.rosa])
    assert token is not None
    claims = shop.world.tokens.read("device", token)
    assert claims is not None
    rows = str(await sql.fetch("SELECT * FROM devices"))
    assert "rosa" in rows
    assert [one for one in (token, claims["device"]) if one in rows] == []
