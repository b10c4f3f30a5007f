"""Holds in a pretend warehouse: one piece a key, never more than there are."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from onward.adapters.stock import SandboxStock
from onward.ports import Outage, Stock
from tests.world import FakeStock

pytestmark = pytest.mark.anyio
Make = Callable[[int], Stock]


@pytest.fixture(params=["sandbox", "fake"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    if request.param == "fake":
        return FakeStock
    return lambda level: SandboxStock(tmp_path, level)


async def test_a_piece_is_held_while_there_are_some(make: Make) -> None:
    stock = make(2)
    assert [await stock.hold("TEE-M", f"case:{number}") for number in range(3)] == [
        True,
        True,
        False,
    ]


async def test_a_key_holds_one_piece_however_often_it_asks(make: Make) -> None:
    stock = make(2)
    assert all([await stock.hold("TEE-M", "case:1") for _ in range(5)])
    assert await stock.hold("TEE-M", "case:2")
    assert await stock.hold("TEE-M", "case:1")


async def test_one_item_sold_out_says_nothing_of_another(make: Make) -> None:
    stock = make(1)
    assert await stock.hold("TEE-M", "case:1")
    assert not await stock.hold("TEE-M", "case:2")
    assert await stock.hold("TEE-L", "case:2")


async def test_nothing_is_held_where_there_is_nothing(make: Make) -> None:
    assert not await make(0).hold("TEE-M", "case:1")


async def test_many_at_once_get_no_more_than_there_are(make: Make) -> None:
    stock = make(7)
    held = await asyncio.gather(*(stock.hold("TEE-M", f"case:{number}") for number in range(20)))
    assert sum(held) == 7


async def test_what_is_given_back_can_be_held_by_another(make: Make) -> None:
    stock = make(1)
    assert await stock.hold("TEE-M", "case:1")
    await stock.release("TEE-M", "case:1")
    assert await stock.hold("TEE-M", "case:2")
    assert not await stock.hold("TEE-M", "case:1")


async def test_giving_back_what_nobody_holds_gives_nobodys_piece_away(make: Make) -> None:
    stock = make(1)
    await stock.release("TEE-M", "case:1")
    assert await stock.hold("TEE-M", "case:1")
    for sku, key in (("TEE-M", "case:2"), ("TEE-L", "case:1")):
        await stock.release(sku, key)
    assert not await stock.hold("TEE-M", "case:2")


async def test_another_process_sees_what_is_held(tmp_path: Path) -> None:
    assert await SandboxStock(tmp_path, 1).hold("TEE/M ..", "case:1")
    assert not await SandboxStock(tmp_path, 1).hold("TEE/M ..", "case:2")


async def test_a_warehouse_that_cannot_be_reached_says_so(tmp_path: Path) -> None:
    in_the_way = tmp_path / "stock"
    in_the_way.write_text("")
    stock = SandboxStock(in_the_way)
    with pytest.raises(Outage):
        await stock.hold("TEE-M", "case:1")
    with pytest.raises(Outage):
        await stock.release("TEE-M", "case:1")


async def test_what_is_free_is_told_of_many_at_once(make: Make) -> None:
    stock = make(1)
    assert await stock.hold("TEE-M", "case:1")
    assert await stock.there(["TEE-M", "TEE-L", "TEE-XL"]) == {"TEE-L", "TEE-XL"}
    await stock.release("TEE-M", "case:1")
    assert await stock.there(["TEE-M"]) == {"TEE-M"}
    assert await make(0).there(["TEE-M"]) == frozenset()
