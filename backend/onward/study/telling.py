"""Puts what a replay found into the values of the report."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np

from onward.domain.histories import History
from onward.study import report as told
from onward.study.book import Flags
from onward.study.effects import Effect, combined_range
from onward.study.linking import DAY_MS
from onward.study.slices import Found, share
from onward.study.valuing import days_to_refund, footprint, one_piece, per_100

_EXAMPLES = 12
_NOT_FOR_CHANNELS = ("FLAG_", "REASON_EXCLUDED", "CATEGORY_EXCLUDED")
_METHOD = (
    "Kilometers times what the parcel weighs, at so many grams of CO2e a tonne-kilometer by road. "
    "By the warehouse two legs and one more package, straight one leg in the package it came in. "
    "Lengths are measured between postcodes where both are known, and assumed elsewhere."
)


def rows_of(history: History) -> told.Rows:
    rows = history.rows
    return told.Rows(rows.read, rows.lines, rows.returns, rows.rejected, rows.merged, rows.repeated)


def counts_of(found: Found) -> dict[str, Any]:
    """The funnel, and what it says about candidates and refunds."""
    scene, inputs, money = found.scene, found.inputs, found.money
    counted = scene.counted
    eligible = int((found.eligible & counted).sum())
    why = Counter(
        barrier
        for barrier, counts in zip(found.barriers, counted, strict=True)
        if counts and barrier
    )
    takes_part = inputs["opt_in"] * inputs["like_new"]
    travels = takes_part * (1 - inputs["no_ship"])
    channel = _channel(found, inputs["channel_least"])
    either = (found.eligible | channel)[counted].mean()
    return {
        "returns": money.returns,
        "eligible": eligible,
        "ineligible": dict(why.most_common()),
        "matched": money.matched,
        "match_rate": share(money.matched, eligible),
        "matched_share": share(money.matched, money.returns),
        "taking_part": round(takes_part, 4),
        "keep_cheaper": share(money.keep_cheaper, money.matched),
        "candidates": told.Candidates(
            peer=share(eligible, money.returns),
            channel=round(float(channel[counted].mean()), 4),
            either=round(float(either), 4),
            matched=share(money.matched, money.returns),
        ),
        "funded_first": told.Funded(
            round(travels * money.matched / money.returns, 4),
            round(travels * money.matched_value / money.value, 4) if money.value else 0.0,
        ),
    }


def money_of(found: Found, listed: Sequence[Effect]) -> dict[str, Any]:
    money = found.money
    low, high = combined_range(listed, money.saving_per_100)
    warehouse, peer, discount = one_piece(found.scene, found.inputs)
    days = days_to_refund(found.scene, found.eligible, found.replay, found.inputs)
    of = money.matched_value
    values = found.scene.history.returns.value[found.scene.stage.linked.which]
    return {
        "value_minor": money.value,
        "value_median_minor": round(float(np.median(values[found.scene.counted]))),
        "cost_per_100": told.CostPer100(
            *(
                round(value, 2)
                for value in (
                    per_100(money.warehouse, money.value),
                    per_100(money.onward, money.value),
                    money.saving_per_100,
                    low,
                    high,
                    per_100(money.beyond_keep, money.value),
                )
            )
        ),
        "matched_cost_per_100": told.MatchedCostPer100(
            *(
                round(per_100(amount, of), 2)
                for amount in (money.matched_warehouse, money.matched_peer, money.matched_discount)
            )
        ),
        "one_piece": told.OnePiece(warehouse / 100, peer / 100, (peer - discount) / 100),
        "cost_lines": money.lines,
        "days_to_refund": told.DaysToRefund(
            *(round(d, 2) for d in (days.warehouse, days.onward, days.first_scan, days.matched))
        ),
    }


def wait_days(found: Found) -> told.WaitDays:
    waited = found.replay.waited[found.replay.matched & found.scene.counted] / DAY_MS
    if not len(waited):
        return told.WaitDays(None, None, None)
    return told.WaitDays(*(round(float(p), 2) for p in np.percentile(waited, (10, 50, 90))))


def _channel(found: Found, least: float) -> Flags:
    """Returns a recommerce channel would take: nothing that may not change hands, and worth it."""
    which = found.scene.stage.linked.which
    open_to = [not (barrier or "").startswith(_NOT_FOR_CHANNELS) for barrier in found.barriers]
    worth: Flags = found.scene.history.returns.value[which] >= least
    return np.array(open_to) & worth


def channel_share(found: Found, least: float) -> float:
    return round(float(_channel(found, least)[found.scene.counted].mean()), 4)


def co2e_of(found: Found, listed: Sequence[Effect]) -> told.Co2e:
    trace = footprint(found.scene, found.replay, found.inputs)
    warehouse, peer = trace.warehouse, trace.peer
    ends = [end for one in listed if one.of == "CO2E" for end in (one.low, one.high)]
    travel = found.money.matched * found.inputs["opt_in"] * found.inputs["like_new"]
    return told.Co2e(
        warehouse_per_match=round(warehouse, 3),
        onward_per_match=round(peer, 3),
        saved_per_match=round(warehouse - peer, 3),
        low=round(min(ends), 3),
        high=round(max(ends), 3),
        saved_total=round((warehouse - peer) * travel, 1),
        measured=round(trace.measured, 4),
        method=_METHOD,
    )


def examples_of(found: Found) -> tuple[told.Example, ...]:
    """Some matches from all over the history."""
    scene, history = found.scene, found.scene.history
    matched = np.flatnonzero(found.replay.matched & scene.counted)
    some = matched[:: max(len(matched) // _EXAMPLES, 1)][:_EXAMPLES]
    returns = scene.stage.linked.which[some]
    lines = scene.stage.book.lines[found.replay.taken_by[some]]
    return tuple(
        told.Example(
            sku=history.items[int(history.returns.item[one])].sku,
            return_row=int(history.returns.row[one]),
            returned_at=iso(int(history.returns.at[one])),
            order_row=int(history.lines.row[line]),
            ordered_at=iso(int(history.lines.at[line])),
            wait_days=round(int(history.lines.at[line] - history.returns.at[one]) / DAY_MS, 2),
        )
        for one, line in zip(returns.tolist(), lines.tolist(), strict=True)
    )


def iso(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
