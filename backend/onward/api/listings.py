"""The open-box shop: pieces on offer, opened by another customer. Nothing here can name who."""

from datetime import datetime

import strawberry
from strawberry import field
from strawberry.types.field import StrawberryField

from onward.api import cursors
from onward.api.context import Context, Info
from onward.api.enums import ListingStatus
from onward.api.items import Grade, Item, Photo, PhotoLook, item_view, judged, photo_views
from onward.api.later import awaited, later
from onward.api.money import Money, money_or_none, money_view
from onward.api.notices import Node
from onward.api.pages import Connection, page
from onward.api.refusals import refused
from onward.domain import money, refusals
from onward.domain.warranties import warranty_of
from onward.messages import Audience, opened_by, say, street_note
from onward.messages.saying import span
from onward.messages.warranties import warranty_text
from onward.services import listings
from onward.services.listings import Offer
from onward.services.photos import ANYONE


@strawberry.type(description="A piece on offer, opened by another customer.")
class Listing(Node):
    item: Item = field(description="What it is.")
    status: ListingStatus = field(description="Whether it can be bought.")
    grade: Grade = field(description="Its condition.")
    price: Money = field(description="What it costs, without tax.")
    new_price: Money = field(description="What the unopened item costs today, without tax.")
    tax: Money | None = field(description="The tax where the viewer lives; null if unknown.")
    total: Money | None = field(description="Price and tax; null if the tax is unknown.")
    photos: list[Photo] = field(description="The very piece.")
    ends_at: datetime = field(description="Until when it is on offer.")
    opened: str = field(description="What is said of every piece here.")
    warranty: str = field(
        description="What a buyer may rely on when it fails, by where they live, or where it "
        "lies while nobody is known."
    )
    promise: str = field(
        description="How long a buyer may say that it is not as described, in a sentence."
    )
    street_note: str | None = field(
        description="Said before it is bought, where whoever sends it could read the street."
    )
    mine: bool = field(description="Whether the viewer is the one who passes it on.")


@strawberry.type(description="Somebody else was faster.")
class ListingTaken:
    code: str = field(
        description="LISTING_TAKEN, LISTING_ENDED, OTHERS_FIRST, ALL_TAKEN or NONE_ON_OFFER."
    )
    message: str = field(description="The sentence to show.")
    others: list[Listing] = field(
        description="What else there is of it, first in the same size and color."
    )


class Taken(strawberry.ExceptionHandler[refusals.ListingTaken, ListingTaken]):
    """A purchase that came too late is shown what else there is."""

    async def handle(
        self, exception: refusals.ListingTaken, *, field: StrawberryField, info: Info
    ) -> ListingTaken:
        said = refused(exception)
        facts = exception.facts
        found = (
            await listings.others_of(str(facts["variant_id"]))
            if "variant_id" in facts
            else await listings.others_like(str(facts.get("listing_id", "")))
        )
        others = [listing_view(info.context, one) for one in found]
        return ListingTaken(code=said.code, message=said.message, others=others)


async def browse(
    context: Context, first: int, after: str | None, search: str | None
) -> Connection[Listing]:
    size = cursors.page_size(first)
    found = await listings.browse(cursors.place_of(after), size + 1, search or None)
    return page(
        found,
        size,
        lambda offer: cursors.place(offer.listing.listed_at, offer.listing.id),
        lambda offer: listing_view(context, offer),
    )


async def one(context: Context, id: str) -> Listing | None:
    offer = await listings.one(id)
    return listing_view(context, offer) if offer else None


def listing_view(context: Context, offer: Offer) -> Listing:
    listing, viewer = offer.listing, context.viewer
    photo_look = PhotoLook(context.world, ANYONE, Audience.BUYER)
    return Listing(
        id=strawberry.ID(listing.id),
        item=item_view(offer.variant.title, offer.variant),
        status=listing.status,
        grade=later(lambda: judged(offer.story, photo_look)),
        price=money_view(listing.price),
        new_price=money_view(listing.new_price),
        tax=awaited(lambda: _tax_view(context, offer)),
        total=awaited(lambda: total_view(context, offer)),
        photos=later(lambda: photo_views(photo_look, offer.photos)),
        ends_at=listing.ends_at,
        opened=opened_by(offer.story.unit.hops),
        promise=say("opened.promise", time=span(context.world.policy.windows.claim_for)),
        warranty=awaited(
            lambda: warranty_told(context, offer.variant.category, offer.story.order.country)
        ),
        street_note=street_note(context.world.policy.parcels, Audience.BUYER),
        mine=viewer is not None and offer.story.case.returner_id == viewer.id,
    )


async def warranty_told(context: Context, category: str, otherwise: str) -> str:
    """Of a piece of that category, where the viewer lives; `otherwise` is the country where nobody
    is known."""
    home = await context.own_contact()
    country = (home.country if home else "") or otherwise
    return warranty_text(warranty_of(context.world.policy.warranty, category, country))


async def _tax_view(context: Context, offer: Offer) -> Money | None:
    return money_or_none(await _tax(context, offer))


async def total_view(context: Context, offer: Offer) -> Money | None:
    """Price and tax where the viewer lives; None where nobody knows."""
    tax = await _tax(context, offer)
    return money_view(offer.listing.price + tax) if tax else None


async def _tax(context: Context, offer: Offer) -> money.Money | None:
    """The tax where the viewer lives: it is theirs alone to know where that is."""
    home = await context.own_contact()
    if home is None:
        return None
    order, goes = offer.story.order, (home.country, home.region)
    lies, category = (order.country, order.region), offer.variant.category
    return (await context.world.tax.on(offer.listing.price, category, lies, goes)).tax
