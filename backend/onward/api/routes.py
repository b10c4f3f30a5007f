"""The two ways side by side, where the item is heading, and how likely a next owner is."""

from dataclasses import replace
from datetime import datetime, timedelta

import strawberry
from strawberry import field

from onward.api.amounts import AmountLine, amount_lines
from onward.api.context import Look
from onward.api.economics import WeighedRoute, barrier_notice, weighed_views
from onward.api.enums import Channel, RouteType, Stage
from onward.api.money import Money, money_or_none, money_view
from onward.api.notices import Notice
from onward.domain import impact, routes
from onward.domain import odds as chances
from onward.domain.events import Because
from onward.domain.gifts import was_given_it
from onward.domain.holds import rest
from onward.domain.recovery import fallback_of
from onward.domain.returns import Peer, Recovery, ReturnCase
from onward.messages import (
    Audience,
    barrier,
    because_text,
    chance_text,
    grams_text,
    listed,
    odds_span_text,
    odds_text,
    peer_km_text,
    peer_steps,
    peer_why,
    saving_text,
    say,
    warehouse_km_text,
    warehouse_why,
)
from onward.services.returns import crossroads

_NOT_CHOSEN_YET = (Stage.DRAFTED, Stage.ASSESSING, Stage.IN_REVIEW, Stage.APPROVED, Stage.CANCELED)
_LOOKING = (Stage.SEEKING, Stage.MATCHED)


@strawberry.type(description="How likely somebody asks for it within some time.")
class OddsSpan:
    label: str = field(description="Within which time, in words: within 1 day, while we look.")
    chance: float = field(description="The chance, from 0 to 1.")
    text: str = field(description="The chance in words: 7 in 10, or rarely.")


@strawberry.type(description="How likely somebody asks for it. An expectation, never a promise.")
class Odds:
    within1_day: float = field(name="within1Day", description="Within a day, from 0 to 1.")
    within3_days: float = field(name="within3Days", description="Within three days, from 0 to 1.")
    within7_days: float = field(name="within7Days", description="Within a week, from 0 to 1.")
    spans: list[OddsSpan] = field(
        description="The chances that a screen may show: within the days that still fit into the "
        "shop's window, and while there is less time left."
    )
    text: str = field(description="The same in words.")


@strawberry.type(description="One way, with what it means in money and days.")
class RouteOption:
    route: RouteType = field(description="Which way.")
    allowed: bool = field(description="Whether it is open; the warehouse always is.")
    because: Notice | None = field(description="Why it is not.")
    title: str = field(description="Its name on the card.")
    refund: Money = field(description="What goes back; the same on both ways.")
    lines: list[AmountLine] = field(
        description="What the refund is made of, where it is more than the price."
    )
    bonus: Money | None = field(description="The thank-you on top, where there is one.")
    total: Money = field(description="Refund and thank-you together.")
    promised_at: datetime = field(description="The day by which the refund is there.")
    steps: list[str] = field(description="What is to be done, in order.")
    odds: Odds | None = field(description="How likely a next owner turns up.")
    chosen: bool = field(description="Whether this is the way it takes.")
    why: list[str] = field(description="Why it is as it is, behind a tap.")
    km: str | None = field(description="How far it goes, roughly, in words.")
    impact: str | None = field(description="What that means in CO2e, more or less, in words.")


@strawberry.type(description="Where the item is heading now.")
class Heading:
    route: RouteType = field(description="To a next owner, or to the warehouse.")
    channel: Channel | None = field(description="Which of the merchant's channels; null for P2P.")
    because: Notice | None = field(description="Why there.")


def odds_view(of: Look) -> Odds | None:
    odds, left = of.odds, looked_for(of)
    if odds is None:
        return None
    return Odds(
        within1_day=odds.day1,
        within3_days=odds.day3,
        within7_days=odds.day7,
        spans=[_span(odds, span, left) for span in chances.spans(left)],
        text=odds_text(odds, left),
    )


def looked_for(of: Look) -> timedelta:
    """How much longer a next owner is looked for, or will be once that is chosen."""
    ends_at = of.story.case.window_ends_at
    if of.story.case.stage is not Stage.SEEKING or ends_at is None:
        return of.world.policy.windows.window_for
    return max(ends_at - of.now, timedelta(0))


def _span(odds: chances.Odds, span: timedelta, left: timedelta) -> OddsSpan:
    chance = odds.within(min(span, left))
    return OddsSpan(label=odds_span_text(span), chance=chance, text=chance_text(chance))


def route_views(of: Look) -> list[RouteOption]:
    """Both cards, the straight way first."""
    case = of.story.case
    chosen = _chosen(case)
    options = routes.routes(_crossroads(of), of.world.policy)
    return [_route(of, _as_decided(case, option), chosen) for option in options]


