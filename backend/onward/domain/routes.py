"""Every way of a return side by side: whether it is open and which rule says not, what it costs and
brings line by line, by which day the refund is there, how far it goes. The rules are `routing`'s,
the sums `economics`' and `impact`'s."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from onward.domain import economics, impact
from onward.domain.assumed import Terms
from onward.domain.days import end_of_day
from onward.domain.economics import Lines, Piece, RouteLine
from onward.domain.events import Channel
from onward.domain.grades import Grade
from onward.domain.impact import Impact, Saving
from onward.domain.money import Money
from onward.domain.policy import Policy
from onward.domain.refunds import promised_by
from onward.domain.routing import (
    RouteType,
    UnitFacts,
    peer_barrier,
    peer_barrier_before_photos,
    piece,
    recovery_barrier,
)
from onward.domain.thanks import thank_you

__all__ = ["Crossroads", "Known", "RouteLine", "RouteOption", "every_route", "routes"]

_DAY = timedelta(days=1)
NOT_OFFERED, GRADE_NOT_TAKEN = "NOT_OFFERED", "GRADE_NOT_TAKEN"
# A channel that the policy says nothing of.
_UNSAID = Terms({})


@dataclass(frozen=True, slots=True)
class RouteOption:
    """One way, side by side with the others. The refund is the same on all; `promised_at` is the
    day the money is there, `days_to_refund` how many that is from now. `lines` are the merchant's
    sum and `net` its end; `saving` is against the warehouse's way."""

    route: RouteType
    allowed: bool
    barrier: str | None
    refund: Money
    bonus: Money | None
    promised_at: datetime
    days_to_refund: int
    lines: Lines
    impact: Impact
    saving: Saving

    @property
    def total(self) -> Money:
        return self.refund + self.bonus if self.bonus else self.refund

    @property
    def net(self) -> Money:
        return economics.net(self.lines, self.refund.currency)


@dataclass(frozen=True, slots=True)
class Known:
    """What has happened already and need not be expected: the price a next owner pays, the
    distance to them, and what was paid for labels."""

    price: Money | None = None
    km: int | None = None
    direct_label: Money | None = None
    warehouse_label: Money | None = None


@dataclass(frozen=True, slots=True)
class Crossroads:
    """Where the returner stands: the unit, its grade once known, what is owed for it, what is known
    of either way by now, and the chance, 0 to 1, of a next owner within the window. That is in the
    sum and in no rule any more: it was asked before the camera opened. `bonus_left`: the most that
    may be promised as a thank-you, None where nothing caps it."""

    unit: UnitFacts
    grade: Grade | None
    refund: Money
    zone: str
    now: datetime
    known: Known = Known()
    odds: float | None = None
    bonus_left: Money | None = None


@dataclass(frozen=True, slots=True)
class _Way:
    """What one way comes to, whether it is open or not."""

    lines: Lines
    impact: Impact
    promised_at: datetime
    bonus: Money | None = None


def routes(at: Crossroads, policy: Policy) -> tuple[RouteOption, RouteOption]:
    """The peer path and the warehouse, in this order: the two that a shopper chooses from. The
    refund is the same on both: what is owed never depends on the choice."""
    judged = _piece(at, policy)
    return _to_next_owner(at, judged, policy), _by_dock(at, judged, policy, RouteType.WAREHOUSE)


def every_route(at: Crossroads, policy: Policy) -> tuple[RouteOption, ...]:
    """Every way there is, for the desk: those the shop does not offer are reckoned all the same."""
    judged = _piece(at, policy)
    peer = _to_next_owner(at, judged, policy)
    by_dock = (
        _by_dock(at, judged, policy, route)
        for route in RouteType
        if route not in (RouteType.P2P, RouteType.KEEP_IT)
    )
    return (peer, *by_dock, _kept(at, judged, policy))


def _piece(at: Crossroads, policy: Policy) -> Piece:
    judged, known = piece(replace(at.unit, grade=at.grade, odds=at.odds), policy), at.known
    between = judged.roads.between if known.km is None else known.km
    lower = known.price if known.price and known.price <= judged.price else judged.lower
    return replace(
        judged,
        lower=lower,
        roads=replace(judged.roads, between=between),
        direct_label=known.direct_label,
        warehouse_label=known.warehouse_label,
    )


def _to_next_owner(at: Crossroads, judged: Piece, policy: Policy) -> RouteOption:
    barrier = (
        peer_barrier_before_photos(at.unit, policy)
        if at.grade is None
        else peer_barrier(at.unit, at.grade, policy)
    )
    way = _Way(
        economics.peer_lines(judged, policy),
        impact.by_peer(judged, policy),
        promised_by(policy, at.now, at.zone, peer=True),
        _thanks(at, judged, policy) if barrier is None else None,
    )
    return _option(at, judged, policy, RouteType.P2P, barrier, way)


def _thanks(at: Crossroads, judged: Piece, policy: Policy) -> Money | None:
    promised = thank_you(policy, judged.lower, at.bonus_left)
    return promised if promised.minor else None


def _by_dock(at: Crossroads, judged: Piece, policy: Policy, route: RouteType) -> RouteOption:
    """By the warehouse's dock, and on from there as the channel has it."""
    terms = policy.recovery.terms.get(Channel(route.value), _UNSAID)
    travels_on = terms.ships_out and terms.worth_bp.get(judged.grade, 0) > 0
    moved = impact.by_warehouse if travels_on else impact.to_the_dock
    way = _Way(
        economics.recovery_lines(judged, terms, policy),
        moved(judged, policy),
        promised_by(policy, at.now, at.zone, peer=False),
    )
    barrier = _dock_barrier(at.unit, judged.grade, policy, route, terms)
    return _option(at, judged, policy, route, barrier, way)


def _kept(at: Crossroads, judged: Piece, policy: Policy) -> RouteOption:
    way = _Way(
        economics.kept_lines(judged, policy),
        impact.nowhere(judged, policy),
        end_of_day(at.now, at.zone, after=policy.windows.settle_for),
    )
    return _option(at, judged, policy, RouteType.KEEP_IT, NOT_OFFERED, way)


def _dock_barrier(
    facts: UnitFacts, grade: Grade, policy: Policy, route: RouteType, terms: Terms
) -> str | None:
    if route is RouteType.WAREHOUSE:
        return None
    seen_first = recovery_barrier(facts, policy)
    if seen_first is not None:
        return seen_first
    if route.value not in policy.recovery.channels:
        return NOT_OFFERED
    return None if terms.takes(grade) else GRADE_NOT_TAKEN


def _option(
    at: Crossroads,
    judged: Piece,
    policy: Policy,
    route: RouteType,
    barrier: str | None,
    way: _Way,
) -> RouteOption:
    around = impact.by_warehouse(judged, policy)
    return RouteOption(
        route=route,
        allowed=barrier is None,
        barrier=barrier,
        refund=at.refund,
        bonus=way.bonus,
        promised_at=way.promised_at,
        # Days from now, begun ones in full.
        days_to_refund=-((at.now - way.promised_at) // _DAY),
        lines=way.lines,
        impact=way.impact,
        saving=impact.saving(way.impact, around, policy),
    )
