"""Bringing a postcode table in: whole, repeatable, each row that cannot be used with its reason."""

from pathlib import Path

import pytest

from onward.adapters.postcodes import rows_of
from onward.domain.places import UnreadablePlaces
from onward.services.places import ROWS_AT_ONCE, import_places
from onward.store import places
from tests.services.shop import Shop

pytestmark = pytest.mark.anyio

GOOD = ["postcode,lat,lon", "10115,52.5323,13.3846", "80331,48.1371,11.5725"]


def table(folder: Path, *lines: str) -> Path:
    path = folder / "postcodes.csv"
    path.write_text("\n".join((*lines, "")), encoding="utf-8")
    return path


async def test_the_same_file_again_changes_nothing(shop: Shop, tmp_path: Path) -> None:
    path = table(tmp_path, *GOOD)
    for _ in range(2):
        done = await import_places("DE", rows_of(path), tmp_path / "refused.csv")
        assert (done.rows, done.places, done.report) == (2, 2, None)
    assert await places.lies_at("DE", "80331") == (48.137, 11.572)


async def test_rows_that_cannot_be_used_are_counted_and_listed(shop: Shop, tmp_path: Path) -> None:
    bad = ["10115,1,1", ",1,2", "20095,91,10", "20095,53.5", "20095,north,10"]
    done = await import_places(
        "DE", rows_of(table(tmp_path, *GOOD, *bad)), tmp_path / "rejected" / "de.csv"
    )
    assert (done.rows, done.places) == (7, 2)
    reasons = {"GIVEN_TWICE": 1, "NO_POSTCODE": 1, "BAD_LATITUDE": 2, "BAD_LONGITUDE": 1}
    assert done.refused == reasons
    assert done.report is not None
    assert done.report.read_text().splitlines() == [
        "row,reason,value",
        "4,GIVEN_TWICE,10115",
        "5,NO_POSTCODE,",
        "6,BAD_LATITUDE,91",
        "7,BAD_LONGITUDE,",
        "8,BAD_LATITUDE,north",
    ]


async def test_a_file_of_many_batches_comes_in_whole(shop: Shop, tmp_path: Path) -> None:
    count = ROWS_AT_ONCE + 7
    rows = [f"{n:05},50.{n % 10},8.0" for n in range(count)]
    heard: list[int] = []
    path = table(tmp_path, GOOD[0], *rows)
    done = await import_places("DE", rows_of(path), tmp_path / "r.csv", heard.append)
    assert (done.places, sum(heard)) == (count, count)


@pytest.mark.parametrize("country", ["Germany", "de", ""])
async def test_what_is_no_country_is_said(shop: Shop, tmp_path: Path, country: str) -> None:
    with pytest.raises(UnreadablePlaces, match="country code"):
        await import_places(country, rows_of(table(tmp_path, *GOOD)), tmp_path / "r.csv")


async def test_a_file_without_one_good_row_leaves_what_was_there(
    shop: Shop, tmp_path: Path
) -> None:
    await import_places("DE", rows_of(table(tmp_path, *GOOD)), tmp_path / "r.csv")
    with pytest.raises(UnreadablePlaces, match="No row"):
        await import_places("DE", rows_of(table(tmp_path, GOOD[0], "x,y,z")), tmp_path / "r.csv")
    assert await places.count("DE") == 2


async def test_a_letter_in_a_country_with_a_table_finds_its_way_by_it(
    shop: Shop, tmp_path: Path
) -> None:
    await import_places("DE", rows_of(table(tmp_path, *GOOD)), tmp_path / "r.csv")
    assert await places.lies_at("DE", "10 115") == (52.532, 13.385)
