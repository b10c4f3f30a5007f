"""The demo bar: parcels move by real webhooks to the real endpoint, and the clock turns for all."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path

import pytest
import uvicorn
from cryptography.fernet import Fernet

from onward.adapters.carriers.sandbox import SandboxCarrier
from onward.adapters.clocks import ShiftedClock
from onward.app import create_app
from onward.demo.bar import DemoShop
from onward.demo.people import PEOPLE
from onward.domain.life import Stage
from onward.domain.refusals import BadInput, NotFound, Refusal, SignInNeeded
from onward.services.reactions import EFFECTS
from onward.settings import read_settings
from onward.store import clock
from onward.store.opening import close_store, open_store
from tests.polling import until
from tests.services.shop import Shop, open_shop
from tests.world import make_world

pytestmark = pytest.mark.anyio


@pytest.fixture
async def shop(database_url: str, tmp_path: Path) -> AsyncIterator[Shop]:
    await open_store(database_url, seal=Fernet.generate_key(), effects=EFFECTS)
    try:
        carrier = SandboxCarrier("a secret", tmp_path / "carrier")
        yield await open_shop(make_world(carrier=carrier, clock=ShiftedClock(clock.offset)))
    finally:
        await close_store()


@asynccontextmanager
async def bar(shop: Shop, folder: Path) -> AsyncIterator[DemoShop]:
    """The bar of a shop whose endpoint really listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        app = create_app(read_settings(home=folder, frontend=folder), shop.world)
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None))
        task = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            await until(lambda: started(server))
            yield DemoShop(shop.world, listener.getsockname()[1])
        finally:
            server.should_exit = True
            await task


async def started(server: uvicorn.Server) -> bool:
    return server.started


async def test_a_parcel_is_handed_in_moved_and_delivered(shop: Shop, tmp_path: Path) -> None:
    case_id = (await shop.matched()).case.id
    async with bar(shop, tmp_path) as play:
        for command, stage in (
            ("HAND_IN", Stage.IN_TRANSIT),
            ("MOVE", Stage.IN_TRANSIT),
            ("OUT_FOR_DELIVERY", Stage.IN_TRANSIT),
            ("DELIVER", Stage.DELIVERED),
        ):
            text, _ = await play.do(shop.rosa, command, case_id, None)
            assert text
            assert (await shop.story(case_id)).case.stage is stage


async def test_a_buyer_moves_the_parcel_of_their_purchase(shop: Shop, tmp_path: Path) -> None:
    story = await shop.matched()
    async with bar(shop, tmp_path) as play:
        await play.do(shop.ben, "HAND_IN", None, story.purchases[0].id)
        await play.do(shop.ben, "LOSE", None, story.purchases[0].id)
    assert (await shop.story(story.case.id)).case.stage is Stage.LOST


async def test_a_parcel_travels_as_far_as_it_is_by_now(shop: Shop, tmp_path: Path) -> None:
    case_id = (await shop.matched()).case.id
    async with bar(shop, tmp_path) as play:
        await play.do(shop.rosa, "HAND_IN", case_id, None)
        await play.do(shop.rosa, "TRAVEL", case_id, None)
        assert (await shop.story(case_id)).case.stage is Stage.IN_TRANSIT
        for _ in range(7):
            await clock.turn(timedelta(days=1))
        await play.do(shop.rosa, "TRAVEL", case_id, None)
    story = await shop.story(case_id)
    assert story.case.stage is Stage.DELIVERED
    assert len(story.scans) == 4


async def test_a_parcel_that_nobody_takes_in_goes_back(shop: Shop, tmp_path: Path) -> None:
    case_id = (await shop.matched()).case.id
    async with bar(shop, tmp_path) as play:
        await play.do(shop.rosa, "HAND_IN", case_id, None)
        await play.do(shop.rosa, "REFUSE", case_id, None)
    assert (await shop.story(case_id)).case.stage is Stage.RETURNING_TO_WAREHOUSE


async def test_turning_the_clock_a_day_moves_it_for_everybody(shop: Shop, tmp_path: Path) -> None:
    before = await shop.world.clock.now()
    _, now = await DemoShop(shop.world, 1).do(shop.ada, "TURN_A_DAY", None, None)
    assert timedelta(days=1) <= now - before < timedelta(days=1, minutes=1)
    assert await clock.offset() == timedelta(days=1)


async def test_turning_to_the_end_of_the_window_ends_it(shop: Shop) -> None:
    story = await shop.seeking()
    await DemoShop(shop.world, 1).do(shop.rosa, "TURN_TO_WINDOW_END", story.case.id, None)
    assert (await shop.story(story.case.id)).case.stage is Stage.AWAITING_DROPOFF


async def test_the_bar_moves_nothing_of_other_people(shop: Shop) -> None:
    story = await shop.matched()
    play = DemoShop(shop.world, 1)
    with pytest.raises(NotFound):
        await play.do(shop.cleo, "HAND_IN", story.case.id, None)
    with pytest.raises(NotFound):
        await play.do(shop.cleo, "HAND_IN", None, story.purchases[0].id)
    with pytest.raises(SignInNeeded):
        await play.do(None, "TURN_A_DAY", None, None)


async def test_what_cannot_move_is_said(shop: Shop) -> None:
    play = DemoShop(shop.world, 1)
    drafted = await shop.start()
    matched = await shop.matched()
    for command, case_id, code in (
        ("HAND_IN", drafted.case.id, "DEMO_NO_PARCEL"),
        ("HAND_IN", None, "DEMO_NO_PARCEL"),
        ("DELIVER", matched.case.id, "DEMO_NOT_MOVING"),
        ("TURN_TO_WINDOW_END", None, "DEMO_NOT_WAITING"),
    ):
        with pytest.raises(Refusal, match=code):
            await play.do(shop.rosa, command, case_id, None)
    with pytest.raises(BadInput):
        await play.do(shop.rosa, "DANCE", None, None)


async def test_everybody_of_the_demo_gets_a_link(shop: Shop) -> None:
    people = DemoShop(shop.world, 1).people
    assert [person.name for person in people] == [person.name for person in PEOPLE]
    assert all("/sign-in/" in person.sign_in_url for person in people)
