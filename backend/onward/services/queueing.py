"""What happens to the offers beside a match: one fill rests the same person's other sizes, and
what is let go is given back. An offer that ends by itself is told to its owner."""

from collections.abc import Callable
from datetime import datetime

import structlog

from onward.domain.events import Because, Matched, Recorded
from onward.domain.life import MatchStatus, OfferStatus, ProposalStatus, PurchaseStatus
from onward.domain.listings import Purchase
from onward.domain.offers import DemandKind, StandingOffer
from onward.domain.refusals import Impossible
from onward.domain.standing import PastQuestion, changed, given_back, silences
from onward.domain.story import Story
from onward.messages import letter, offer_because_text
from onward.ports import Letter, Outage, World
from onward.store import accounts, offers, orders
from onward.store.cases import OfferMoved

log = structlog.get_logger()
_MOST_TRIES = 20
_HELD = (ProposalStatus.ASKED, ProposalStatus.ACCEPTED)
_OVER = (PurchaseStatus.CANCELED, PurchaseStatus.REFUNDED)
_WHOLE = (*_OVER, PurchaseStatus.REPLACED_FROM_STOCK)
Decide = Callable[[StandingOffer], StandingOffer | None]


async def pause_siblings(world: World, cause: Recorded, story: Story) -> Story:
    """Whoever has just got one of a product is not asked about its other sizes meanwhile."""
    event = cause.event
    if not isinstance(event, Matched):
        raise Impossible(f"{event.kind} rests no offers")
    match = next(one for one in story.matches if one.id == event.match_id)
    if match.status is MatchStatus.RELEASED:
        return story
    product = story.variant.product_id
    for sibling in await offers.siblings_of(match.buyer_id, product, OfferStatus.OPEN):
        await _change(sibling.id, _rested)
    return story


async def reopen(world: World, cause: Recorded, story: Story) -> Story:
    """Give back what this case let go: the offers that were asked or filled by it, and those that
    rest because of it. It looks at how things stand and not at what was said, so that it may come
    late and more than once."""
    now = await world.clock.now()
    gone = {one.purchase_id for one in story.matches if one.status is MatchStatus.RELEASED}
    if any(one.id in gone and one.status not in _WHOLE for one in story.purchases):
        # Whether they have it from stock after all decides what becomes of their offer.
        raise Outage("stock", "a buyer is not made whole yet")
    held = {one.offer_id for one in story.proposals if one.status in _HELD}
    for offer_id in {one.offer_id for one in story.proposals} - held:
        await _give_back(world, offer_id, now)
    for match in story.matches:
        purchase = story.purchase(match.purchase_id)
        if match.status is MatchStatus.RELEASED and purchase and _gives_back(purchase):
            await _wake(match.buyer_id, story.variant.product_id)
    return story


async def end_overdue(world: World) -> int:
    """End the offers whose time is over, a few at a time, and tell their owners; how many. What is
    over is never asked anyway, so looking once in a while is enough."""
    now = await world.clock.now()
    ended = 0
    for offer in await offers.over_by(now):
        try:
            await _tell_over(world, offer, "TIME_OVER")
        except Outage:
            log.info("offer_end_untold", offer=offer.id)
            continue
        await _change(offer.id, lambda one: _over_by(one, now))
        ended += 1
    return ended


async def _give_back(world: World, offer_id: str, now: datetime) -> None:
    past = await offers.asked_before(offer_id)
    if past[0].status in _HELD:
        return
    offer = await offers.read(offer_id)
    has_one = offer is not None and await _has_one(offer)

    def decide(offer: StandingOffer) -> StandingOffer | None:
        if offer.status not in (OfferStatus.ASKED, OfferStatus.FILLED):
            return None
        return _let_go(offer, past, has_one, world, now)

    left = decide(offer) if offer else None
    if left is not None and left.status is OfferStatus.ENDED:
        await _tell_over(world, left, _why_over(left, past[0], now))
    await _change(offer_id, decide)


def _let_go(
    offer: StandingOffer, past: list[PastQuestion], has_one: bool, world: World, now: datetime
) -> StandingOffer | None:
    """The offer after what was held for it went; None where it stays as it is."""
    last = past[0]
    if last.because == Because.BUYER_CANCELED:
        return changed(offer, OfferStatus.WITHDRAWN)
    if last.because == Because.UNSERVICEABLE:
        # It would be met, paid and given back over and over.
        return changed(offer, OfferStatus.ENDED)
    if last.purchase_status is PurchaseStatus.REPLACED_FROM_STOCK:
        return None
    asks = silences(one.status for one in past)
    declined = last.because == Because.PAYMENT_DECLINED
    return given_back(offer, asks, world.policy, now, card_declined=declined, rests=has_one)


def _why_over(offer: StandingOffer, last: PastQuestion, now: datetime) -> str:
    if last.because == Because.PAYMENT_DECLINED and offer.automatic:
        return "CARD_DECLINED"
    if last.because == Because.UNSERVICEABLE:
        return "UNSERVICEABLE"
    return "TIME_OVER" if now >= offer.ends_at else "SILENT"


def _gives_back(purchase: Purchase) -> bool:
    theirs = (Because.BUYER_CANCELED, Because.UNSERVICEABLE)
    return purchase.status in _OVER and purchase.because not in theirs


async def _has_one(offer: StandingOffer) -> bool:
    """Whether its owner got another size of the product while this one was asked about."""
    wishes = offer.kind is DemandKind.STANDING_OFFER
    return wishes and await offers.has_since(offer.buyer_id, offer.product_id, offer.made_at)


async def _wake(buyer_id: str, product_id: str) -> None:
    for sibling in await offers.siblings_of(buyer_id, product_id, OfferStatus.PAUSED):
        if not await offers.has_since(buyer_id, product_id, sibling.made_at):
            await _change(sibling.id, _woken)


def _rested(offer: StandingOffer) -> StandingOffer | None:
    return changed(offer, OfferStatus.PAUSED) if offer.status is OfferStatus.OPEN else None


def _woken(offer: StandingOffer) -> StandingOffer | None:
    return changed(offer, OfferStatus.OPEN) if offer.status is OfferStatus.PAUSED else None


def _over_by(offer: StandingOffer, now: datetime) -> StandingOffer | None:
    waits = offer.status in (OfferStatus.OPEN, OfferStatus.PAUSED)
    return changed(offer, OfferStatus.ENDED) if waits and now >= offer.ends_at else None


async def _change(offer_id: str, decide: Decide) -> None:
    for _ in range(_MOST_TRIES):
        offer = await offers.read(offer_id)
        left = decide(offer) if offer else None
        if left is None:
            return None
        try:
            return await offers.change(left)
        except OfferMoved:
            continue
    raise Impossible(f"offer {offer_id} moved {_MOST_TRIES} times under one decision")


async def _tell_over(world: World, offer: StandingOffer, code: str) -> None:
    """The letter comes before the change: whoever is cut off in between tells it once more under
    the same key, which is once. An order that waited in vain just goes its usual way."""
    if offer.kind is DemandKind.ORDER:
        return
    contact = await accounts.contact_of(offer.buyer_id)
    variant = (await orders.variants([offer.variant_id])).get(offer.variant_id)
    if contact is None or contact.email is None or variant is None:
        return
    because = offer_because_text(code)
    link = f"{world.base_url}/offers"
    written = letter("wish_over", item=variant.title, because=because, link=link)
    await world.mail.send(
        Letter(contact.email, written.subject, written.text), f"{offer.id}:wish_over"
    )
