"""Everything that can be read. Absent and not-yours look alike: null."""

from typing import Annotated

import strawberry
from strawberry import argument, field

from onward.api import checkout, findable, listings, offers, previews
from onward.api.accounts import Account, Viewer, account_view
from onward.api.addresses import DeliveryAddress, delivery_address
from onward.api.checkout import OpenBoxOption
from onward.api.context import Info
from onward.api.cursors import Cursor
from onward.api.demo import DemoPerson
from onward.api.desk import Desk
from onward.api.enums import Reason
from onward.api.findable import FindableItem
from onward.api.later import awaited
from onward.api.listings import Listing
from onward.api.offers import StandingOffer
from onward.api.operations import reads
from onward.api.orders import Order, order_view
from onward.api.pages import Connection
from onward.api.previews import ReturnPreview
from onward.api.purchases import Purchase, purchase_seen
from onward.api.returns import ReturnCase, seen
from onward.services import catalogue, purchases, returns

Id = Annotated[strawberry.ID, argument(description="Its id.")]


@strawberry.type(description="Public facts of this shop.")
class Shop:
    name: str = field(description="Its name.")
    mode: str = field(description="demo, development or production.")
    demo_people: list[DemoPerson] = field(description="Who one can be; empty outside the demo.")


@strawberry.type(description="Everything that can be read. Absent and not-yours look alike: null.")
class Query:
    @reads("Who is signed in; null when nobody is.")
    async def viewer(self, info: Info) -> Viewer | None:
        context = info.context
        if context.viewer is None:
            return None
        account: Account = awaited(lambda: account_view(context))
        return Viewer(account=account)

    @reads("Public facts of this shop.")
    def shop(self, info: Info) -> Shop:
        context = info.context
        people = context.demo.people if context.demo else ()
        return Shop(
            name=context.world.policy.shop,
            mode=context.mode,
            demo_people=[
                DemoPerson(
                    name=one.name, role=one.role, shows=one.shows, sign_in_url=one.sign_in_url
                )
                for one in people
            ],
        )

    @reads("An order of the viewer's.")
    async def order(self, info: Info, id: Id) -> Order | None:
        context = info.context
        tree = await catalogue.order_of(context.viewer, id) if context.viewer else None
        return await order_view(context, tree) if tree else None

    @reads("A return of the viewer's; the desk may read any.")
    async def return_case(self, info: Info, id: Id) -> ReturnCase | None:
        context = info.context
        story = await returns.of_case(context.viewer, id) if context.viewer else None
        return await seen(context, story) if story else None

    @reads("What a return of a line would be: the rules that need no photo.")
    async def return_preview(
        self,
        info: Info,
        line_id: Annotated[strawberry.ID, argument(description="The order line.")],
        reason: Annotated[Reason, argument(description="Why it would come back.")],
        quantity: Annotated[int, argument(description="How many pieces of the line.")] = 1,
    ) -> ReturnPreview | None:
        return await previews.preview(info.context, line_id, reason, quantity)

    @reads("The open-box shop, newest first.")
    async def listings(
        self,
        info: Info,
        first: Annotated[int, argument(description="How many at most, up to 100.")] = 24,
        after: Annotated[
            Cursor | None, argument(description="The `endCursor` of the page before.")
        ] = None,
        search: Annotated[
            str | None, argument(description="Part of a title, colour or size.")
        ] = None,
    ) -> Connection[Listing]:
        return await listings.browse(info.context, first, after, search)

    @reads("A piece in the open-box shop.")
    async def listing(self, info: Info, id: Id) -> Listing | None:
        return await listings.one(info.context, id)

    @reads("Anything of the catalogue that one may wait for, by title.")
    async def items_to_find(
        self,
        info: Info,
        search: Annotated[
            str | None, argument(description="Part of a title, colour or size.")
        ] = None,
        first: Annotated[int, argument(description="How many at most, up to 100.")] = 20,
        after: Annotated[
            Cursor | None, argument(description="The `endCursor` of the page before.")
        ] = None,
    ) -> Connection[FindableItem]:
        return await findable.found(info.context, search, first, after)

    @reads("Something of the catalogue.")
    async def item(self, info: Info, id: Id) -> FindableItem | None:
        return await findable.one(info.context, id)

    @reads("What the viewer waits for, newest first.")
    async def standing_offers(
        self,
        info: Info,
        first: Annotated[int, argument(description="How many at most, up to 100.")] = 20,
        after: Annotated[
            Cursor | None, argument(description="The `endCursor` of the page before.")
        ] = None,
    ) -> Connection[StandingOffer]:
        return await offers.own(info.context, first, after)

    @reads("An opened piece instead of a new one, for a checkout; null when there is none.")
    async def open_box_option(
        self,
        info: Info,
        variant_id: Annotated[strawberry.ID, argument(description="What would be bought.")],
        postal_code: Annotated[
            str,
            argument(description="Where it would go, in the shop's country; for the days alone."),
        ],
    ) -> OpenBoxOption | None:
        return await checkout.option(info.context, variant_id, postal_code)

    @reads("A purchase of the viewer's; the desk may read any.")
    async def purchase(self, info: Info, id: Id) -> Purchase | None:
        context = info.context
        found = await purchases.purchase_of(context.viewer, id) if context.viewer else None
        return await purchase_seen(context, *found) if found else None

    @reads("Where a purchase of the viewer's goes; null for everybody else.")
    async def delivery_address(self, info: Info, id: Id) -> DeliveryAddress | None:
        return await delivery_address(info.context, id)

    @reads("The agent's desk; null for shoppers.")
    def desk(self, info: Info) -> Desk | None:
        viewer = info.context.viewer
        return Desk() if viewer and viewer.is_staff else None
