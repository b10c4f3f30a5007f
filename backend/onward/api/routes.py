"""The two ways side by side, where the item is heading, and how likely a next owner is."""

from dataclasses import replace
from datetime import datetime

import strawberry
from strawberry import field

from onward.api.context import Look
from onward.api.enums import Channel, RouteType, Stage
from onward.api.money import Money, money_or_none, money_view
from onward.api.notices import Notice
from onward.domain import matching, routing
from onward.domain.events import Because
from onward.domain.returns import Peer, Recovery, ReturnCase
from onward.messages import Audience, barrier, because_text, listed, odds_text, say
from onward.services.returns import crossroads

_NOT_CHOSEN_YET = (Stage.DRAFTED, Stage.ASSESSING, Stage.IN_REVIEW, Stage.APPROVED, Stage.CANCELED)
_LOOKING = (Stage.SEEKING, Stage.MATCHED)


@strawberry.type(description="How likely somebody asks for it. An expectation, never a promise.")
class Odds:
    within1_day: float = field(name="within1Day", description="Within a day, from 0 to 1.")
    within3_days: float = field(name="within3Days", description="Within three days, from 0 to 1.")
    within7_days: float = field(name="within7Days", description="Within a week, from 0 to 1.")
    text: str = field(description="The same in words.")


@strawberry.type(description="One way, with what it means in money and days.")
class RouteOption:
    route: RouteType = field(description="Which way.")
    allowed: bool = field(description="Whether it is open; the warehouse always is.")
    because: Notice | None = field(description="Why it is not.")
    title: str = field(description="Its name on the card.")
    refund: Money = field(description="What goes back; the same on both ways.")
    bonus: Money | None = field(description="The thank-you on top, where there is one.")
    total: Money = field(description="Refund and thank-you together.")
    promised_at: datetime = field(description="The day by which the refund is there.")
    steps: list[str] = field(description="What is to be done, in order.")
    odds: Odds | None = field(description="How likely a next owner turns up.")
    chosen: bool = field(description="Whether this is the way it takes.")


@strawberry.type(description="Where the item is heading now.")
class Heading:
    route: RouteType = field(description="To a next owner, or to the warehouse.")
    channel: Channel | None = field(description="Which of the merchant's channels; null for P2P.")
    because: Notice | None = field(description="Why there.")


def odds_view(odds: matching.Odds | None) -> Odds | None:
    if odds is None:
        return None
    return Odds(
        within1_day=odds.day1,
        within3_days=odds.day3,
        within7_days=odds.day7,
        text=odds_text(odds),
    )


def route_views(of: Look) -> list[RouteOption]:
    """Both cards, the straight way first."""
    case = of.story.case
    chosen = _chosen(case)
    options = routing.routes(crossroads(of.story, of.now), of.world.policy)
    return [_route(of, _as_decided(case, option), chosen) for option in options]


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


def _as_decided(case: ReturnCase, option: routing.RouteOption) -> routing.RouteOption:
    """A straight way that was taken keeps its thank-you, and one that was ruled out stays so,
    whatever the rules would say today."""
    if option.route is RouteType.P2P and _chosen(case) is RouteType.P2P:
        return replace(option, bonus=case.bonus)
    refused = case.rule
    if isinstance(case.heading, Recovery) and case.heading.because is Because.NOT_ACCEPTED:
        refused = Because.NOT_ACCEPTED.value
    if refused is None or option.route is RouteType.WAREHOUSE:
        return option
    return replace(option, allowed=False, barrier=refused, bonus=None)


def _route(of: Look, option: routing.RouteOption, chosen: RouteType | None) -> RouteOption:
    taken = option.route is chosen
    peer = option.route is RouteType.P2P
    promised = of.story.refund.promised_at if taken else option.promised_at
    return RouteOption(
        route=option.route,
        allowed=option.allowed,
        because=(
            Notice(code=option.barrier, message=barrier(option.barrier)) if option.barrier else None
        ),
        title=say(f"routes.{option.route}.title"),
        refund=money_view(option.refund),
        bonus=money_or_none(option.bonus),
        total=money_view(option.total),
        promised_at=promised,
        steps=list(listed(f"routes.{option.route}.steps")),
        odds=odds_view(of.odds) if peer and option.allowed else None,
        chosen=taken,
    )
