"""Prices that follow: what stood unsold or became cheaper new costs less, and a buyer whose unit
was not scanned yet gets the difference back."""

from datetime import datetime

from onward.domain.ids import RefundId
from onward.domain.life import ListingStatus
from onward.domain.listings import Listing
from onward.domain.repricing import difference_owed, lower_price, repriced
from onward.domain.shop import Variant
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.ports import World
from onward.store import changes, prices

_AT_ONCE = 200


async def follow(world: World) -> int:
    """Bring every price down that has to come down, never up; how many cases changed."""
    now = await world.clock.now()
    ageing = world.policy.ageing
    listed_before = now - ageing.after if ageing else None
    changed, after = 0, ""
    while found := await prices.to_follow(listed_before, after, _AT_ONCE):
        for listing, variant in found:
            if _may_matter(world, listing, variant, now):
                changed += await _follow_one(world, listing, now)
        after = found[-1][0].id
    return changed


def _may_matter(world: World, listing: Listing, variant: Variant, now: datetime) -> bool:
    """What is held is looked at with its purchase; of what is on offer only what costs too much."""
    held = listing.status is ListingStatus.HELD
    return held or lower_price(listing, variant, world.policy, now) is not None


async def _follow_one(world: World, listing: Listing, now: datetime) -> int:
    refund_id = RefundId(world.tokens.id())
    steps = 0

    def decide(story: Story) -> Step | None:
        nonlocal steps
        step = repriced(story, world.policy, now)
        step = step or difference_owed(story, refund_id, world.policy, now)
        steps = int(step is not None)
        return step

    await changes.change(listing.case_id, decide, at=now, policy=world.policy)
    return steps
