"""The second sale: the hold on a unit, and the purchase and order it becomes. Who may have the unit
is decided by `matching`; taking the money is for a payment provider."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from onward.domain.events import Actor, Because, ProposalEnded, Reserved
from onward.domain.ids import AccountId, ContactId, LineId, MatchId, OrderId, VariantId
from onward.domain.life import (
    LISTING,
    OFFER,
    PROPOSAL,
    ListingStatus,
    MatchStatus,
    OfferStatus,
    ProposalStatus,
    PurchaseStatus,
    Stage,
    moved,
)
from onward.domain.listings import Listing, Match, Purchase
from onward.domain.money import zero
from onward.domain.offers import MatchWhy, Proposal, StandingOffer
from onward.domain.policy import Policy
from onward.domain.pricing import Taxed
from onward.domain.ranking import shop_why
from onward.domain.refusals import Impossible, ListingTaken
from onward.domain.shop import Contact, Order, OrderKind, OrderLine
from onward.domain.standing import changed
from onward.domain.steps import Step
from onward.domain.story import Story


@dataclass(frozen=True, slots=True)
class SaleIds:
    """Fresh identifiers for a second sale; `number` is what the buyer's order is called."""

    match_id: MatchId
    purchase_id: OrderId
    line_id: LineId
    number: str


@dataclass(frozen=True, slots=True)
class SaleBuyer:
    """Who buys, as far as their order needs it, and where they count their days."""

    account_id: AccountId
    contact_id: ContactId
    country: str
    region: str
    postal_area: str
    time_zone: str


def buyer_of(account_id: AccountId, contact: Contact, time_zone: str) -> SaleBuyer:
    """Of a person's contact, what may stand on an order that is kept."""
    area = contact.postal_code[:3]
    return SaleBuyer(account_id, contact.id, contact.country, contact.region, area, time_zone)


@dataclass(frozen=True, slots=True)
class Sale:
    """The rows of a second sale; its order is of its own kind and can be returned like any."""

    match: Match
    purchase: Purchase
    order: Order
    line: OrderLine


def second_sale(
    listing: Listing,
    title: str,
    buyer: SaleBuyer,
    ids: SaleIds,
    method: str,
    taxed: Taxed,
    policy: Policy,
    now: datetime,
    *,
    km: int | None = None,
    offer: StandingOffer | None = None,
    why: MatchWhy | None = None,
) -> Sale:
    """The sale of a listed unit at its price, `taxed` as such. It is held for `reserve_for`; `km`
    is the distance between the two, None where nobody knows. `why` tells how it was matched; nobody
    else was asked where there is none."""
    if taxed.net != listing.price:
        raise Impossible(f"tax on {taxed.net}, but it costs {listing.price}")
    match = Match(
        id=ids.match_id,
        case_id=listing.case_id,
        unit_id=listing.unit_id,
        listing_id=listing.id,
        purchase_id=ids.purchase_id,
        buyer_id=buyer.account_id,
        status=MatchStatus.RESERVED,
        reserved_at=now,
        until=now + policy.windows.reserve_for,
        km=km,
        offer_id=offer.id if offer else None,
        why=why or shop_why(km, policy),
    )
    purchase = Purchase(
        id=ids.purchase_id,
        match_id=ids.match_id,
        case_id=listing.case_id,
        listing_id=listing.id,
        buyer_id=buyer.account_id,
        status=PurchaseStatus.RESERVED,
        price=listing.price,
        tax=taxed.tax,
        method=method,
        charge_id=None,
        because=None,
        placed_at=now,
        tax_rate_bp=taxed.rate_bp,
    )
    order = _order(listing, buyer, ids, now)
    nothing = zero(listing.price.currency)
    line = OrderLine(
        id=ids.line_id,
        order_id=order.id,
        variant_id=VariantId(listing.variant_id),
        title=title,
        quantity=1,
        unit_price=listing.price,
        discount=nothing,
        tax=taxed.tax,
    )
    return Sale(match, purchase, order, line)


def reserved(
    story: Story,
    sale: Sale,
    actor: Actor,
    now: datetime,
    *,
    offer: StandingOffer | None = None,
    proposal: Proposal | None = None,
    resting: Sequence[StandingOffer] = (),
) -> Step:
    """Hold the unit for this sale. An `offer` that is met is filled by it, the same person's open
    offers for other sizes are `resting` from then on, and a `proposal` (the question they were
    asked, or a fresh one of an automatic offer) is accepted.

    A unit that is held for a question can be had by whoever was asked, and by nobody else.
    Raises ListingTaken when somebody was faster, or when it is on offer no more.
    """
    listing = _to_be_had(story, sale, proposal, now)
    match = sale.match
    step = Step()
    if proposal is not None and story.proposal is not None:
        step.say(actor, ProposalEnded(proposal.id, Because.ACCEPTED))
    if proposal is not None:
        status = ProposalStatus.ACCEPTED
        if proposal.status is not status:
            status = moved(PROPOSAL, proposal.status, status)
        step.put(replace(proposal, status=status, match_id=match.id))
    if offer is not None:
        step.put(filled(offer), *(changed(one, OfferStatus.PAUSED) for one in resting))
    held = replace(listing, status=ListingStatus.HELD)
    step.put(held, match, sale.purchase, sale.order, sale.line)
    offer_id = offer.id if offer else None
    event = Reserved(match.id, listing.id, sale.purchase.id, match.until, offer_id)
    return step.say(actor, event)


def filled(offer: StandingOffer) -> StandingOffer:
    """The offer once it is met; whoever said yes is silent no more."""
    status = moved(OFFER, offer.status, OfferStatus.FILLED)
    return replace(offer, status=status, version=offer.version + 1, asks=0)


def _to_be_had(story: Story, sale: Sale, proposal: Proposal | None, now: datetime) -> Listing:
    listing, asked = story.listing, story.proposal
    if listing is None or story.case.stage is not Stage.SEEKING or story.match is not None:
        raise ListingTaken(listing_id=sale.match.listing_id)
    theirs = asked is not None and proposal is not None and asked.id == proposal.id
    free = asked is None and listing.status is ListingStatus.LIVE
    if listing.id != sale.match.listing_id or not (theirs or free):
        raise ListingTaken(listing_id=sale.match.listing_id)
    if now >= listing.ends_at:
        raise ListingTaken("LISTING_ENDED", listing_id=listing.id)
    if free:
        moved(LISTING, listing.status, ListingStatus.HELD)
    return listing


def _order(listing: Listing, buyer: SaleBuyer, ids: SaleIds, now: datetime) -> Order:
    return Order(
        id=ids.purchase_id,
        number=ids.number,
        kind=OrderKind.OPEN_BOX,
        account_id=buyer.account_id,
        contact_id=buyer.contact_id,
        placed_at=now,
        delivered_at=None,
        country=buyer.country,
        region=buyer.region,
        postal_area=buyer.postal_area,
        currency=listing.price.currency,
        charge_id=None,
        time_zone=buyer.time_zone,
    )
