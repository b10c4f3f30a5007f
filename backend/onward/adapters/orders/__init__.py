"""Order files of any shop, CSV or Parquet, read into batches of whole orders.

`open_order_file` says at once whether the file can be read at all; row by row trouble comes with
the batches. Nothing here knows a database.
"""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from onward.adapters.orders.batching import batch
from onward.adapters.orders.mapping import OrderMapping, load_mapping, load_preset, presets
from onward.adapters.orders.reading import RowReader
from onward.adapters.orders.source import OrderSource
from onward.domain.orders import OrderBatch, UnreadableOrderFile

__all__ = ["OrderFile", "OrderMapping", "load_mapping", "load_preset", "open_order_file", "presets"]


class OrderFile:
    """A file found readable. `rows` is how many it has, `time_zone` where its shop counts its days,
    and `batches` may be asked more than once."""

    def __init__(self, source: OrderSource, mapping: OrderMapping) -> None:
        self.rows = source.rows
        self.time_zone = mapping.time_zone
        self._source = source
        self._mapping = mapping

    def batches(self) -> Iterator[OrderBatch]:
        reader = RowReader(self._mapping, self._source.kinds)
        try:
            for chunk in self._source.chunks():
                yield batch(reader.read(chunk), self._source.mapping.rejects)
        except pl.exceptions.PolarsError as problem:
            raise UnreadableOrderFile(f"The file broke off while reading: {problem}.") from problem


def open_order_file(path: Path, mapping: OrderMapping | None = None) -> OrderFile:
    """Raises UnreadableOrderFile, in one plain sentence, where the file as a whole is no good."""
    asked = mapping or OrderMapping()
    return OrderFile(OrderSource(path, asked), asked)
