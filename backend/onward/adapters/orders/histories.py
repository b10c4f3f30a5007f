"""The same order files read as a past: what the importer refuses as a return is kept as one.

Mapping, presets and the rules against a row are the importer's own. Finding the purchase of a
return that names none is the study's work.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from onward.adapters.orders import values
from onward.adapters.orders.batching import rejected_rows
from onward.adapters.orders.columns import history_of
from onward.adapters.orders.mapping import CANONICAL, OF_HISTORIES, OrderMapping
from onward.adapters.orders.reading import RowReader
from onward.adapters.orders.source import SERVICE, OrderSource, filtered, takes
from onward.domain.histories import History, Refusal
from onward.domain.orders import RejectedRow, UnreadableOrderFile

_FIRST_ROWS = 3
_SOLD_ANYWAY = "One that you do sell belongs in the mapping, under products in [formats]."
_OTHER_CURRENCY = "This row is in another currency than most of the file; one report speaks one."
_HOUSEHOLD = ("street", "postal_code", "country")
_KEPT = ("row", "order_number", "ordered_at", "sku", "country", "currency", "category", "flags")


class HistorySource(OrderSource):
    """The rows of a file with `returning`, whether a row takes back an earlier sale. The size of a
    return is its quantity without the sign, and no filter that judges quantities judges it."""

    def selection(self, schema: Mapping[str, pl.DataType]) -> list[pl.Expr]:
        rejects = self.mapping.rejects
        back = [takes(one).fill_null(False) for one in rejects if one.returns]
        returning = pl.any_horizontal(*back) if back else pl.lit(False)
        quantity = self.mapping.columns.get("quantity", "quantity")
        never = pl.lit(False)
        taken = [
            (never if one.returns else takes(one) & ~returning, one)
            if one.returns or one.column == quantity
            else (takes(one), one)
            for one in rejects
        ]
        named = {one.meta.output_name(): one for one in self.named(CANONICAL + OF_HISTORIES)}
        size = _unsigned(named["quantity"], schema.get(quantity, pl.String()))
        named["quantity"] = pl.when(returning).then(size).otherwise(named["quantity"])
        kept = [one.alias(name) for name, one in named.items()]
        return [pl.col("__row").alias("row"), *kept, returning.alias("returning"), *filtered(taken)]


@dataclass(slots=True)
class _Refusals:
    """Refused rows by reason, the first few of each remembered; and which codes were taken for
    services, so that whoever sells something under one of them sees it."""

    counts: Counter[str] = field(default_factory=Counter)
    messages: dict[str, str] = field(default_factory=dict)
    first: dict[str, list[int]] = field(default_factory=dict)
    services: Counter[str] = field(default_factory=Counter)

    def add(self, rows: tuple[RejectedRow, ...]) -> None:
        for row in rows:
            self.counts[row.reason] += 1
            self.messages.setdefault(row.reason, row.message)
            first = self.first.setdefault(row.reason, [])
            if len(first) < _FIRST_ROWS:
                first.append(row.row)
            if row.reason == SERVICE:
                self.services[row.value.upper()] += 1

    def listed(self) -> tuple[Refusal, ...]:
        return tuple(
            Refusal(reason, self._said(reason), count, tuple(sorted(self.first[reason])))
            for reason, count in self.counts.most_common()
        )

    def _said(self, reason: str) -> str:
        """A reason's sentence; of services, the codes with it."""
        if reason != SERVICE:
            return self.messages[reason]
        named = ", ".join(f"{code} ({rows:,})" for code, rows in self.services.most_common())
        return f"{self.messages[reason]} Here: {named}. {_SOLD_ANYWAY}"


