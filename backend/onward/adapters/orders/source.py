"""An order file on disk: opened, found readable or not, and handed out in whole orders.

CSV is read as text, so that an amount is never a float before it is checked. A file whose orders
are scattered is sorted first; one whose orders stand together is streamed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from string import Formatter

import polars as pl

from onward.adapters.orders.codes import SERVICES
from onward.adapters.orders.filters import RowFilter
from onward.adapters.orders.mapping import CANONICAL, REQUIRED, OrderMapping
from onward.adapters.orders.values import text
from onward.domain.orders import UnreadableOrderFile

BATCH_ROWS = 25_000
SERVICE = "service_code"
_SERVICE = "This code stands for a service such as postage, a fee or a discount, not for a product."
PARQUET_MAGIC = b"PAR1"
OTHER_KINDS = {b"PK": "a spreadsheet or a zip archive", b"\x1f\x8b": "a gzip archive"}


class OrderSource:
    """The rows of a file under canonical names, values still as the file has them.

    Beside them stand `row`, its number, and `filtered`, the first row filter that took it.
    """

    def __init__(self, path: Path, mapping: OrderMapping) -> None:
        self.mapping = mapping
        self._lazy = _scan(path, mapping)
        try:
            schema = self._lazy.collect_schema()
            self._header = tuple(schema.names())
            self.mapping = _knowing_services(_knowing_returns(mapping, self._header), self._header)
            _check_header(self._header, self.mapping)
            rows = self._lazy.with_row_index("__row", offset=_first_row(path))
            self._lazy = rows.select(self.selection(schema))
            self.kinds = dict(self._lazy.collect_schema())
            self.rows, self._scattered = self._survey()
        except pl.exceptions.PolarsError as problem:
            raise UnreadableOrderFile(_broken(path, problem)) from problem

    def chunks(self) -> Iterator[pl.DataFrame]:
        """All rows, about BATCH_ROWS at a time, never cutting through an order."""
        if self._scattered:
            frame = self._lazy.sort("order_number", maintain_order=True).collect()
            pieces = frame.iter_slices(BATCH_ROWS)
        else:
            pieces = iter(self._lazy.collect_batches(chunk_size=BATCH_ROWS))
        whole: pl.DataFrame | None = None
        open_end: pl.DataFrame | None = None
        for piece in pieces:
            if not piece.height:
                continue
            frame = piece if open_end is None else pl.concat([open_end, piece])
            in_last = frame["order_number"].eq_missing(frame["order_number"][-1])
            if whole is not None and whole.height:
                yield whole
            whole, open_end = frame.filter(~in_last), frame.filter(in_last)
        if whole is not None and open_end is not None:
            yield pl.concat([whole, open_end])

    def _survey(self) -> tuple[int, bool]:
        """How many rows there are, and whether an order's rows lie apart from each other.

        Counting every column makes the CSV reader look at every field, so that a broken row is
        known before the first order has been handed out.
        """
        number = pl.col("order_number")
        seen = self._lazy.select(
            pl.len().alias("__rows"),
            (number.rle_id().max() + 1).alias("__runs"),
            number.n_unique().alias("__orders"),
            pl.exclude("order_number").count(),
        )
        rows, runs, orders = seen.collect(engine="streaming").row(0)[:3]
        return rows, runs is not None and runs > orders

    def selection(self, schema: Mapping[str, pl.DataType]) -> list[pl.Expr]:
        """The row's number, the file's own values, and the filter that took the row."""
        taken = [(takes(row_filter), row_filter) for row_filter in self.mapping.rejects]
        return [pl.col("__row").alias("row"), *self.named(CANONICAL), *filtered(taken)]

    def named(self, wanted: Sequence[str]) -> list[pl.Expr]:
        """Those of the wanted columns that the file has or the mapping fills."""
        return [
            self._value(name).alias(name)
            for name in wanted
            if self.mapping.source_of(name, self._header) or self.mapping.fills(name)
        ]

    def _value(self, name: str) -> pl.Expr:
        source = self.mapping.source_of(name, self._header)
        if name == "order_number" and source is not None:
            return text(pl.col(source))
        if source is not None and not self.mapping.fills(name):
            return pl.col(source)
        known = [text(pl.col(source))] if source is not None else []
        if name in self.mapping.templates:
            known.append(_filled(self.mapping.templates[name]))
        if name in self.mapping.defaults:
            known.append(pl.lit(self.mapping.defaults[name]))
        return pl.coalesce(known)


def filtered(taken: Sequence[tuple[pl.Expr, RowFilter]]) -> list[pl.Expr]:
    """The position of the first filter whose test took the row, and the value it spoke about."""
    number = [pl.when(test).then(n) for n, (test, _) in enumerate(taken)]
    value = [pl.when(test).then(text(pl.col(given.column))) for test, given in taken]
    nothing = pl.lit(None)
    return [
        pl.coalesce([*number, nothing]).cast(pl.Int32).alias("filtered"),
        pl.coalesce([*value, nothing]).cast(pl.String).alias("filtered_value"),
    ]


def _scan(path: Path, mapping: OrderMapping) -> pl.LazyFrame:
    try:
        with path.open("rb") as opened:
            start = opened.read(4)
    except OSError as problem:
        raise UnreadableOrderFile(f"{path} cannot be opened: {problem.strerror}.") from problem
    if start == PARQUET_MAGIC:
        return pl.scan_parquet(path)
    for magic, kind in OTHER_KINDS.items():
        if start.startswith(magic):
            raise UnreadableOrderFile(f"{path} is {kind}; save it as CSV or Parquet.")
    return pl.scan_csv(path, infer_schema=False, separator=mapping.separator)


def _first_row(path: Path) -> int:
    """A CSV has its header in row 1, as a spreadsheet shows it; Parquet has none."""
    with path.open("rb") as opened:
        return 1 if opened.read(4) == PARQUET_MAGIC else 2


def _knowing_returns(mapping: OrderMapping, header: tuple[str, ...]) -> OrderMapping:
    """A file with a column `return_of` says by itself which of its rows are returns."""
    source = mapping.source_of("return_of", header)
    if source is None:
        return mapping
    message = "This row takes back an earlier sale; it is history, not an order."
    returns = RowFilter(source, "return", message, matches=r"\S", returns=True)
    return replace(mapping, rejects=(*mapping.rejects, returns))


def _knowing_services(mapping: OrderMapping, header: tuple[str, ...]) -> OrderMapping:
    """A code of our list is no product, in any shop's file, unless its mapping says so. A filter of
    the mapping's own speaks first: it knows the file better."""
    source = mapping.source_of("sku", header)
    services = [re.escape(code) for code in SERVICES if code not in mapping.products]
    if source is None or not services:
        return mapping
    pattern = rf"(?i)^\s*(?:{'|'.join(services)})\s*$"
    service = RowFilter(source, SERVICE, _SERVICE, matches=pattern)
    return replace(mapping, rejects=(*mapping.rejects, service))


