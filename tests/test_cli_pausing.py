"""Stopping things and bringing postcodes in, as a person types it at the terminal."""

from pathlib import Path

import pytest

from tests.test_cli import GOOD, home, onward, order_file

__all__ = ["home"]


@pytest.fixture
def shop(home: Path, tmp_path: Path) -> Path:
    """A shop that knows one SKU, S-1."""
    assert onward(home, "import-orders", str(order_file(tmp_path, GOOD))).exit_code == 0
    return home


def test_a_stop_says_what_it_did_is_listed_and_is_lifted(shop: Path) -> None:
    assert "Nothing is stopped." in onward(shop, "pause").output
    done = onward(shop, "pause", "sku:S-1", "--because", "recall")
    assert done.exit_code == 0, done.output
    assert "sku:S-1 is stopped. Returns that go to the warehouse now: 0." in done.output
    assert "0  handed in before" in done.output
    assert "0  with a buyer who has it, or is about to, and is written to now" in done.output
    assert "sku:S-1: recall, since " in onward(shop, "pause").output
    assert onward(shop, "resume", "sku:S-1").exit_code == 0
    assert "Nothing is stopped." in onward(shop, "pause").output


def test_everything_and_a_category_are_stopped_by_name(shop: Path) -> None:
    for what in ("all", "category:shoes"):
        said = onward(shop, "pause", what).output
        assert f"{what} is stopped" in said
        assert "written to" not in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("pause", "S-1"), "Say all, category:NAME or sku:NUMBER."),
        (("pause", "sku:S-2"), "There is no item with that number."),
        (("pause", "category:shoos"), "There is no such category."),
        (("resume", "sku:S-1"), "That was not stopped."),
        (("resume", "everything"), "Say all, category:NAME or sku:NUMBER."),
    ],
)
def test_what_cannot_be_stopped_or_opened_is_said_in_a_sentence(
    shop: Path, words: tuple[str, ...], said: str
) -> None:
    done = onward(shop, *words)
    assert done.exit_code == 1
    assert said in done.output
    assert "Traceback" not in done.output


def test_a_postcode_table_comes_in_with_a_word_on_each_row_it_cannot_use(
    home: Path, tmp_path: Path
) -> None:
    table = tmp_path / "de.csv"
    table.write_text("postcode,lat,lon\n10115,52.5,13.4\n10115,1,1\n80331,north,11.6\n")
    for _ in range(2):
        done = onward(home, "import-places", str(table), "--country", "de")
        assert done.exit_code == 0, done.output
        assert "3 rows read: DE has 1 postcodes now, 2 rows refused." in done.output
        assert "1  give a postcode again" in done.output
    listed = (home / "rejected" / "places-DE.csv").read_text().splitlines()
    assert listed == ["row,reason,value", "3,GIVEN_TWICE,10115", "4,BAD_LATITUDE,north"]


@pytest.mark.parametrize(
    ("content", "country", "said"),
    [
        ("zip,lat,lon\n1,2,3\n", "DE", "has no column postcode"),
        ("postcode,lat,lon\n,,\n", "DE", "No row of the file can be used"),
        ("postcode,lat,lon\n10115,52.5,13.4\n", "Germany", "no country code"),
    ],
)
def test_a_table_that_cannot_be_used_is_said_in_a_sentence(
    home: Path, tmp_path: Path, content: str, country: str, said: str
) -> None:
    table = tmp_path / "table.csv"
    table.write_text(content)
    done = onward(home, "import-places", str(table), "--country", country)
    assert done.exit_code == 1
    assert said in " ".join(done.output.split())
    assert "Traceback" not in done.output
