"""Judged rows of a past as the study's columns: rows of one order and SKU become one line, names
become numbers, and a return that names its purchase is bound to it."""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from onward.adapters.orders.spots import spots_of
from onward.domain.histories import (
    UNKNOWN,
    BoughtLines,
    Contradicted,
    History,
    Ints,
    Item,
    Refusal,
    ReturnedLines,
    RowAccount,
)

_NAMED = ("customer", "household", "country", "reason")
_REPEATED = ("order", "item", "at", "pieces", "price", "customer", "returning")


def history_of(
    rows: pl.DataFrame, currency: str, read: int, refused: tuple[Refusal, ...]
) -> History:
    """The past in rows that are all good and in one currency. `read` rows were in the file."""
    items = _items(rows)
    coded = _coded(rows.rename({"return_reason": "reason"}), tuple(item.sku for item in items))
    one = pl.col("order") * len(items) + pl.col("item")
    bought = _merged(coded.filter(~pl.col("returning")), one)
    back = coded.filter(pl.col("returning"))
    returned = _merged(back, pl.struct(one, "return_of"))
    returned = returned.with_columns(pl.coalesce("returned_at", "at").alias("at"))
    candidates = pl.concat([_named(returned, bought), _on_their_own_line(bought)])
    returns, unsound = _sound(candidates)
    lines = int((~coded["returning"]).sum())
    account = RowAccount(
        read=read,
        lines=lines,
        returns=back.height,
        merged=rows.height - bought.height - returned.height,
        repeated=_repeated(coded.filter((one * 2 + pl.col("returning")).is_duplicated())),
        refused=refused,
    )
    return History(
        currency=currency,
        items=items,
        countries=_names(rows, "country"),
        reasons=_names(rows, "return_reason"),
        lines=BoughtLines(**_numbers(bought, BoughtLines.__slots__)),
        returns=_returned(returns),
        rows=account,
        set_aside=dict(sorted(unsound["why"].value_counts().iter_rows())),
        notes=_notes(bought, returns),
        spots=spots_of(bought["zip"], returns["zip"]),
        contradicted=Contradicted(_returned(unsound), unsound["why"].to_list()),
    )


def _repeated(shared: pl.DataFrame) -> int:
    """How many of the rows that share an order and item say what another one says."""
    return shared.height - shared.select(_REPEATED).n_unique()


def _items(rows: pl.DataFrame) -> tuple[Item, ...]:
    """Each SKU as its last row with something to say describes it, in the order of their codes."""
    latest = (pl.col(name).drop_nulls().last() for name in ("category", "flags", "weight_g"))
    found = rows.group_by("sku").agg(*latest).sort("sku")
    return tuple(
        Item(sku, category or "", _flags(flags), weight)
        for sku, category, flags, weight in found.iter_rows()
    )


def _flags(written: str | None) -> frozenset[str]:
    parts = ("_".join(part.replace("-", " ").split()) for part in (written or "").split(";"))
    return frozenset(part for part in parts if part)


def _names(rows: pl.DataFrame, column: str) -> tuple[str, ...]:
    return tuple(rows[column].drop_nulls().unique().sort().to_list())


def _coded(rows: pl.DataFrame, skus: Sequence[str]) -> pl.DataFrame:
    """Names as positions in their sorted lists, UNKNOWN where there is none."""
    lists: dict[str, Sequence[str]] = {name: _names(rows, name) for name in _NAMED}
    coded = [_position(name, names).alias(name) for name, names in lists.items()]
    return rows.sort("row").select(
        pl.col("row").cast(pl.Int64),
        _position("order_number", _names(rows, "order_number")).alias("order"),
        "order_number",
        "return_of",
        "returned_at",
        "unread_return",
        "returning",
        "zip",
        "value",
        "pieces",
        "price",
        pl.col("ordered_at").alias("at"),
        _position("sku", skus).alias("item"),
        *coded,
    )


def _position(column: str, names: Sequence[str]) -> pl.Expr:
    known = pl.Enum(names)
    return pl.col(column).cast(known).to_physical().cast(pl.Int64).fill_null(UNKNOWN)