class HistoryFile:
    """A file found readable as a past; `rows` is how many it has."""

    def __init__(self, path: Path, mapping: OrderMapping | None = None) -> None:
        """Raises UnreadableOrderFile where the file as a whole is no good."""
        self._source = HistorySource(path, mapping or OrderMapping())
        self.rows = self._source.rows

    def read(self, progress: Callable[[int], None] = lambda rows: None) -> History:
        """The whole file; `progress` hears of each piece of it."""
        refusals = _Refusals()
        try:
            pieces = [piece for piece in self._pieces(refusals, progress) if piece.height]
        except pl.exceptions.PolarsError as problem:
            raise UnreadableOrderFile(f"The file broke off while reading: {problem}.") from problem
        if not pieces:
            raise UnreadableOrderFile(f"None of the file's {self.rows} rows is an order line.")
        rows = pl.concat(pieces)
        currency = str(rows["currency"].drop_nulls().mode().sort()[0])
        strange = rows.filter(pl.col("currency") != currency)
        refusals.add(
            tuple(
                RejectedRow(row, "other_currency", _OTHER_CURRENCY, code)
                for row, code in strange.select("row", "currency").iter_rows()
            )
        )
        kept = rows.filter(pl.col("currency") == currency) if strange.height else rows
        return history_of(kept, currency, self.rows, refusals.listed())

    def _pieces(
        self, refusals: _Refusals, progress: Callable[[int], None]
    ) -> Iterator[pl.DataFrame]:
        source = self._source
        kinds = {name: kind for name, kind in source.kinds.items() if name not in OF_HISTORIES}
        reader = RowReader(source.mapping, kinds)
        for chunk in source.chunks():
            judged = reader.read(chunk)
            refused = pl.col("rule").is_not_null() | pl.col("filtered").is_not_null()
            refusals.add(rejected_rows(judged.filter(refused), source.mapping.rejects))
            yield judged.filter(~refused).select(self._kept())
            progress(chunk.height)

    def _kept(self) -> list[pl.Expr]:
        """The few columns a replay needs; amounts are what the customer paid, in minor units."""
        kinds, asked = self._source.kinds, self._source.mapping
        paid = pl.col("unit_price") * pl.col("quantity") - pl.col("discount") + pl.col("tax")
        written = (_written(name, name in kinds) for name in ("return_of", "return_reason"))
        returned = (
            values.epoch_ms(
                _trimmed("returned_at", kinds["returned_at"]),
                kinds["returned_at"],
                asked.time_zone,
                asked.datetime_format,
            )
            if "returned_at" in kinds
            else pl.lit(None, pl.Int64)
        )
        said = pl.col("returned_at").is_not_null() if "returned_at" in kinds else pl.lit(False)
        zip_code = pl.when(pl.col("country") == "US").then(pl.col("postal_code").str.head(5))
        home = [pl.col(name).str.to_lowercase() for name in _HOUSEHOLD]
        return [
            *(pl.col(name) for name in _KEPT),
            values.whole(pl.col("quantity")).alias("pieces"),
            values.whole(pl.col("unit_price")).alias("price"),
            values.whole(paid).alias("value"),
            values.whole(pl.col("weight_g")).alias("weight_g"),
            pl.coalesce(_written("customer", "customer" in kinds), "email").alias("customer"),
            pl.concat_str(home, separator="|").alias("household"),
            zip_code.alias("zip"),
            *written,
            returned.alias("returned_at"),
            (said & returned.is_null()).alias("unread_return"),
            pl.col("returning"),
        ]


def open_history_file(path: Path, mapping: OrderMapping | None = None) -> HistoryFile:
    """Raises UnreadableOrderFile, in one plain sentence, where the file as a whole is no good."""
    return HistoryFile(path, replace(mapping) if mapping else None)


def _unsigned(quantity: pl.Expr, kind: pl.DataType) -> pl.Expr:
    if kind.is_numeric():
        return quantity.abs()
    return values.text(quantity).str.strip_prefix("-")


def _written(name: str, there: bool) -> pl.Expr:
    return (values.text(pl.col(name)) if there else pl.lit(None, pl.String)).alias(name)


def _trimmed(name: str, kind: pl.DataType) -> pl.Expr:
    return values.text(pl.col(name)) if kind == pl.String else pl.col(name)
