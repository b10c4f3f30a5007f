"""A hundred buyers at once on ten pieces of one thing, at two servers on one database: ten are
sold, each once, and ninety are told in plain words what else there is."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest

from onward.settings import Mode
from onward.store import ledger, sql
from tests.journeys import crowd
from tests.journeys.crowd import Customer
from tests.journeys.processes import address_of, process
from tests.journeys.town import Town

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

PIECES, BUYERS = 10, 100


async def everybody_at_once(
    town: Town, people: list[Customer], variant: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What each is told by one of two servers; then what those who bought are told by the other
    one, when their phone sends the same request again."""
    async with AsyncExitStack() as open_still:
        serve = ("serve", "--port", "0")
        servers = [
            await open_still.enter_async_context(process(town, *serve, mode=Mode.DEVELOPMENT))
            for _ in "12"
        ]
        here, there = [await address_of(server) for server in servers]
        limits = httpx.Limits(max_connections=len(people))
        http = httpx.AsyncClient(limits=limits, timeout=120, trust_env=False)
        await open_still.enter_async_context(http)
        asked = [one.buys(http, here if n % 2 else there, variant) for n, one in enumerate(people)]
        said = await asyncio.gather(*asked)
        again = [
            await one.buys(http, there if n % 2 else here, variant)
            for n, (one, answer) in enumerate(zip(people, said, strict=True))
            if answer["__typename"] == "Purchase"
        ]
    return said, again


async def test_ten_of_a_hundred_buyers_get_the_ten_pieces(quiet_town: Town) -> None:
    town = quiet_town
    now = await town.world.clock.now()
    await town.opens(crowd.write_orders(town.settings.home / "crowd.csv", now, PIECES, BUYERS))
    world = crowd.whatever_it_costs(town.world)
    cases = await crowd.puts_on_offer(world, crowd.SELLER, PIECES)
    await crowd.puts_on_offer(world, crowd.OTHER_SELLER, 1)
    await town.settle()
    people = [await crowd.customer(world, f"buyer{n}@example.com") for n in range(BUYERS)]

    said, again = await everybody_at_once(town, people, await crowd.variant_id("OVR-M"))

    bought = [one for one in said if one["__typename"] == "Purchase"]
    told = [one for one in said if one["__typename"] == "ListingTaken"]
    assert (len(bought), len(told)) == (PIECES, BUYERS - PIECES), said
    assert again == bought
    for one in told:
        assert one["code"] in ("ALL_TAKEN", "NONE_ON_OFFER")
        assert one["message"].endswith(" now.")
        assert [other["item"]["size"] for other in one["others"]] == ["L"]
    await town.settle()
    await each_piece_was_sold_once(cases)


async def each_piece_was_sold_once(cases: list[str]) -> None:
    held = await crowd.units_held()
    assert len(held) == len(set(held)) == PIECES
    sold = await sql.fetch("SELECT case_id, status, charge_id FROM purchases")
    assert {row["case_id"] for row in sold} == set(cases)
    assert [row["status"] for row in sold] == ["PAID"] * PIECES
    assert len({row["charge_id"] for row in sold}) == PIECES
    live = await sql.fetch("SELECT v.size FROM listings l JOIN variants v ON v.id = l.variant_id "
                           "WHERE l.status = 'LIVE'")  # fmt: skip
    assert [row["size"] for row in live] == ["L"]
    assert sum(total for _, _, total in await ledger.totals()) == 0
