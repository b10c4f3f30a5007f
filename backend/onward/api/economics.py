"""Every way of a return weighed for the desk, line by line, and what a return came to on the road.
Who reads the first is decided by whoever asks for it: it is the merchant's money."""

import strawberry
from strawberry import field

from onward.api.context import Look
from onward.api.enums import RouteType
from onward.api.money import Money, money_view
from onward.api.notices import Notice
from onward.domain import footprint, impact, routes
from onward.messages import barrier, footprint_texts, impact_method, say


@strawberry.type(description="One line of a way's sum.")
class RouteLine:
    code: str = field(description="Which line.")
    label: str = field(description="Its name.")
    amount: Money = field(description="Below zero what it costs, above what comes back.")


@strawberry.type(description="One way of a return as the desk weighs it. Told at the desk only.")
class WeighedRoute:
    route: RouteType = field(description="Which way.")
    title: str = field(description="Its name.")
    allowed: bool = field(description="Whether it is open; the warehouse always is.")
    because: Notice | None = field(description="Why it is not.")
    chosen: bool = field(description="Whether this is the way it takes.")
    lines: list[RouteLine] = field(description="The merchant's sum; the refund is on no way's.")
    net: Money = field(description="What the lines come to, exactly.")
    days_to_refund: int = field(description="In how many days the refund is there at the latest.")
    km: int = field(description="How far parcels go, on average.")
    co2e_grams: int = field(description="Grams of CO2e, on average and as likely.")
    saved_grams: int = field(
        description="Grams less than by the warehouse; below zero where it is more."
    )
    parcels_of100: int = field(description="How many parcels 100 such returns make.")
    packages_of100: int = field(description="How many new packages 100 such returns need.")
    method: str = field(description="How kilometers and CO2e are counted.")


@strawberry.type(description="What a return really came to on the road, so far.")
class Footprint:
    rounded_km: int = field(description="How far its parcels went, as it may be said.")
    parcels: int = field(description="How many parcels it made.")
    packages: int = field(description="How many new packages it needed.")
    co2e_grams: int = field(description="Grams of CO2e, as likely.")
    saved_grams: int = field(
        description="Grams less than by the warehouse; below zero where it was more."
    )
    text: list[str] = field(description="The same in sentences, failed matches and claims too.")
    method: str = field(description="How it is counted.")


def weighed_views(
    of: Look, options: tuple[routes.RouteOption, ...], chosen: RouteType | None
) -> list[WeighedRoute]:
    method = impact_method(of.world.policy)
    return [_weighed(of, option, method, chosen=option.route is chosen) for option in options]


def barrier_notice(code: str | None) -> Notice | None:
    return Notice(code=code, message=barrier(code)) if code else None


def footprint_view(of: Look) -> Footprint | None:
    """None before the first scan. The way to another person is told as a band."""
    policy = of.world.policy
    found = footprint.footprint(of.story, policy)
    if found is None:
        return None
    rounded = footprint.rounded(found)
    return Footprint(
        rounded_km=rounded.km,
        parcels=rounded.parcels,
        packages=rounded.packages,
        co2e_grams=rounded.grams,
        saved_grams=rounded.saved.likely_g,
        text=list(footprint_texts(found)),
        method=impact_method(policy),
    )


def _weighed(of: Look, option: routes.RouteOption, method: str, *, chosen: bool) -> WeighedRoute:
    return WeighedRoute(
        route=option.route,
        title=say(f"routes.{option.route}.title"),
        allowed=option.allowed,
        because=barrier_notice(option.barrier),
        chosen=chosen,
        lines=[
            RouteLine(
                code=line.code, label=say(f"costs.{line.code}"), amount=money_view(line.amount)
            )
            for line in option.lines
        ],
        net=money_view(option.net),
        days_to_refund=option.days_to_refund,
        km=option.impact.km,
        co2e_grams=impact.grams(option.impact, of.world.policy),
        saved_grams=option.saving.likely_g,
        parcels_of100=option.impact.parcels_of_100,
        packages_of100=option.impact.packages_of_100,
        method=method,
    )
