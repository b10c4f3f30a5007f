"""Everything a replay has to assume because no order file says it: a likely value, how low and how
high it may be, and where that comes from. What the merchant's policy says comes from there."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import timedelta
from enum import StrEnum

from onward.domain.events import Channel
from onward.domain.grades import Grade
from onward.domain.policy import Policy
from onward.domain.routing import likely_grade

_WHOLE = 10_000
OURS = "our own estimate; nobody has published it"
POLICY = "your policy"
_COST_VENDOR = "getattribute.com, true cost of returns (a vendor's figures)"
_MARKDOWN = "simpleglobal.com: 48% sell at full price; getattribute.com: others 15 to 50% less"
_CO2E = "consumerecology.com: 0.59 kg for a pound over 500 miles by road"
# Whether the peer path pays is asked before a replay knows which pieces it passes on.
GRADES_METHOD = (
    "Nobody has graded a past: a piece counts as like new, and one that this replay has passed on "
    "before as very good at best, with that grade’s discount, and cheaper on the shop’s own shelf "
    "where nobody takes it again. All pieces of a return count as one. Whether the peer path pays "
    "is asked of every piece as if it came back for the first time; and without Onward every piece "
    "would have been sold new, so the warehouse’s costs are those of a first return."
)


class Unit(StrEnum):
    """What a value counts: minor units of the history's currency, shares of 1, and so on."""

    MONEY = "money"
    SHARE = "share"
    DAYS = "days"
    TIMES = "times"
    GRAMS = "grams"
    KM = "km"


