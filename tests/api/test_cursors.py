"""Cursors come back as they went out, and anything else is refused."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.api import cursors
from onward.domain.refusals import BadInput

MOMENT = datetime(2026, 11, 23, 9, 0, 0, 123_000, tzinfo=UTC)


def test_a_place_comes_back_as_it_was() -> None:
    cursor = cursors.place(MOMENT, "01a2:05-x")
    assert cursors.place_of(cursor) == (1_795_424_400_123, "01a2:05-x")


def test_a_version_comes_back_as_it_was() -> None:
    assert cursors.version_of(cursors.version(12)) == 12


def test_no_cursor_is_the_beginning() -> None:
    assert cursors.place_of(None) is None
    assert cursors.version_of(None) is None


def test_a_version_is_no_place() -> None:
    with pytest.raises(BadInput, match="BAD_CURSOR") as refused:
        cursors.place_of(cursors.version(3))
    assert refused.value.field == "after"
    with pytest.raises(BadInput, match="BAD_CURSOR"):
        cursors.version_of(cursors.place(MOMENT, "x"))


@given(st.one_of(st.text(max_size=60), st.binary(max_size=60).map(lambda raw: raw.hex())))
def test_whatever_is_given_is_a_place_or_is_refused(text: str) -> None:
    found = None
    with suppress(BadInput):
        found = cursors.place_of(text)
        assert found is not None
    assert found is None or (0 <= found[0] <= 2**53 and found[1])


@pytest.mark.parametrize("first", [0, -1, 101, 2**31 - 1])
def test_a_page_has_at_least_one_entry_and_at_most_a_hundred(first: int) -> None:
    with pytest.raises(BadInput) as refused:
        cursors.page_size(first)
    assert refused.value.field == "first"


def test_a_page_of_a_hundred_is_allowed() -> None:
    assert cursors.page_size(100) == 100
