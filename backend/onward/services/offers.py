"""Standing offers: what a person would take once a piece comes back, and how that wish stands.
What a match does to the offers beside it is for `queueing`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from onward.domain.accounts import Viewer
from onward.domain.events import Actor
from onward.domain.ids import OfferId
from onward.domain.life import OfferStatus, Who
from onward.domain.money import Money
from onward.domain.offers import DemandKind, Proposal, StandingOffer
from onward.domain.policy import Policy
from onward.domain.proposals import declined, offer_withdrawn
from onward.domain.refusals import Impossible, NotFound, WrongStage
from onward.domain.shop import Variant
from onward.domain.standing import WAITING, PastQuestion, changed
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.supply import SUPPLY_FOR, OfferOdds, offer_odds, waited_longer
from onward.domain.wishes import Wish, Wisher, lasts_until, must_be_makeable, rests
from onward.ports import World
from onward.store import accounts, answers, cases, changes, offers, orders, pauses, reads, supply
from onward.store.answers import Answer, Question
from onward.store.cases import OfferMoved

_MOST_TRIES = 20


@dataclass(frozen=True, slots=True)
class Standing:
    """An offer and how it stands: how many who might be asked for the same waited longer, how
    likely it is met, the question that is put to its owner now with the story of that piece, and
    those before. `stopped`: the shop passes no such piece on at the moment, so it rests."""

    offer: StandingOffer
    variant: Variant
    now: datetime
    ahead: int
    odds: OfferOdds
    question: Proposal | None
    asked_of: Story | None
    past: tuple[PastQuestion, ...]
    stopped: bool = False


async def make(
    world: World, viewer: Viewer, variant_id: str, wish: Wish, key: str
) -> StandingOffer:
    """A new standing offer; the same request sent again finds the first one.

    Raises the refusal of the first rule of `wishes.RULES` that it breaks.
    """
    given = [variant_id, wish.highest_minor, wish.currency, sorted(wish.grades)]
    given += [wish.automatic, wish.method, wish.days]
    question = Question(viewer.id, key, "makeOffer", given)
    known = await answers.known(question)
    if known is not None:
        return await _offer(known[0])
    now = await world.clock.now()
    variant = (await orders.variants([variant_id])).get(variant_id)
    wish = replace(wish, variant=variant)
    contact = await accounts.contact_of(viewer.id)
    policy = await pauses.in_force(world.policy)
    since = now - policy.matching.returned_before_for
    lately = await orders.returned_lately(viewer.id, variant_id, since)
    spot = await world.places.spot(contact) if contact else None
    has_address = contact is not None and bool(contact.street)
    async with changes.together():
        waiting = await offers.waiting_of(viewer.id, variant_id, now - timedelta(days=1))
        known = await answers.known(question)
        if known is not None:
            return await _offer(known[0])
        has_same = waiting.same is not None
        wisher = Wisher(has_address, lately, waiting.offers, has_same, waiting.made_since)
        must_be_makeable(wish, wisher, policy)
        if variant is None or contact is None:
            raise Impossible("an offer for nothing, or of nobody")
        offer = StandingOffer(
            id=OfferId(world.tokens.id()),
            kind=DemandKind.STANDING_OFFER,
            buyer_id=viewer.id,
            variant_id=variant.id,
            product_id=variant.product_id,
            highest=Money(wish.highest_minor, wish.currency),
            grades=wish.grades,
            automatic=wish.automatic,
            method=wish.method,
            status=OfferStatus.OPEN,
            version=1,
            made_at=now,
            ends_at=lasts_until(wish.days, policy, now),
            country=contact.country,
            region=contact.region,
            spot=spot,
        )
        await offers.add(offer, Answer(question, (offer.id,)))
    return offer


async def withdraw(world: World, viewer: Viewer, offer_id: str, key: str) -> StandingOffer:
    """Take an offer back; a question that is put to its owner ends with it. WrongStage once it
    was met or is over."""
    question = Question(viewer.id, key, "withdrawOffer", [offer_id])
    for _ in range(_MOST_TRIES):
        if await answers.known(question) is not None:
            return await _offer(offer_id)
        offer = await own(viewer, offer_id)
        if offer.status not in WAITING:
            raise WrongStage("OFFER_OVER", field="offerId")
        now = await world.clock.now()
        taken_back = changed(offer, OfferStatus.WITHDRAWN)
        try:
            asked = await offers.question_of(offer_id)
            if asked is None:
                await offers.change(taken_back, Answer(question, (offer_id,)), now)
            else:
                await _withdraw_asked(world, asked, taken_back, question, now)
        except (OfferMoved, cases.Taken):
            continue
    raise Impossible(f"offer {offer_id} moved {_MOST_TRIES} times")


async def decline(world: World, viewer: Viewer, question_id: str, key: str) -> StandingOffer:
    """Say no to the piece that is held; somebody else is asked, and the offer stands on."""
    question = Question(viewer.id, key, "answerQuestion", [question_id, False])
    for _ in range(_MOST_TRIES):
        asked = await offers.proposal(question_id)
        if asked is None or asked.buyer_id != viewer.id:
            raise NotFound(field="questionId")
        offer = await _offer(asked.offer_id)
        if await answers.known(question) is not None:
            return offer
        now = await world.clock.now()
        actor = Actor(Who.BUYER, viewer.id)

        has_one = await offers.has_since(viewer.id, offer.product_id, offer.made_at)
        decide = partial(_no, asked.id, offer, has_one, actor, world.policy, now)
        try:
            await changes.change(
                asked.case_id, decide, at=now, policy=world.policy, question=question
            )
        except OfferMoved:
            continue
        return await _offer(offer.id)
    raise Impossible(f"question {question_id} moved {_MOST_TRIES} times")


def _no(
    question_id: str,
    offer: StandingOffer,
    has_one: bool,
    actor: Actor,
    policy: Policy,
    now: datetime,
    story: Story,
) -> Step:
    return declined(story, question_id, offer, actor, policy, now, has_one=has_one)


async def own(viewer: Viewer, offer_id: str) -> StandingOffer:
    """An offer of the viewer's; NotFound for everybody else's."""
    offer = await offers.read(offer_id)
    mine = offer is not None and offer.buyer_id == viewer.id
    if offer is None or not mine or offer.kind is not DemandKind.STANDING_OFFER:
        raise NotFound(field="offerId")
    return offer


async def of_viewer(
    world: World, viewer: Viewer, before: tuple[int, str] | None, limit: int
) -> list[Standing]:
    """The viewer's own, newest first."""
    return await standing(world, await offers.of_person(viewer.id, before, limit))