def every_route_view(of: Look) -> list[WeighedRoute]:
    """Every way there is, weighed; nothing for whoever is not at the desk."""
    if not of.at_desk:
        return []
    case = of.story.case
    chosen = _chosen(case)
    if chosen is RouteType.WAREHOUSE and isinstance(case.heading, Recovery):
        chosen = RouteType(case.heading.channel.value)
    options = routes.every_route(_crossroads(of), of.world.policy)
    return weighed_views(of, tuple(_as_decided(case, one) for one in options), chosen)


def heading_view(case: ReturnCase, audience: Audience) -> Heading:
    match case.heading:
        case Peer():
            return Heading(route=RouteType.P2P, channel=None, because=None)
        case Recovery(channel=channel, because=because):
            return Heading(
                route=RouteType.WAREHOUSE,
                channel=channel,
                because=_why(case, because, audience),
            )


def _why(case: ReturnCase, because: Because, audience: Audience) -> Notice:
    if because is Because.POLICY and case.rule:
        return Notice(code=case.rule, message=barrier(case.rule))
    return Notice(code=because.value, message=because_text(because, audience))


def _chosen(case: ReturnCase) -> RouteType | None:
    if case.stage in _NOT_CHOSEN_YET:
        return None
    peer = case.stage in _LOOKING or isinstance(case.heading, Peer)
    return RouteType.P2P if peer else RouteType.WAREHOUSE


def _crossroads(of: Look) -> routes.Crossroads:
    return crossroads(of.world, of.story, of.now, of.odds, of.bonus_left)


def _as_decided(case: ReturnCase, option: routes.RouteOption) -> routes.RouteOption:
    """A straight way that was taken keeps its thank-you, and one that was ruled out stays so,
    whatever the rules would say today."""
    if option.route is RouteType.P2P and _chosen(case) is RouteType.P2P:
        return replace(option, bonus=case.bonus)
    refused = case.rule
    if isinstance(case.heading, Recovery) and case.heading.because is Because.NOT_ACCEPTED:
        refused = Because.NOT_ACCEPTED.value
    if refused is None or option.route is not RouteType.P2P:
        return option
    return replace(option, allowed=False, barrier=refused, bonus=None)


def _route(of: Look, option: routes.RouteOption, chosen: RouteType | None) -> RouteOption:
    taken = option.route is chosen
    peer = option.route is RouteType.P2P
    promised = of.story.refund.promised_at if taken else option.promised_at
    return RouteOption(
        route=option.route,
        allowed=option.allowed,
        because=barrier_notice(option.barrier),
        title=say(f"routes.{option.route}.title"),
        refund=money_view(option.refund),
        lines=[] if was_given_it(of.story.order, of.viewer.id) else amount_lines(rest(of.story)),
        bonus=money_or_none(option.bonus),
        total=money_view(option.total),
        promised_at=promised,
        steps=list(_steps(of, option)),
        odds=odds_view(of) if peer and option.allowed else None,
        chosen=taken,
        why=list(_why_so(of, option)),
        km=_km(of, option) if option.allowed else None,
        impact=_impact(of, option) if option.allowed else None,
    )


def _steps(of: Look, option: routes.RouteOption) -> tuple[str, ...]:
    if option.route is RouteType.P2P:
        return peer_steps(of.world.policy.parcels)
    return listed(f"routes.{option.route}.steps")


def _why_so(of: Look, option: routes.RouteOption) -> tuple[str, ...]:
    policy, km = of.world.policy, of.story.case.warehouse_km
    if option.route is RouteType.WAREHOUSE:
        return warehouse_why(policy, km, _channel(of))
    if not option.allowed:
        return ()
    return peer_why(option.bonus, policy, km, known=_owner_is_known(of))


def _km(of: Look, option: routes.RouteOption) -> str:
    if option.route is RouteType.WAREHOUSE:
        return warehouse_km_text(option.impact.km, _channel(of))
    known = of.story.match.km if of.story.match else None
    expected = of.world.policy.impact.between_km
    return peer_km_text(expected if known is None else known, known=known is not None)


def _channel(of: Look) -> Channel:
    """What the warehouse does with it: as decided, or as it would be today."""
    case = of.story.case
    open_yet = case.stage in _NOT_CHOSEN_YET or case.stage in _LOOKING
    if open_yet or not isinstance(case.heading, Recovery):
        return fallback_of(of.story, of.world.policy)
    return case.heading.channel


def _impact(of: Look, option: routes.RouteOption) -> str:
    if option.route is RouteType.WAREHOUSE:
        return grams_text(impact.grams(option.impact, of.world.policy))
    return saving_text(option.saving)


def _owner_is_known(of: Look) -> bool:
    return of.story.match is not None and of.story.match.km is not None
