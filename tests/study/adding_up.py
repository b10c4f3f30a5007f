"""The report's totals once more, added up from its returns one by one."""

from dataclasses import asdict

import polars as pl
import pytest

from onward.study.one_by_one import COLUMNS
from onward.study.report import Report


def adds_up(report: Report, rows: pl.DataFrame) -> None:
    """Every total of the report that its rows can say is theirs, to the minor unit."""
    assert dict(rows.schema) == COLUMNS
    assert rows["row"].is_sorted()
    assert counts(rows["set_aside"]) == report.set_aside
    assert rows["set_aside"].null_count() == report.replayed
    counted = rows.filter("counted")
    assert counted["set_aside"].null_count() == counted.height
    matched = counted.filter("matched")
    assert (counted.height, counted["eligible"].sum(), matched.height) == (
        report.returns,
        report.eligible,
        report.matched,
    )
    assert counts(counted["barrier"]) == report.ineligible
    assert counted.filter(pl.col("eligible") == pl.col("barrier").is_not_null()).is_empty()
    assert counted.filter(pl.col("matched") != (pl.col("route") == "P2P")).is_empty()
    for name, slices in (("velocity", report.by_velocity), ("country", report.by_country)):
        parts = {one.name: asdict(one) for one in slices if one.returns}
        assert sliced(counted, name) == {
            part: (one["returns"], one["eligible"], one["matched"]) for part, one in parts.items()
        }
    money_adds_up(report, counted, matched)
    days_add_up(report, counted, matched)


def counts(values: pl.Series) -> dict[str, int]:
    return dict(values.drop_nulls().value_counts().iter_rows())


def sliced(counted: pl.DataFrame, by: str) -> dict[str, tuple[int, int, int]]:
    parts = counted.group_by(by).agg(pl.len(), pl.col("eligible", "matched").sum())
    return {name: (returns, *rest) for name, returns, *rest in parts.iter_rows()}


def money_adds_up(report: Report, counted: pl.DataFrame, matched: pl.DataFrame) -> None:
    value, middle = total(counted, "value_minor"), counted["value_minor"].median()
    assert isinstance(middle, float)
    assert (value, round(middle)) == (report.value_minor, report.value_median_minor)
    assert set(counted["currency"]) == {report.currency}
    cost, before = report.cost_per_100, total(counted, "warehouse_cost_minor")
    assert per_100(before, value) == cost.warehouse
    assert per_100(total(counted, "expected_cost_minor"), value) == cost.onward
    saved = round(report.taking_part * (before - total(counted, "route_cost_minor")))
    assert per_100(saved, value) == cost.saving
    assert total(counted, "expected_cost_minor") == before - saved
    of, lines, told = total(matched, "value_minor"), report.cost_lines, report.matched_cost_per_100
    for road, column, each in (
        ("warehouse", "warehouse_cost_minor", told.warehouse),
        ("onward", "route_cost_minor", told.onward),
    ):
        assert total(matched, column) == sum(lines[road].values())
        assert per_100(total(matched, column), of) == each
    lost = total(matched, "warehouse_recovery_minor") - total(matched, "route_recovery_minor")
    assert lost == lines["onward"]["DISCOUNT"] - lines["warehouse"]["MARKDOWN"]


def total(rows: pl.DataFrame, column: str) -> int:
    return int(rows[column].sum())


def per_100(amount: int, of: int) -> float:
    return round(100 * amount / of, 2) if of else 0.0


def days_add_up(report: Report, counted: pl.DataFrame, matched: pl.DataFrame) -> None:
    told = report.days_to_refund
    assert mean(counted["warehouse_refund_days"]) == told.warehouse
    longer = mean(counted["route_refund_days"]) - told.first_scan
    assert told.onward == pytest.approx(told.first_scan + report.taking_part * longer, abs=0.011)
    if matched.height:
        assert mean(matched["route_refund_days"]) == told.matched
        middle = matched["waited_days"].median()
        assert isinstance(middle, float)
        assert round(middle, 2) == report.wait_days.p50


def mean(values: pl.Series) -> float:
    found = values.mean()
    assert isinstance(found, float)
    return round(found, 2)
