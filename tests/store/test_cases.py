"""`record` writes a case and all it implies, or nothing; whoever comes second is told so."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace

import pytest

from onward.domain import events as e
from onward.domain import ledger
from onward.domain.events import SYSTEM, Because
from onward.domain.ids import CaseId, MatchId, OrderId, PhotoId
from onward.domain.ledger import Book
from onward.domain.life import MatchStatus, Stage, Who
from onward.domain.listings import Match
from onward.domain.money import Money
from onward.domain.refusals import Impossible, WrongStage
from onward.domain.steps import Said
from onward.domain.waiting import wakes_at
from onward.store import answers, bell, cases, changes, histories, outbox, reads
from onward.store import ledger as book
from onward.store.answers import Answer, Question
from tests.domain.examples import (
    A_LISTING,
    A_MATCH,
    A_VARIANT,
    AS_BUYER,
    AS_RETURNER,
    BUYER_LABEL,
    DAY,
    POLICY,
    T0,
    WAREHOUSE_LABEL,
    photo,
    usd,
)
from tests.store.another import another
from tests.store.shelf import Shelf, everything, tell

pytestmark = pytest.mark.anyio

ONE, TWO, RIVAL = Shelf("1"), Shelf("2"), Shelf("3", of="1")
PHOTO = Said(AS_RETURNER, e.PhotoAdded(PhotoId("p"), "front"))
ASKED = Question("returner", "key", "startReturn", ["line-1"])
OWED = ledger.refund_owed(usd(64_00), usd(5_00))
CONTENDER = "tests.store.contender"


def match_of(shelf: Shelf, n: str, status: MatchStatus = MatchStatus.RESERVED) -> Match:
    named, purchase = MatchId(f"match-{n}"), OrderId(f"purchase-{n}")
    case, unit = shelf.case_id, shelf.unit.id
    return replace(
        A_MATCH, id=named, case_id=case, unit_id=unit, purchase_id=purchase, status=status
    )


async def together(*works: Coroutine[None, None, object]) -> None:
    """One after the other, in one transaction."""
    try:
        async with changes.together():
            for work in works:
                await work
    finally:
        for work in works:
            work.close()


async def test_recording_writes_the_row_its_events_and_all_they_imply(store: str) -> None:
    case = await ONE.open(OWED, answer=Answer(ASKED, (ONE.case_id,)))
    assert await cases.read(case.id) == case
    [opened] = await histories.of_case(case.id)
    assert (opened.seq, opened.at, opened.actor, opened.event) == (1, T0, AS_RETURNER, ONE.opening)
    assert [one.effect for one in await outbox.pending(case.id)] == ["count", "greet"]
    assert {line.book for line in await book.of_case(case.id)} >= {Book.RETURNS, Book.TAX}
    assert await answers.known(ASKED) == (ONE.case_id,)
    story = await reads.story(case.id)
    assert story is not None
    assert (story.order, story.line, story.unit) == (ONE.order, ONE.line, ONE.unit)
    assert (story.charge, story.refunds) == (ONE.charge, (ONE.refund,))


async def test_several_events_at_once_are_numbered_without_gaps(store: str) -> None:
    case = await tell(await ONE.open(), PHOTO, PHOTO, PHOTO)
    assert case.version == 4
    assert [one.seq for one in await histories.of_case(case.id)] == [1, 2, 3, 4]
    assert [one.seq for one in await histories.of_case(case.id, after=2)] == [3, 4]


async def test_a_case_wakes_when_its_patience_ends(store: str) -> None:
    case = await ONE.open()
    wake = wakes_at(case, POLICY)
    assert wake is not None
    assert case.wake_at == wake[0] == T0 + POLICY.windows.draft_for
    assert await cases.asleep_past(case.wake_at) == [case]
    assert await cases.asleep_past(case.wake_at - DAY) == []


BROKEN_ROWS: dict[str, tuple[type[Exception], list[object]]] = {
    "a row the store knows no table for": (KeyError, [A_VARIANT]),
    "a child of nobody": (cases.Taken, [replace(photo("front"), case_id=CaseId("nobody"))]),
    "two currencies in one row": (
        Impossible,
        [replace(A_LISTING, case_id=ONE.case_id, new_price=Money(80_00, "EUR"))],
    ),
    "a tracking number that is taken": (
        cases.Taken,
        [replace(BUYER_LABEL, case_id=ONE.case_id, tracking_number="TAKEN")],
    ),
}


@pytest.mark.parametrize("broken", BROKEN_ROWS)
async def test_a_failure_in_the_middle_leaves_nothing(store: str, broken: str) -> None:
    taken = replace(WAREHOUSE_LABEL, case_id=TWO.case_id, tracking_number="TAKEN")
    await TWO.open(rows=[*TWO.rows, taken])
    case = await ONE.open()
    before = await everything()
    raised, rows = BROKEN_ROWS[broken]
    said = Said(SYSTEM, e.RefundCanceled(ONE.refund.id), (OWED,))
    sound = [replace(photo("back"), case_id=ONE.case_id), replace(ONE.refund, net=usd(1))]
    with pytest.raises(raised):
        await tell(case, PHOTO, said, rows=[*sound, *rows], answer=Answer(ASKED, ("x",)))
    assert await everything() == before


async def test_a_key_that_was_just_used_leaves_nothing(store: str) -> None:
    case = await ONE.open(answer=Answer(ASKED, (ONE.case_id,)))
    before = await everything()
    with pytest.raises(cases.Taken):
        await tell(case, PHOTO, answer=Answer(ASKED, (ONE.case_id,)))
    assert await everything() == before


async def test_what_the_life_table_forbids_is_not_written(store: str) -> None:
    case = await ONE.open()
    before = await everything()
    with pytest.raises(WrongStage):
        await tell(case, PHOTO, Said(SYSTEM, e.Closed()))
    with pytest.raises(Impossible):
        await tell(case)
    assert await everything() == before


async def test_nobody_is_called_before_the_commit_nor_without_one(store: str) -> None:
    case = await ONE.open()
    with bell.listening(case.id) as rung:
        async with changes.together():
            await tell(case, PHOTO)
            assert not rung.is_set()
        assert rung.is_set()
        rung.clear()
        with pytest.raises(cases.Taken):
            await together(tell(await cases.read(case.id) or case, PHOTO), RIVAL.open())
        assert not rung.is_set()


async def test_cases_opened_together_are_opened_all_or_none(store: str) -> None:
    before = await everything()
    with pytest.raises(cases.Taken):
        await together(ONE.open(), RIVAL.open())
    assert await everything() == before


async def test_of_two_tasks_that_read_the_same_case_one_is_stale(store: str) -> None:
    case = await ONE.open()
    told = await asyncio.gather(tell(case, PHOTO), tell(case, PHOTO), return_exceptions=True)
    assert [type(one) for one in told].count(cases.Stale) == 1
    assert [one.seq for one in await histories.of_case(case.id)] == [1, 2]


@pytest.mark.slow
async def test_of_two_processes_that_read_the_same_case_one_is_stale(store: str) -> None:
    case = await ONE.open()
    async with (
        another(CONTENDER, store, "record-once", case.id) as first,
        another(CONTENDER, store, "record-once", case.id) as second,
    ):
        assert [await first.says(), await second.says()] == ["read", "read"]
        await asyncio.gather(first.go(), second.go())
        said = await first.rest() + await second.rest()
    assert sorted(said) == ["recorded", "stale"]
    assert [one.seq for one in await histories.of_case(case.id)] == [1, 2]


@pytest.mark.slow
async def test_two_processes_changing_one_case_lose_nothing(store: str) -> None:
    case = await ONE.open()
    async with (
        another(CONTENDER, store, "change-often", case.id, "20") as first,
        another(CONTENDER, store, "change-often", case.id, "20") as second,
    ):
        assert [await first.says(), await second.says()] == ["ready", "ready"]
        await asyncio.gather(first.go(), second.go())
        await asyncio.gather(first.rest(), second.rest())
    assert [one.seq for one in await histories.of_case(case.id)] == list(range(1, 42))


async def test_a_unit_has_one_living_case(store: str) -> None:
    case = await ONE.open()
    with pytest.raises(cases.Taken):
        await RIVAL.open()
    canceled = await tell(case, Said(AS_RETURNER, e.Withdrawn(Because.WITHDRAWN)))
    assert canceled.stage is Stage.CANCELED
    assert (await RIVAL.open()).stage is Stage.DRAFTED


@pytest.mark.slow
async def test_of_two_processes_that_open_a_case_of_one_unit_one_is_told(store: str) -> None:
    await tell(await ONE.open(), Said(AS_RETURNER, e.Withdrawn(Because.WITHDRAWN)))
    async with (
        another(CONTENDER, store, "open-case", "2", "1") as first,
        another(CONTENDER, store, "open-case", "3", "1") as second,
    ):
        assert [await first.says(), await second.says()] == ["ready", "ready"]
        await asyncio.gather(first.go(), second.go())
        said = await first.rest() + await second.rest()
    assert sorted(said) == ["opened", "taken"]


async def test_a_unit_is_held_for_one_buyer_at_a_time(store: str) -> None:
    case = await ONE.open()
    case = await tell(case, PHOTO, rows=[match_of(ONE, "1")])
    with pytest.raises(cases.Taken):
        await tell(case, PHOTO, rows=[match_of(ONE, "2")])
    gone = match_of(ONE, "1", MatchStatus.RELEASED)
    case = await tell(case, PHOTO, rows=[gone, match_of(ONE, "2")])
    story = await reads.story(case.id)
    assert story is not None
    assert story.match == match_of(ONE, "2")


async def test_of_two_buyers_at_once_one_gets_the_unit(store: str) -> None:
    case = await ONE.open()
    buyers = [tell(case, PHOTO, rows=[match_of(ONE, n)]) for n in ("1", "2")]
    told = await asyncio.gather(*buyers, return_exceptions=True)
    assert sum(isinstance(one, cases.Stale | cases.Taken) for one in told) == 1
    story = await reads.story(case.id)
    assert story is not None
    assert len(story.matches) == 1


async def test_a_purchase_is_matched_with_one_unit_for_ever(store: str) -> None:
    first, second = await ONE.open(), await TWO.open()
    await tell(first, PHOTO, rows=[match_of(ONE, "1", MatchStatus.RELEASED)])
    other = replace(match_of(TWO, "2"), purchase_id=OrderId("purchase-1"))
    with pytest.raises(cases.Taken):
        await tell(second, PHOTO, rows=[other])


async def test_of_two_rows_with_one_id_the_later_one_counts(store: str) -> None:
    later = replace(ONE.refund, tries=2)
    await ONE.open(rows=[*ONE.rows, replace(ONE.refund, tries=1), later])
    story = await reads.story(ONE.case_id)
    assert story is not None
    assert story.refunds == (later,)


async def test_a_returners_cases_come_newest_first_page_by_page(store: str) -> None:
    for n in "1234":
        await Shelf(n).open()
    seen: list[str] = []
    before: tuple[int, str] | None = None
    while page := await cases.of_returner("returner", before, 3):
        seen += [case.id for case in page]
        before = (int(page[-1].opened_at.timestamp() * 1000), page[-1].id)
    assert seen == ["case-4", "case-3", "case-2", "case-1"]
    assert await cases.of_returner("somebody else", None, 3) == []


async def test_who_may_not_say_it_changes_nothing(store: str) -> None:
    case = await ONE.open()
    with pytest.raises(WrongStage):
        await tell(case, Said(AS_BUYER, PHOTO.event))
    told = await histories.of_case(case.id)
    assert [one.actor.who for one in told] == [Who.RETURNER]