@dataclass(frozen=True, slots=True)
class Assumption:
    """One uncertain input. `low` and `high` are the ends of what is believable."""

    likely: float
    low: float
    high: float
    unit: Unit
    source: str


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Money is minor units for one parcel unless said otherwise.

    `window_days`: how long an owner is looked for. `label`: one leg of up to a kilogram; `per_kg`:
    each further one begun; `per_100_km`: by the way. `markdown` is what a piece loses that the
    warehouse sells again. `waiting` is what a day of looking for an owner in vain takes off the
    value. `opt_in` of the returners choose the peer path and `like_new` of their pieces pass.
    `leg_km` is from a returner to the warehouse, `out_km` on to who buys it, `direct_km` straight
    between the two. `elasticity`: how the willing share follows the discount, as share = willing *
    (discount / policy's discount) ** elasticity.
    """

    willing: Assumption
    window_days: Assumption
    elasticity: Assumption
    opt_in: Assumption
    like_new: Assumption
    discount: Assumption
    bonus: Assumption
    label: Assumption
    per_kg: Assumption
    per_100_km: Assumption
    piece_grams: Assumption
    handling: Assumption
    service: Assumption
    markdown: Assumption
    claims: Assumption
    no_ship: Assumption
    waiting: Assumption
    channel_least: Assumption
    hand_in_days: Assumption
    warehouse_days: Assumption
    leg_km: Assumption
    out_km: Assumption
    direct_km: Assumption
    tonne_km_grams: Assumption
    package_grams: Assumption

    def named(self) -> Iterator[tuple[str, Assumption]]:
        return ((field.name, getattr(self, field.name)) for field in fields(self))

    def likely(self) -> dict[str, float]:
        """The likely value of each input by its name."""
        return {name: one.likely for name, one in self.named()}


def assumptions(
    policy: Policy, willing: float, discount_bp: int, window_days: float | None = None
) -> Assumptions:
    """The inputs for one shop: what its policy says is likely, what others found is the range.
    `discount_bp` is what the policy takes off on average; `window_days` how long the replay looks
    for an owner, None for as long as the policy does."""
    money, share, days, grams = Unit.MONEY, Unit.SHARE, Unit.DAYS, Unit.GRAMS
    costs, impact = policy.costs, policy.impact
    return Assumptions(
        willing=_around(willing, 0.1, 0.5, share, f"{POLICY}; range ours"),
        window_days=_window(policy, window_days or days_of_window(policy)),
        elasticity=Assumption(1.0, 0.5, 1.5, Unit.TIMES, OURS),
        opt_in=Assumption(0.55, 0.43, 0.68, share, "itgoesforward.com: 43% and 68%, middle ours"),
        like_new=Assumption(0.8, 0.6, 0.95, share, OURS),
        discount=_around(discount_bp / _WHOLE, 0.1, 0.25, share, POLICY),
        bonus=_around(policy.bonus_bp / _WHOLE, 0.03, 0.1, share, POLICY),
        label=_around(
            costs.label_minor, 400, 1200, money, f"{POLICY}; {_COST_VENDOR}; centsight.com"
        ),
        per_kg=_around(costs.per_kg_minor, 50, 200, money, f"{POLICY}; range ours"),
        per_100_km=_around(costs.per_100_km_minor, 0, 30, money, f"{POLICY}; range ours"),
        piece_grams=_around(costs.weight_g, 150, 800, grams, f"{POLICY}; range ours"),
        handling=_around(policy.handling_minor, 700, 1700, money, f"{POLICY}; {_COST_VENDOR}"),
        service=_around(costs.service_minor, 150, 600, money, f"{POLICY}; {_COST_VENDOR}"),
        markdown=_around(_markdown(policy), 0.03, 0.26, share, f"{POLICY}; {_MARKDOWN}"),
        claims=_around(
            costs.claims_bp / _WHOLE,
            0.01,
            0.05,
            share,
            f"{POLICY}; itgoesforward.com: 98% arrive as described",
        ),
        no_ship=_around(costs.no_ship_bp / _WHOLE, 0.02, 0.1, share, f"{POLICY}; range ours"),
        waiting=_around(costs.waiting_bp / _WHOLE, 0.0, 0.003, share, f"{POLICY}; range ours"),
        channel_least=Assumption(2000, 1000, 4000, money, OURS),
        hand_in_days=Assumption(1.5, 0.5, _days(policy), days, f"{OURS}; at most {POLICY}"),
        warehouse_days=Assumption(
            7.0, 4.0, 9.5, days, "StellaService, 40 retailers: 9.5; refunds.blog: 87% in a week"
        ),
        leg_km=_around(impact.to_warehouse_km, 100, 2000, Unit.KM, f"{POLICY}; range ours"),
        out_km=_around(impact.from_warehouse_km, 100, 2000, Unit.KM, f"{POLICY}; range ours"),
        direct_km=_around(impact.between_km, 50, 4000, Unit.KM, f"{POLICY}; range ours"),
        tonne_km_grams=Assumption(
            impact.likely_g, impact.low_g, impact.high_g, grams, f"{POLICY}; {_CO2E}"
        ),
        package_grams=_around(
            impact.package_co2e_g, 150, 900, grams, f"{POLICY}; consumerecology.com"
        ),
    )


def days_of_window(policy: Policy) -> float:
    """How many days the shop itself looks for an owner."""
    return policy.windows.window_for / timedelta(days=1)


def is_own_window(policy: Policy, window_days: float) -> bool:
    """Whether so many days are the policy's own window, to the second."""
    return abs(window_days - days_of_window(policy)) * 86_400 < 1


def _window(policy: Policy, days: float) -> Assumption:
    own = days_of_window(policy)
    source = POLICY
    if not is_own_window(policy, days):
        source = f"asked for; {POLICY} stops looking after {own:.3g} days"
    return Assumption(days, min(1.0, days, own), max(7.0, days, own), Unit.DAYS, source)


def on_the_shelf(policy: Policy, grade: Grade) -> int:
    """What a piece of this grade brings on the shop's own shelf, in basis points of the new
    price."""
    return policy.recovery.terms[Channel.WAREHOUSE].worth_bp.get(grade, 0)


def _markdown(policy: Policy) -> float:
    """What a piece loses on the shop's own shelf, as a share of the new price: one of the grade
    that the shop takes an ungraded one for."""
    return (_WHOLE - on_the_shelf(policy, likely_grade(None, policy))) / _WHOLE


def _around(likely: float, low: float, high: float, unit: Unit, source: str) -> Assumption:
    """What a person chose lies within its own range, whatever others found."""
    return Assumption(likely, min(low, likely), max(high, likely), unit, source)


def _days(policy: Policy) -> float:
    return max(policy.windows.ship_for.total_seconds() / 86_400, 1.5)
