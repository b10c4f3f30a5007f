"""A warranty in words: never silent, and plain where the buyer agrees to less."""

import pytest

from onward.domain.warranties import Warranty
from onward.messages.warranties import months_text, warranty_text


@pytest.mark.parametrize(
    ("months", "said"),
    [(1, "1 month"), (3, "3 months"), (12, "1 year"), (18, "18 months"), (24, "2 years")],
)
def test_months_are_said_as_people_say_them(months: int, said: str) -> None:
    assert months_text(months) == said


def test_the_law_comes_first_and_the_shops_own_promise_beside_it() -> None:
    told = warranty_text(Warranty(24, 36))
    assert told.startswith("Legal guarantee: 2 years")
    assert "Warranty of the shop: 3 years" in told


def test_whoever_agrees_to_less_is_told_what_it_would_have_been() -> None:
    told = warranty_text(Warranty(12, 0))
    assert "1 year" in told
    assert "2 years" in told
    assert "agrees" in told


def test_no_promise_is_said_too() -> None:
    assert "no warranty" in warranty_text(Warranty(0, 0))
