"""The part of a mapping that says which rows of the source are no orders, read and checked."""

from dataclasses import dataclass

import polars as pl


class MappingProblem(ValueError):
    """Says in half a sentence what is wrong with a mapping."""


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Rows of the source that are no orders, by one column: a pattern or a largest number.
    With `returns`, they take back earlier sales, which a history replays."""

    column: str
    reason: str
    message: str
    matches: str | None = None
    unless_matches: str | None = None
    at_most: float | None = None
    returns: bool = False


def row_filters(entries: object) -> tuple[RowFilter, ...]:
    if not isinstance(entries, list):
        raise MappingProblem("[[reject]] must be a list of tables")
    return tuple(_row_filter(entry) for entry in entries)


def only(table: dict[str, object], known: tuple[str, ...], what: str) -> None:
    for name in table:
        if name not in known:
            raise MappingProblem(f"{name!r} is not a known {what}")


def _row_filter(entry: object) -> RowFilter:
    if not isinstance(entry, dict):
        raise MappingProblem("[[reject]] must be a list of tables")
    only(entry, tuple(RowFilter.__slots__), "[[reject]] entry")
    at_most, returns = entry.pop("at_most", None), entry.pop("returns", False)
    tests = [entry.get("matches"), entry.get("unless_matches"), at_most]
    if not entry.keys() >= {"column", "reason", "message"} or tests.count(None) != 2:
        raise MappingProblem("[[reject]] needs column, reason, message and exactly one test")
    if not all(isinstance(value, str) for value in entry.values()):
        raise MappingProblem("[[reject]] holds text, and a number in at_most")
    if at_most is not None and not isinstance(at_most, int | float):
        raise MappingProblem("[[reject]] at_most must be a number")
    if not isinstance(returns, bool):
        raise MappingProblem("[[reject]] returns must be true or false")
    for pattern in tests[:2]:
        if pattern is not None:
            _check_pattern(str(pattern))
    return RowFilter(**entry, at_most=at_most, returns=returns)


def _check_pattern(pattern: str) -> None:
    try:
        pl.Series([""]).str.contains(pattern)
    except pl.exceptions.PolarsError as problem:
        raise MappingProblem(f"the pattern {pattern!r} is not a regular expression") from problem
