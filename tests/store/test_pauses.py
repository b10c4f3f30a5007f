"""What the merchant stopped: kept once, read into the policy in force, and the cases it reaches."""

from datetime import timedelta

import pytest

from onward.domain.stops import Pause, Stop, StopReason, StopScope
from onward.store import outcomes, pauses, recalls
from tests.domain.examples import A_VARIANT, POLICY, T0
from tests.store.shelf import Shelf

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("store")]

SHIRT = Stop(StopScope.SKU, A_VARIANT.sku)
RECALL = Pause(SHIRT.id, T0, StopReason.RECALL)


async def test_a_stop_is_kept_once_as_it_was_first_said() -> None:
    await pauses.put(RECALL)
    await pauses.put(Pause(SHIRT.id, T0 + timedelta(days=1), StopReason.OTHER))
    assert await pauses.standing() == [RECALL]
    assert await pauses.stopped() == {SHIRT.id}


async def test_a_recall_is_more_than_any_other_reason() -> None:
    await pauses.put(Pause(SHIRT.id, T0, StopReason.SAFETY))
    assert await recalls.since(A_VARIANT) is None
    await pauses.put(Pause(SHIRT.id, T0 + timedelta(days=1), StopReason.RECALL))
    assert await pauses.standing() == [RECALL]
    assert await recalls.since(A_VARIANT) == T0


async def test_a_recall_counts_since_the_earliest_that_reaches_the_piece() -> None:
    for days, stop in enumerate((Stop(StopScope.CATEGORY, "shoes"), Stop(StopScope.ALL), SHIRT)):
        await pauses.put(Pause(stop.id, T0 + timedelta(days=days), StopReason.RECALL))
    assert await recalls.since(A_VARIANT) == T0 + timedelta(days=1)


async def test_stops_stand_side_by_side_the_latest_first() -> None:
    later = Pause("all", T0 + timedelta(hours=1), StopReason.LEGAL)
    await pauses.put(RECALL)
    await pauses.put(later)
    assert await pauses.standing() == [later, RECALL]
    assert await pauses.lift(Stop(StopScope.ALL))
    assert await pauses.standing() == [RECALL]


async def test_lifting_what_does_not_stand_says_so() -> None:
    assert not await pauses.lift(SHIRT)


async def test_the_policy_in_force_holds_the_stops_and_what_pauses_by_itself() -> None:
    assert await pauses.in_force(POLICY) == POLICY
    await pauses.put(RECALL)
    await outcomes.pause("clothing", T0)
    found = await pauses.in_force(POLICY)
    assert found.stopped == {SHIRT.id}
    assert found.paused == {"clothing"}


@pytest.mark.parametrize(
    ("stop", "known"),
    [
        (SHIRT, True),
        (Stop(StopScope.SKU, "SHIRT-XXL"), False),
        (Stop(StopScope.CATEGORY, A_VARIANT.category), True),
        (Stop(StopScope.CATEGORY, "cloting"), False),
        (Stop(StopScope.ALL), True),
    ],
    ids=lambda of: getattr(of, "id", str(of)),
)
async def test_what_the_catalogue_has_can_be_named(stop: Stop, known: bool) -> None:
    assert await pauses.names(stop) is known


async def test_a_case_that_was_only_opened_is_not_under_way_to_a_peer() -> None:
    await Shelf("1").open()
    for stop in (SHIRT, Stop(StopScope.ALL)):
        assert await pauses.under_way(stop) == []
        assert await pauses.on_their_way(stop) == 0
        await pauses.put(Pause(stop.id, T0, StopReason.RECALL))
        assert await recalls.untold(stop) == []
