"""One past ready to be replayed again and again: who is eligible, what a match would cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from onward.domain.histories import History, Ints
from onward.domain.orders import UNKNOWN_COUNTRY
from onward.domain.policy import Policy
from onward.study.assumptions import Assumptions, assumptions, days_of_window
from onward.study.book import Flags, book_of
from onward.study.costs import Costs, cost_of
from onward.study.linking import DAY_MS, link
from onward.study.parcels import Fixed, fixed_of, parcels_of
from onward.study.replaying import Replay, Stage, replay
from onward.study.rules import (
    NO_MARGIN,
    TOO_MANY_HOPS,
    Terms,
    by_policy,
    demand_only,
    velocity,
)

# Returns in the file's last days have no future to be matched in; they compete and do not count.
TAIL_DAYS = 30


class Rules(StrEnum):
    """Whether the shop's policy decides, or demand alone."""

    POLICY = "policy"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked. `willing` is the share of orders, 0 to 1, that would take an opened piece, in
    place of the policy's; `asked_days` how long an owner is looked for, None for as long as the
    policy does; `warehouse` its latitude and longitude in degrees, None where nobody knows."""

    policy: Policy
    rules: Rules = Rules.POLICY
    willing: float = 0.25
    asked_days: float | None = None
    seed: int = 1
    warehouse: tuple[float, float] | None = None

    @property
    def window_days(self) -> float:
        return days_of_window(self.policy) if self.asked_days is None else self.asked_days


class NothingToReplay(Exception):
    """The history holds no return that a replay can judge; the text is one plain sentence."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Masks have one entry a linked return; `allowed` is who no rule keeps off, `offered` also
    those whom only the money keeps off, which another discount may change."""

    plan: Plan
    stage: Stage
    terms: Terms
    set_aside: dict[str, int]
    counted: Flags
    allowed: Flags
    offered: Flags
    velocity: Ints
    fixed: Fixed
    given: Assumptions

    @property
    def history(self) -> History:
        return self.stage.history

    def match(self, willing: float, window_days: float, taking_part: Flags) -> Replay:
        """Replay those that take part at another willingness or window."""
        return replay(
            self.stage, taking_part, willing, window_days, self.terms.admits, self.terms.max_hops
        )

    def costs(
        self,
        inputs: Mapping[str, float],
        found: Replay | None = None,
        discount: float | None = None,
    ) -> Costs:
        """What both roads cost for each return; with `found`, at the price of the order that took
        it; with `discount`, 0 to 1, at that one for every category."""
        parcels = parcels_of(self.stage, self.fixed, found, discount)
        return cost_of(parcels, inputs, self.plan.policy.bonus_least_minor)

    def barriers(self, found: Replay) -> list[str | None]:
        """Why each return is not eligible, the replay's own findings included."""
        return [
            rule or (TOO_MANY_HOPS if hopped else None)
            for rule, hopped in zip(self.terms.barriers, found.too_many_hops, strict=True)
        ]


def scene_of(history: History, plan: Plan) -> Scene:
    """Raises NothingToReplay where no return lies long enough before the history's end."""
    linked = link(history)
    if not len(linked.which):
        raise NothingToReplay(_none_linked(history, linked.set_aside))
    stage = Stage(history, linked, book_of(history, linked, plan.seed))
    counted = _counted(stage, plan)
    if not counted.any():
        raise NothingToReplay(
            f"No return lies {_tail(plan):g} days or more before the last order of this history, "
            "so none had time to find an owner in it."
        )
    if plan.rules is Rules.NONE:
        terms = demand_only(stage)
    else:
        terms = by_policy(stage, plan.policy, plan.willing)
    allowed = np.array([barrier is None for barrier in terms.barriers])
    fixed = fixed_of(stage, plan.policy, plan.warehouse)
    average = _average(fixed.discount_bp, allowed & counted)
    return Scene(
        plan=plan,
        stage=stage,
        terms=terms,
        set_aside=linked.set_aside,
        counted=counted,
        allowed=allowed,
        offered=np.array([barrier in {None, NO_MARGIN} for barrier in terms.barriers]),
        velocity=velocity(stage),
        fixed=fixed,
        given=assumptions(plan.policy, plan.willing, average, plan.window_days),
    )


def _average(discounts: Ints, among: Flags) -> int:
    return round(float(discounts[among].mean() if among.any() else discounts.mean()))


def _tail(plan: Plan) -> float:
    return max(float(TAIL_DAYS), plan.window_days)


def _counted(stage: Stage, plan: Plan) -> Flags:
    last = int(stage.history.lines.at.max()) - round(_tail(plan) * DAY_MS)
    counted: Flags = stage.history.returns.at[stage.linked.which] <= last
    return counted


def _none_linked(history: History, set_aside: Mapping[str, int]) -> str:
    if not set_aside:
        return (
            "This file holds no returns: no column returned_at or return_of, and no rows that the "
            "mapping calls returns."
        )
    why = ", ".join(f"{count} {reason}" for reason, count in set_aside.items())
    return f"None of this file’s returns can be replayed ({why})."


def home_country(history: History) -> str:
    """Where most lines were ordered to, an unknown country left out if there is any other."""
    counts = np.bincount(history.lines.country, minlength=len(history.countries))
    known = np.array([name != UNKNOWN_COUNTRY for name in history.countries])
    return history.countries[int((counts * known if known.any() else counts).argmax())]
