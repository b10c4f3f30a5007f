"""Effects are done by whoever holds the lease, again by another when that one dies, and never
twice as far as money can tell."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from onward.adapters.payments.sandbox import SandboxPayments
from onward.store import cases, histories, outbox, sql
from onward.store.outbox import Claim
from tests.polling import until
from tests.store.another import another
from tests.store.shelf import EFFECTS, Shelf

pytestmark = pytest.mark.anyio

ONE = Shelf("1")
DRAINER = "tests.store.drainer"
LONG_MS, AT_ONCE_MS = 60_000, 0


async def fill(many: int) -> set[str]:
    """Open that many cases; the effects that wait because of it."""
    for n in range(many):
        await Shelf(str(n)).open()
    return {row["id"] for row in await sql.fetch("SELECT id FROM effects WHERE done_at IS NULL")}


async def test_an_event_sets_off_its_effects_in_the_order_it_happened(store: str) -> None:
    await fill(3)
    claims = await outbox.claim(LONG_MS)
    told = [await histories.event(claim.event_id) for claim in claims]
    assert [one.case_id for one in told] == [f"case-{n}" for n in "001122"]
    assert sorted({claim.effect for claim in claims}) == sorted(EFFECTS["Opened"])
    assert {(claim.token, claim.attempts) for claim in claims} == {(1, 1)}


async def test_what_is_claimed_is_nobody_elses_until_the_lease_ends(store: str) -> None:
    await ONE.open()
    assert len(await outbox.claim(LONG_MS)) == 2
    assert await outbox.claim(LONG_MS) == []
    due_in = await outbox.next_due_in()
    assert due_in is not None
    assert 50 < due_in <= 61


async def test_an_effect_that_was_tried_before_is_known_even_when_it_was_revived(
    store: str,
) -> None:
    case = await ONE.open()
    await Shelf("2").open()
    [opened] = await histories.of_case(case.id)
    assert not await outbox.tried_before(opened)
    await outbox.claim(AT_ONCE_MS)
    assert not await outbox.tried_before(opened)
    await outbox.claim(AT_ONCE_MS)
    assert await outbox.tried_before(opened)
    await outbox.revive(case.id)
    assert await outbox.tried_before(opened)


async def test_no_more_is_claimed_than_asked_for(store: str) -> None:
    await fill(5)
    assert [len(await outbox.claim(LONG_MS, limit=4)) for _ in range(4)] == [4, 4, 2, 0]


async def test_many_workers_at_once_share_what_waits(store: str) -> None:
    waiting = await fill(10)
    shares = await asyncio.gather(*(outbox.claim(LONG_MS, limit=3) for _ in range(8)))
    claimed = Counter(claim.id for share in shares for claim in share)
    assert set(claimed) <= waiting
    assert set(claimed.values()) == {1}
    assert max(len(share) for share in shares) <= 3


async def test_what_is_finished_is_over(store: str) -> None:
    await ONE.open()
    for claim in await outbox.claim(LONG_MS):
        await outbox.finish(claim)
    assert await outbox.pending(ONE.case_id) == []
    assert await outbox.next_due_in() is None
    assert await outbox.claim(LONG_MS) == []


async def one_claim(lease_ms: int) -> Claim:
    async def look() -> list[Claim]:
        return await outbox.claim(lease_ms, limit=1)

    [claim] = await until(look)
    return claim


async def taken_over() -> tuple[Claim, Claim]:
    """An effect whose first holder was too slow, as both holders know it."""
    await ONE.open()
    other = await one_claim(LONG_MS)
    slow = await one_claim(AT_ONCE_MS)
    quick = await one_claim(LONG_MS)
    assert other.id != slow.id == quick.id
    assert (slow.token, quick.token, quick.attempts) == (1, 2, 2)
    return slow, quick


async def test_whoever_lost_the_lease_is_told_so_and_changes_nothing(store: str) -> None:
    slow, quick = await taken_over()
    before = await outbox.pending(ONE.case_id)
    with pytest.raises(outbox.LostLease):
        await outbox.finish(slow)
    with pytest.raises(outbox.LostLease):
        await outbox.put_off(slow, 1000, "carrier")
    with pytest.raises(outbox.LostLease):
        await outbox.give_up(slow, "carrier")
    assert await outbox.pending(ONE.case_id) == before
    await outbox.finish(quick)


async def test_an_effect_put_off_comes_again_and_says_why(store: str) -> None:
    await ONE.open()
    first = await one_claim(LONG_MS)
    await outbox.put_off(first, AT_ONCE_MS, "carrier")
    waiting = {one.effect: one for one in await outbox.pending(ONE.case_id)}
    assert (waiting[first.effect].trouble, waiting[first.effect].attempts) == ("carrier", 1)
    again = {claim.id: claim for claim in [await one_claim(LONG_MS), await one_claim(LONG_MS)]}
    assert again[first.id].attempts == 2
    await outbox.finish(again[first.id])
    assert [one.trouble for one in await outbox.pending(ONE.case_id)] == [None]


async def test_an_effect_put_off_for_long_is_not_claimed_before(store: str) -> None:
    await ONE.open()
    for claim in await outbox.claim(LONG_MS):
        await outbox.put_off(claim, LONG_MS, "mail")
    assert await outbox.claim(LONG_MS) == []


async def test_an_effect_given_up_waits_for_a_person(store: str) -> None:
    await ONE.open()
    claim = await one_claim(LONG_MS)
    await outbox.give_up(claim, "payments")
    seen = {one.effect: one for one in await outbox.pending(ONE.case_id)}[claim.effect]
    assert (seen.dead, seen.due_at, seen.trouble) == (True, None, "payments")
    assert claim.id not in {one.id for one in await outbox.claim(LONG_MS)}


@pytest.mark.slow
async def test_two_processes_draining_one_outbox_do_no_effect_twice(
    store: str, tmp_path: Path
) -> None:
    waiting = await fill(25)
    words = (DRAINER, store, str(tmp_path), str(LONG_MS))
    async with another(*words) as first, another(*words) as second:
        held = {await first.says(), await second.says()}
        assert len(held) == 2
        await asyncio.gather(first.go(), second.go())
        said = await asyncio.gather(first.rest(), second.rest())
    did = Counter(line for lines in said for line in lines)
    assert did == Counter(f"did {effect}" for effect in waiting)
    assert all(said)
    assert paid(tmp_path) == Counter(waiting)


@pytest.mark.parametrize("stop", ["before", "after"])
@pytest.mark.slow
async def test_a_process_killed_in_the_middle_of_an_effect_loses_nothing(
    store: str, tmp_path: Path, stop: str
) -> None:
    waiting = await fill(3)
    async with another(DRAINER, store, str(tmp_path), "1500", stop) as first:
        _, held = (await first.says()).split()
        await first.kill()
    assert paid(tmp_path)[held] == (1 if stop == "after" else 0)
    async with another(DRAINER, store, str(tmp_path), str(LONG_MS), "never") as second:
        did = await second.rest()
    assert sorted(did) == sorted(f"did {effect}" for effect in waiting)
    assert paid(tmp_path) == Counter(waiting)
    [row] = await sql.fetch("SELECT attempts FROM effects WHERE id = ?", [held])
    assert row["attempts"] == 2


@pytest.mark.slow
async def test_a_process_that_was_too_slow_drops_what_it_holds(store: str, tmp_path: Path) -> None:
    waiting = await fill(1)
    async with another(DRAINER, store, str(tmp_path), "1000", "after") as slow:
        _, held = (await slow.says()).split()
        async with another(DRAINER, store, str(tmp_path), str(LONG_MS), "never") as quick:
            assert f"did {held}" in await quick.rest()
        await slow.go()
        assert f"lost {held}" in await slow.rest()
    assert paid(tmp_path) == Counter(waiting)


async def test_effects_are_written_with_the_event_or_not_at_all(store: str) -> None:
    await ONE.open()
    before = await outbox.pending(ONE.case_id)
    with pytest.raises(cases.Taken):
        await Shelf("2", of="1").open()
    assert await outbox.pending(ONE.case_id) == before
    assert await outbox.pending(Shelf("2").case_id) == []


def paid(folder: Path) -> Counter[str]:
    """How often money moved for each effect, as the provider's books have it."""
    return Counter(movement.key for movement in SandboxPayments(folder).movements())
