"""Which ways a unit may go: an ordered list of small rules, each with its reason. Failing the peer
path never denies the return, which `entitlement` decides: the warehouse is always allowed. What
each way means in money, days and kilometres is for `routes`."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from onward.domain import owing
from onward.domain.economics import Piece, expected_roads, peer_margin, piece_of
from onward.domain.grades import Answers, Grade
from onward.domain.money import Money
from onward.domain.policy import Policy
from onward.domain.returns import Reason
from onward.domain.shop import Order, OrderLine, Unit, Variant
from onward.domain.stops import is_stopped
from onward.domain.story import Story


class RouteType(StrEnum):
    """Every way a return may go: those by the warehouse are what its channels make of it. The last
    is reckoned for the desk and offered nowhere."""

    P2P = "P2P"
    WAREHOUSE = "WAREHOUSE"
    RECOMMERCE = "RECOMMERCE"
    LIQUIDATION = "LIQUIDATION"
    DONATE = "DONATE"
    RECYCLE = "RECYCLE"
    KEEP_IT = "KEEP_IT"


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit as the rules see it. `value` is what was paid for it, tax included; `price` today's
    price of the unopened item, None where the shop has none; `country` where it lies. `complete`:
    what was answered to whether all is there, None while nobody answered. `odds`: the chance, 0 to
    1, of a next owner within the window, None where nobody knows. `weight_g` 0 where the shop has
    not said. `grade` None until there is one: rules about money then take it for like new.
    `warehouse_km`: how far it is to the warehouse, None where nobody measured it."""

    reason: str
    category: str
    flags: frozenset[str]
    value: Money
    price: Money | None
    hops: int
    country: str
    sku: str = ""
    weight_g: int = 0
    complete: bool | None = None
    odds: float | None = None
    grade: Grade | None = None
    warehouse_km: int | None = None


Rule = Callable[[UnitFacts, Policy], str | None]
# The flag of a thing of several parts, and the question whether all of them are there.
BUNDLE, _ALL_THERE = "bundle", "complete"


def unit_facts(
    order: Order,
    line: OrderLine,
    variant: Variant,
    unit: Unit,
    reason: Reason,
    answers: Answers | None = None,
    warehouse_km: int | None = None,
) -> UnitFacts:
    """One piece of a paid line as the rules see it."""
    due = owing.goods(line, unit.ordinal)
    return UnitFacts(
        reason=reason.value,
        category=variant.category,
        flags=variant.flags,
        value=due.net + due.tax,
        price=variant.price,
        hops=unit.hops,
        country=order.country,
        sku=variant.sku,
        weight_g=variant.weight_g,
        complete=(answers or {}).get(_ALL_THERE),
        warehouse_km=warehouse_km,
    )


def facts_of(story: Story) -> UnitFacts:
    """The unit of a case as the rules see it. Its odds were asked before the camera opened; whoever
    has taken photos since is not told that they were in vain."""
    case = story.case
    return unit_facts(
        story.order,
        story.line,
        story.variant,
        story.unit,
        case.reason,
        case.answers,
        case.warehouse_km,
    )


def peer_barrier_before_photos(facts: UnitFacts, policy: Policy) -> str | None:
    """The code of the first rule that keeps this unit off the peer path; None when none does.
    Needs no photo, so it is asked before the camera opens."""
    return _first(RULES, facts, policy)


def peer_barrier(facts: UnitFacts, grade: Grade | None, policy: Policy) -> str | None:
    """The same rules once more, for a policy may have changed since, and the grade's rule between
    those that protect people and those that protect money."""
    about_people = _first(FOR_PEOPLE, facts, policy)
    if about_people is not None:
        return about_people
    if grade not in policy.admitted(facts.hops):
        return "NOT_GRADED" if grade is None else "GRADE_NOT_ADMITTED"
    return _first(FOR_MONEY, replace(facts, grade=grade), policy)


def recovery_barrier(facts: UnitFacts, policy: Policy) -> str | None:
    """The code of the rule that wants this unit seen at the warehouse before it goes anywhere
    else; None when it may go straight to any of the merchant's channels."""
    return _first(_TO_BE_SEEN, facts, policy)


def likely_grade(grade: Grade | None, policy: Policy, hops: int = 0) -> Grade:
    """What an ungraded piece is taken for: like new, or the best that may go on after so many
    hops."""
    if grade is not None:
        return grade
    admitted = [one for one in Grade if one in policy.admitted(hops)]
    return Grade.LIKE_NEW if Grade.LIKE_NEW in admitted or not admitted else admitted[0]


