"""What somebody types to find something."""

import pytest

from onward.store.words import matching


@pytest.mark.parametrize(
    ("search", "asked"),
    [
        ("Jumper", ["%jumper%"]),
        ("jumper, rust", ["%jumper%", "%rust%"]),
        ("jumper size M", ["%jumper%", "% m %"]),
        ("jeans 30", ["%jeans%", "% 30%"]),
        ("size", ["%size%"]),
        ("50%", ["%50!%%"]),
        (" ,; ", []),
    ],
)
def test_every_word_is_looked_for_and_a_letter_alone_is_a_size(
    search: str, asked: list[object]
) -> None:
    conditions, said = matching(search)
    assert said == asked
    assert len(conditions) == len(asked)


def test_a_pasted_page_asks_no_more_than_a_database_takes() -> None:
    conditions, said = matching("word " * 5_000)
    assert len(conditions) == len(said) == 12
