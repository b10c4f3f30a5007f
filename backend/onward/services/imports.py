"""Bringing an order file in: whole orders, many at a time, with a report of every refused row.

Reading the file is an adapter's work; its batches come in as they are read.
"""

import csv
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from onward.domain.incoming import order_offer
from onward.domain.orders import OrderBatch, RejectedRow
from onward.domain.policy import Policy
from onward.store import imports, offers, orders

# Large transactions are quick; beyond this many rows they only hold others up.
ROWS_AT_ONCE = 50_000
LINES_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Waits:
    """By which rules an order waits for an opened piece, and what time it is."""

    policy: Policy
    now: datetime


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. `report` names the CSV of refused rows, None when none was refused."""

    rows: int
    orders_added: int
    lines_added: int
    rejected: Counter[str]
    report: Path | None
    seconds: float

    @property
    def rows_per_second(self) -> float:
        return self.rows / self.seconds if self.seconds else 0.0


async def import_orders(
    batches: Iterable[OrderBatch],
    *,
    time_zone: str,
    report: Path,
    progress: Callable[[int], None] = lambda rows: None,
    waits: Waits | None = None,
) -> ImportReport:
    """Bring the batches in; the same file again adds nothing.

    `time_zone` is where the shop counts its days. `progress` hears how many rows were read and
    written since it last heard. `waits` lets orders that would take an opened piece wait for one;
    without it none does. Refused rows go to the CSV at `report`. When the file turns out
    unreadable halfway, what was written before stays, and the same import again completes it.
    """
    began = time.perf_counter()
    rows = orders = lines = 0
    rejected: Counter[str] = Counter()
    known = await imports.newest()
    with ExitStack() as open_files:
        refused = _Refused(report, open_files)
        for together in _gathered(batches):
            added = await imports.bring_in(together, time_zone, known)
            if waits is not None:
                await _wait(added.takes_open_box, waits)
            orders, lines = orders + added.orders, lines + added.lines
            for batch in together:
                rejected.update(row.reason for row in batch.rejected)
                refused.write(batch.rejected)
            read = sum(batch.rows_read for batch in together)
            rows += read
            progress(read)
    seconds = time.perf_counter() - began
    return ImportReport(rows, orders, lines, rejected, report if rejected else None, seconds)


async def _wait(line_ids: Sequence[str], waits: Waits) -> None:
    """A second transaction: should it fail, the same import again makes the offers."""
    for some in _few(line_ids):
        lines = await orders.lines_by_id(some)
        found = await orders.read_all(sorted({line.order_id for line in lines}))
        variants = await orders.variants([line.variant_id for line in lines])
        made = [
            order_offer(found[one.order_id], one, variants[one.variant_id], waits.policy, waits.now)
            for one in lines
        ]
        await offers.add_waiting([offer for offer in made if offer is not None])


def _few(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), LINES_AT_ONCE):
        yield ids[start : start + LINES_AT_ONCE]


def _gathered(batches: Iterable[OrderBatch]) -> Iterator[list[OrderBatch]]:
    together: list[OrderBatch] = []
    rows = 0
    for batch in batches:
        together.append(batch)
        rows += batch.rows_read
        if rows >= ROWS_AT_ONCE:
            yield together
            together, rows = [], 0
    if together:
        yield together


class _Refused:
    """The CSV of refused rows, begun with the first of them."""

    def __init__(self, path: Path, open_files: ExitStack):
        self._path = path
        self._open_files = open_files
        self._begun = False

    def write(self, rows: Iterable[RejectedRow]) -> None:
        values = [(row.row, row.reason, row.message, row.value) for row in rows]
        if not values:
            return
        if not self._begun:
            self._begun = True
            file = self._open_files.enter_context(
                self._path.open("w", newline="", encoding="utf-8")
            )
            self._csv = csv.writer(file)
            self._csv.writerow(("row", "reason", "message", "value"))
        self._csv.writerows(values)
