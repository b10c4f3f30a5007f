"""The second sale: holding a unit for its buyer, and what they bought."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

import structlog

from onward.domain.accounts import Viewer
from onward.domain.diversions import relisted
from onward.domain.events import Actor, Because
from onward.domain.ids import LineId, MatchId, OrderId
from onward.domain.life import PurchaseStatus, Who
from onward.domain.listings import Listing, Purchase
from onward.domain.matching import BuyingFacts, barrier_to_buying
from onward.domain.offers import Proposal, StandingOffer
from onward.domain.promises import goes_on
from onward.domain.proposals import standing_question
from onward.domain.recovery import fallback_of
from onward.domain.refusals import (
    BadInput,
    CannotBuy,
    Impossible,
    ListingTaken,
    NotFound,
    WrongStage,
)
from onward.domain.sales import Sale, SaleIds, buyer_of, reserved, second_sale
from onward.domain.shop import Contact
from onward.domain.steps import Step
from onward.domain.stops import is_stopped
from onward.domain.story import Story
from onward.domain.wishes import METHOD
from onward.ports import World
from onward.store import (
    accounts,
    answers,
    cases,
    changes,
    listings,
    meeting,
    offers,
    orders,
    pauses,
    people,
    reads,
)
from onward.store.answers import Question

log = structlog.get_logger()
# An offer moves only by what ends the question too, so a second look is enough.
_MOST_MOMENTS, _A_MOMENT_S = 50, 0.1
_MOST_LOOKS = 5


async def buy(
    world: World, viewer: Viewer, listing_id: str, method: str, key: str
) -> tuple[Purchase, Story]:
    """Hold the unit for this buyer; taking the money follows at once, and only then is it theirs.

    Raises ListingTaken when somebody was faster, CannotBuy when the rules keep it from this buyer,
    BadInput for what cannot be a way to pay.
    """
    if not METHOD.fullmatch(method):
        raise BadInput("UNKNOWN_METHOD", field="method")
    question = Question(viewer.id, key, "buyListing", [listing_id, method])
    found = await answers.known(question)
    if found is None:
        found = await _reserve(world, viewer, listing_id, method, question)
    return await _bought(viewer, found[0])


async def accept(
    world: World, viewer: Viewer, question_id: str, method: str | None, key: str
) -> tuple[Purchase, Story]:
    """Take the piece that is held for the viewer's standing offer, by `method` or as the offer
    says; paying follows as in `buy`.

    Raises WrongStage when the question is over, CannotBuy when a rule has come between, BadInput
    for what cannot be a way to pay.
    """
    if method is not None and not METHOD.fullmatch(method):
        raise BadInput("UNKNOWN_METHOD", field="method")
    question = Question(viewer.id, key, "answerQuestion", [question_id, True, method])
    found = await answers.known(question)
    if found is None:
        found = await _take_held(world, viewer, question_id, method, question)
    return await _bought(viewer, found[0])


async def cancel(world: World, viewer: Viewer, purchase_id: str, key: str) -> Story:
    """Free until the parcel is scanned: the money goes back, the item is listed again."""
    now = await world.clock.now()
    found = await purchase_of(viewer, purchase_id)
    if found is None:
        raise NotFound(field="purchaseId")
    question = Question(viewer.id, key, "cancelPurchase", [purchase_id])

    def decide(story: Story) -> Step:
        purchase = story.purchase(purchase_id)
        match = story.match
        if purchase is None or match is None or match.purchase_id != purchase_id:
            raise WrongStage(stage=story.case.stage)
        if purchase.status not in (PurchaseStatus.RESERVED, PurchaseStatus.PAID):
            raise WrongStage("ALREADY_SCANNED", stage=story.case.stage)
        actor, channel = Actor(Who.BUYER, viewer.id), fallback_of(story, world.policy)
        step = relisted(story, actor, Because.BUYER_CANCELED, now, channel)
        return goes_on(story, step, now, world.policy)

    case_id = found[0].case_id
    return await changes.change(case_id, decide, at=now, policy=world.policy, question=question)


async def purchase_of(viewer: Viewer, purchase_id: str) -> tuple[Purchase, Story] | None:
    """A purchase with its case's story, for its buyer and the desk; None for everybody else."""
    purchase = await listings.purchase(purchase_id)
    if purchase is None or (purchase.buyer_id != viewer.id and not viewer.is_staff):
        return None
    story = await reads.story(purchase.case_id)
    fresh = story.purchase(purchase_id) if story else None
    return (fresh, story) if story and fresh else None


async def purchases_of(
    viewer: Viewer, before: tuple[int, str] | None, limit: int
) -> list[tuple[Purchase, Story]]:
    mine = await listings.purchases_of(viewer.id, before, limit)
    found = [await purchase_of(viewer, purchase.id) for purchase in mine]
    return [one for one in found if one]


async def _bought(viewer: Viewer, purchase_id: str) -> tuple[Purchase, Story]:
    bought = await purchase_of(viewer, purchase_id)
    if bought is None:
        raise NotFound
    return bought


