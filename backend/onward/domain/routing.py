"""Which ways a unit may go, and what each means in money and days. Failing the peer path never
denies the return, which `entitlement` decides: the warehouse is always allowed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from onward.domain import refunds
from onward.domain.grades import Grade
from onward.domain.money import Money
from onward.domain.policy import Policy
from onward.domain.pricing import open_box_price
from onward.domain.returns import Reason
from onward.domain.shop import Order, OrderLine, Unit, Variant
from onward.domain.story import Story


class RouteType(StrEnum):
    P2P = "P2P"
    WAREHOUSE = "WAREHOUSE"


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit as the rules see it. `value` is what was paid for it, tax included; `price` today's
    price of the unopened item, None where the shop has none; `country` where it lies."""

    reason: str
    category: str
    flags: frozenset[str]
    value: Money
    price: Money | None
    hops: int
    country: str


Rule = Callable[[UnitFacts, Policy], str | None]


def unit_facts(
    order: Order, line: OrderLine, variant: Variant, unit: Unit, reason: Reason
) -> UnitFacts:
    """One piece of a paid line as the rules see it."""
    due = refunds.owed(line, unit.ordinal)
    return UnitFacts(
        reason=reason.value,
        category=variant.category,
        flags=variant.flags,
        value=due.net + due.tax,
        price=variant.price,
        hops=unit.hops,
        country=order.country,
    )


def facts_of(story: Story) -> UnitFacts:
    """The unit of a case as the rules see it."""
    return unit_facts(story.order, story.line, story.variant, story.unit, story.case.reason)


def peer_barrier_before_photos(facts: UnitFacts, policy: Policy) -> str | None:
    """The code of the first rule that keeps this unit off the peer path; None when none does.
    Needs no photo, so it is asked before the camera opens."""
    return next((code for rule in RULES if (code := rule(facts, policy))), None)


def peer_barrier(facts: UnitFacts, grade: Grade | None, policy: Policy) -> str | None:
    """The same rules once more, for a policy may have changed since, and the grade's rule."""
    barrier = peer_barrier_before_photos(facts, policy)
    if barrier is None and grade not in policy.peer_grades:
        return "NOT_GRADED" if grade is None else "GRADE_NOT_ADMITTED"
    return barrier


def _peer_is_off(facts: UnitFacts, policy: Policy) -> str | None:
    return None if policy.peer_enabled else "PEER_OFF"


def _reason_is_excluded(facts: UnitFacts, policy: Policy) -> str | None:
    return "REASON_EXCLUDED" if facts.reason in policy.excluded_reasons(facts.category) else None


def _flag_is_excluded(facts: UnitFacts, policy: Policy) -> str | None:
    excluded = sorted(facts.flags & policy.peer_excluded_flags)
    return f"FLAG_{excluded[0].upper()}" if excluded else None


def _category_is_excluded(facts: UnitFacts, policy: Policy) -> str | None:
    return None if policy.category(facts.category).peer else "CATEGORY_EXCLUDED"


def _category_is_paused(facts: UnitFacts, policy: Policy) -> str | None:
    return "CATEGORY_PAUSED" if facts.category in policy.paused else None


def _has_hopped_enough(facts: UnitFacts, policy: Policy) -> str | None:
    return "TOO_MANY_HOPS" if facts.hops >= policy.max_hops else None


def _country_is_unsupported(facts: UnitFacts, policy: Policy) -> str | None:
    served = policy.same_territory(facts.country, policy.warehouse.country)
    return None if served else "COUNTRY_UNSUPPORTED"


def _price_is_unknown(facts: UnitFacts, policy: Policy) -> str | None:
    price = facts.price
    known = price is not None and price.minor > 1 and price.currency == facts.value.currency
    return None if known else "PRICE_UNKNOWN"


def _is_over_the_limit(facts: UnitFacts, policy: Policy) -> str | None:
    return "OVER_LIMIT" if facts.value.minor > policy.peer_limit_minor else None


# What protects people comes before what protects money; the first code is what people read.
RULES: tuple[Rule, ...] = (
    _peer_is_off,
    _flag_is_excluded,
    _reason_is_excluded,
    _category_is_excluded,
    _category_is_paused,
    _country_is_unsupported,
    _has_hopped_enough,
    _price_is_unknown,
    _is_over_the_limit,
)


# --- the two cards -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CostLine:
    """What a route is expected to cost the merchant: LABEL, HANDLING, DISCOUNT, BONUS."""

    code: str
    amount: Money


@dataclass(frozen=True, slots=True)
class RouteOption:
    """One way, side by side with the other. `promised_at` is the day the money is there."""

    route: RouteType
    allowed: bool
    barrier: str | None
    refund: Money
    bonus: Money | None
    promised_at: datetime
    costs: tuple[CostLine, ...]

    @property
    def total(self) -> Money:
        return self.refund + self.bonus if self.bonus else self.refund


@dataclass(frozen=True, slots=True)
class Crossroads:
    """Where the returner stands: the unit, its grade once known, what is owed for it, and what a
    label is expected to cost."""

    unit: UnitFacts
    grade: Grade | None
    refund: Money
    label: Money
    zone: str
    now: datetime


def routes(at: Crossroads, policy: Policy) -> tuple[RouteOption, RouteOption]:
    """The peer path and the warehouse, in this order. The refund is the same on both: what is
    owed never depends on the choice."""
    return _to_next_owner(at, policy), _to_warehouse(at, policy)


def _to_next_owner(at: Crossroads, policy: Policy) -> RouteOption:
    barrier = (
        peer_barrier_before_photos(at.unit, policy)
        if at.grade is None
        else peer_barrier(at.unit, at.grade, policy)
    )
    price = at.unit.price
    bonus, costs = None, [CostLine("LABEL", at.label)]
    if barrier is None and price is not None:
        lower = open_box_price(price, policy.category(at.unit.category))
        bonus = refunds.bonus(policy, lower)
        costs += [CostLine("DISCOUNT", price - lower), CostLine("BONUS", bonus)]
    promised = refunds.promised_by(policy, at.now, at.zone, peer=True)
    allowed = barrier is None
    return RouteOption(RouteType.P2P, allowed, barrier, at.refund, bonus, promised, tuple(costs))


def _to_warehouse(at: Crossroads, policy: Policy) -> RouteOption:
    handling = Money(policy.handling_minor, at.refund.currency)
    costs = (CostLine("LABEL", at.label), CostLine("HANDLING", handling))
    promised = refunds.promised_by(policy, at.now, at.zone, peer=False)
    return RouteOption(RouteType.WAREHOUSE, True, None, at.refund, None, promised, costs)
