"""Standing offers: waiting for an opened piece, and answering when one is held."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import argument, field

from onward.api import cursors
from onward.api.context import Context, Info
from onward.api.enums import Grade as ConditionGrade
from onward.api.enums import OfferStatus
from onward.api.items import Item, item_view
from onward.api.later import awaited, later
from onward.api.listings import Listing, ListingTaken, listing_view, total_view
from onward.api.money import Money, money_view
from onward.api.notices import Node, Notice
from onward.api.operations import does
from onward.api.pages import Connection, page
from onward.api.purchases import Purchase, purchase_seen
from onward.api.refusals import Refused, keyed
from onward.domain import offers as domain
from onward.domain import supply
from onward.domain.grades import Grade
from onward.domain.standing import WAITING, offer_because, purchase_met
from onward.domain.story import Story
from onward.domain.wishes import Wish
from onward.messages import (
    ahead_text,
    came_back_text,
    distance_text,
    fit_text,
    offer_because_text,
    offer_odds_text,
    say,
)
from onward.services import findable, listings, offers, purchases
from onward.services.listings import Offer
from onward.services.offers import Standing

_KEY = "The idempotency key: the same request sent twice is one request."
_CARD = "card_visa_4242"
_METHOD = "The way to pay, as when buying a piece."


@strawberry.type(description="How likely a wish is met. From what came back lately; no promise.")
class OfferOdds:
    within7_days: float = field(name="within7Days", description="Within a week, from 0 to 1.")
    within30_days: float = field(name="within30Days", description="Within 30 days, from 0 to 1.")
    chance: float = field(description="While it stands, 30 days at most, from 0 to 1.")
    text: str = field(description="That chance in words.")


@strawberry.type(description="A piece that is held for the owner of a standing offer.")
class OfferQuestion:
    id: strawberry.ID = field(description="Its id, for the answer.")
    listing: Listing = field(description="The very piece, with photos, grade and price.")
    until: datetime = field(description="Until when it is held.")
    returned_because: str = field(description="Why it came back, in a sentence.")
    away: str | None = field(description="About how far away it is; null if nobody knows.")
    total: Money = field(description="What it costs, tax included.")


@strawberry.type(description="What somebody would take once an opened piece comes back.")
class StandingOffer(Node):
    item: Item = field(description="What they wait for.")
    variant_id: strawberry.ID = field(description="Its id in the catalogue.")
    highest: Money = field(description="The most they would pay, without tax.")
    grades: list[ConditionGrade] = field(description="The conditions they would take.")
    automatic: bool = field(description="Whether it buys without asking.")
    status: OfferStatus = field(description="How it stands.")
    because: Notice | None = field(description="Why it waits no more, where it does not.")
    made_at: datetime = field(description="When it was made.")
    ends_at: datetime = field(description="Until when it stands.")
    waited_longer: int | None = field(
        description="How many who might be asked for the same have waited longer; null unless it "
        "waits. Whoever lives nearer may be asked first, so it is no place in a line."
    )
    stopped: bool = field(
        description="Whether it rests, because the shop passes no such piece on at the moment."
    )
    ahead: str = field(description="Where it stands, in a sentence.")
    odds: OfferOdds = field(description="How likely it is met.")
    question: OfferQuestion | None = field(description="The piece that is held now, if one is.")
    purchase_id: strawberry.ID | None = field(description="The purchase that met it.")
    may_withdraw: bool = field(description="Whether its owner may take it back.")


OfferAnswer = Annotated[
    StandingOffer | Refused,
    strawberry.union("OfferAnswer", description="The standing offer as it is now, or why not."),
]
QuestionAnswer = Annotated[
    Purchase | StandingOffer | Refused | ListingTaken,
    strawberry.union(
        "QuestionAnswer",
        description="After a yes the purchase; after a no the offer, which stands on; or why not.",
    ),
]


@strawberry.input(description="What somebody would take.")
class MakeOfferInput:
    variant_id: strawberry.ID = field(description="What they want, as in `itemsToFind`.")
    highest_minor: int = field(description="The most they would pay, without tax, in minor units.")
    currency: str = field(description="In which currency: the item's own.")
    grades: list[ConditionGrade] = field(description="The conditions they would take.")
    automatic: bool = field(default=False, description="Buy at once instead of asking first.")
    method: str = field(default=_CARD, description=_METHOD)
    days: int | None = field(default=None, description="For how many days; null for the longest.")
    key: str = field(description=_KEY)


@strawberry.input(description="A standing offer to do something with.")
class OfferInput:
    offer_id: strawberry.ID = field(description="The standing offer.")
    key: str = field(description=_KEY)


@strawberry.input(description="The answer to whoever holds a piece for the viewer.")
class AnswerQuestionInput:
    question_id: strawberry.ID = field(description="The question.")
    accept: bool = field(description="Whether the viewer takes the piece.")
    method: str | None = field(
        default=None, description="The way to pay; null for the one the offer names."
    )
    key: str = field(description=_KEY)


@strawberry.type(description="What a person does who waits for an opened piece.")
class OfferMutations:
    @does("Wait for an opened piece of something, up to a price.")
    async def make_offer(
        self, info: Info, input: Annotated[MakeOfferInput, argument(description="For what.")]
    ) -> OfferAnswer:
        context = info.context
        wish = Wish(
            None,
            input.highest_minor,
            input.currency,
            frozenset(input.grades),
            input.automatic,
            input.method,
            input.days,
        )
        viewer, key = context.signed_in(), keyed(input.key)
        made = await offers.make(context.world, viewer, input.variant_id, wish, key)
        return await _seen(context, made)

    @does("Take a standing offer back.")
    async def withdraw_offer(
        self, info: Info, input: Annotated[OfferInput, argument(description="Which.")]
    ) -> OfferAnswer:
        context = info.context
        viewer, key = context.signed_in(), keyed(input.key)
        return await _seen(
            context, await offers.withdraw(context.world, viewer, input.offer_id, key)
        )

    @does("Take the piece that is held, or leave it to somebody else.")
    async def answer_question(
        self, info: Info, input: Annotated[AnswerQuestionInput, argument(description="What.")]
    ) -> QuestionAnswer:
        context = info.context
        viewer, key = context.signed_in(), keyed(input.key)
        if not input.accept:
            left = await offers.decline(context.world, viewer, input.question_id, key)
            return await _seen(context, left)
        purchase, story = await purchases.accept(
            context.world, viewer, input.question_id, input.method, key
        )
        return await purchase_seen(context, purchase, story)


async def own(context: Context, first: int, after: str | None) -> Connection[StandingOffer]:
    """The viewer's own, newest first; none for who is not signed in."""
    size = cursors.page_size(first)
    place = cursors.place_of(after)
    viewer = context.viewer
    found = await offers.of_viewer(context.world, viewer, place, size + 1) if viewer else []
    return page(
        found,
        size,
        lambda one: cursors.place(one.offer.made_at, one.offer.id),
        lambda one: offer_view(context, one),
    )


