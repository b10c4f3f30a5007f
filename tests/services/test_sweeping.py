"""A worker's round goes on: one look that fails stops no other, nor does one case that cannot be
read or decided stop another's refund."""

from datetime import timedelta

import pytest

from onward.domain.life import Stage
from onward.ports import Outage, World
from onward.services import patience
from onward.services.reactions import working
from onward.services.reactions.sweeping import Jobs, Sweeper
from onward.store import sql
from tests.counts import rising
from tests.services.shop import Shop

pytestmark = pytest.mark.anyio
A_MINUTE = timedelta(minutes=1)


async def spoiled(case_id: str) -> None:
    """As after a bad restore: its history cannot be read any more."""
    await sql.execute("UPDATE events SET payload = 'spoiled' WHERE case_id = ?", [case_id])
    await sql.execute("UPDATE cases SET version = version + 1 WHERE id = ?", [case_id])


async def test_a_case_that_cannot_be_read_stops_no_other_cases_patience(shop: Shop) -> None:
    bad, good = [await shop.seeking() for _ in range(2)]
    await spoiled(bad.case.id)
    shop.world.clock.turn(timedelta(days=30))  # type: ignore[attr-defined]
    jobs = Jobs()
    with rising() as rose:
        assert await jobs.do(await patience.due(shop.world)) == 1
    assert (await shop.story(good.case.id)).case.stage is not Stage.SEEKING
    assert rose["onward_faults_total worker"] == 1
    with rising() as rose:
        assert await jobs.do(await patience.due(shop.world)) == 0
    assert rose == {}
    [(waiting, _)] = await patience.due(shop.world)
    assert waiting == bad.case.id
    with pytest.raises(ValueError, match="unexpected character"):
        await patience.sweep(shop.world)


async def test_an_effect_of_a_case_that_cannot_be_read_is_tried_again_later(shop: Shop) -> None:
    bad, good = [await shop.seeking() for _ in range(2)]
    await sql.execute("UPDATE effects SET due_at = 0, done_at = NULL WHERE effect = 'find_owner'")
    await spoiled(bad.case.id)
    with rising() as rose:
        await working.run_due(shop.world, timedelta(seconds=30))
    assert rose["onward_faults_total worker"] == 1
    assert rose["onward_effects_total find_owner retried"] == 1
    assert rose["onward_effects_total find_owner done"] == 1
    rows = await sql.fetch("SELECT case_id, trouble, due_at FROM effects WHERE trouble IS NOT NULL")
    assert [(row["case_id"], row["trouble"]) for row in rows] == [(bad.case.id, "FAULT")]
    assert rows[0]["due_at"] > 0
    assert good.case.id != bad.case.id


async def test_a_look_that_fails_is_counted_and_rests(shop: Shop) -> None:
    looked = []

    async def fails(world: World) -> int:
        looked.append(world)
        raise ZeroDivisionError

    sweeper = Sweeper(fails, A_MINUTE)
    with rising() as rose:
        assert await sweeper.sweep(shop.world) == 0
        assert await sweeper.sweep(shop.world) == 0
    assert rose == {"onward_faults_total worker": 1}
    assert len(looked) == 1


async def test_a_port_that_is_away_is_no_fault_of_ours(shop: Shop) -> None:
    async def away(world: World) -> int:
        raise Outage("payments", "not there")

    with rising() as rose:
        assert await Sweeper(away, A_MINUTE).sweep(shop.world) == 0
    assert rose == {}


async def test_without_a_database_there_is_nothing_to_go_on_with(shop: Shop) -> None:
    async def away(world: World) -> int:
        raise ConnectionRefusedError

    with pytest.raises(ConnectionRefusedError):
        await Sweeper(away, A_MINUTE).sweep(shop.world)


async def test_a_look_rests_only_where_it_finds_nothing(shop: Shop) -> None:
    left = [2, 1, 0, 5]

    async def look(world: World) -> int:
        return left.pop(0)

    sweeper = Sweeper(look, A_MINUTE)
    assert [await sweeper.sweep(shop.world) for _ in range(5)] == [2, 1, 0, 0, 0]
    assert left == [5]