async def standing(world: World, found: Sequence[StandingOffer]) -> list[Standing]:
    """How these offers stand now."""
    variants = await orders.variants([offer.variant_id for offer in found])
    now = await world.clock.now()
    policy = await pauses.in_force(world.policy) if found else world.policy
    return [await _standing(offer, variants[offer.variant_id], policy, now) for offer in found]


async def _standing(
    offer: StandingOffer, variant: Variant, policy: Policy, now: datetime
) -> Standing:
    ahead = waited_longer(offer, await supply.made_before(offer), variant, policy)
    came = await supply.came_since(
        offer.variant_id, now - SUPPLY_FOR, sorted(offer.grades), offer.highest
    )
    asked = await offers.question_of(offer.id)
    story = await reads.story(asked.case_id) if asked else None
    past = await offers.asked_before(offer.id)
    odds = offer_odds(came, ahead, offer.ends_at - now)
    stopped = rests(variant, policy)
    return Standing(offer, variant, now, ahead, odds, asked, story, tuple(past), stopped)


async def _withdraw_asked(
    world: World, asked: Proposal, taken_back: StandingOffer, question: Question, now: datetime
) -> None:
    actor = Actor(Who.BUYER, taken_back.buyer_id)

    def decide(story: Story) -> Step:
        step = offer_withdrawn(story, asked.id, taken_back, actor)
        if step is None:
            # They are asked no more: the offer by itself is what is left to take back.
            raise OfferMoved(taken_back.id)
        return step

    await changes.change(
        asked.case_id,
        decide,
        at=now,
        policy=world.policy,
        question=question,
        answer=(taken_back.id,),
    )


async def _offer(offer_id: str) -> StandingOffer:
    offer = await offers.read(offer_id)
    if offer is None:
        raise NotFound(field="offerId")
    return offer
