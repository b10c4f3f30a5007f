"""The failure book: seeded, kept as a file, and the same story whenever it is told."""

from pathlib import Path

import pytest

from onward.adapters.carriers.failures import FailureBook, Mishap


def test_without_a_book_nothing_fails(tmp_path: Path) -> None:
    assert FailureBook(tmp_path).mishaps("label:1") == frozenset()


@pytest.mark.parametrize("share", [0, 1000])
def test_a_share_of_none_and_of_all_is_kept(tmp_path: Path, share: int) -> None:
    book = FailureBook(tmp_path)
    book.write(per_mille={Mishap.LOST: share})
    hit = sum(Mishap.LOST in book.mishaps(f"ONW{drawn}") for drawn in range(50))
    assert hit == share * 50 // 1000


def test_about_as_many_meet_a_mishap_as_the_book_says(tmp_path: Path) -> None:
    book = FailureBook(tmp_path)
    book.write(seed=5, per_mille={Mishap.LATE: 300})
    assert 230 <= sum(bool(book.mishaps(f"ONW{drawn}")) for drawn in range(1000)) <= 370


def test_another_process_reads_the_same_and_another_seed_another_story(tmp_path: Path) -> None:
    book, there = FailureBook(tmp_path), FailureBook(tmp_path)
    numbers = [f"ONW{drawn}" for drawn in range(40)]
    book.write(seed=1, per_mille={Mishap.LOST: 500, Mishap.LATE: 500})
    one = [book.mishaps(number) for number in numbers]
    assert [there.mishaps(number) for number in numbers] == one
    book.write(seed=2, per_mille={Mishap.LOST: 500, Mishap.LATE: 500})
    assert [there.mishaps(number) for number in numbers] != one


def test_what_is_certain_happens_to_that_one_alone(tmp_path: Path) -> None:
    book = FailureBook(tmp_path)
    book.write(certain={"ONW1": [Mishap.DAMAGED, Mishap.MISSING]})
    assert book.mishaps("ONW1") == {Mishap.DAMAGED, Mishap.MISSING}
    assert book.mishaps("ONW2") == frozenset()
    book.close()
    assert book.mishaps("ONW1") == frozenset()
