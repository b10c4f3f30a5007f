"""One reason to reject a row, and the few questions that most reasons ask."""

from dataclasses import dataclass

import polars as pl

from onward.adapters.orders import values


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason to reject a row; `column` is the one whose value is shown with it."""

    reason: str
    column: str
    message: str
    rejects: pl.Expr


def has(column: str) -> pl.Expr:
    return pl.col(f"has_{column}")


def nothing(column: str) -> pl.Expr:
    return ~has(column)


def unread(column: str) -> pl.Expr:
    return has(column) & pl.col(column).is_null()


def finer(column: str) -> pl.Expr:
    return ~values.is_whole(pl.col(column))


def negative(column: str) -> pl.Expr:
    return pl.col(column) <= -values.NEAREST