def offer_view(context: Context, of: Standing) -> StandingOffer:
    offer = of.offer
    waits = offer.status is OfferStatus.OPEN
    because = offer_because(offer, of.past, context.world.policy.demand.most_silences)
    met = purchase_met(offer, of.past)
    return StandingOffer(
        id=strawberry.ID(offer.id),
        item=item_view(of.variant.title, of.variant),
        variant_id=strawberry.ID(offer.variant_id),
        highest=money_view(offer.highest),
        grades=[grade for grade in Grade if grade in offer.grades],
        automatic=offer.automatic,
        status=offer.status,
        because=Notice(code=because, message=offer_because_text(because)) if because else None,
        made_at=offer.made_at,
        ends_at=offer.ends_at,
        waited_longer=of.ahead if waits else None,
        stopped=of.stopped,
        ahead=later(lambda: ahead_text(offer.status, of.ahead, stopped=of.stopped)),
        odds=odds_view(of.odds, stopped=of.stopped),
        question=_question(context, of),
        purchase_id=strawberry.ID(met) if met else None,
        may_withdraw=offer.status in WAITING,
    )


def odds_view(odds: supply.OfferOdds, *, stopped: bool) -> OfferOdds:
    """Of what is stopped nothing may be expected."""
    return OfferOdds(
        within7_days=0.0 if stopped else odds.day7,
        within30_days=0.0 if stopped else odds.day30,
        chance=0.0 if stopped else odds.chance,
        text=later(lambda: offer_odds_text(odds, stopped=stopped)),
    )


async def _seen(context: Context, offer: domain.StandingOffer) -> StandingOffer:
    return offer_view(context, (await offers.standing(context.world, [offer]))[0])


def _question(context: Context, of: Standing) -> OfferQuestion | None:
    asked, story = of.question, of.asked_of
    if asked is None or story is None or story.listing is None:
        return None
    offered = listings.shown(story.listing, story)
    return OfferQuestion(
        id=strawberry.ID(asked.id),
        listing=listing_view(context, offered),
        until=asked.until,
        returned_because=awaited(lambda: _returned_because(story)),
        away=_away(asked.km),
        total=awaited(lambda: _total(context, offered, asked)),
    )


async def _returned_because(story: Story) -> str:
    """Why this piece came back, and whether others found the same."""
    reason, variant = story.case.reason, story.variant
    fit = await findable.fit(variant, but=story.unit.id)
    agree = fit_text(fit, variant.size) if fit and fit.reason is reason else None
    return " ".join(one for one in (came_back_text(reason), agree) if one)


def _away(km: int | None) -> str | None:
    about = distance_text(km)
    return say("wishes.away", about=about) if about else None


async def _total(context: Context, offered: Offer, asked: domain.Proposal) -> Money:
    """At the price they were asked at."""
    held = replace(offered, listing=replace(offered.listing, price=asked.price))
    return await total_view(context, held) or money_view(asked.price)
