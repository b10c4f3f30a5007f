"""Each try of an effect is counted once, by its end."""

from datetime import timedelta

import pytest

from onward.counting import Carried
from onward.domain.life import ShipmentStatus
from onward.services.reactions import working
from onward.store import outbox, sql
from tests.counts import Counts, rising
from tests.services.shop import Shop

pytestmark = pytest.mark.anyio


def of(rose: Counts, effect: str) -> Counts:
    """How one effect fared."""
    start = f"onward_effects_total {effect} "
    return {name.removeprefix(start): n for name, n in rose.items() if name.startswith(start)}


async def test_as_many_are_counted_done_as_are_done(shop: Shop) -> None:
    with rising() as rose:
        await shop.matched()
    done = await sql.fetch(
        "SELECT effect, count(*) AS n FROM effects WHERE done_at IS NOT NULL GROUP BY effect"
    )
    assert len(done) > 3
    assert rose == {f"onward_effects_total {row['effect']} done": row["n"] for row in done}


async def test_a_port_that_is_down_for_a_while_is_retried_and_then_done(shop: Shop) -> None:
    story = await shop.seeking()
    with rising() as rose:
        shop.world.carrier.down_for(2)  # type: ignore[attr-defined]
        await shop.bought(story)
        await shop.try_again()
        await shop.try_again()
    assert of(rose, "point_to_buyer") == {"retried": 2, "done": 1}
    assert "onward_faults_total worker" not in rose


async def test_what_is_given_up_is_dead_once(shop: Shop) -> None:
    story = await shop.seeking()
    with rising() as rose:
        shop.world.carrier.down_for(working.GIVE_UP_AFTER)  # type: ignore[attr-defined]
        await shop.bought(story)
        for _ in range(working.GIVE_UP_AFTER):
            await shop.try_again()
    assert of(rose, "point_to_buyer") == {"retried": working.GIVE_UP_AFTER - 1, "dead": 1}


async def test_what_waits_for_the_other_side_is_no_trouble(shop: Shop) -> None:
    await sql.execute("UPDATE charges SET provider_ref = ?", ["card_refund_pending:1001"])
    story = await shop.matched()
    with rising() as rose:
        await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    assert of(rose, "ask_pending") == {"waiting": 1}


async def test_a_bug_in_an_effect_is_a_fault_and_is_tried_again(shop: Shop) -> None:
    story = await shop.seeking()
    shop.world.carrier.quote = None  # type: ignore[assignment,method-assign]
    with rising() as rose:
        await shop.bought(story)
    assert of(rose, "point_to_buyer") == {"retried": 1}
    assert rose["onward_faults_total worker"] == 1


async def test_what_another_worker_took_over_is_counted_by_that_one(shop: Shop) -> None:
    await shop.seeking()
    await sql.execute("UPDATE effects SET due_at = 0, done_at = NULL")
    held = await outbox.claim(30_000, limit=1)
    assert held
    with rising() as rose:
        # As if we had slept through our lease.
        await sql.execute("UPDATE effects SET token = token + 1 WHERE id = ?", [held[0].id])
        await working._settle(outbox.finish_all(held), Carried.DONE, *held)
    assert rose == {}
    assert await working.run_due(shop.world, timedelta(seconds=30))
