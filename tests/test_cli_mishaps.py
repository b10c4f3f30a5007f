"""`onward mishaps` writes the sandbox carrier's failure book, and only there."""

from pathlib import Path

import pytest

from onward.adapters.carriers.failures import FailureBook, Mishap
from onward.cli.mishaps import CannotFail, write_book
from onward.settings import read_settings


def test_a_book_is_written_and_closed_again(tmp_path: Path) -> None:
    settings = read_settings(home=tmp_path)
    told = write_book(settings, ["LOST=1000", "LATE=0"], seed=7)
    assert "LOST 1000" in told
    assert "seed 7" in told
    book = FailureBook(tmp_path / "carrier")
    assert book.mishaps("ONW1") == {Mishap.LOST}
    assert "Nothing" in write_book(settings, [], seed=0)
    assert book.mishaps("ONW1") == frozenset()


@pytest.mark.parametrize("share", ["LOSE=1", "LOST", "LOST=-1", "LOST=1001", "LOST=many", "=1", ""])
def test_a_share_that_cannot_be_is_named(tmp_path: Path, share: str) -> None:
    with pytest.raises(CannotFail, match=r"is none of|must be a mishap"):
        write_book(read_settings(home=tmp_path), [share], seed=0)


@pytest.mark.parametrize(
    "given",
    [
        {"mode": "production", "base_url": "https://shop.example", "secret": "long enough " * 4},
        {
            "mode": "development",
            "carrier": "easypost",
            "easypost_key": "EZTK",
            "easypost_webhook_secret": "hook",
        },
    ],
    ids=["production", "easypost"],
)
def test_a_real_carrier_is_let_alone(tmp_path: Path, given: dict[str, str]) -> None:
    with pytest.raises(CannotFail, match="sandbox"):
        write_book(read_settings(home=tmp_path, **given), ["LOST=1"], seed=0)
    assert not (tmp_path / "carrier").exists()
