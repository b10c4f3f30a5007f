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
from onward.api.context import Context, Look, look
from onward.api.cursors import Cursor
from onward.api.enums import CaseAction, Reason, Remedy, Stage
from onward.api.items import Grade, Item, Photo, grade_view, item_view, photo_views
from onward.api.later import later
from onward.api.notices import Node, Notice
from onward.api.refunds import (
    Claim,
    CreditNote,
    ForWhom,
    Refund,
    claim_view,
    credit_note_view,
    refund_view,
)
from onward.api.routes import Heading, RouteOption, heading_view, route_views
from onward.api.shipments import DropoffCode, Shipment, code_view, hand_in_by, shipment_view
from onward.api.timelines import TimelineEntry, TrackStep, timeline, track_hint, track_views
from onward.domain.actions import actions, has_code
from onward.domain.events import PortFailed
from onward.domain.halves import returners_half
from onward.domain.life import MatchStatus
from onward.domain.story import Story
from onward.domain.track import returner_track
from onward.domain.waiting import wakes_at
from onward.messages import ForReturner, pays_to, returner_headline, trouble_text

# A mail that did not leave leaves no mark in the history when it does at last.
_HEALS_UNSEEN = "mail"


@strawberry.type(description="One piece on its way back or onward.")
class ReturnCase(Node):
    reference: str = field(description="What people call it on the phone.")
    stage: Stage = field(description="Where it stands.")
    cursor: Cursor = field(description="Changes with every change; give it as `after` to resume.")
    opened_at: datetime = field(description="When it was started.")
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
    review_due_at: datetime | None = field(description="By when a person has looked.")
    routes: list[RouteOption] = field(description="Both ways side by side.")
    heading: Heading = field(description="Where it is heading now.")
    listing: ListingBrief | None = field(description="Its offer in the open-box shop.")
    match: MatchBrief | None = field(description="Its next owner, without identity.")
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
    whom = ForWhom(_to(story), of.zone, of.now, audience, history)
    bonus, parcel = story.bonus, story.parcel
    return ReturnCase(
        id=strawberry.ID(case.id),
        reference=case.reference,
        stage=case.stage,
        cursor=cursors.version(case.version),
        opened_at=case.opened_at,
        stage_since=case.stage_since,
        reason=case.reason,
        remedy=case.remedy,
        assisted=case.assisted,
        item=item_view(story.line.title, story.variant),
        order=order_brief(story.order, story.charge),
        shots=later(lambda: shot_views(category, case.answers)),
        questions=later(lambda: question_views(category)),
        photos=later(lambda: photo_views(of.world, story.photos)),
        answers=answer_views(case.answers),
        grade=grade_view(story),
        review_due_at=case.review_due_at,
        routes=later(lambda: route_views(of)),
        heading=later(lambda: heading_view(case, audience)),
        listing=listing_brief(of),
        match=match_brief(story),
        code=later(lambda: code_view(of.world, story) if has_code(case) else None),
        shipment=shipment_view(parcel, story.scans_of(parcel), audience) if parcel else None,
        refund=refund_view(story.refund, whom),
        bonus=refund_view(bonus, whom) if bonus else None,
        claim=claim_view(story.claim) if of.at_desk and story.claim else None,
        credit_note=later(lambda: credit_note_view(story)),
        timeline=later(lambda: timeline(history, audience, of.zone)),
        track=later(lambda: _track(of)),
        actions=later(lambda: list(actions(case, of.who, claim=story.claim))),
        headline=later(lambda: returner_headline(for_returner(of))),
        trouble=_trouble(story),
    )


def for_returner(of: Look) -> ForReturner:
    """Where the case stands, as its sentences need it."""
    story, match = of.story, of.story.match
    wait = wakes_at(story.case, of.world.policy)
    return ForReturner(
        case=story.case,
        refund=story.refund,
        to=_to(story),
        zone=of.zone,
        now=of.now,
        by=hand_in_by(story, of.world.policy) or (wait[0] if wait else None),
        odds=of.odds,
        km=match.km if match else None,
        reserved=match is not None and match.status is MatchStatus.RESERVED,
    )


def _to(story: Story) -> str:
    return pays_to(story.charge.method if story.charge else None, story.case.remedy)


def _track(of: Look) -> list[TrackStep]:
    hint = track_hint(of.story, of.world.policy)
    return track_views(returner_track(of.story), of.audience, hint)


def _trouble(story: Story) -> Notice | None:
    """A port that failed, as long as nothing has happened since."""
    told = next((one for one in reversed(story.history) if one.event.kind != "TaskOpened"), None)
    if told is None or not isinstance(told.event, PortFailed) or told.event.port == _HEALS_UNSEEN:
        return None
    return Notice(code=told.event.port, message=trouble_text(told.event.port))
