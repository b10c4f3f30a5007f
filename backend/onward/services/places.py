"""Bringing a country's postcode table in: as a whole, with a report of every row that cannot be
used. Reading the file is an adapter's work."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from onward.domain.places import Place, RefusedPlace, UnreadablePlaces, is_country, place_of
from onward.store import places

ROWS_AT_ONCE = 10_000
Row = tuple[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class PlacesReport:
    """What an import did: rows read, places that the country now has, rows refused by reason, and
    the CSV that lists them, None when none was refused."""

    rows: int
    places: int
    refused: Counter[str]
    report: Path | None


async def import_places(
    country: str,
    rows: Iterable[Row],
    report: Path,
    progress: Callable[[int], None] = lambda rows: None,
) -> PlacesReport:
    """From now on the country's table is this file's, so the same file again changes nothing.
    UnreadablePlaces for what is no country, or when no row can be used: then what was there stays.
    """
    if not is_country(country):
        raise UnreadablePlaces(f"{country} is no country code of two letters, such as DE.")
    reading = _Reading(country, rows, progress)
    found = await places.replace(country, reading.batches())
    if not found:
        raise UnreadablePlaces("No row of the file can be used; what was there stays.")
    return PlacesReport(
        reading.rows, found, Counter(one.reason for one in reading.refused), reading.listed(report)
    )


class _Reading:
    """Rows into places, many at a time; the first row of a postcode counts."""

    def __init__(self, country: str, rows: Iterable[Row], progress: Callable[[int], None]):
        self._country, self._rows, self._progress = country, rows, progress
        self._seen: set[str] = set()
        self.rows = 0
        self.refused: list[RefusedPlace] = []

    def batches(self) -> Iterator[list[Place]]:
        batch: list[Place] = []
        for number, values in self._rows:
            self.rows += 1
            place = self._new(number, values)
            if place:
                batch.append(place)
            if self.rows % ROWS_AT_ONCE == 0:
                self._progress(ROWS_AT_ONCE)
                yield batch
                batch = []
        self._progress(self.rows % ROWS_AT_ONCE)
        yield batch

    def listed(self, report: Path) -> Path | None:
        if not self.refused:
            return None
        report.parent.mkdir(parents=True, exist_ok=True)
        with report.open("w", newline="", encoding="utf-8") as opened:
            lines = csv.writer(opened)
            lines.writerow(("row", "reason", "value"))
            lines.writerows((one.row, one.reason, one.value) for one in self.refused)
        return report

    def _new(self, number: int, values: Sequence[str]) -> Place | None:
        place = place_of(number, self._country, values)
        if isinstance(place, Place) and place.id in self._seen:
            place = RefusedPlace(number, "GIVEN_TWICE", values[0])
        if isinstance(place, RefusedPlace):
            self.refused.append(place)
            return None
        self._seen.add(place.id)
        return place
