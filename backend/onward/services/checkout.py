"""The shop's own checkout: whether an opened piece of a thing is on offer instead of a new one, and
buying the best of them in one go, whoever else reaches for them."""

from dataclasses import dataclass
from datetime import datetime

import structlog

from onward.domain.accounts import Viewer
from onward.domain.checkout import (
    Arrival,
    Piece,
    Wanted,
    arrival,
    barrier,
    coarse,
    in_order,
    postal_code_of,
)
from onward.domain.distances import Where
from onward.domain.events import Actor
from onward.domain.ids import LineId, MatchId, OrderId
from onward.domain.life import Who
from onward.domain.listings import Listing, Purchase
from onward.domain.refusals import BadInput, CannotBuy, ListingTaken, NotFound
from onward.domain.sales import Sale, SaleIds, buyer_of, reserved, second_sale
from onward.domain.shop import Contact, Variant
from onward.domain.steps import Step
from onward.domain.stops import is_stopped
from onward.domain.story import Story
from onward.domain.wishes import METHOD
from onward.ports import Address, World
from onward.store import answers, cases, changes, listings, orders, pauses, people, reads
from onward.store.answers import Question
from onward.store.people import Person

log = structlog.get_logger()
# So many pieces of one variant are looked at, the longest on offer first.
_MOST_PIECES = 60
# Pieces come back while others are bought: a few more looks before it is said that none is left.
_MOST_LOOKS = 3


@dataclass(frozen=True, slots=True)
class Option:
    """The best piece on offer, and when it would be there."""

    listing: Listing
    arrival: Arrival


@dataclass(frozen=True, slots=True)
class _Buyer:
    """Who is at the checkout, and where it would go."""

    person: Person
    contact: Contact
    zone: str


async def option(
    world: World, viewer: Viewer | None, variant_id: str, postal_code: str
) -> Option | None:
    """What could be bought instead of a new piece of this variant; None where there is nothing.
    The postcode, one of the shop's own country, tells how far it is and is kept nowhere.

    Raises BadInput for what cannot be a postcode.
    """
    country = world.policy.warehouse.country
    at = Address("", "", "", "", postal_code_of(postal_code, country), country)
    now = await world.clock.now()
    variant = (await orders.variants([variant_id])).get(variant_id)
    if variant is None:
        return None
    buyer = await _somebody(world, viewer, variant, now) if viewer else None
    pieces = await _on_offer(world, variant, at, now, buyer)
    best = next((one for one in pieces if _may_have(world, buyer, one, now)), None)
    if best is None:
        return None
    here = coarse(await _where(world, best.listing))
    there = Where(country, "", await world.places.spot(at))
    zone = buyer.zone if buyer else "UTC"
    ship_for = world.policy.windows.ship_for
    return Option(best.listing, arrival(here, there, now, ship_for, zone))


async def buy(
    world: World, viewer: Viewer, wanted: Wanted, method: str, key: str
) -> tuple[Purchase, Story]:
    """The best piece of what is wanted that this buyer may have, held for them; where somebody is
    faster the next best at that price, until there is none. Paying follows at once, as with any
    piece.

    Raises ListingTaken when there is none (any more), CannotBuy when the rules keep every one of
    them from this buyer, BadInput for what cannot be a way to pay.
    """
    if not METHOD.fullmatch(method):
        raise BadInput("UNKNOWN_METHOD", field="method")
    asked = [wanted.variant_id, wanted.highest_minor, wanted.listing_id, method]
    question = Question(viewer.id, key, "buyOpenBox", asked)
    found = await answers.known(question)
    if found is None:
        found = await _hold_any(world, viewer, wanted, method, question)
    purchase = await listings.purchase(found[0])
    story = await reads.story(purchase.case_id) if purchase else None
    fresh = story.purchase(found[0]) if story else None
    if story is None or fresh is None:
        raise NotFound
    return fresh, story


