"""Which returns of a past may go to another customer, and to whom: the shop's own rules as far as a
history knows what they ask, or none at all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from onward.domain.events import Channel
from onward.domain.histories import UNKNOWN, Ints
from onward.domain.money import Money
from onward.domain.policy import Policy
from onward.domain.returns import Reason
from onward.domain.routing import UnitFacts, peer_barrier_before_photos
from onward.study.assumptions import assumptions, days_of_window
from onward.study.book import Floats, orders_before, returned_by_then
from onward.study.chances import chances
from onward.study.costs import cost_of
from onward.study.parcels import fixed_of, parcels_of
from onward.study.replaying import Admits, Stage

VELOCITY_DAYS = 28
TOO_MANY_HOPS = "TOO_MANY_HOPS"
NO_MARGIN = "NO_MARGIN"
# Minor units by which our sums may lie beside the shop's own: some roundings, one a piece.
_CLEARLY = 100
_LEAST_CHANCE = 0.01
ODDS_METHOD = (
    "A return is let through where the shop’s own odds of an owner within the policy’s window are "
    "good enough, from the orders of its item until then; a history holds no standing offers, "
    "which make them better, and pieces of the same item that still look for an owner, which make "
    "them worse, are not counted."
)


@dataclass(frozen=True, slots=True)
class Terms:
    """`barriers` has one entry a linked return: the code of the rule that keeps it off the peer
    path, or None."""

    barriers: Sequence[str | None]
    admits: Admits
    max_hops: int | None


def demand_only(stage: Stage) -> Terms:
    """Every return, and any order of another customer; whoever is unknown is another."""
    returner = stage.history.returns.customer[stage.linked.which].tolist()
    buyer = stage.history.lines.customer[stage.book.lines].tolist()
    return Terms(
        barriers=[None] * len(returner),
        admits=lambda one, line: returner[one] != buyer[line] or returner[one] == UNKNOWN,
        max_hops=None,
    )


def by_policy(stage: Stage, policy: Policy, willing: float) -> Terms:
    """The rules of routing that need no photo, and the rules of matching; and an order takes a
    return only where it wants at least as many pieces as come back. The chance of an owner is the
    shop's own, within the policy's window, however long the replay then looks for one."""
    odds = chances(stage, willing, days_of_window(policy), policy.odds)
    unchecked = replace(policy, costs=replace(policy.costs, compare=False))
    barriers = [
        peer_barrier_before_photos(one, unchecked if pays else policy)
        for one, pays in zip(
            facts_of(stage, policy, odds.tolist()), surely_pays(stage, policy, odds), strict=True
        )
    ]
    return Terms(barriers, _admits(stage, policy), policy.max_hops)


def surely_pays(stage: Stage, policy: Policy, odds: Floats) -> list[bool]:
    """Where the peer path earns so clearly more than the warehouse that the shop's own sums, one by
    one, need not be asked. Other channels may earn more than the warehouse: then nothing is clear.
    """
    if policy.recovery.channels != (Channel.WAREHOUSE,):
        return [False] * len(odds)
    parcels = parcels_of(stage, fixed_of(stage, policy), None, None)
    likely = assumptions(policy, willing=0.5, discount_bp=0).likely()
    costs = cost_of(parcels, likely, policy.bonus_least_minor)
    chance = np.clip(odds, _LEAST_CHANCE, 1)
    days = days_of_window(policy)
    price = parcels.price * parcels.pieces
    waiting = price * likely["waiting"] * days * (1 - chance) / chance
    clear: list[bool] = (costs.by_warehouse - costs.by_peer - waiting > _CLEARLY).tolist()
    return clear


def reason_of(written: str) -> Reason:
    """A file's word for why; one that nobody knows counts as a change of mind."""
    name = written.strip().upper().replace(" ", "_").replace("-", "_")
    return Reason(name) if name in Reason.__members__ else Reason.UNWANTED


def velocity(stage: Stage) -> Ints:
    """How many orders of its item each linked return had behind it, in the 28 days before."""
    returns, which = stage.history.returns, stage.linked.which
    return orders_before(stage.book, returns.item[which], returns.at[which], VELOCITY_DAYS)


def facts_of(stage: Stage, policy: Policy, odds: list[float]) -> list[UnitFacts]:
    """Each return as the rules see it. The whole return counts as one unit; its hops are counted
    as the replay goes."""
    history, which = stage.history, stage.linked.which
    reasons = [reason_of(written).value for written in history.reasons]
    returns, currency = history.returns, history.currency
    price = history.lines.price[stage.linked.purchase] * returns.pieces[which]
    rows = zip(
        returns.item[which].tolist(),
        returns.reason[which].tolist(),
        returns.country[which].tolist(),
        returns.value[which].tolist(),
        returns.pieces[which].tolist(),
        price.tolist(),
        odds,
        strict=True,
    )
    return [
        UnitFacts(
            reason=Reason.UNWANTED.value if reason == UNKNOWN else reasons[reason],
            category=history.items[item].category,
            flags=history.items[item].flags,
            value=Money(value, currency),
            price=Money(paid, currency),
            hops=0,
            country=history.countries[country],
            sku=history.items[item].sku,
            weight_g=(history.items[item].weight_g or policy.costs.weight_g) * pieces,
            odds=chance,
        )
        for item, reason, country, value, pieces, paid, chance in rows
    ]


def _admits(stage: Stage, policy: Policy) -> Admits:
    """Another customer, another household, the same customs territory, nobody who returned the
    same item a while ago, and at least as many pieces: the rules of `domain.matching` that a
    history knows, as numbers."""
    history, which, lines = stage.history, stage.linked.which, stage.book.lines
    returns, bought = history.returns, history.lines
    within = round(policy.matching.returned_before_for.total_seconds() * 1000)
    came_back = returned_by_then(history, stage.book, within).tolist()
    allowed = [
        [policy.same_territory(one, other) for other in history.countries]
        for one in history.countries
    ]
    returner, buyer = returns.customer[which].tolist(), bought.customer[lines].tolist()
    home, other_home = returns.household[which].tolist(), bought.household[lines].tolist()
    here, there = returns.country[which].tolist(), bought.country[lines].tolist()
    back, wanted = returns.pieces[which].tolist(), bought.pieces[lines].tolist()

    def admits(one: int, line: int) -> bool:
        return (
            wanted[line] >= back[one]
            and (returner[one] != buyer[line] or returner[one] == UNKNOWN)
            and (home[one] != other_home[line] or home[one] == UNKNOWN)
            and allowed[here[one]][there[line]]
            and not came_back[line]
        )

    return admits
