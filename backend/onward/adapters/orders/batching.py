"""Turns judged rows into a batch: lines merged, orders and variants gathered, rejects explained."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from onward.adapters.orders import values
from onward.adapters.orders.filters import RowFilter
from onward.adapters.orders.reading import AMOUNTS, ORDER_AMOUNTS, RULES
from onward.adapters.orders.rules import YES
from onward.domain.orders import (
    ImportedLines,
    ImportedOrders,
    ImportedVariants,
    OrderBatch,
    RejectedRow,
)

BUYER = (
    "email",
    "name",
    "phone",
    "street",
    "city",
    "region",
    "postal_code",
    "country",
    "time_zone",
)
DESCRIPTION = ("gtin", "category", "size", "colour", "weight_g", "flags")
ONE_LINE = ("order", "sku", "unit_price")


def batch(rows: pl.DataFrame, filters: Sequence[RowFilter]) -> OrderBatch:
    """A batch of whole orders. Rows of one order, SKU and price are one line."""
    refused = pl.col("rule").is_not_null() | pl.col("filtered").is_not_null()
    accepted = rows.filter(~refused).with_columns(
        *(values.whole(pl.col(name)).alias(name) for name in _WHOLE),
        pl.coalesce("product", "sku").alias("product"),
        pl.col("order").rle_id(),
    )
    orders = _orders(accepted)
    return OrderBatch(
        rows_read=rows.height,
        orders=ImportedOrders(number=_list(orders, "order_number"), **_lists(orders, _ORDER)),
        lines=_lines(accepted),
        variants=_variants(accepted),
        rejected=rejected_rows(rows.filter(refused), filters),
    )


_WHOLE = (*AMOUNTS, *ORDER_AMOUNTS, "quantity", "weight_g")
_KNOWN = ("currency", "payment", *BUYER, *ORDER_AMOUNTS, "gift_code")
_ORDER = ("ordered_at", "delivered_at", *_KNOWN, "gift")


def _orders(accepted: pl.DataFrame) -> pl.DataFrame:
    """An order was placed with its first row and is delivered with its last."""
    known = (pl.col(name).drop_nulls().first() for name in _KNOWN)
    return accepted.group_by("order", maintain_order=True).agg(
        pl.first("order_number"),
        pl.col("ordered_at").min(),
        pl.col("delivered_at").max(),
        *known,
        _yes("gift") | pl.col("gift_code").is_not_null().any(),
    )


def _lines(accepted: pl.DataFrame) -> ImportedLines:
    """Twins are lines of one order and SKU at different prices; they count from one."""
    totals = (pl.col(name).sum() for name in ("quantity", "discount", "tax"))
    firsts = (pl.first("order_number"), pl.first("product"))
    takes = _yes("takes_open_box")
    merged = accepted.group_by(ONE_LINE, maintain_order=True).agg(*firsts, *totals, takes)
    twin = pl.col("unit_price").cum_count().over("order", "sku")
    key = pl.concat_str("order_number", "sku", twin.cast(pl.String), separator="|")
    names = ("key", *ONE_LINE, "product", "quantity", "discount", "tax", "takes_open_box")
    return ImportedLines(**_lists(merged.with_columns(key.alias("key")), names))


def _yes(column: str) -> pl.Expr:
    return pl.col(column).is_in(YES).fill_null(value=False).any()


def _variants(accepted: pl.DataFrame) -> ImportedVariants:
    known = (pl.col(name).drop_nulls().last() for name in DESCRIPTION)
    latest = (pl.last(name) for name in ("product", "unit_price", "currency"))
    found = accepted.group_by("sku", maintain_order=True).agg(*known, *latest)
    flags = pl.col("flags").fill_null("").str.split(";")
    tidy = flags.list.eval(pl.element().str.strip_chars().str.replace_all(r"[\s-]+", "_"))
    found = found.with_columns(tidy.list.eval(pl.element().filter(pl.element() != "")))
    names = ("sku", "product", *DESCRIPTION, "unit_price", "currency")
    return ImportedVariants(**_lists(found, names))


def rejected_rows(refused: pl.DataFrame, filters: Sequence[RowFilter]) -> tuple[RejectedRow, ...]:
    """A filter of the mapping speaks before our own rules: it knows the file better."""
    found: list[RejectedRow] = []
    for (filtered, rule), group in refused.group_by("filtered", "rule", maintain_order=True):
        if isinstance(filtered, int):
            given: RowFilter | Any = filters[filtered]
            quoted = group["filtered_value"]
        else:
            given = RULES[int(str(rule))]
            quoted = _quoted(group, given.column)
        found += [
            RejectedRow(row, given.reason, given.message, value or "")
            for row, value in zip(group["row"], quoted, strict=True)
        ]
    return tuple(sorted(found, key=lambda rejected: rejected.row))


def _quoted(group: pl.DataFrame, column: str) -> pl.Series:
    name = f"raw_{column}" if f"raw_{column}" in group.columns else column
    return group[name].cast(pl.String)


def _lists(frame: pl.DataFrame, names: Sequence[str]) -> dict[str, Any]:
    return {name: _list(frame, name) for name in names}


def _list(frame: pl.DataFrame, name: str) -> list[Any]:
    return frame[name].to_list()
