"""A return case as its returner and the desk see it. Nothing here can name the buyer: the types
that hang on it have no field for it."""

from collections.abc import Iterable
from datetime import datetime

import strawberry
from strawberry import field

from onward.api import cursors
from onward.api.asking import Answer, Question, Shot, answer_views, question_views, shot_views
from onward.api.briefs import (
    ListingBrief,
    MatchBrief,
    OrderBrief,
    listing_brief,
    match_brief,
    order_brief,
)
from onward.api.claims import Claim, claim_view
from onward.api.context import Context, Look, look
from onward.api.cursors import Cursor
from onward.api.economics import Footprint, WeighedRoute, footprint_view
from onward.api.enums import CaseAction, Reason, Remedy, Stage
from onward.api.exchanges import (
    Exchange,
    ExchangeOption,
    dearer_text,
    exchange_view,
    option_views,
)
from onward.api.gradings import Grading, grading_views
from onward.api.items import (
    Grade,
    Item,
    Photo,
    PhotoLook,
    grade_view,
    item_view,
    photo_view,
    photo_views,
)
from onward.api.later import awaited, later
from onward.api.notices import Node, Notice
from onward.api.papers import CreditNote, returners_note
from onward.api.refunds import (
    ForWhom,
    Refund,
    refund_view,
)
from onward.api.routes import (
    Heading,
    RouteOption,
    every_route_view,
    heading_view,
    looked_for,
    route_views,
)
from onward.api.shipments import DropoffCode, Shipment, code_view, hand_in_by, shipment_view
from onward.api.timelines import TimelineEntry, TrackStep, needle, timeline, track_views
from onward.domain import album
from onward.domain.actions import actions, has_code
from onward.domain.appeals import may_appeal
from onward.domain.events import PortFailed
from onward.domain.halves import returners_half
from onward.domain.life import MatchStatus
from onward.domain.story import Story
from onward.domain.track import returner_track
from onward.domain.waiting import wakes_at
from onward.messages import (
    ForReturner,
    match_why_texts,
    pays_to,
    returner_headline,
    trouble_text,
)
from onward.services.packing import packing_code

# A mail that did not leave leaves no mark in the history when it does at last.
_HEALS_UNSEEN = "mail"


@strawberry.type(description="One piece on its way back or onward.")
class ReturnCase(Node):
    reference: str = field(description="What people call it on the phone.")
    stage: Stage = field(description="Where it stands.")
    cursor: Cursor = field(description="Changes with every change; give it as `after` to resume.")
    version: int = field(description="Grows with every change: of two answers the later is higher.")
    opened_at: datetime = field(description="When it was started.")
    time_zone: str = field(description="Where its days are counted: America/New_York.")
    stage_since: datetime = field(description="Since when it stands there.")
    reason: Reason = field(description="Why it comes back.")
    remedy: Remedy = field(description="What is wanted for it.")
    assisted: bool = field(description="Whether the desk started it.")
    item: Item = field(description="What it is.")
    order: OrderBrief = field(description="The order it came with.")
    shots: list[Shot] = field(description="The photos that are asked for.")
    questions: list[Question] = field(description="The questions that are asked.")
    photos: list[Photo] = field(description="The newest photo of each shot.")
    answers: list[Answer] = field(description="What was answered.")
    grade: Grade | None = field(description="The judgement; null until there is one.")
    gradings: list[Grading] = field(description="Every judgement there was, oldest first.")
    packing_photo: Photo | None = field(
        description="The last picture in the open parcel, once it was taken."
    )
    packing_code: str | None = field(
        description="A code for the last picture in the open parcel, while it is wanted."
    )
    review_due_at: datetime | None = field(description="By when a person has looked.")
    appealed_at: datetime | None = field(description="When another look was asked for, if it was.")
    routes: list[RouteOption] = field(description="Both ways side by side.")
    all_routes: list[WeighedRoute] = field(
        description="Every way there is, weighed; told at the desk only."
    )
    footprint: Footprint | None = field(
        description="What it came to on the road; null before the first scan."
    )
    exchange: Exchange | None = field(description="The other size that is held for it, if any.")
    exchange_options: list[ExchangeOption] = field(
        description="The other sizes and colours that may be had for it now, likeliest first."
    )
    exchange_note: str | None = field(
        description="That something fits but costs more than what goes back, where that is so."
    )
    heading: Heading = field(description="Where it is heading now.")
    listing: ListingBrief | None = field(description="Its offer in the open-box shop.")
    match: MatchBrief | None = field(description="Its next owner, without identity.")
    match_why: list[str] = field(
        description="Why its next owner is who they are, in sentences; told at the desk only."
    )
    code: DropoffCode | None = field(description="The code, from approval to the first scan.")
    shipment: Shipment | None = field(description="The parcel that counts, or its label.")
    refund: Refund = field(description="The money for the item.")
    bonus: Refund | None = field(description="The thank-you, once it is earned.")
    claim: Claim | None = field(description="The buyer's claim; told at the desk only.")
    credit_note: CreditNote | None = field(description="Its document, once money is on its way.")
    timeline: list[TimelineEntry] = field(description="What happened, oldest first.")
    track: list[TrackStep] = field(description="The steps of the way.")
    actions: list[CaseAction] = field(description="What the viewer may do now, likeliest first.")
    headline: str = field(description="Where it stands, in a sentence.")
    trouble: Notice | None = field(description="Something does not answer, and we keep trying.")