async def _hold_any(
    world: World, viewer: Viewer, wanted: Wanted, method: str, question: Question
) -> tuple[str, ...]:
    now, variant_id = await world.clock.now(), wanted.variant_id
    variant = (await orders.variants([variant_id])).get(variant_id)
    if variant is None:
        raise NotFound(field="variantId")
    buyer = await _somebody(world, viewer, variant, now)
    if buyer is None or not buyer.contact.street:
        raise CannotBuy("ADDRESS_MISSING")
    lost = 0
    for _ in range(_MOST_LOOKS):
        on_offer = await _on_offer(world, variant, buyer.contact, now, buyer)
        pieces = [one for one in on_offer if wanted.admits(one.listing)]
        left = [one for one in pieces if _may_have(world, buyer, one, now)]
        if not left:
            break
        while left:
            held = await _held(world, variant, buyer, left[0], method, question)
            if held:
                return held
            lost += 1
            live = await listings.still_live([one.listing.id for one in left[1:]])
            left = [one for one in left[1:] if one.listing.id in live]
    if pieces and not lost:
        raise CannotBuy
    if on_offer:
        raise ListingTaken("LISTING_TAKEN", variant_id=variant_id)
    raise ListingTaken("ALL_TAKEN" if lost else "NONE_ON_OFFER", variant_id=variant_id)


async def _held(
    world: World, variant: Variant, buyer: _Buyer, piece: Piece, method: str, question: Question
) -> tuple[str, ...] | None:
    """What was answered, once it is held for this buyer; None when somebody was faster."""
    now = await world.clock.now()
    sale = await _second_sale(world, variant, buyer, piece, method, now)
    actor = Actor(Who.BUYER, buyer.person.account_id)

    def decide(story: Story) -> Step:
        return reserved(story, sale, actor, now)

    answer = (sale.purchase.id,)
    try:
        await changes.change(
            piece.listing.case_id,
            decide,
            at=now,
            policy=world.policy,
            question=question,
            answer=answer,
        )
    except (ListingTaken, cases.Taken):
        return None
    return await answers.known(question) or answer


async def _on_offer(
    world: World, variant: Variant, at: Contact | Address, now: datetime, buyer: _Buyer | None
) -> list[Piece]:
    """The pieces of this variant that can be bought now from there, the best first."""
    if is_stopped(variant.category, variant.sku, await pauses.stopped()):
        return []
    listed = [
        one
        for one in await listings.live_of_variant(variant.id, _MOST_PIECES)
        if now < one.ends_at and world.policy.same_territory(one.country, at.country)
    ]
    if not listed:
        return []
    returners = await people.returners([one.case_id for one in listed])
    hops = await orders.hops_of([one.unit_id for one in listed])
    found = []
    for one in listed:
        returner = returners[one.case_id]
        lies = returner.contact
        km = await world.places.km(lies, at) if lies else None
        tie = world.tokens.digest(f"{buyer.person.account_id}:{one.id}") if buyer else ""
        party, region = returner.party(one.country), lies.region if lies else ""
        found.append(Piece(one, party, hops[one.unit_id], km, tie, region))
    return in_order(found)


def _may_have(world: World, buyer: _Buyer | None, piece: Piece, now: datetime) -> bool:
    """Whether no rule keeps the piece from them; nobody is kept from looking."""
    if buyer is None:
        return True
    person, country = buyer.person, buyer.contact.country
    code = barrier(piece, person.party(country), person.returned_this_at, world.policy, now)
    if code is not None:
        case_id = piece.listing.case_id
        log.info("purchase_barred", barrier=code, case=case_id, account=person.account_id)
    return code is None


async def _somebody(world: World, viewer: Viewer, variant: Variant, now: datetime) -> _Buyer | None:
    since = now - world.policy.matching.returned_before_for
    person = (await people.buyers([viewer.id], variant.id, since)).get(viewer.id)
    contact = person.contact if person else None
    if person is None or contact is None:
        return None
    return _Buyer(person, contact, person.time_zone or "UTC")


async def _where(world: World, listing: Listing) -> Where:
    returner = (await people.returners([listing.case_id]))[listing.case_id]
    contact = returner.contact
    if contact is None:
        return Where(listing.country, "")
    return Where(contact.country, contact.region, await world.places.spot(contact))


async def _second_sale(
    world: World, variant: Variant, buyer: _Buyer, piece: Piece, method: str, now: datetime
) -> Sale:
    tokens = world.tokens
    number = f"OB-{tokens.reference()}"
    ids = SaleIds(MatchId(tokens.id()), OrderId(tokens.id()), LineId(tokens.id()), number)
    whom = buyer_of(buyer.person.account_id, buyer.contact, buyer.zone)
    listing, policy = piece.listing, world.policy
    lies = listing.country, piece.region
    goes = buyer.contact.country, buyer.contact.region
    taxed = await world.tax.on(listing.price, variant.category, lies, goes)
    return second_sale(listing, variant.title, whom, ids, method, taxed, policy, now, km=piece.km)
