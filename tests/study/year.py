"""A real shop's year as the odds learn from it: its orders, and the returns linked to a purchase at
least two days earlier."""

from functools import cache

import numpy as np
import polars as pl

from onward.domain.calibration import Calibration
from onward.domain.histories import UNKNOWN, Ints
from onward.study.velocity import Moments
from tests.shared import shared

PRODUCT = "^[0-9]{5}[A-Z]{0,3}$"
LEAST_APART = 2
# Plain numbers to begin from, which no year has taught: an order a week, and what is new counts
# double.
UNTAUGHT = Calibration(
    prior_orders=1, prior_days=7, week=1, month=0.5, quarter=0.125, source="nothing"
)


@cache
def year() -> tuple[Moments, Moments]:
    """Orders and returns. Lines of one invoice and code are one; a customer nobody knows is
    UNKNOWN."""
    orders = _products(pl.scan_parquet(shared("data", "online_retail_2010_2011.parquet"))).filter(
        ~pl.col("invoice_no").str.contains("^[CA]"),
        pl.col("quantity") > 0,
        pl.col("unit_price") > 0,
    )
    lines = (
        orders.group_by("stock_code", "invoice_no")
        .agg(pl.col("invoice_date").min(), pl.col("customer_id").first())
        .sort("stock_code", "invoice_date", "invoice_no")
        .collect()
    )
    returns = (
        _products(pl.scan_parquet(shared("data", "returns_2010_2011.parquet")))
        .filter(pl.col("days_since_purchase") >= LEAST_APART)
        .sort("stock_code", "returned_at", "invoice_no")
        .collect()
    )
    codes = pl.concat([lines["stock_code"], returns["stock_code"]]).unique().sort()
    number = {code: place for place, code in enumerate(codes)}
    return _moments(lines, "invoice_date", number), _moments(returns, "returned_at", number)


def halfway(orders: Moments) -> int:
    """The middle between the first and the last order, in epoch milliseconds."""
    return (int(orders.at.min()) + int(orders.at.max())) // 2


def _products(rows: pl.LazyFrame) -> pl.LazyFrame:
    code = pl.col("stock_code").str.to_uppercase().str.strip_chars()
    return rows.with_columns(code).filter(pl.col("stock_code").str.contains(PRODUCT))


def _moments(rows: pl.DataFrame, at: str, number: dict[str, int]) -> Moments:
    item = rows["stock_code"].replace_strict(number, return_dtype=pl.Int64).to_numpy()
    customer = rows["customer_id"].cast(pl.Int64).fill_null(UNKNOWN).to_numpy()
    return Moments(item, _milliseconds(rows[at]), customer)


def _milliseconds(times: pl.Series) -> Ints:
    return np.asarray(times.dt.epoch("ms").to_numpy(), np.int64)
