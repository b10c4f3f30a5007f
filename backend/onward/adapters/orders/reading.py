"""Puts our values beside the file's own and names the first rule against each row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from onward.adapters.orders import values
from onward.adapters.orders.mapping import CANONICAL, OrderMapping
from onward.adapters.orders.rule import Rule
from onward.adapters.orders.rules import ORDER_RULES, ROW_RULES

UPPER = ("sku", "currency", "country")
LOWER = ("email", "flags", "takes_open_box", "gift")
INSTANTS = ("ordered_at", "delivered_at")
COUNTS = ("quantity", "weight_g")
AMOUNTS = ("unit_price", "discount", "tax")
# Of the whole order, though they may stand on each of its rows; null where a row is silent.
ORDER_AMOUNTS = ("shipping", "shipping_tax")
ABSENT = {"delivered_at": pl.Int64(), "weight_g": pl.Float64()}
RULES = (*ROW_RULES, *ORDER_RULES)


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads the rows of one file; `kinds` are the types of the columns it has."""

    mapping: OrderMapping
    kinds: Mapping[str, pl.DataType]

    def read(self, rows: pl.DataFrame) -> pl.DataFrame:
        """`rows` with the file's values renamed `raw_…`, ours in their place, and `rule`.

        `rule` is the position of the first rule against the row in RULES, null where none is.
        `order` numbers the orders of these rows, whose own rows stand together.
        """
        here = [name for name in CANONICAL if name in self.kinds]
        raw = rows.rename({name: f"raw_{name}" for name in here}).with_columns(
            values.text(pl.col(f"raw_{n}")).alias(f"raw_{n}") for n in here if self._is_text(n)
        )
        said = raw.with_columns(self._has(name).alias(f"has_{name}") for name in here)
        money = (*AMOUNTS, *ORDER_AMOUNTS)
        coded = said.with_columns(self._value(n).alias(n) for n in CANONICAL if n not in money)
        valued = coded.with_columns(
            *(self._money(name, silent=0.0).alias(name) for name in AMOUNTS),
            *(self._money(name, silent=None).alias(name) for name in ORDER_AMOUNTS),
            self._delivered().alias("delivered_at"),
            pl.col("order_number").rle_id().alias("order"),
        )
        judged = valued.with_columns(self._first_of(ROW_RULES, 0).alias("rule"))
        among = self._first_of(ORDER_RULES, len(ROW_RULES))
        return judged.with_columns(pl.coalesce("rule", among).alias("rule"))

    def _is_text(self, name: str) -> bool:
        return self.kinds[name] == pl.String

    def _has(self, name: str) -> pl.Expr:
        return pl.col(f"raw_{name}").is_not_null()

    def _first_of(self, rules: tuple[Rule, ...], offset: int) -> pl.Expr:
        """A column that the file lacks breaks no rule; the required ones are always there."""
        broken = (
            pl.when(rule.rejects).then(pl.lit(offset + n, pl.Int32))
            for n, rule in enumerate(rules)
            if rule.column in self.kinds
        )
        return pl.coalesce([*broken, pl.lit(None, pl.Int32)])

    def _value(self, name: str) -> pl.Expr:
        if name not in self.kinds:
            return pl.lit(None, ABSENT.get(name, pl.String()))
        raw, kind = pl.col(f"raw_{name}"), self.kinds[name]
        if name in INSTANTS:
            asked = self.mapping
            return values.epoch_ms(raw, kind, asked.time_zone, asked.datetime_format)
        if name in COUNTS:
            return values.number(raw, kind, self.mapping.decimal_comma)
        written = raw if self._is_text(name) else values.text(raw)
        if name == "country":
            written = written.replace(self.mapping.countries)
        if name in UPPER:
            return written.str.to_uppercase()
        return written.str.to_lowercase() if name in LOWER else written

    def _delivered(self) -> pl.Expr:
        """When it arrived; where the file is silent, what the mapping assumes, if anything."""
        given, after = pl.col("delivered_at"), self.mapping.delivered_after
        if after is None:
            return given
        assumed = pl.col("ordered_at") + after // timedelta(milliseconds=1)
        silent = ~self._has("delivered_at") if "delivered_at" in self.kinds else True
        return pl.when(silent).then(assumed).otherwise(given)

    def _money(self, name: str, silent: float | None) -> pl.Expr:
        nothing = pl.lit(silent, pl.Float64)
        if name not in self.kinds:
            return nothing
        raw, kind = pl.col(f"raw_{name}"), self.kinds[name]
        amount = values.number(raw, kind, self.mapping.decimal_comma)
        amount = pl.when(self._has(name)).then(amount).otherwise(nothing)
        return values.scaled(amount, pl.col("currency"))
