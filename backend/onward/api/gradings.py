"""Every judgement there was on a piece, and departure beside arrival."""

from collections.abc import Iterable
from datetime import datetime

import strawberry
from strawberry import field

from onward.api.enums import Grade, Judge
from onward.api.items import GradeReason, Photo, PhotoLook, photo_view, reason_views
from onward.domain import album, photos
from onward.domain.events import (
    Approved,
    Because,
    Diverted,
    Event,
    Inspected,
    Recorded,
    ReviewAsked,
)
from onward.domain.grades import Verdict
from onward.domain.life import Who
from onward.domain.story import Story
from onward.messages import (
    Audience,
    grade_label,
    grade_sentence,
    rule_label,
    say,
    shot_title,
)


@strawberry.type(description="One judgement on condition; all of them stay.")
class Grading:
    at: datetime = field(description="When.")
    judge: Judge = field(description="Who judged.")
    grade: Grade | None = field(description="The grade; null while a person was still to look.")
    label: str = field(description="The judgement in words.")
    sentence: str = field(description="The judgement and why, in one sentence.")
    rule: str | None = field(description="The rule that decided, told at the desk only.")
    rule_label: str | None = field(description="The same in words.")
    reasons: list[GradeReason] = field(description="Why.")


@strawberry.type(description="One shot as it left and as it arrived.")
class EvidencePair:
    shot: str = field(description="What both show: front, back, tag, flaw.")
    title: str = field(description="The same in words.")
    departure: Photo | None = field(description="Before it left.")
    arrival: Photo | None = field(description="As its next owner found it.")


@strawberry.type(description="What the pictures prove, from both ends.")
class Evidence:
    pairs: list[EvidencePair] = field(description="Departure beside arrival, shot by shot.")
    packing: Photo | None = field(description="The last picture in the open parcel.")


def grading_views(story: Story, look: PhotoLook) -> list[Grading]:
    """Oldest first."""
    found = (_grading(told, story, look) for told in story.history)
    return [one for one in found if one]


def evidence_view(shown: Iterable[photos.Photo], look: PhotoLook) -> Evidence:
    """Of these photos: which of a case's they are depends on who asks."""
    shown = tuple(shown)
    packed = album.packing(shown)
    return Evidence(
        pairs=[
            EvidencePair(
                shot=pair.shot,
                title=shot_title(pair.shot),
                departure=photo_view(look, pair.departure) if pair.departure else None,
                arrival=photo_view(look, pair.arrival) if pair.arrival else None,
            )
            for pair in album.pairs(shown)
        ],
        packing=photo_view(look, packed) if packed else None,
    )


def _grading(told: Recorded, story: Story, look: PhotoLook) -> Grading | None:
    at_desk = look.audience is Audience.AGENT
    match told.event:
        case Approved(grade, reasons, rule):
            pass
        case ReviewAsked(reasons=reasons, graded_by=rule):
            grade = None
        case Diverted(reasons=reasons, grade=grade, graded_by=rule) if reasons:
            pass
        case Inspected(grade) if at_desk:
            reasons, rule = (), None
        case _:
            return None
    verdict = _verdict(told.event)
    judge = Judge.RULES if told.actor.who is Who.SYSTEM else Judge.PERSON
    return Grading(
        at=told.at,
        judge=Judge.WAREHOUSE if isinstance(told.event, Inspected) else judge,
        grade=grade,
        label=grade_label(grade) if grade else say(f"verdicts.{verdict}"),
        sentence=grade_sentence(verdict, grade, reasons, look.audience),
        rule=rule if at_desk else None,
        rule_label=rule_label(rule) if at_desk and rule else None,
        reasons=reason_views(reasons, story, look),
    )


def _verdict(event: Event) -> Verdict:
    match event:
        case ReviewAsked():
            return Verdict.PERSON_MUST_LOOK
        case Diverted(because=Because.NOT_ACCEPTED) | Diverted(grade=None):
            return Verdict.NOT_FOR_PEER
        case _:
            return Verdict.ACCEPTED
