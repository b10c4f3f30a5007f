"""The world of tests: whole, and each part to be exchanged."""

import dataclasses
from datetime import timedelta

import pytest

from onward.ports import Letter, Outage, World
from tests.adapters.parcels import parcel
from tests.world import FakeCarrier, FakeClock, FakeMail, make_world

pytestmark = pytest.mark.anyio


def test_a_world_has_every_port() -> None:
    world = make_world()
    assert all(getattr(world, field.name) is not None for field in dataclasses.fields(World))


async def test_a_part_may_be_ones_own() -> None:
    clock = FakeClock()
    world = make_world(clock=clock)
    clock.turn(timedelta(days=1))
    assert await world.clock.now() == clock.at


@pytest.mark.parametrize("down", [0, 2])
async def test_a_fake_is_down_for_so_many_calls(down: int) -> None:
    carrier = FakeCarrier()
    carrier.down_for(down)
    for _ in range(down):
        with pytest.raises(Outage):
            await carrier.buy(parcel(), "label:1")
    assert (await carrier.buy(parcel(), "label:1")).pdf


async def test_an_unheard_fake_has_done_its_work() -> None:
    mail = FakeMail()
    mail.unheard_for(1)
    letter = Letter("noor@example.test", "Your code", "123456")
    with pytest.raises(Outage):
        await mail.send(letter, "code:1")
    await mail.send(letter, "code:1")
    assert mail.to("noor@example.test") == [letter]
