"""Anything of the catalogue that an opened piece may turn up of: what it costs, what there is now,
and what those who sent one back found."""

from collections.abc import Sequence

from onward.domain.accounts import Viewer
from onward.domain.listings import Listing
from onward.domain.money import Money
from onward.domain.offers import StandingOffer
from onward.domain.pricing import open_box_price
from onward.domain.shop import Variant
from onward.domain.supply import SUPPLY_FOR, Fit, OfferOdds, fit_of, offer_odds
from onward.domain.wishes import may_be_passed_on, rests
from onward.ports import World
from onward.store import items, offers, orders, supply

# More sizes than any product has.
MOST_SIZES = 40


async def found(search: str | None, after: str | None, limit: int) -> list[Variant]:
    """Variants of the catalogue by title, colour and size, in that order."""
    return await items.found(search, after, limit)


async def one(variant_id: str) -> Variant | None:
    return (await orders.variants([variant_id])).get(variant_id)


async def sizes(variant: Variant) -> Sequence[Variant]:
    """The same product and colour in every size, this one among them."""
    return await items.sizes_of(variant, MOST_SIZES)


def stopped(world: World, variant: Variant) -> bool:
    """Whether no piece of it goes to another customer at the moment, under the policy in force."""
    return rests(variant, world.policy)


def passed_on(world: World, variant: Variant) -> bool:
    """Whether opened pieces of it go to other customers, under the policy in force."""
    return may_be_passed_on(variant, world.policy) and not stopped(world, variant)


def price_of(world: World, variant: Variant) -> Money | None:
    """What an opened piece of it usually costs today; None where none is passed on."""
    price = variant.price
    if price is None or price.minor <= 0 or not passed_on(world, variant):
        return None
    return open_box_price(price, world.policy.category(variant.category))


async def odds_of(world: World, variant: Variant) -> OfferOdds:
    """How likely a wish made now is met, as if whoever waits already came first."""
    now = await world.clock.now()
    grades = sorted(world.policy.grades_on_offer)
    came = await supply.came_since(variant.id, now - SUPPLY_FOR, grades, None)
    stands_for = world.policy.demand.offer_for
    return offer_odds(came, await supply.waiting_for(variant.id), stands_for)


async def offer_of(viewer: Viewer, variant: Variant) -> StandingOffer | None:
    """What the viewer already waits for of it."""
    return await offers.of_variant(viewer.id, variant.id)


async def listing_of(variant: Variant) -> Listing | None:
    """A piece that can be bought now, the cheapest."""
    return await items.cheapest_live(variant.id)


async def fit(variant: Variant, but: str | None = None) -> Fit | None:
    """What those found who sent one back; nobody counts who had the unit `but`."""
    return fit_of(await supply.reasons_of(variant.id, but))
