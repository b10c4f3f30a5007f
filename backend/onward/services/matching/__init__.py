"""The next owner of a unit that looks for one: the first of those who wait is asked, or buys at
once where they left word to; where several units of a variant look at the same moment, the whole
of them is planned. What somebody answers, and what becomes of their offer, is told elsewhere."""

from collections.abc import Set as AbstractSet
from datetime import datetime
from functools import partial

from onward.domain.days import whole_ms
from onward.domain.economics import farthest_km, listed_piece
from onward.domain.events import Recorded
from onward.domain.ids import LineId, MatchId, OfferId, OrderId, ProposalId, RefundId
from onward.domain.incoming import PaidLine
from onward.domain.life import OfferStatus
from onward.domain.listings import Listing
from onward.domain.offers import DemandKind, StandingOffer
from onward.domain.proposing import asked, bought, on_offer, questions_asked, tried
from onward.domain.ranking import Beside, SeekingUnit
from onward.domain.refusals import Impossible
from onward.domain.sales import SaleIds, buyer_of
from onward.domain.standing import changed
from onward.domain.story import Story
from onward.domain.waking import waking_after
from onward.ports import World
from onward.services.matching.plans import by_plan
from onward.services.matching.searching import (
    Found,
    Search,
    candidates_of,
    choice_of,
    measured,
    people_of,
)
from onward.store import accounts, book, cases, changes, offers, orders, reads

# Each lost try is another unit's gain.
_MOST_TRIES = 200


async def find_owner(world: World, cause: Recorded, story: Story) -> Story:
    """Offer the unit to whoever comes first of those who wait, while it is on offer. Nobody is
    asked twice about one unit, and an offer that moved meanwhile is looked at anew."""
    now = await world.clock.now()
    refused: set[OfferId] = set()
    for _ in range(_MOST_TRIES):
        listing = on_offer(story, now)
        found = await _found(world, story, listing, now, refused) if listing else None
        if found is None or listing is None:
            return story
        try:
            return await _offered(world, story, listing, found, now)
        except cases.OfferMoved:
            pass
        except cases.Taken:
            refused.add(found.choice.offer.id)
        fresh = await reads.story(story.case.id)
        if fresh is None:
            raise Impossible(f"case {story.case.id} is gone")
        story = fresh
    raise Impossible(f"case {story.case.id} lost {_MOST_TRIES} offers in a row")


async def _found(
    world: World, story: Story, listing: Listing, now: datetime, refused: AbstractSet[OfferId]
) -> Found | None:
    around = await book.around(story.case.id, listing, world.policy, now)
    home, weight_g = around.returner.contact, story.variant.weight_g
    unit = SeekingUnit(
        listing=listing,
        returner=around.returner.party(listing.country),
        region=story.order.region,
        spot=await world.places.spot(home) if home else None,
        hops=story.unit.hops,
        automatic_only=questions_asked(story) >= world.policy.demand.most_asks,
        farthest_km=farthest_km(
            listed_piece(listing, weight_g, world.policy, story.case.warehouse_km), world.policy
        ),
    )
    held = tuple(one.listing for one in around.beside if not one.is_live)
    barred = tried(story) | refused
    product_id = story.variant.product_id
    search = Search(world, unit, home, now, barred, held, around.first, product_id, weight_g)
    rivals = [one for one in around.beside if one.is_live]
    return await by_plan(search, rivals) if rivals else await _first(search)


async def _first(search: Search) -> Found | None:
    """The first in line who may have the unit."""
    policy, barred = search.world.policy, 0
    following = book.in_order(
        search.unit, policy, search.now,
        tried=search.tried, held=search.held, first=search.first,
    )  # fmt: skip
    async for some in following:
        known = await people_of(search, [one.offer for one in some.waiting])
        candidates = candidates_of(some.waiting, known)
        beside = Beside(max(some.fit - barred - len(candidates), 0), some.unfit + barred)
        line = await measured(search, candidates, known, beside)
        if line:
            return Found(choice_of(line[0], line), known[line[0].candidate.offer.buyer_id])
        barred += len(some.waiting)
    return None


async def _offered(
    world: World, story: Story, listing: Listing, found: Found, now: datetime
) -> Story:
    """Ask them, or buy for them where they left word to."""
    policy, choice, offer = world.policy, found.choice, found.choice.offer
    zone = found.person.time_zone or "UTC"
    proposal_id = ProposalId(world.tokens.id())
    contact = found.person.contact
    paid = await _paid_line(offer)
    if paid is not None:
        contact, zone = await accounts.contact(paid.order.contact_id or ""), paid.order.time_zone
    if offer.automatic and contact is not None:
        ids = SaleIds(
            MatchId(world.tokens.id()),
            OrderId(world.tokens.id()),
            LineId(world.tokens.id()),
            f"OB-{world.tokens.reference()}",
        )
        buyer = buyer_of(offer.buyer_id, contact, zone)
        refund_id = RefundId(world.tokens.id())
        lies = story.order.country, story.order.region
        goes = contact.country, contact.region
        taxed = await world.tax.on(listing.price, story.variant.category, lies, goes)
        one_of_sizes = offer.kind is DemandKind.STANDING_OFFER
        resting = found.person.others_than(offer) if one_of_sizes else []
        buys = partial(bought, paid=paid, refund_id=refund_id, resting=resting)
        decide = partial(buys, choice, proposal_id, buyer, ids, taxed, policy, now)
    else:
        demand = policy.demand
        hours = demand.waking_from, demand.waking_until
        until = whole_ms(waking_after(now, demand.ask_for, zone, *hours))
        decide = partial(asked, choice, proposal_id, until, now)
    return await changes.change(story.case.id, decide, at=now, policy=policy, seen=story)


async def _paid_line(offer: StandingOffer) -> PaidLine | None:
    """What an order that waits has paid already; None for every other offer. One that was sent
    meanwhile, or has no such line any more, waits for nothing: it ends."""
    if offer.kind is not DemandKind.ORDER:
        return None
    paid = await orders.paid_line(offer.order_id or "", offer.variant_id)
    if paid is None:
        await offers.change(changed(offer, OfferStatus.ENDED))
        raise cases.OfferMoved(offer.id)
    return paid
