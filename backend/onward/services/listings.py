"""The open-box shop: what can be bought, and what else there is like it."""

from collections.abc import Sequence
from dataclasses import dataclass

from onward.domain.album import as_judged, departures
from onward.domain.listings import Listing
from onward.domain.photos import Photo
from onward.domain.shop import Variant
from onward.domain.story import Story
from onward.store import listings, orders, reads

OTHERS = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """A listing as a shopper sees it; `returner_id` only tells whose own it is."""

    listing: Listing
    variant: Variant
    photos: tuple[Photo, ...]
    story: Story


async def browse(before: tuple[int, str] | None, limit: int, search: str | None) -> list[Offer]:
    """What can be bought now, newest first."""
    return await _offers(await listings.live(before, limit, search))


async def one(listing_id: str) -> Offer | None:
    listing = await listings.read(listing_id)
    found = await _offers([listing]) if listing else []
    return found[0] if found else None


async def others_like(listing_id: str) -> list[Offer]:
    """What else there is of the same variant."""
    listing = await listings.read(listing_id)
    if listing is None:
        return []
    alike = await listings.live_of_variant(listing.variant_id, OTHERS + 1)
    return await _offers([other for other in alike if other.id != listing_id][:OTHERS])


async def _offers(found: Sequence[Listing]) -> list[Offer]:
    variants = await orders.variants([listing.variant_id for listing in found])
    stories = [await reads.story(listing.case_id) for listing in found]
    return [
        Offer(listing, variants[listing.variant_id], departures(as_judged(story)), story)
        for listing, story in zip(found, stories, strict=True)
        if story is not None
    ]
