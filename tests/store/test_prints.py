"""Pictures that were seen before: found among all there are, whoever wrote them and whenever that
was committed; and nothing else found."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from random import Random

import asyncpg
import pytest
from pydantic import TypeAdapter

from onward.domain.events import PhotoAdded
from onward.domain.findings import Findings, SeenPrint, Sighting
from onward.domain.ids import CaseId, PhotoId
from onward.domain.prints import BITS, LOOKED_UP, REACH, SAME_WITHIN, mirrored
from onward.domain.steps import Said
from onward.store import catalogue, prints, sql
from onward.store.haystack import Haystack
from tests.domain.examples import AS_RETURNER, photo
from tests.store.shelf import Shelf, tell

pytestmark = pytest.mark.anyio
HOME, AWAY = Shelf("1"), Shelf("2")
MINE = PhotoId("mine")
ADD_PRINT = "INSERT INTO prints (id, case_id, bits) VALUES ({}, NULL, {})"
ADD_PICTURE = "INSERT INTO catalogue_pictures (id, findings) VALUES ({}, {})"


def a_print(seed: int) -> str:
    return f"{Random(seed).getrandbits(BITS):064x}"


def findings(fine: str, inside: str = "") -> Findings:
    short = LOOKED_UP // 4
    turned = mirrored(fine)
    return Findings(
        sharpness=1.0,
        light=0.5,
        dark=0.1,
        bright=0.0,
        print=fine[:short],
        mirrored=turned[:short],
        fine=fine,
        inside=inside or a_print(int(fine, 16)),
    )


def changed(fine: str, bits: Sequence[int]) -> str:
    """The print with these bits turned over; 0 is the first."""
    number = int(fine, 16)
    for bit in bits:
        number ^= 1 << (BITS - 1 - bit)
    return f"{number:064x}"


PICTURE = findings(a_print(1))


async def show(shelf: Shelf, found: Findings, name: str = "seen") -> None:
    """Open a case with one photo in it."""
    shown = replace(photo("front"), id=PhotoId(name), case_id=shelf.case_id, findings=found)
    rows = (shown, *SeenPrint.of(name, shelf.case_id, found))
    said = Said(AS_RETURNER, PhotoAdded(shown.id, "front"))
    await tell(await shelf.open(), said, rows=rows)


async def seen(found: Findings, own: CaseId = HOME.case_id) -> tuple[Sighting, ...]:
    return await prints.sightings({MINE: found}, own)


async def test_a_photo_of_another_case_is_found_with_its_case(store: str) -> None:
    await show(AWAY, PICTURE)
    assert await seen(PICTURE) == (Sighting(MINE, "seen", AWAY.case_id, 0, False),)


async def test_the_own_cases_photos_are_left_out_however_many_there_are(store: str) -> None:
    rows = [one for n in range(500) for one in SeenPrint.of(f"own-{n}", HOME.case_id, PICTURE)]
    await tell(await HOME.open(), Said(AS_RETURNER, PhotoAdded(MINE, "front")), rows=rows)
    assert await seen(PICTURE) == ()
    await show(AWAY, PICTURE)
    assert [one.seen_id for one in await seen(PICTURE)] == ["seen"]


async def test_a_mirror_image_is_found_and_said_to_be_one(store: str) -> None:
    await show(AWAY, PICTURE)
    assert await seen(findings(mirrored(PICTURE.fine))) == (
        Sighting(MINE, "seen", AWAY.case_id, 0, True),
    )


@pytest.mark.parametrize("turned", [False, True])
async def test_a_crop_is_found_whichever_of_the_two_was_there_first(
    store: str, turned: bool
) -> None:
    crop = findings(mirrored(PICTURE.inside) if turned else PICTURE.inside)
    await show(AWAY, PICTURE)
    assert await seen(crop) == (Sighting(MINE, "seen", AWAY.case_id, 0, turned),)
    await show(Shelf("3"), crop, "crop")
    found = await seen(PICTURE)
    assert [(one.seen_id, one.mirrored) for one in found] == [("crop", turned), ("seen", False)]


async def test_a_catalogue_picture_is_found_and_belongs_to_no_case(store: str) -> None:
    await catalogue.remember("/pictures/shirt.jpg", PICTURE)
    assert await seen(PICTURE) == (Sighting(MINE, "/pictures/shirt.jpg", None, 0, False),)


async def test_a_changed_catalogue_picture_is_found_as_it_is_now(store: str) -> None:
    await catalogue.remember("/pictures/shirt.jpg", PICTURE)
    assert await seen(PICTURE)
    other = findings(a_print(2))
    await catalogue.remember("/pictures/shirt.jpg", other)
    assert await seen(PICTURE) == ()
    assert [one.seen_id for one in await seen(other)] == ["/pictures/shirt.jpg"]


@pytest.mark.parametrize(
    ("first", "further", "same"),
    [
        (REACH, SAME_WITHIN - REACH, True),
        (REACH, SAME_WITHIN - REACH + 1, False),
        (REACH + 1, 0, False),
        (0, SAME_WITHIN, True),
    ],
)
async def test_a_picture_is_the_same_within_both_bounds_and_not_beyond(
    store: str, first: int, further: int, same: bool
) -> None:
    await show(AWAY, PICTURE)
    bits = [*range(first), *range(LOOKED_UP, LOOKED_UP + further)]
    found = await seen(findings(changed(PICTURE.fine, bits)))
    assert [one.distance for one in found] == ([first] if same else [])


async def test_the_nearest_come_first(store: str) -> None:
    for n, bits in enumerate((4, 0, 2), start=2):
        await show(Shelf(str(n)), findings(changed(PICTURE.fine, range(bits))), f"off-by-{bits}")
    assert [one.distance for one in await seen(PICTURE)] == [0, 2, 4]


async def test_a_picture_that_shows_too_little_is_neither_kept_nor_found(store: str) -> None:
    blank = replace(PICTURE, fine="", inside="", print="0" * 16, mirrored="0" * 16)
    await show(AWAY, blank)
    assert await sql.fetch("SELECT * FROM prints") == []
    assert await seen(blank) == ()


async def test_each_photo_is_looked_up_for_itself(store: str) -> None:
    other = findings(a_print(2))
    await show(AWAY, PICTURE)
    await show(Shelf("3"), other, "other")
    found = {MINE: PICTURE, PhotoId("second"): other, PhotoId("new"): findings(a_print(3))}
    sightings = await prints.sightings(found, HOME.case_id)
    assert {(one.photo_id, one.seen_id) for one in sightings} == {
        (MINE, "seen"),
        ("second", "other"),
    }


async def test_what_is_erased_is_found_no_more(store: str) -> None:
    await show(AWAY, PICTURE)
    assert await seen(PICTURE)
    assert await prints.erase(AWAY.case_id) == 2
    assert await seen(PICTURE) == ()


async def test_more_than_a_page_is_read_and_the_first_and_the_last_are_found(store: str) -> None:
    last = findings(a_print(2))
    await catalogue.remember("first", PICTURE)
    rows = [[f"p{n}", Random(n).getrandbits(63)] for n in range(12_000)]
    await sql.execute_many("INSERT INTO prints (id, case_id, bits) VALUES (?, NULL, ?)", rows)
    await catalogue.remember("last", last)
    for found, name in ((PICTURE, "first"), (last, "last")):
        assert [one.seen_id for one in await seen(found)] == [name]


async def test_what_another_process_wrote_is_found(sqlite_store: str) -> None:
    assert await seen(PICTURE) == ()
    with closing(sqlite3.connect(sqlite_store.removeprefix("sqlite://"))) as other, other:
        other.execute(ADD_PICTURE.format("?", "?"), ["theirs", as_json(PICTURE)])
        for one in SeenPrint.of("theirs", None, PICTURE):
            other.execute(ADD_PRINT.format("?", "?"), [one.id, one.bits])
    assert [one.seen_id for one in await seen(PICTURE)] == ["theirs"]


async def test_a_print_that_is_committed_after_a_later_one_is_found(postgres_store: str) -> None:
    early, late = await asyncpg.connect(postgres_store), await asyncpg.connect(postgres_store)
    other = findings(a_print(2))
    try:
        slow = early.transaction()
        await slow.start()
        await add(early, "slow", PICTURE)
        await add(late, "quick", other)
        assert [one.seen_id for one in await seen(other)] == ["quick"]
        assert await seen(PICTURE) == ()
        await slow.commit()
        assert [one.seen_id for one in await seen(PICTURE)] == ["slow"]
    finally:
        await early.close()
        await late.close()


async def test_numbers_that_nobody_will_use_are_waited_for_no_longer_than_their_writer_lives(
    postgres_store: str,
) -> None:
    one, two = await asyncpg.connect(postgres_store), await asyncpg.connect(postgres_store)
    try:
        for round_ in range(3):
            given_up, slow = one.transaction(), two.transaction()
            await given_up.start()
            await add(one, f"never-{round_}", PICTURE)
            await slow.start()
            await add(two, f"slow-{round_}", findings(a_print(10 + round_)))
            await catalogue.remember(f"quick-{round_}", findings(a_print(20 + round_)))
            assert len(await seen(findings(a_print(20 + round_)))) == 1
            await given_up.rollback()
            assert await seen(PICTURE) == ()
            assert prints._known.gaps
            await slow.commit()
            found = await seen(findings(a_print(10 + round_)))
            assert [sighting.seen_id for sighting in found] == [f"slow-{round_}"]
            assert prints._known.gaps == []
    finally:
        await one.close()
        await two.close()


async def test_a_picture_that_stands_in_no_table_any_more_is_passed_over(store: str) -> None:
    await catalogue.remember("gone", PICTURE)
    await sql.execute("DELETE FROM catalogue_pictures")
    assert await seen(PICTURE) == ()


def test_the_haystack_finds_exactly_what_lies_within_reach() -> None:
    chance = Random(7)
    hay, numbers, every = Haystack(), [chance.getrandbits(64) for _ in range(3)], []
    for n in range(70_000):
        near = chance.random() < 0.001
        bits = chance.choice(numbers) if near else chance.getrandbits(64)
        for bit in chance.sample(range(64), chance.randrange(2 * REACH)) if near else ():
            bits ^= 1 << bit
        every.append(bits)
        hay.add([n * 3], [bits - (1 << 64) if bits >> 63 else bits])
    wanted = numbers[:2]
    apart = {n * 3: min((bits ^ one).bit_count() for one in wanted) for n, bits in enumerate(every)}
    expected = sorted((bits, seq) for seq, bits in apart.items() if bits <= REACH)
    signed = [one - (1 << 64) if one >> 63 else one for one in wanted]
    assert hay.near(signed, REACH) == expected
    assert len(expected) > 20


def test_an_empty_haystack_holds_nothing() -> None:
    assert Haystack().near([5], 64) == []


async def add(connection: asyncpg.Connection, name: str, found: Findings) -> None:
    await connection.execute(ADD_PICTURE.format("$1", "$2"), name, as_json(found))
    for one in SeenPrint.of(name, None, found):
        await connection.execute(ADD_PRINT.format("$1", "$2"), one.id, one.bits)


def as_json(found: Findings) -> str:
    return TypeAdapter(Findings).dump_json(found).decode()