async def seen(context: Context, story: Story) -> ReturnCase:
    """A story as this viewer may see it."""
    return case_view(await look(context, story))


async def all_seen(context: Context, stories: Iterable[Story]) -> list[ReturnCase]:
    return [await seen(context, story) for story in stories]


def case_view(of: Look) -> ReturnCase:
    story, case, audience = of.story, of.story.case, of.audience
    category = of.world.policy.category(story.variant.category)
    history = story.history if of.at_desk else returners_half(story)
    whom = ForWhom(_method(story), of.zone, of.now, audience, history, of.world.policy, of.at_desk)
    bonus, parcel = story.bonus, story.parcel
    photo_look = PhotoLook(of.world, of.viewer.id, audience)
    return ReturnCase(
        id=strawberry.ID(case.id),
        reference=case.reference,
        stage=case.stage,
        cursor=cursors.version(case.version),
        version=case.version,
        opened_at=case.opened_at,
        time_zone=of.zone,
        stage_since=case.stage_since,
        reason=case.reason,
        remedy=case.remedy,
        assisted=case.assisted,
        item=item_view(story.line.title, story.variant),
        order=order_brief(story.order, story.charge, of.viewer.id),
        shots=later(lambda: shot_views(category, case.answers)),
        questions=later(lambda: question_views(category)),
        photos=later(lambda: photo_views(photo_look, album.as_judged(story))),
        answers=answer_views(case.answers),
        grade=grade_view(story, photo_look),
        gradings=later(lambda: grading_views(story, photo_look)),
        packing_photo=later(lambda: _packing_photo(photo_look, story)),
        packing_code=later(lambda: packing_code(of.world, story)),
        review_due_at=case.review_due_at,
        appealed_at=case.appealed_at,
        routes=later(lambda: route_views(of)),
        all_routes=later(lambda: every_route_view(of)),
        footprint=later(lambda: footprint_view(of)),
        exchange=awaited(lambda: exchange_view(of)),
        exchange_options=awaited(lambda: option_views(of)),
        exchange_note=awaited(lambda: dearer_text(of)),
        heading=later(lambda: heading_view(case, audience)),
        listing=listing_brief(of),
        match=match_brief(story),
        match_why=later(lambda: _match_why(of)),
        code=later(lambda: code_view(of.world, story) if has_code(case) else None),
        shipment=shipment_view(parcel, story.scans_of(parcel), audience, of.zone)
        if parcel
        else None,
        refund=refund_view(story.refund, whom),
        bonus=refund_view(bonus, whom) if bonus else None,
        claim=_claim(of),
        credit_note=awaited(lambda: returners_note(of.world, of.viewer, story)),
        timeline=later(lambda: timeline(history, audience, of.zone)),
        track=later(lambda: _track(of)),
        actions=later(lambda: list(_actions(of))),
        headline=later(lambda: returner_headline(for_returner(of))),
        trouble=_trouble(story),
    )


def _match_why(of: Look) -> list[str]:
    """Of whoever has it now, or is asked."""
    story = of.story
    held = story.match or story.proposal
    if not of.at_desk or held is None or held.why is None or story.listing is None:
        return []
    return list(match_why_texts(held.why, story.listing.price.currency))


def for_returner(of: Look) -> ForReturner:
    """Where the case stands, as its sentences need it."""
    story, match = of.story, of.story.match
    wait = wakes_at(story.case, of.world.policy)
    return ForReturner(
        case=story.case,
        refund=story.refund,
        to=pays_to(_method(story), story.refund.destination),
        zone=of.zone,
        now=of.now,
        by=hand_in_by(story, of.world.policy) or (wait[0] if wait else None),
        odds=of.odds,
        km=match.km if match else None,
        reserved=match is not None and match.status is MatchStatus.RESERVED,
        left=looked_for(of),
    )


def _actions(of: Look) -> tuple[CaseAction, ...]:
    story = of.story
    appeal = may_appeal(story, of.world.policy)
    return actions(story.case, of.who, claim=story.claim, appeal=appeal)


def _method(story: Story) -> str | None:
    return story.charge.method if story.charge else None


def _packing_photo(photo_look: PhotoLook, story: Story) -> Photo | None:
    packed = album.packing(story.photos)
    return photo_view(photo_look, packed) if packed else None


def _claim(of: Look) -> Claim | None:
    claim = of.story.claim
    if claim is None or not of.at_desk:
        return None
    return claim_view(of.story, claim, of.world.policy)


def _track(of: Look) -> list[TrackStep]:
    now = needle(of.story, of.zone, of.world.policy, of.story.refund.promised_at)
    return track_views(returner_track(of.story), of.audience, now)


def _trouble(story: Story) -> Notice | None:
    """A port that failed, as long as nothing has happened since."""
    told = next((one for one in reversed(story.history) if one.event.kind != "TaskOpened"), None)
    if told is None or not isinstance(told.event, PortFailed) or told.event.port == _HEALS_UNSEEN:
        return None
    return Notice(code=told.event.port, message=trouble_text(told.event.port))
