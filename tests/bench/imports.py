"""A real shop's year of orders through the importer, the file's reading included."""

from collections.abc import AsyncIterator
from pathlib import Path

from onward.adapters.orders import load_preset, open_order_file
from onward.services.imports import import_orders
from tests.bench.figures import ENGINES, Figure, fresh_store
from tests.shared import shared

HOW = (
    "541,909 invoice rows of UCI Online Retail (Parquet) into an empty database, reading, checking "
    "and the report of refused rows included; durable commits of some 50,000 rows"
)


async def figures(folder: Path) -> AsyncIterator[Figure]:
    path = shared("data", "online_retail_2010_2011.parquet")
    for engine in ENGINES:
        file = open_order_file(path, load_preset("uci"))
        async with fresh_store(engine, folder):
            report = folder / f"rejected-{engine}.csv"
            done = await import_orders(file.batches(), time_zone="Europe/London", report=report)
        yield Figure(f"import_rows_per_s.{engine}", done.rows_per_second, "rows/s", HOW)
