"""How long a real shop's year takes from the file to the report, and how much memory a million rows
need; each in a process of its own, as a person would run it."""

import csv
import random
import sys
from asyncio import create_subprocess_exec
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson

from tests.bench.figures import Figure
from tests.shared import shared

ROWS = 1_000_000
SECONDS = (
    "541,909 invoice rows of UCI Online Retail (Parquet), read, judged, linked and replayed under "
    "the shipped policy, an owner looked for over 7 days (--window-days 7; the policy itself stops "
    "sooner), with demand alone, every curve, range and alternative of the report; without the "
    "interpreter's start"
)
PEAK = (
    "peak resident memory of `onward backtest --window-days 7 --json --html` on a CSV of 1,000,000 "
    "rows with e-mail addresses (5,000 SKUs, 200,000 customers, 8% returned), read and replayed in "
    "{seconds:.1f} s"
)
# Always the same work, whatever window the shipped policy has.
WINDOW = ("--window-days", "7")
# The command itself, and then what the process needed at its peak, in kilobytes (Linux).
RUN = (
    "import resource, sys\n"
    "from onward.cli import app\n"
    "app(sys.argv[1:], standalone_mode=False)\n"
    "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)\n"
)


async def figures(folder: Path) -> AsyncIterator[Figure]:
    year = shared("data", "online_retail_2010_2011.parquet")
    seconds, _ = await _backtest(folder, str(year), "--preset", "uci")
    yield Figure("backtest_s.uci", seconds, "s", SECONDS)
    million = folder / "million.csv"
    write_orders(million, ROWS)
    seconds, peak_kb = await _backtest(folder, str(million))
    how = PEAK.format(seconds=seconds)
    yield Figure("backtest_peak_mb.million", peak_kb / 1024, "MB", how)


async def _backtest(folder: Path, *words: str) -> tuple[float, int]:
    """What the report says it took, and the peak of the process."""
    page = str(folder / "report.html")
    command = (sys.executable, "-c", RUN, "backtest", *words, *WINDOW, "--json", "--html", page)
    process = await create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE)
    printed, said = await process.communicate()
    if process.returncode != 0:
        raise RuntimeError(said.decode())
    return float(orjson.loads(printed)["seconds"]), int(said.split()[-1])


def write_orders(path: Path, rows: int) -> None:
    """Orders of two years in the order they came in, up to five lines each. Items sell as items do:
    a few a lot, most of them little."""
    chance = random.Random(1)
    start = datetime(2024, 1, 1, tzinfo=UTC)
    header = ("order_number", "ordered_at", "email", "sku", "quantity", "unit_price", "currency")
    with path.open("w", newline="", encoding="utf-8") as opened:
        out = csv.writer(opened)
        out.writerow((*header, "country", "returned_at"))
        written, order = 0, 0
        while written < rows:
            order += 1
            at = start + timedelta(seconds=order * 2 * 365 * 86_400 / (rows / 3))
            customer = chance.randrange(200_000)
            for _ in range(min(chance.randint(1, 5), rows - written)):
                item = int(5_000 * chance.random() ** 3)
                back = chance.random() < 0.08
                came_back = at + timedelta(days=chance.uniform(3, 25)) if back else None
                out.writerow(
                    (
                        order,
                        at.isoformat(),
                        f"customer-{customer}@example.com",
                        f"SKU-{item:05}",
                        1,
                        f"{10 + item % 90}.00",
                        "USD",
                        "US",
                        came_back.isoformat() if came_back else "",
                    )
                )
                written += 1
