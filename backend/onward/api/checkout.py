"""What a shop's own checkout asks: is there an opened piece instead of a new one, and buy it."""

from datetime import date
from typing import Annotated

import strawberry
from strawberry import argument, field

from onward.api.buying import PurchaseAnswer
from onward.api.context import Context, Info
from onward.api.items import Grade, Photo
from onward.api.listings import Listing
from onward.api.listings import one as listing_of
from onward.api.money import Money, money_view
from onward.api.operations import does
from onward.api.purchases import purchase_seen
from onward.api.refusals import keyed
from onward.domain.checkout import Wanted
from onward.services import checkout


@strawberry.type(description="An opened piece that could be bought instead of a new one.")
class OpenBoxOption:
    listing: Listing = field(description="The piece: the cheapest, and of those the nearest.")
    price: Money = field(description="What it costs, without tax.")
    total: Money | None = field(description="Price and tax; null if the tax is unknown.")
    grade: Grade = field(description="Its condition.")
    photos: list[Photo] = field(description="The very piece.")
    arrives_from: date = field(description="The first day on which it is likely to be there.")
    arrives_by: date = field(description="The last day on which it is likely to be there.")
    saves: Money = field(description="How much less it costs than a new one, without tax.")


@strawberry.input(description="Something of the catalogue to buy an opened piece of.")
class BuyOpenBoxInput:
    variant_id: strawberry.ID = field(description="Its id in the catalogue.")
    highest_minor: int = field(
        description="The most it may cost without tax, in minor units: the price that was shown. "
        "No piece that costs more is bought."
    )
    listing_id: strawberry.ID | None = field(
        default=None,
        description="The piece that was shown: it is bought, or none. Without one, the best there "
        "is at that price.",
    )
    method: str = field(
        default="card_visa_4242",
        description="The way to pay: card_visa_4242, or card_declined to see a bank say no.",
    )
    key: str = field(description="The idempotency key: the same request sent twice is one request.")


@strawberry.type(description="What a shop's own checkout does.")
class CheckoutMutations:
    @does("Buy the best opened piece there is: it is held at once, and paid for right after.")
    async def buy_open_box(
        self, info: Info, input: Annotated[BuyOpenBoxInput, argument(description="Of what.")]
    ) -> PurchaseAnswer:
        context = info.context
        wanted = Wanted(input.variant_id, input.highest_minor, input.listing_id)
        purchase, story = await checkout.buy(
            context.world,
            context.signed_in(),
            wanted,
            input.method,
            keyed(input.key),
        )
        return await purchase_seen(context, purchase, story)


async def option(context: Context, variant_id: str, postal_code: str) -> OpenBoxOption | None:
    found = await checkout.option(context.world, context.viewer, variant_id, postal_code)
    listing = await listing_of(context, found.listing.id) if found else None
    if found is None or listing is None:
        return None
    return OpenBoxOption(
        listing=listing,
        price=listing.price,
        total=listing.total,
        grade=listing.grade,
        photos=listing.photos,
        arrives_from=found.arrival.first,
        arrives_by=found.arrival.last,
        saves=money_view(found.listing.new_price - found.listing.price),
    )
