"""A unit offered to one of those who wait: the question that holds it, and whom it was tried with
already. What they answer is for `proposals`, who comes first for `ranking`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from onward.domain.events import SYSTEM, Actor, PeerChosen, Proposed
from onward.domain.ids import OfferId, ProposalId, RefundId
from onward.domain.incoming import PaidLine, met, taken_from_order
from onward.domain.life import (
    LISTING,
    OFFER,
    ListingStatus,
    OfferStatus,
    ProposalStatus,
    Stage,
    Who,
    moved,
)
from onward.domain.listings import Listing
from onward.domain.offers import MatchWhy, Proposal, StandingOffer
from onward.domain.policy import Policy
from onward.domain.pricing import Taxed
from onward.domain.sales import SaleBuyer, SaleIds, reserved, second_sale
from onward.domain.steps import Step
from onward.domain.story import Story


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom a unit is offered to, how far they live (None where nobody knows), and why them."""

    offer: StandingOffer
    why: MatchWhy
    km: int | None = None


def on_offer(story: Story, now: datetime) -> Listing | None:
    """The listing of a unit that can be offered to somebody now; None while it is held, sold, over
    or on no peer path."""
    listing, case = story.listing, story.case
    if listing is None or listing.status is not ListingStatus.LIVE:
        return None
    over = now >= listing.ends_at or case.window_ends_at is None or now >= case.window_ends_at
    return None if over or case.stage is not Stage.SEEKING else listing


def asked(
    choice: Choice, proposal_id: ProposalId, until: datetime, now: datetime, story: Story
) -> Step | None:
    """Hold the unit for this offer and put the question; None when the unit is not on offer any
    more or this offer was tried before. No question lasts beyond the window."""
    listing = on_offer(story, now)
    if listing is None or choice.offer.id in tried(story) or story.case.window_ends_at is None:
        return None
    until = min(until, story.case.window_ends_at)
    offer = choice.offer
    held = replace(listing, status=moved(LISTING, listing.status, ListingStatus.HELD))
    status = moved(OFFER, offer.status, OfferStatus.ASKED)
    waiting = replace(offer, status=status, version=offer.version + 1)
    question = _proposal(story, listing, choice, proposal_id, until, now)
    step = Step().put(held, waiting, question)
    return step.say(SYSTEM, Proposed(proposal_id, offer.id, until))


def bought(
    choice: Choice,
    proposal_id: ProposalId,
    buyer: SaleBuyer,
    ids: SaleIds,
    taxed: Taxed,
    policy: Policy,
    now: datetime,
    story: Story,
    *,
    paid: PaidLine | None = None,
    refund_id: RefundId | None = None,
    resting: Sequence[StandingOffer] = (),
) -> Step | None:
    """Reserve the unit for an automatic offer at once, as its owner asked for; None when it is not
    on offer any more, costs another price than was taxed, or this offer was tried before. Taking
    the money is what follows, but for an order that was `paid`: then what it cost too much is owed
    back as `refund_id`."""
    listing, offer = on_offer(story, now), choice.offer
    if listing is None or listing.price != taxed.net or offer.id in tried(story):
        return None
    sale = second_sale(
        listing,
        story.variant.title,
        buyer,
        ids,
        offer.method,
        taxed,
        policy,
        now,
        km=choice.km,
        offer=offer,
        why=choice.why,
    )
    fresh = _proposal(story, listing, choice, proposal_id, sale.match.until, now)
    actor = Actor(Who.BUYER, offer.buyer_id)
    if paid is None or refund_id is None:
        return reserved(story, sale, actor, now, offer=offer, proposal=fresh, resting=resting)
    sale = taken_from_order(sale, paid.line, paid.charge)
    return met(story, sale, offer, fresh, refund_id, actor, policy, now)


def tried(story: Story) -> frozenset[OfferId]:
    """The offers this unit was offered to before: nobody is asked twice about one unit."""
    matched = (one.offer_id for one in story.matches if one.offer_id)
    return frozenset(matched) | {one.offer_id for one in story.proposals}


def questions_asked(story: Story) -> int:
    """How many people were asked since the returner chose the peer path."""
    count = 0
    for one in story.history:
        if isinstance(one.event, PeerChosen):
            count = 0
        count += isinstance(one.event, Proposed)
    return count


def _proposal(
    story: Story,
    listing: Listing,
    choice: Choice,
    proposal_id: ProposalId,
    until: datetime,
    now: datetime,
) -> Proposal:
    """The question as it is put; an automatic offer accepts it in the same step."""
    return Proposal(
        id=proposal_id,
        case_id=story.case.id,
        unit_id=story.case.unit_id,
        listing_id=listing.id,
        offer_id=choice.offer.id,
        buyer_id=choice.offer.buyer_id,
        status=ProposalStatus.ASKED,
        price=listing.price,
        asked_at=now,
        until=until,
        km=choice.km,
        why=choice.why,
    )
