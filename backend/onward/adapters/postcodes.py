"""Postcode tables: CSV files with the columns postcode, lat and lon, between commas, semicolons or
tabs, read line by line."""

import csv
from collections.abc import Iterator
from pathlib import Path

from onward.domain.places import UnreadablePlaces

COLUMNS = ("postcode", "lat", "lon")
_SEPARATORS = ",;\t"
Row = tuple[int, tuple[str, ...]]


def rows_of(path: Path) -> Iterator[Row]:
    """The line number (from 1, the header's) and the three values of each row, empty where a row is
    too short. UnreadablePlaces when it is no such table."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as opened:
            yield from _rows(path, opened)
    except (OSError, UnicodeDecodeError, csv.Error) as trouble:
        raise UnreadablePlaces(f"{path} cannot be read as a table: {trouble}.") from trouble


def _rows(path: Path, lines: Iterator[str]) -> Iterator[Row]:
    header = next(lines, "")
    separator = max(_SEPARATORS, key=header.count)
    named = [name.strip().lower() for name in next(csv.reader([header], delimiter=separator), [])]
    missing = [name for name in COLUMNS if name not in named]
    if missing:
        raise UnreadablePlaces(f"{path} has no column {missing[0]}; it needs {', '.join(COLUMNS)}.")
    places = [named.index(name) for name in COLUMNS]
    table = csv.reader(lines, delimiter=separator)
    for values in table:
        if values:
            found = tuple(values[at] if at < len(values) else "" for at in places)
            yield table.line_num + 1, found
