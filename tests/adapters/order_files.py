"""Small order files for the tests of their reader, and what to ask of what was read."""

from pathlib import Path

import pytest

from onward.adapters.orders import open_order_file
from onward.adapters.orders.mapping import OrderMapping
from onward.domain.orders import OrderBatch, UnreadableOrderFile

HEADER = "order_number,ordered_at,sku,quantity,unit_price,currency,country"
GOOD = "A-1,2026-11-01T10:00:00Z,tee-m,2,24.00,USD,US"
NOVEMBER_FIRST = 1_793_527_200_000


def read(path: Path, text: str, mapping: OrderMapping | None = None) -> OrderBatch:
    """The one batch that a small file makes."""
    file = path / "orders.csv"
    file.write_text(text, encoding="utf-8")
    [batch] = open_order_file(file, mapping).batches()
    return batch


def with_columns(path: Path, **values: str) -> OrderBatch:
    """The good row with some columns changed or added."""
    row = dict(zip(HEADER.split(","), GOOD.split(","), strict=True)) | values
    return read(path, f"{','.join(row)}\n{','.join(row.values())}\n")


def reasons(batch: OrderBatch) -> list[str]:
    return [rejected.reason for rejected in batch.rejected]


def trouble(path: Path, content: bytes, mapping: OrderMapping | None = None) -> str:
    """The sentence with which a whole file is turned away."""
    file = path / "orders.csv"
    file.write_bytes(content)
    with pytest.raises(UnreadableOrderFile) as told:
        open_order_file(file, mapping)
    return str(told.value)
