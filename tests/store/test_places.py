"""Postcode tables: looked up by the most exact name, replaced as a whole."""

from collections.abc import Iterator

import pytest

from onward.domain.places import Place
from onward.store import places

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("store")]

BERLIN = Place("DE:10115", "DE", 52_532, 13_385)
MUNICH = Place("DE:80331", "DE", 48_137, 11_572)
LONDON = Place("GB:SW1A", "GB", 51_501, -142)


async def test_a_postcode_that_was_imported_lies_where_its_row_says() -> None:
    assert await places.replace("DE", [[BERLIN], [MUNICH]]) == 2
    assert await places.lies_at("DE", "10115") == (52.532, 13.385)
    assert await places.lies_at("DE", "99999") is None
    assert await places.lies_at("FR", "10115") is None
    assert await places.lies_at("DE", "") is None


async def test_the_most_exact_name_counts() -> None:
    exact = Place("GB:SW1A1AA", "GB", 51_502, -141)
    await places.replace("GB", [[LONDON, exact]])
    assert await places.lies_at("GB", "SW1A 1AA") == exact.degrees
    assert await places.lies_at("GB", "SW1A 2BB") == LONDON.degrees


async def test_a_table_replaces_that_countrys_and_no_other() -> None:
    await places.replace("DE", [[BERLIN]])
    await places.replace("GB", [[LONDON]])
    assert await places.replace("DE", [[MUNICH]]) == 1
    assert await places.lies_at("DE", "10115") is None
    assert await places.count("GB") == 1


async def test_a_table_without_places_leaves_what_was_there() -> None:
    await places.replace("DE", [[BERLIN]])
    assert await places.replace("DE", [[], []]) == 0
    assert await places.count("DE") == 1


async def test_a_reading_that_breaks_off_leaves_what_was_there() -> None:
    await places.replace("DE", [[BERLIN]])

    def breaks_off() -> Iterator[list[Place]]:
        yield [MUNICH]
        raise OSError("the disk went away")

    with pytest.raises(OSError, match="the disk"):
        await places.replace("DE", breaks_off())
    assert await places.lies_at("DE", "10115") == BERLIN.degrees
    assert await places.lies_at("DE", "80331") is None