def _merged(rows: pl.DataFrame, key: pl.Expr) -> pl.DataFrame:
    """One entry for rows of one key: the pieces add up, the rest is as in the first."""
    groups = (
        rows.lazy()
        .select(
            key.alias("key"),
            "at",
            "pieces",
            "value",
            "unread_return",
            pl.int_range(pl.len()).alias("n"),
        )
        .group_by("key")
        .agg(
            pl.col("n").min(),
            pl.col("at").min(),
            pl.col("pieces").sum(),
            pl.col("value").sum(),
            pl.col("unread_return").any(),
        )
        .sort("at", "n")
        .collect()
    )
    summed = ("at", "pieces", "value", "unread_return")
    firsts = rows.drop(summed)[groups["n"]]
    return firsts.hstack(groups.select(summed)).with_row_index("line")


def _named(returned: pl.DataFrame, bought: pl.DataFrame) -> pl.DataFrame:
    """Returns bound to the line of the order they name; without a name, to nothing yet."""
    orders = bought.select(
        pl.col("order_number").alias("return_of"),
        "item",
        pl.col("line").cast(pl.Int64).alias("purchase"),
        pl.col("at").alias("bought_at"),
        pl.col("customer").alias("bought_by"),
        pl.col("zip").alias("bought_zip"),
    )
    if returned["return_of"].null_count() == returned.height:
        orders = orders.clear()
    bound = returned.join(orders, on=("return_of", "item"), how="left")
    customer = pl.when(pl.col("customer") == UNKNOWN).then("bought_by").otherwise("customer")
    known = (customer.fill_null(UNKNOWN).alias("customer"), pl.coalesce("zip", "bought_zip"))
    return bound.with_columns(known).select(_CANDIDATE)


def _on_their_own_line(bought: pl.DataFrame) -> pl.DataFrame:
    """Lines that say themselves that, and when, they came back."""
    came_back = pl.col("returned_at").is_not_null() | pl.col("unread_return")
    return (
        bought.filter(came_back)
        .with_columns(
            pl.col("order_number").alias("return_of"),
            pl.col("line").cast(pl.Int64).alias("purchase"),
            pl.col("at").alias("bought_at"),
            pl.col("returned_at").alias("at"),
        )
        .select(_CANDIDATE)
    )


_CANDIDATE = (
    *("row", "at", "item", "customer", "household", "country", "pieces", "value", "reason"),
    *("purchase", "bought_at", "return_of", "unread_return", "zip"),
)


def _sound(candidates: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Returns that can be, and those that cannot and `why`."""
    named = pl.col("return_of").is_not_null()
    reason = (
        pl.when("unread_return")
        .then(pl.lit("bad_return_date"))
        .when(named & pl.col("purchase").is_null())
        .then(pl.lit("purchase_not_in_file"))
        .when(pl.col("at") < pl.col("bought_at"))
        .then(pl.lit("returned_before_bought"))
    )
    judged = candidates.with_columns(reason.alias("why")).sort("at", "row")
    known = judged.with_columns(pl.col("at", "purchase").fill_null(UNKNOWN))
    can_be = pl.col("why").is_null()
    return known.filter(can_be), known.filter(~can_be)


def _returned(returns: pl.DataFrame) -> ReturnedLines:
    return ReturnedLines(**_numbers(returns, ReturnedLines.__slots__))


def _notes(bought: pl.DataFrame, returns: pl.DataFrame) -> Mapping[str, int]:
    """What is odd and was kept: more of an item came back from a customer than they had bought."""
    whose = ("customer", "item")
    known = pl.col("customer") != UNKNOWN
    had = (
        bought.filter(known)
        .join(returns, on=whose, how="semi")
        .group_by(whose)
        .agg(pl.col("pieces").sum().alias("had"))
    )
    back = returns.filter(known).group_by(whose).agg(pl.col("pieces").sum().alias("back"))
    both = back.join(had, on=whose, how="left").with_columns(pl.col("had").fill_null(0))
    return {"more_returned_than_bought": both.filter(pl.col("back") > pl.col("had")).height}


def _numbers(frame: pl.DataFrame, names: Sequence[str]) -> dict[str, Ints]:
    return {name: frame[name].cast(pl.Int64).to_numpy().astype(np.int64) for name in names}
