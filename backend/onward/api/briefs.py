"""What a return says of its order, of its offer in the open-box shop, and of its next owner: just
enough, and of the next owner no more than how far away they are."""

from datetime import datetime

import strawberry
from strawberry import field

from onward.api.context import Look
from onward.api.enums import ListingStatus
from onward.api.later import later
from onward.api.money import Money, money_view
from onward.api.routes import Odds, odds_view
from onward.domain.events import Matched
from onward.domain.gifts import was_given_it
from onward.domain.life import MatchStatus
from onward.domain.shop import Charge, Order
from onward.domain.story import Story
from onward.messages import distance_text, paid_with


@strawberry.type(description="An order, in brief.")
class OrderBrief:
    id: strawberry.ID = field(description="The order's id.")
    number: str = field(description="Its number.")
    placed_at: datetime = field(description="When it was placed.")
    paid_with: str | None = field(
        description="How it was paid: Visa ·· 4242; null for whom it was given to."
    )


@strawberry.type(description="The offer in the open-box shop, as its returner follows it.")
class ListingBrief:
    id: strawberry.ID = field(description="The listing's id.")
    status: ListingStatus = field(description="Whether it can be bought.")
    price: Money = field(description="What the next owner pays, without tax.")
    window_ends_at: datetime | None = field(description="Until when a next owner is looked for.")
    odds: Odds | None = field(description="How likely one turns up.")


@strawberry.type(description="There is a next owner. Nothing here says who.")
class MatchBrief:
    found_at: datetime = field(description="When they paid.")
    distance: str | None = field(description="How far away, roughly: about 40 km.")


def order_brief(order: Order, charge: Charge | None, viewer_id: str | None = None) -> OrderBrief:
    given = was_given_it(order, viewer_id)
    return OrderBrief(
        id=strawberry.ID(order.id),
        number=order.number,
        placed_at=order.placed_at,
        paid_with=paid_with(charge.method) if charge and not given else None,
    )


def listing_brief(of: Look) -> ListingBrief | None:
    listing = of.story.listing
    if listing is None:
        return None
    return ListingBrief(
        id=strawberry.ID(listing.id),
        status=listing.status,
        price=money_view(listing.price),
        window_ends_at=of.story.case.window_ends_at,
        odds=later(lambda: odds_view(of)),
    )


def match_brief(story: Story) -> MatchBrief | None:
    match = story.match
    if match is None or match.status is MatchStatus.RESERVED:
        return None
    paid = (
        told.at
        for told in story.history
        if isinstance(told.event, Matched) and told.event.match_id == match.id
    )
    found_at = next(paid, match.reserved_at)
    return MatchBrief(found_at=found_at, distance=distance_text(match.km))
