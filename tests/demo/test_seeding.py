"""The demo shop before its first visitor, made by the same services as everything else."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from onward.adapters.clocks import SystemClock
from onward.adapters.orders import open_order_file
from onward.demo import seeding
from onward.demo.people import ADA, MIRA, PEOPLE, ROSA
from onward.demo.pictures import picture_path
from onward.domain.life import Stage
from onward.ports import World
from onward.services import listings
from onward.services.imports import import_orders
from onward.services.reactions import EFFECTS
from onward.store import accounts, imports, orders, reads
from onward.store.opening import close_store, open_store
from tests.world import make_world

pytestmark = pytest.mark.anyio


@pytest.fixture
async def world(sqlite_url: str, tmp_path: Path) -> AsyncIterator[World]:
    await open_store(sqlite_url, seal=Fernet.generate_key(), effects=EFFECTS)
    try:
        await open_shop(tmp_path)
        yield make_world(clock=SystemClock())
    finally:
        await close_store()


async def open_shop(home: Path) -> None:
    async def through_the_importer(path: Path) -> None:
        file = open_order_file(path)
        report = home / "rejected.csv"
        done = await import_orders(file.batches(), time_zone=file.time_zone, report=report)
        assert done.rejected.total() == 0

    await seeding.open_shop(home, through_the_importer)


async def test_a_seeded_shop_has_orders_staff_and_drawn_pictures(world: World) -> None:
    assert not await seeding.is_empty()
    rosa = await accounts.by_email(ROSA.email)
    assert rosa is not None
    mine = await orders.of_account(rosa.id)
    lines = await orders.lines([order.id for order in mine])
    variants = await orders.variants([line.variant_id for line in lines])
    assert picture_path("linen-overshirt", "Indigo") in {v.picture for v in variants.values()}
    for person in PEOPLE:
        account = await accounts.by_email(person.email)
        assert account is not None
        assert account.role is person.role
    for person in (ADA, MIRA):
        account = await accounts.by_email(person.email)
        contact = await accounts.contact(account.contact_id) if account else None
        assert contact is not None
        assert contact.name == person.name
        assert person.email not in contact.id


async def test_seeding_twice_adds_nothing(world: World, tmp_path: Path) -> None:
    before = await imports.line_count()
    await open_shop(tmp_path)
    assert await imports.line_count() == before


async def test_the_open_box_shop_is_filled_by_people_who_really_sent_something_on(
    world: World, tmp_path: Path
) -> None:
    heard: list[tuple[int, int]] = []
    added = await seeding.fill_open_box(
        world, tmp_path, lambda there, of: heard.append((there, of)), wanted=2
    )
    assert added == 2
    assert heard[-1] == (2, 2)
    offers = await listings.browse(None, 10, None)
    assert len(offers) == 2
    known = {account.id for person in PEOPLE if (account := await accounts.by_email(person.email))}
    for offer in offers:
        assert offer.story.case.stage is Stage.SEEKING
        assert offer.story.label
        assert offer.story.case.returner_id not in known
        assert {photo.shot for photo in offer.photos} >= {"front", "back"}
        assert offer.listing.price.minor < offer.listing.new_price.minor
    assert await reads.open_tasks(10) == [], "what was rendered for the demo is good enough for it"


async def test_a_shop_that_has_something_on_sale_is_left_alone(
    world: World, tmp_path: Path
) -> None:
    await seeding.fill_open_box(world, tmp_path, lambda *_: None, wanted=1)
    assert await seeding.fill_open_box(world, tmp_path, lambda *_: None, wanted=3) == 0