async def _reserve(
    world: World, viewer: Viewer, listing_id: str, method: str, question: Question
) -> tuple[str, ...]:
    now = await world.clock.now()
    listing = await listings.read(listing_id)
    if listing is None:
        raise NotFound(field="listingId")
    contact = await _must_be_allowed(world, viewer, listing, now)
    await _after_those_who_wait(listing)
    sale = await _second_sale(world, viewer, listing, contact, method, now)

    def decide(story: Story) -> Step:
        return reserved(story, sale, Actor(Who.BUYER, viewer.id), now)

    return await _hold(world, sale, decide, question, now)


async def _after_those_who_wait(listing: Listing) -> None:
    """They are asked before anybody has it out of the shop, which takes a worker a moment."""
    for _ in range(_MOST_MOMENTS):
        if not await meeting.is_looked_for(listing.id):
            return
        await asyncio.sleep(_A_MOMENT_S)
    raise ListingTaken("OTHERS_FIRST", listing_id=listing.id)


async def _take_held(
    world: World, viewer: Viewer, question_id: str, method: str | None, question: Question
) -> tuple[str, ...]:
    for _ in range(_MOST_LOOKS):
        now = await world.clock.now()
        asked = await offers.proposal(question_id)
        if asked is None or asked.buyer_id != viewer.id:
            raise NotFound(field="questionId")
        offer = await offers.read(asked.offer_id)
        listing = await listings.read(asked.listing_id)
        if offer is None or listing is None:
            raise Impossible(f"question {question_id} about nothing")
        contact = await _must_be_allowed(world, viewer, listing, now, offer)
        by = method or offer.method
        sale = await _second_sale(world, viewer, listing, contact, by, now, offer, asked)
        resting = await offers.other_sizes(offer)
        decide = partial(_take, sale, offer, resting, Actor(Who.BUYER, viewer.id), asked.id, now)
        try:
            return await _hold(world, sale, decide, question, now)
        except cases.OfferMoved:
            continue
    raise WrongStage("QUESTION_OVER")


def _take(
    sale: Sale,
    offer: StandingOffer,
    resting: Sequence[StandingOffer],
    actor: Actor,
    question_id: str,
    now: datetime,
    story: Story,
) -> Step:
    asked = standing_question(story, question_id, now)
    return reserved(story, sale, actor, now, offer=offer, proposal=asked, resting=resting)


async def _hold(
    world: World,
    sale: Sale,
    decide: Callable[[Story], Step],
    question: Question,
    now: datetime,
) -> tuple[str, ...]:
    answer = (sale.purchase.id,)
    try:
        await changes.change(
            sale.match.case_id,
            decide,
            at=now,
            policy=world.policy,
            question=question,
            answer=answer,
        )
    except cases.Taken as taken:
        raise ListingTaken(listing_id=sale.match.listing_id) from taken
    return await answers.known(question) or answer


async def _must_be_allowed(
    world: World,
    viewer: Viewer,
    listing: Listing,
    now: datetime,
    offer: StandingOffer | None = None,
) -> Contact:
    """Where it would go; CannotBuy when a rule keeps it from this buyer."""
    buyer = await accounts.contact_of(viewer.id)
    if buyer is None or not buyer.street:
        raise CannotBuy("ADDRESS_MISSING")
    story = await reads.story(listing.case_id)
    if story is None:
        raise NotFound(field="listingId")
    if is_stopped(story.variant.category, story.variant.sku, await pauses.stopped()):
        raise ListingTaken("LISTING_ENDED", listing_id=listing.id)
    returner = (await people.returners([listing.case_id]))[listing.case_id]
    since = now - world.policy.matching.returned_before_for
    person = (await people.buyers([viewer.id], listing.variant_id, since))[viewer.id]
    facts = BuyingFacts(
        returner=returner.party(listing.country),
        buyer=person.party(buyer.country),
        listed_in=listing.price.currency,
        pays_in=offer.highest.currency if offer else listing.price.currency,
        returned_this_at=person.returned_this_at,
        now=now,
        listing=listing,
        offer=offer,
        hops=story.unit.hops,
    )
    barrier = barrier_to_buying(facts, world.policy)
    if barrier is not None:
        log.info("purchase_barred", barrier=barrier, case=listing.case_id, account=viewer.id)
        raise CannotBuy
    return buyer


async def _second_sale(
    world: World,
    viewer: Viewer,
    listing: Listing,
    contact: Contact,
    method: str,
    now: datetime,
    offer: StandingOffer | None = None,
    asked: Proposal | None = None,
) -> Sale:
    """The hold, and the order that the purchase is: own number, one line, taxed by where
    it lies and where it goes."""
    variant = (await orders.variants([listing.variant_id]))[listing.variant_id]
    returner = await reads.contact_of_case(listing.case_id)
    zone = await orders.time_zone_of(viewer.id) or "UTC"
    tokens = world.tokens
    number = f"OB-{tokens.reference()}"
    ids = SaleIds(MatchId(tokens.id()), OrderId(tokens.id()), LineId(tokens.id()), number)
    km = await world.places.km(returner, contact) if returner else None
    lies = (returner.country, returner.region) if returner else (listing.country, "")
    goes = contact.country, contact.region
    return second_sale(
        listing,
        variant.title,
        buyer_of(viewer.id, contact, zone),
        ids,
        method,
        await world.tax.on(listing.price, variant.category, lies, goes),
        world.policy,
        now,
        km=km,
        offer=offer,
        why=asked.why if asked else None,
    )
