"""The row is authoritative for reading, and it is nothing but what its events made of it: replayed
from the database, every history gives the row to the millisecond."""

from dataclasses import replace
from random import Random

import pytest

from onward.domain.life import MatchStatus, Stage
from onward.domain.refusals import Refusal
from onward.domain.returns import ReturnCase, after
from onward.domain.story import Story
from onward.domain.waiting import wakes_at
from onward.store import histories, ledger, reads
from tests.domain.examples import POLICY
from tests.store.roads import MOVES, Road
from tests.store.shelf import Shelf

pytestmark = pytest.mark.anyio

TO_THE_COUNTER = (
    "photographed", "submitted", "approved", "to warehouse", "chosen", "reserved", "paid",
    "to buyer",
)  # fmt: skip
TO_THE_DOOR = (*TO_THE_COUNTER, "handed in", "on the van", "delivered")

ROADS: dict[str, tuple[tuple[str, ...], Stage]] = {
    "the whole road": (
        (*TO_THE_DOOR, "confirmed", "bonus", "refunded", "closed"),
        Stage.CLOSED,
    ),
    "a person looks first": (
        ("submitted", "reviewed", "approved", "to warehouse"),
        Stage.APPROVED,
    ),
    "return it now": (
        (*TO_THE_COUNTER[:5], "diverted", "handed in", "delivered", "refunded", "closed"),
        Stage.CLOSED,
    ),
    "the buyer cancels and another buys": (
        (*TO_THE_COUNTER, "relisted", "reserved", "paid", "made whole", "to buyer", "handed in"),
        Stage.IN_TRANSIT,
    ),
    "withdrawn": ((*TO_THE_COUNTER, "withdrawn", "made whole", "refunded"), Stage.CANCELED),
    "withdrawn, and handed in after all": (
        (*TO_THE_COUNTER, "withdrawn", "handed in"),
        Stage.IN_TRANSIT,
    ),
    "never handed in": (("diverted", "to warehouse", "expired"), Stage.EXPIRED),
    "lost, and found": ((*TO_THE_COUNTER, "handed in", "lost", "delivered"), Stage.DELIVERED),
    "refused at the door": (
        (*TO_THE_COUNTER, "handed in", "back to sender", "delivered"),
        Stage.RECEIVED,
    ),
    "claimed": ((*TO_THE_DOOR, "claimed"), Stage.CLAIMED),
}


@pytest.mark.parametrize("name", ROADS)
async def test_each_road_replays_to_its_row(store: str, name: str) -> None:
    moves, stage = ROADS[name]
    road = Road((await Shelf("1").open()).id, Random(name))
    for move in moves:
        await road.go(move)
    story = await whole(road)
    assert story.case.stage is stage
    assert await replayed(story) == story.case
    await money_is_straight(story)


async def test_histories_drawn_at_random_replay_to_their_rows(store: str) -> None:
    stages: set[Stage] = set()
    for seed in range(12):
        road = Road((await Shelf(str(seed)).open()).id, Random(seed), longest=2000, stray=0.2)
        for move in TO_THE_DOOR[: road.chance.randrange(len(TO_THE_DOOR) + 1)]:
            await drawn(road, move)
        for _ in range(25):
            await drawn(road, road.chance.choice(list(MOVES)))
        story = await whole(road)
        stages.add(story.case.stage)
        assert await replayed(story) == story.case
        assert sum(one.status is not MatchStatus.RELEASED for one in story.matches) <= 1
        await money_is_straight(story)
    assert len(stages) > 3


async def drawn(road: Road, move: str) -> None:
    try:
        await road.go(move)
    except Refusal:
        return


async def whole(road: Road) -> Story:
    story = await reads.story(road.case_id)
    assert story is not None
    return story


async def replayed(story: Story) -> ReturnCase:
    """The case that the stored events make, with the wake-up that policy gives it."""
    case: ReturnCase | None = None
    for told in await histories.of_case(story.case.id):
        case = after(case, told)
    assert case is not None
    wake = wakes_at(case, POLICY)
    return replace(case, wake_at=wake[0] if wake else None)


async def money_is_straight(story: Story) -> None:
    """Each entry sums to zero, and nothing is owed that no refund names."""
    lines = await ledger.of_case(story.case.id)
    assert sum(line.amount.minor for line in lines) == 0
    owed = {book: -minor for book, minor in (await ledger.owed(story.case.id)).items()}
    unpaid: dict[str, int] = {}
    for refund in story.refunds:
        if refund.scheduled_at is not None and refund.succeeded_at is None:
            name = f"{refund.payee.value}_PAYABLE"
            unpaid[name] = unpaid.get(name, 0) + refund.amount.minor
    assert owed == unpaid
