"""Anything of the catalogue that one may wait for: its price, its odds, and what there is now."""

from datetime import timedelta

import strawberry
from strawberry import field

from onward.api import cursors, listings
from onward.api.context import Context
from onward.api.enums import Grade as ConditionGrade
from onward.api.items import Item, item_view
from onward.api.later import awaited
from onward.api.listings import Listing
from onward.api.money import Money, money_or_none
from onward.api.offers import OfferOdds, StandingOffer, odds_view, offer_view
from onward.api.pages import Connection, page
from onward.domain.shop import Variant
from onward.messages import fit_text, stopped_text
from onward.messages.saying import span
from onward.ports import World
from onward.services import findable, offers, pausing


@strawberry.type(description="Something of the catalogue that an opened piece may turn up of.")
class FindableItem:
    id: strawberry.ID = field(description="Its id in the catalogue.")
    item: Item = field(description="What it is.")
    new_price: Money | None = field(description="What an unopened one costs, without tax.")
    open_box_price: Money | None = field(
        description="What an opened one usually costs, without tax; null if none is passed on."
    )
    grades: list[ConditionGrade] = field(
        description="The conditions in which one is passed on, best first; none if none is."
    )
    stopped: str | None = field(
        description="That the shop passes none on at the moment, in a sentence; null if it does."
    )
    offer_days: int = field(description="For how many days a wish may stand at most.")
    kept_for: str = field(
        description="How much of their day somebody who is asked has to answer: 4 hours."
    )
    odds: OfferOdds = field(description="How likely a wish made now is met.")
    my_offer: StandingOffer | None = field(description="What the viewer already waits for of it.")
    sizes: list["FindableItem"] = field(
        description="The same product and colour in every size, this one among them."
    )
    listing: Listing | None = field(description="A piece that can be bought now, the cheapest.")
    warranty: str = field(
        description="What a buyer of an opened one may rely on when it fails, where they live."
    )
    fit: str | None = field(description="What those found who returned one; null if too few did.")


async def found(
    context: Context, search: str | None, first: int, after: str | None
) -> Connection[FindableItem]:
    size = cursors.page_size(first)
    last = cursors.name_of(after)
    world = await pausing.in_force(context.world)
    variants = await findable.found(search or None, last, size + 1)
    return page(
        variants,
        size,
        lambda variant: cursors.name(variant.id),
        lambda variant: findable_view(context, world, variant),
    )


async def one(context: Context, id: str) -> FindableItem | None:
    variant = await findable.one(id)
    world = await pausing.in_force(context.world)
    return findable_view(context, world, variant) if variant else None


def findable_view(context: Context, world: World, variant: Variant) -> FindableItem:
    """An item in the world as it is in force, read once for all that are shown."""
    demand = world.policy.demand
    return FindableItem(
        id=strawberry.ID(variant.id),
        item=item_view(variant.title, variant),
        new_price=money_or_none(variant.price),
        open_box_price=money_or_none(findable.price_of(world, variant)),
        grades=_grades(world, variant),
        stopped=stopped_text() if findable.stopped(world, variant) else None,
        offer_days=demand.offer_for // timedelta(days=1),
        kept_for=span(demand.ask_for),
        odds=awaited(lambda: _odds(world, variant)),
        my_offer=awaited(lambda: _my_offer(context, variant)),
        sizes=awaited(lambda: _sizes(context, world, variant)),
        listing=awaited(lambda: _listing(context, world, variant)),
        warranty=awaited(lambda: _warranty(context, variant)),
        fit=awaited(lambda: _fit(variant)),
    )


def _grades(world: World, variant: Variant) -> list[ConditionGrade]:
    on_offer = world.policy.grades_on_offer
    admitted = on_offer if findable.passed_on(world, variant) else frozenset()
    return [one for one in ConditionGrade if one in admitted]


async def _odds(world: World, variant: Variant) -> OfferOdds:
    odds = await findable.odds_of(world, variant)
    return odds_view(odds, stopped=findable.stopped(world, variant))


async def _my_offer(context: Context, variant: Variant) -> StandingOffer | None:
    if context.viewer is None:
        return None
    mine = await findable.offer_of(context.viewer, variant)
    standing = await offers.standing(context.world, [mine]) if mine else []
    return offer_view(context, standing[0]) if standing else None


async def _sizes(context: Context, world: World, variant: Variant) -> list[FindableItem]:
    return [findable_view(context, world, one) for one in await findable.sizes(variant)]


async def _listing(context: Context, world: World, variant: Variant) -> Listing | None:
    if findable.stopped(world, variant):
        return None
    live = await findable.listing_of(variant)
    return await listings.one(context, live.id) if live else None


async def _warranty(context: Context, variant: Variant) -> str:
    return await listings.warranty_told(
        context, variant.category, context.world.policy.warehouse.country
    )


async def _fit(variant: Variant) -> str | None:
    return fit_text(await findable.fit(variant), variant.size)
