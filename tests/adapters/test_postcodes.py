"""Postcode tables as files: separators, byte order marks, columns in any order."""

from pathlib import Path

import pytest

from onward.adapters.postcodes import rows_of
from onward.domain.places import UnreadablePlaces


def read(folder: Path, content: bytes) -> list[tuple[int, tuple[str, ...]]]:
    path = folder / "table.csv"
    path.write_bytes(content)
    return list(rows_of(path))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_columns_stand_in_any_order_between_any_separator(tmp_path: Path, separator: str) -> None:
    lines = (("Lat", "name", " POSTCODE", "lon"), ("52.5", '"Mitte, Berlin"', "10115", "13.4"))
    content = "\n".join(separator.join(line) for line in lines).encode("utf-8-sig")
    assert read(tmp_path, content) == [(2, ("10115", "52.5", "13.4"))]


def test_a_short_row_is_empty_where_it_ends_and_an_empty_line_is_none(tmp_path: Path) -> None:
    content = b"postcode,lat,lon\n\n10115,52.5\n"
    assert read(tmp_path, content) == [(3, ("10115", "52.5", ""))]


@pytest.mark.parametrize("content", [b"", b"zip,lat,lon\n1,2,3\n", b"\xff\xfe\x00", b"lat\n1\n"])
def test_what_is_no_such_table_is_said(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadablePlaces):
        read(tmp_path, content)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePlaces, match="cannot be read"):
        list(rows_of(tmp_path / "nothing.csv"))