def _check_header(header: tuple[str, ...], mapping: OrderMapping) -> None:
    filters = {row_filter.column for row_filter in mapping.rejects}
    required = {
        mapping.columns.get(name, name)
        for name in REQUIRED
        if not (mapping.fills(name) and name not in mapping.columns)
    }
    wanted = required | set(mapping.columns.values()) | mapping.blanks() | filters
    missing = sorted(wanted - set(header))
    if missing:
        raise UnreadableOrderFile(
            f"The file has no column {_list(missing)}. Its columns are {_list(header)}."
        )


def _list(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(repr(name) for name in names) or "none"


def _broken(path: Path, problem: pl.exceptions.PolarsError) -> str:
    """The engine's own first line, behind a sentence that says what to do about the usual two."""
    said = str(problem).strip().splitlines()[0] if str(problem).strip() else "no reason given"
    if isinstance(problem, pl.exceptions.NoDataError):
        return f"{path} is empty."
    return (
        f"{path} is neither Parquet nor CSV in UTF-8 with as many fields in each row as in the "
        f"header ({said})."
    )


def _filled(template: str) -> pl.Expr:
    """The template with its blanks filled; nothing where one of them is empty."""
    parts: list[pl.Expr] = []
    for words, name, _, _ in Formatter().parse(template):
        parts.append(pl.lit(words))
        if name is not None:
            parts.append(text(pl.col(name)))
    return pl.concat_str(parts)


def takes(row_filter: RowFilter) -> pl.Expr:
    """Whether a filter takes the row; null where the row says nothing."""
    column = pl.col(row_filter.column)
    if row_filter.matches is not None:
        return column.cast(pl.String).str.contains(row_filter.matches)
    if row_filter.unless_matches is not None:
        return ~column.cast(pl.String).str.contains(row_filter.unless_matches)
    return column.cast(pl.Float64, strict=False) <= row_filter.at_most
