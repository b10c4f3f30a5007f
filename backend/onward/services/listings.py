"""The open-box shop: what can be bought, and what else there is like it."""

from collections.abc import Sequence
from dataclasses import dataclass

from onward.domain.album import as_judged, departures
from onward.domain.listings import Listing
from onward.domain.photos import Photo
from onward.domain.shop import Variant
from onward.domain.story import Story
from onward.store import listings, reads

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
    """What else there is of the same variant, then of the same thing in other sizes and colors."""
    listing = await listings.read(listing_id)
    return await others_of(listing.variant_id, listing_id) if listing else []


async def others_of(variant_id: str, but_for: str = "") -> list[Offer]:
    """The same for a variant itself."""
    alike = await listings.live_of_variant(variant_id, OTHERS + 1)
    others = [*alike, *await listings.live_of_product(variant_id, OTHERS)]
    return await _offers([other for other in others if other.id != but_for][:OTHERS])


def shown(listing: Listing, story: Story) -> Offer:
    """A piece whose story is at hand."""
    return Offer(listing, story.variant, departures(as_judged(story)), story)


async def _offers(found: Sequence[Listing]) -> list[Offer]:
    stories = [await reads.story(listing.case_id) for listing in found]
    return [
        shown(listing, story)
        for listing, story in zip(found, stories, strict=True)
        if story is not None
    ]
