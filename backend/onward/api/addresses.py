"""Where a purchase goes, for its buyer alone, and having it sent elsewhere. No type that somebody
else may reach leads here."""

from typing import Annotated

import strawberry
from strawberry import argument, field

from onward.api.buying import PurchaseAnswer
from onward.api.context import Context, Info
from onward.api.operations import does
from onward.api.purchases import purchase_seen
from onward.api.refusals import keyed
from onward.domain.addresses import NewAddress
from onward.domain.refusals import NotFound
from onward.services import addresses, purchases


@strawberry.type(description="Where a purchase goes; told to its buyer and to nobody else.")
class DeliveryAddress:
    name: str = field(description="Whose name stands on the parcel.")
    street: str = field(description="Street and number.")
    city: str = field(description="Town.")
    region: str = field(description="State or county, where addresses have one.")
    postal_code: str = field(description="Postal code.")
    country: str = field(description="Country, as two letters of ISO 3166.")
    phone: str | None = field(description="For the carrier, where one was given.")


@strawberry.input(description="Where a parcel is wanted that was not handed in yet.")
class ChangeAddressInput:
    purchase_id: strawberry.ID = field(description="The purchase; no other order moves.")
    street: str = field(description="Street and number, up to 100 characters.")
    city: str = field(description="Town, up to 60 characters.")
    region: str = field(default="", description="State or county; two letters in the US.")
    postal_code: str = field(description="Postal code.")
    country: str = field(description="Country, as two letters of ISO 3166.")
    name: str | None = field(default=None, description="Another name; left out, it stays.")
    phone: str | None = field(default=None, description="Another phone; left out, it stays.")
    key: str = field(description="The idempotency key: sent twice is one request.")


@strawberry.type(description="What a buyer does about where it goes.")
class AddressMutations:
    @does(
        "Have a purchase sent elsewhere, until its parcel is handed in (ALREADY_SCANNED). Price "
        "and tax stay; BAD_ADDRESS, BAD_POSTAL_CODE, BAD_COUNTRY, BAD_PHONE, UNSERVICEABLE and "
        "OTHER_TERRITORY_ADDRESS say what cannot be."
    )
    async def change_address(
        self, info: Info, input: Annotated[ChangeAddressInput, argument(description="Where.")]
    ) -> PurchaseAnswer:
        context = info.context
        typed = NewAddress(
            street=input.street,
            city=input.city,
            region=input.region,
            postal_code=input.postal_code,
            country=input.country,
            name=input.name or None,
            phone=input.phone or None,
        )
        story = await addresses.change(
            context.world, context.signed_in(), input.purchase_id, typed, keyed(input.key)
        )
        purchase = story.purchase(input.purchase_id)
        if purchase is None:
            raise NotFound(field="purchaseId")
        return await purchase_seen(context, purchase, story)


async def delivery_address(context: Context, purchase_id: str) -> DeliveryAddress | None:
    """Null for everybody but the buyer; the desk included, which asks for no address it need
    not know."""
    viewer = context.viewer
    found = await purchases.purchase_of(viewer, purchase_id) if viewer else None
    if viewer is None or found is None or found[0].buyer_id != viewer.id:
        return None
    at = await addresses.address_of(found[1], purchase_id)
    return DeliveryAddress(
        name=at.name,
        street=at.street,
        city=at.city,
        region=at.region,
        postal_code=at.postal_code,
        country=at.country,
        phone=at.phone,
    )
