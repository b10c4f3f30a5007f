"""What a buyer does: buy, change their mind, say whether it is as described."""

from typing import Annotated

import strawberry
from strawberry import argument, field

from onward.api.context import Context, Info
from onward.api.enums import NoPhoto, ReceiptOutcome
from onward.api.listings import ListingTaken
from onward.api.operations import does
from onward.api.purchases import Purchase, purchase_seen
from onward.api.refusals import Refused, keyed
from onward.domain.refusals import NotFound
from onward.domain.story import Story
from onward.services import claims, purchases

_KEY = "The idempotency key: the same request sent twice is one request."

PurchaseAnswer = Annotated[
    Purchase | Refused | ListingTaken,
    strawberry.union(
        "PurchaseAnswer",
        description="The purchase as it is now; or somebody was faster; or why not.",
    ),
]


@strawberry.input(description="A piece to buy.")
class BuyListingInput:
    listing_id: strawberry.ID = field(description="The piece.")
    method: str = field(
        default="card_visa_4242",
        description="The way to pay: card_visa_4242, or card_declined to see a bank say no.",
    )
    key: str = field(description=_KEY)


@strawberry.input(description="A purchase to do something with.")
class PurchaseInput:
    purchase_id: strawberry.ID = field(description="The purchase.")
    key: str = field(description=_KEY)


@strawberry.input(description="Something is wrong with what arrived.")
class OpenClaimInput:
    purchase_id: strawberry.ID = field(description="The purchase.")
    outcome: ReceiptOutcome = field(description="What is wrong.")
    no_photo: NoPhoto | None = field(
        default=None, description="Why no photo shows it, where none was sent."
    )
    key: str = field(description=_KEY)


@strawberry.type(description="What a buyer does.")
class PurchaseMutations:
    @does("Buy a piece: it is held at once, and paid for right after.")
    async def buy_listing(
        self, info: Info, input: Annotated[BuyListingInput, argument(description="Which.")]
    ) -> PurchaseAnswer:
        context = info.context
        purchase, story = await purchases.buy(
            context.world,
            context.signed_in(),
            input.listing_id,
            input.method,
            keyed(input.key),
        )
        return await purchase_seen(context, purchase, story)

    @does("Change one's mind, until the parcel is handed in.")
    async def cancel_purchase(
        self, info: Info, input: Annotated[PurchaseInput, argument(description="Which.")]
    ) -> PurchaseAnswer:
        context = info.context
        story = await purchases.cancel(
            context.world, context.signed_in(), input.purchase_id, keyed(input.key)
        )
        return await _of(context, input.purchase_id, story)

    @does("It is as described.")
    async def confirm_receipt(
        self, info: Info, input: Annotated[PurchaseInput, argument(description="Which.")]
    ) -> PurchaseAnswer:
        context = info.context
        story = await claims.confirm(
            context.world, context.signed_in(), input.purchase_id, keyed(input.key)
        )
        return await _of(context, input.purchase_id, story)

    @does("Something is wrong; policy answers at once, or a person looks at it.")
    async def open_claim(
        self, info: Info, input: Annotated[OpenClaimInput, argument(description="What.")]
    ) -> PurchaseAnswer:
        context = info.context
        story = await claims.open_claim(
            context.world,
            context.signed_in(),
            input.purchase_id,
            input.outcome,
            keyed(input.key),
            input.no_photo,
        )
        return await _of(context, input.purchase_id, story)


async def _of(context: Context, purchase_id: str, story: Story) -> Purchase:
    purchase = story.purchase(purchase_id)
    if purchase is None:
        raise NotFound(field="purchaseId")
    return await purchase_seen(context, purchase, story)