def _first(rules: tuple[Rule, ...], facts: UnitFacts, policy: Policy) -> str | None:
    return next((code for rule in rules if (code := rule(facts, policy))), None)


def is_priced(facts: UnitFacts) -> bool:
    """Whether the shop sells it today, in the currency it was paid in, for what can be lowered."""
    price = facts.price
    return price is not None and price.minor > 1 and price.currency == facts.value.currency


def piece(facts: UnitFacts, policy: Policy) -> Piece:
    """The unit as the sums see it; what the shop does not sell is taken for what was paid."""
    grade = likely_grade(facts.grade, policy, facts.hops)
    paid = Money(max(facts.value.minor, 1), facts.value.currency)
    price = facts.price if facts.price is not None and is_priced(facts) else paid
    judged = piece_of(price, facts.category, grade, facts.weight_g, policy, facts.odds)
    return replace(judged, roads=expected_roads(policy, facts.warehouse_km))


def _peer_is_off(facts: UnitFacts, policy: Policy) -> str | None:
    return None if policy.peer_enabled else "PEER_OFF"


def _flag_is_excluded(facts: UnitFacts, policy: Policy) -> str | None:
    excluded = sorted(facts.flags & policy.peer_excluded_flags)
    return f"FLAG_{excluded[0].upper()}" if excluded else None


def _reason_is_excluded(facts: UnitFacts, policy: Policy) -> str | None:
    return "REASON_EXCLUDED" if facts.reason in policy.excluded_reasons(facts.category) else None


def _category_is_excluded(facts: UnitFacts, policy: Policy) -> str | None:
    return None if policy.category(facts.category).peer else "CATEGORY_EXCLUDED"


def _is_stopped(facts: UnitFacts, policy: Policy) -> str | None:
    return "STOPPED" if is_stopped(facts.category, facts.sku, policy.stopped) else None


def _category_is_paused(facts: UnitFacts, policy: Policy) -> str | None:
    return "CATEGORY_PAUSED" if facts.category in policy.paused else None


def _country_is_unsupported(facts: UnitFacts, policy: Policy) -> str | None:
    served = policy.same_territory(facts.country, policy.warehouse.country)
    return None if served else "COUNTRY_UNSUPPORTED"


def _has_hopped_enough(facts: UnitFacts, policy: Policy) -> str | None:
    return "TOO_MANY_HOPS" if facts.hops >= policy.max_hops else None


def _bundle_may_lack_a_part(facts: UnitFacts, policy: Policy) -> str | None:
    """A thing of several parts goes on only where somebody said that all are there."""
    if BUNDLE not in facts.flags or facts.complete:
        return None
    asked = any(one.key == _ALL_THERE for one in policy.category(facts.category).questions)
    return "BUNDLE_INCOMPLETE" if facts.complete is False or not asked else None


def _price_is_unknown(facts: UnitFacts, policy: Policy) -> str | None:
    return None if is_priced(facts) else "PRICE_UNKNOWN"


def _is_under_the_least(facts: UnitFacts, policy: Policy) -> str | None:
    return "UNDER_LEAST" if facts.value.minor < policy.peer_least_minor else None


def _is_over_the_limit(facts: UnitFacts, policy: Policy) -> str | None:
    return "OVER_LIMIT" if facts.value.minor > policy.peer_limit_minor else None


def _nobody_is_likely(facts: UnitFacts, policy: Policy) -> str | None:
    return "UNLIKELY" if facts.odds is not None and facts.odds < policy.odds_least else None


def _earns_less(facts: UnitFacts, policy: Policy) -> str | None:
    """The dearer way is the merchant's to bear, never a shopper's; so it is not offered."""
    if not policy.costs.compare or not is_priced(facts):
        return None
    return "NO_MARGIN" if peer_margin(piece(facts, policy), policy).minor < 0 else None


# What protects people comes before what protects money; the first code is what people read.
FOR_PEOPLE: tuple[Rule, ...] = (
    _peer_is_off,
    _flag_is_excluded,
    _reason_is_excluded,
    _category_is_excluded,
    _is_stopped,
    _category_is_paused,
    _country_is_unsupported,
    _has_hopped_enough,
    _bundle_may_lack_a_part,
)
FOR_MONEY: tuple[Rule, ...] = (
    _price_is_unknown,
    _is_under_the_least,
    _is_over_the_limit,
    _nobody_is_likely,
    _earns_less,
)
RULES = FOR_PEOPLE + FOR_MONEY
_TO_BE_SEEN: tuple[Rule, ...] = (
    _flag_is_excluded,
    _reason_is_excluded,
    _category_is_excluded,
    _is_stopped,
    _category_is_paused,
    _bundle_may_lack_a_part,
)
