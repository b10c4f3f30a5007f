"""What a replay found of each return by itself, one row each, so that whoever doubts a total can
add it up again."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from onward.domain.histories import UNKNOWN, History, Ints, ReturnedLines
from onward.domain.routing import RouteType, likely_grade
from onward.study.book import Flags, Floats
from onward.study.linking import DAY_MS
from onward.study.slices import BANDS, Found, band_of
from onward.study.valuing import cost_taken, days_in_hand, days_waited

# The columns in their order; new ones may come, none changes its meaning.
COLUMNS: dict[str, pl.DataType] = {
    "row": pl.Int64(),
    "purchase_row": pl.Int64(),
    "item": pl.String(),
    "country": pl.String(),
    "ordered_at": pl.Datetime("ms", "UTC"),
    "returned_at": pl.Datetime("ms", "UTC"),
    "pieces": pl.Int64(),
    "counted": pl.Boolean(),
    "set_aside": pl.String(),
    "orders_28d": pl.Int64(),
    "velocity": pl.String(),
    "hops": pl.Int64(),
    "grade": pl.String(),
    "eligible": pl.Boolean(),
    "barrier": pl.String(),
    "matched": pl.Boolean(),
    "taken_by_row": pl.Int64(),
    "taken_at": pl.Datetime("ms", "UTC"),
    "waited_days": pl.Float64(),
    "route": pl.String(),
    "currency": pl.String(),
    "value_minor": pl.Int64(),
    "route_cost_minor": pl.Int64(),
    "warehouse_cost_minor": pl.Int64(),
    "expected_cost_minor": pl.Int64(),
    "route_recovery_minor": pl.Int64(),
    "warehouse_recovery_minor": pl.Int64(),
    "route_refund_days": pl.Float64(),
    "warehouse_refund_days": pl.Float64(),
}
Columns = dict[str, pl.Series]


def one_by_one(found: Found) -> pl.DataFrame:
    """Every return of the file in the order of its rows, with COLUMNS.

    `counted` are the returns of the report's totals; the later ones compete and do not count. Those
    that cannot be replayed say why in `set_aside`, and nothing that a replay would find. Rows are
    those of the file; `orders_28d` is how often the item was ordered in the 28 days before, `hops`
    how often the piece had been passed on in this replay, `grade` what it is taken for.

    Costs are net: what the piece then brings less (`*_recovery_minor` is what it does bring) is in
    them. `route_*` is where the returner takes part, `expected_cost_minor` has in it that only some
    do, rounded so that what counts adds up to the report's total. Refunds are days after the wish
    to return, on the route and by a warehouse that looks first.
    """
    history, linked = found.scene.history, found.scene.stage.linked
    aside = linked.aside
    parts = [
        {**_facts(history, history.returns, linked.which, linked.purchase), **_replayed(found)},
        {
            **_facts(history, history.returns, aside.which, aside.purchase),
            "set_aside": pl.Series(aside.why.tolist(), dtype=pl.String),
        },
    ]
    if history.contradicted is not None:
        returns, why = history.contradicted.returns, list(history.contradicted.why)
        facts = _facts(history, returns, np.arange(len(returns)), returns.purchase)
        parts.append({**facts, "set_aside": pl.Series(why, dtype=pl.String)})
    return pl.concat([_whole(part) for part in parts]).sort("row")


def _whole(part: Columns) -> pl.DataFrame:
    """A part with all the columns; what it does not know is empty."""
    columns = [
        (pl.lit(part[name]) if name in part else pl.lit(None)).cast(kind).alias(name)
        for name, kind in COLUMNS.items()
    ]
    frame = pl.select(columns)
    return frame.with_columns(pl.col("counted").fill_null(value=False))


def _facts(history: History, returns: ReturnedLines, which: Ints, purchase: Ints) -> Columns:
    """What the file says of these returns."""
    bought, at = purchase != UNKNOWN, returns.at[which]
    return {
        "row": pl.Series(returns.row[which]),
        "purchase_row": _where(bought, history.lines.row[purchase]),
        "item": _named([item.sku for item in history.items], returns.item[which]),
        "country": _named(history.countries, returns.country[which]),
        "ordered_at": _moments(_where(bought, history.lines.at[purchase])),
        "returned_at": _moments(_where(at != UNKNOWN, at)),
        "pieces": pl.Series(returns.pieces[which]),
        "currency": pl.Series([history.currency]).new_from_index(0, len(which)),
        "value_minor": pl.Series(returns.value[which]),
    }


def _replayed(found: Found) -> Columns:
    scene, replay = found.scene, found.replay
    matched, speed = replay.matched, scene.velocity
    line = scene.stage.book.lines[replay.taken_by]
    policy = scene.plan.policy
    grades = [likely_grade(None, policy, hops).value for hops in (0, 1)]
    routes = [RouteType.WAREHOUSE.value, RouteType.P2P.value]
    return {
        "counted": pl.Series(scene.counted),
        "orders_28d": pl.Series(speed),
        "velocity": _named(BANDS, band_of(speed)),
        "hops": pl.Series(replay.hops),
        "grade": _named(grades, np.minimum(replay.hops, 1)),
        "eligible": pl.Series(found.eligible),
        "barrier": pl.Series(found.barriers, dtype=pl.String),
        "matched": pl.Series(matched),
        "taken_by_row": _where(matched, scene.history.lines.row[line]),
        "taken_at": _moments(_where(matched, scene.history.lines.at[line])),
        "waited_days": _where(matched, replay.waited / DAY_MS),
        "route": _named(routes, matched.astype(np.int64)),
        **_reckoned(found),
    }


def _reckoned(found: Found) -> Columns:
    """Money and days on the route taken, beside the warehouse."""
    scene, replay, inputs = found.scene, found.replay, found.inputs
    costs = scene.costs(inputs, replay)
    warehouse = costs.by_warehouse
    taken = cost_taken(scene, found.eligible, replay, costs, inputs)
    on_the_shelf = costs.new_price - costs.warehouse["MARKDOWN"]
    straight = costs.new_price - costs.peer["DISCOUNT"]
    waited = days_waited(scene, found.eligible, replay)
    days = np.full(len(waited), inputs["warehouse_days"])
    takes_part = inputs["opt_in"] * inputs["like_new"]
    return {
        "route_cost_minor": pl.Series(taken),
        "warehouse_cost_minor": pl.Series(warehouse),
        "expected_cost_minor": pl.Series(
            warehouse + _in_part(taken - warehouse, takes_part, scene.counted)
        ),
        "route_recovery_minor": pl.Series(
            np.where(replay.matched, straight, on_the_shelf - costs.worn)
        ),
        "warehouse_recovery_minor": pl.Series(on_the_shelf),
        "route_refund_days": pl.Series(days_in_hand(scene, inputs) + waited),
        "warehouse_refund_days": pl.Series(days),
    }


def _in_part(moved: Ints, share: float, counted: Flags) -> Ints:
    """A share of each amount in whole units; those that count add up to the share of their sum,
    rounded once."""
    parts: Ints = np.rint(share * moved).astype(np.int64)
    running = np.rint(share * np.cumsum(moved[counted])).astype(np.int64)
    parts[counted] = np.diff(running, prepend=0)
    return parts


def _where(known: Flags, values: Ints | Floats) -> pl.Series:
    """These values, and nothing where they are not known."""
    return pl.select(pl.when(pl.Series(known)).then(pl.Series(values))).to_series()


def _named(names: Sequence[str], places: Ints) -> pl.Series:
    return pl.Series(list(names), dtype=pl.String).gather(_where(places != UNKNOWN, places))


def _moments(at: pl.Series) -> pl.Series:
    return at.cast(pl.Datetime("ms", "UTC"))
