"""The second sale: holding a unit for its buyer, and what they bought."""

import re
from dataclasses import replace
from datetime import datetime

import structlog

from onward.domain.accounts import Viewer
from onward.domain.diversions import relisted
from onward.domain.events import Actor, Because, Reserved
from onward.domain.ids import LineId, MatchId, OrderId
from onward.domain.life import ListingStatus, MatchStatus, PurchaseStatus, Stage, Who
from onward.domain.listings import Listing, Match, Purchase
from onward.domain.matching import RETURNED_BEFORE_FOR, BuyingFacts, Party, barrier_to_buying
from onward.domain.money import zero
from onward.domain.pricing import tax_on
from onward.domain.refusals import BadInput, CannotBuy, ListingTaken, NotFound, WrongStage
from onward.domain.shop import Contact, Order, OrderKind, OrderLine
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.ports import World
from onward.store import accounts, answers, cases, changes, listings, orders, reads
from onward.store.answers import Question

log = structlog.get_logger()
# Whatever name a payment provider gives to a way to pay.
_METHOD = re.compile(r"[A-Za-z0-9_-]{1,40}")


async def buy(
    world: World, viewer: Viewer, listing_id: str, method: str, key: str
) -> tuple[Purchase, Story]:
    """Hold the unit for this buyer; taking the money follows at once, and only then is it theirs.

    Raises ListingTaken when somebody was faster, CannotBuy when the rules keep it from this buyer,
    BadInput for what cannot be a way to pay.
    """
    if not _METHOD.fullmatch(method):
        raise BadInput("UNKNOWN_METHOD", field="method")
    question = Question(viewer.id, key, "buyListing", [listing_id, method])
    found = await answers.known(question)
    if found is None:
        found = await _reserve(world, viewer, listing_id, method, question)
    bought = await purchase_of(viewer, found[0])
    if bought is None:
        raise NotFound
    return bought


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
        return relisted(story, Actor(Who.BUYER, viewer.id), Because.BUYER_CANCELED, now)

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


async def _reserve(
    world: World, viewer: Viewer, listing_id: str, method: str, question: Question
) -> tuple[str, ...]:
    now = await world.clock.now()
    listing = await listings.read(listing_id)
    if listing is None:
        raise NotFound(field="listingId")
    buyer = await accounts.contact_of(viewer.id)
    if buyer is None or not buyer.street:
        raise CannotBuy("ADDRESS_MISSING")
    await _must_be_allowed(world, viewer, listing, buyer, now)
    purchase_id = OrderId(world.tokens.id())
    match, purchase, order, line = await _second_sale(
        world, viewer, listing, buyer, purchase_id, method, now
    )

    def decide(story: Story) -> Step:
        on_offer = story.listing
        live = on_offer is not None and on_offer.status is ListingStatus.LIVE
        if on_offer is None or not live or story.case.stage is not Stage.SEEKING:
            raise ListingTaken(listing_id=listing_id)
        if now >= on_offer.ends_at:
            raise ListingTaken("LISTING_ENDED", listing_id=listing_id)
        held = replace(on_offer, status=ListingStatus.HELD)
        event = Reserved(match.id, listing.id, purchase_id, match.until)
        step = Step().put(held, match, purchase, order, line)
        return step.say(Actor(Who.BUYER, viewer.id), event)

    try:
        await changes.change(
            listing.case_id,
            decide,
            at=now,
            policy=world.policy,
            question=question,
            answer=(purchase_id,),
        )
    except cases.Taken as taken:
        raise ListingTaken(listing_id=listing_id) from taken
    return await answers.known(question) or (purchase_id,)


async def _must_be_allowed(
    world: World, viewer: Viewer, listing: Listing, buyer: Contact, now: datetime
) -> None:
    story = await reads.story(listing.case_id)
    if story is None:
        raise NotFound(field="listingId")
    returner_email, returner_place = await accounts.household(story.case.returner_id)
    buyer_email, buyer_place = await accounts.household(viewer.id)
    lately = await orders.returned_lately(viewer.id, listing.variant_id, now - RETURNED_BEFORE_FOR)
    facts = BuyingFacts(
        returner=Party(story.case.returner_id, listing.country, returner_email, returner_place),
        buyer=Party(viewer.id, buyer.country, buyer_email, buyer_place),
        listed_in=listing.price.currency,
        pays_in=listing.price.currency,
        returned_this_at=now if lately else None,
        now=now,
    )
    barrier = barrier_to_buying(facts, world.policy)
    if barrier is not None:
        log.info("purchase_barred", barrier=barrier, case=listing.case_id, account=viewer.id)
        raise CannotBuy


async def _second_sale(
    world: World,
    viewer: Viewer,
    listing: Listing,
    buyer: Contact,
    purchase_id: OrderId,
    method: str,
    now: datetime,
) -> tuple[Match, Purchase, Order, OrderLine]:
    """The hold, and the order that the purchase is: own number, one line, tax where it goes."""
    tax = tax_on(listing.price, world.policy, buyer.country, buyer.region)
    variant = (await orders.variants([listing.variant_id]))[listing.variant_id]
    returner = await reads.contact_of_case(listing.case_id)
    match = Match(
        id=MatchId(world.tokens.id()),
        case_id=listing.case_id,
        unit_id=listing.unit_id,
        listing_id=listing.id,
        purchase_id=purchase_id,
        buyer_id=viewer.id,
        status=MatchStatus.RESERVED,
        reserved_at=now,
        until=now + world.policy.windows.reserve_for,
        km=await world.places.km(returner, buyer) if returner else None,
    )
    purchase = Purchase(
        id=purchase_id,
        match_id=match.id,
        case_id=listing.case_id,
        listing_id=listing.id,
        buyer_id=viewer.id,
        status=PurchaseStatus.RESERVED,
        price=listing.price,
        tax=tax,
        method=method,
        charge_id=None,
        because=None,
        placed_at=now,
    )
    order = Order(
        id=purchase_id,
        number=f"OB-{world.tokens.reference()}",
        kind=OrderKind.OPEN_BOX,
        account_id=viewer.id,
        contact_id=buyer.id,
        placed_at=now,
        delivered_at=None,
        country=buyer.country,
        region=buyer.region,
        postal_area=buyer.postal_code[:3],
        currency=listing.price.currency,
        charge_id=None,
        time_zone=await orders.time_zone_of(viewer.id) or "UTC",
    )
    nothing = zero(listing.price.currency)
    line_id = LineId(world.tokens.id())
    line = OrderLine(
        line_id, purchase_id, listing.variant_id, variant.title, 1, listing.price, nothing, tax
    )
    return match, purchase, order, line
