"""A whole backtest: one history and one plan in, one report out."""

from collections.abc import Callable

from onward.domain.histories import History
from onward.study import report as told
from onward.study.assumptions import GRADES_METHOD, days_of_window, is_own_window
from onward.study.effects import effects
from onward.study.rules import ODDS_METHOD
from onward.study.scene import Plan, Scene, scene_of
from onward.study.slices import Found, by_country, by_velocity
from onward.study.sweeps import (
    DEMAND_WINDOWS,
    break_even,
    demand_table,
    discount_sweep,
    waiting_curve,
)
from onward.study.telling import (
    channel_share,
    co2e_of,
    counts_of,
    examples_of,
    iso,
    money_of,
    rows_of,
    wait_days,
)
from onward.study.valuing import sums

STEPS = ("rules", "replay", "waiting", "demand", "discounts", "assumptions")


def run(
    history: History,
    plan: Plan,
    file: str = "",
    step: Callable[[str], None] = lambda name: None,
    replayed: Callable[[Found], None] = lambda found: None,
) -> told.Report:
    """Replay a history. `step` hears the name of each of STEPS as it begins, `replayed` what the
    report is about before it is told; `seconds` is left 0 for whoever has a clock. Raises
    NothingToReplay."""
    step("rules")
    scene = scene_of(history, plan)
    step("replay")
    found = _replayed(scene)
    replayed(found)
    step("waiting")
    curve = waiting_curve(scene, found.eligible)
    step("demand")
    table = demand_table(scene)
    step("discounts")
    sweep = discount_sweep(scene, found.inputs["elasticity"])
    step("assumptions")
    least = scene.given.channel_least
    channel = {
        value: channel_share(found, value) for value in (least.low, least.likely, least.high)
    }
    listed = effects(scene, found.eligible, found.replay, channel)
    return told.Report(
        file=file,
        currency=history.currency,
        first_at=iso(int(history.lines.at.min())),
        last_at=iso(int(history.lines.at.max())),
        asked=told.Asked(
            plan.rules.value,
            plan.willing,
            plan.window_days,
            days_of_window(plan.policy),
            is_own_window(plan.policy, plan.window_days),
            plan.seed,
            plan.policy.warehouse.country,
        ),
        rows=rows_of(history),
        rejected=tuple(
            told.RejectedRows(one.reason, one.message, one.rows, one.first_rows)
            for one in history.rows.refused
        ),
        set_aside=scene.set_aside,
        notes=dict(history.notes),
        replayed=len(scene.counted),
        **counts_of(found),
        wait_days=wait_days(found),
        waiting_curve=tuple(told.Point(days, round(rate, 4)) for days, rate in curve),
        by_velocity=by_velocity(found),
        by_country=by_country(found),
        **money_of(found, listed),
        co2e=co2e_of(found, listed),
        discounts=tuple(sweep),
        break_even_discount=break_even(sweep),
        demand_only=tuple(
            told.DemandRow(
                willing,
                {f"{days}": round(r, 4) for days, r in zip(DEMAND_WINDOWS, rates, strict=True)},
            )
            for willing, rates in table
        ),
        assumptions=tuple(listed),
        odds_method=ODDS_METHOD,
        grades_method=GRADES_METHOD,
        examples=examples_of(found),
        seconds=0.0,
    )


def _replayed(scene: Scene) -> Found:
    asked, inputs = scene.allowed, scene.given.likely()
    found = scene.match(scene.plan.willing, scene.plan.window_days, asked)
    eligible = asked & ~found.too_many_hops
    money = sums(scene, eligible, found, scene.costs(inputs, found), inputs)
    return Found(scene, found, eligible, scene.barriers(found), money, inputs)
