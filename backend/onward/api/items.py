"""The thing itself: what it is, its photos, and its condition with reasons anyone can read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import strawberry
from strawberry import field

from onward.api.enums import Grade as ConditionGrade
from onward.api.enums import PhotoOccasion
from onward.api.later import later
from onward.domain import photos
from onward.domain.album import as_judged, departures
from onward.domain.events import Because
from onward.domain.findings import Findings
from onward.domain.grades import GradeReason as Reason
from onward.domain.grades import Verdict
from onward.domain.refusals import Impossible
from onward.domain.returns import Recovery, ReturnCase
from onward.domain.shop import Variant
from onward.domain.story import Story
from onward.messages import Audience, grade_label, grade_sentence, say, shot_title, told_reasons
from onward.ports import World
from onward.services.photos import url as photo_url

# Reasons whose `other` is a picture: another case's photo, or where a catalogue picture lies.
_SEEN = frozenset({"PHOTO_SEEN_BEFORE", "PHOTO_SEEN_MIRRORED", "PHOTO_SENT_TWICE"})
_OF_THE_SHOP = "PHOTO_OF_THE_SHOP"


@strawberry.type(description="A piece of the catalogue.")
class Item:
    variant_id: strawberry.ID = field(description="The id of this very size and colour.")
    title: str = field(description="Its name.")
    size: str = field(description="Its size, as the shop writes it; may be empty.")
    colour: str = field(description="Its colour; may be empty.")
    sku: str = field(description="The shop's number for it.")
    category: str = field(description="The category whose rules apply to it.")
    picture: str | None = field(description="The shop's own picture of it: an address, or nothing.")


@dataclass(frozen=True, slots=True)
class PhotoLook:
    """Who looks at photos: to whose account the addresses are signed, and what they may be told."""

    world: World
    viewer: str
    audience: Audience


@strawberry.type(description="What a photo was measured to be; told at the desk only.")
class PhotoFindings:
    sharpness: float = field(
        description="Bends from pixel to pixel beside rises; 0.6 and more is sharp."
    )
    light: float = field(description="Mean grey level, from 0 to 1.")
    dark: float = field(
        description="How far the lightest tenth of it stays below full light, from 0 to 1."
    )
    bright: float = field(description="Share of its pixels that are burnt to white.")
    codes: list[str] = field(description="Item numbers read off its barcodes, as 14 digits.")


@strawberry.type(description="A photo of the very piece, without place or time in it.")
class Photo:
    id: strawberry.ID = field(description="Its id.")
    shot: str = field(description="What it shows: front, back, tag, flaw.")
    title: str = field(description="The same in words.")
    occasion: PhotoOccasion = field(description="When in its way it was taken.")
    taken_at: datetime = field(description="When it reached us.")
    url: str = field(description="A signed address that opens for this viewer, for an hour.")
    thumbnail_url: str = field(description="The same, small: at most 400 pixels.")
    width: int = field(description="In pixels.")
    height: int = field(description="In pixels.")
    findings: PhotoFindings | None = field(description="What was measured; at the desk only.")


@strawberry.type(description="Why a grade is what it is.")
class GradeReason:
    code: str = field(description="Stable, for programs.")
    message: str = field(description="For people.")
    shot: str | None = field(description="The shot or question it is about.")
    photo_id: strawberry.ID | None = field(description="The photo it rests on, where there is one.")
    measured: float | None = field(description="What was measured; at the desk only.")
    bound: float | None = field(description="Against which bound; at the desk only.")
    other_picture: str | None = field(
        description="The picture it was seen in before: an address, at the desk only."
    )


@strawberry.type(description="A judgement on condition.")
class Grade:
    grade: ConditionGrade | None = field(
        description="The grade; null while a person must look, or when none was needed."
    )
    proposed: ConditionGrade | None = field(
        description="What a person is asked to agree with; at the desk only."
    )
    label: str = field(description="The judgement in words.")
    sentence: str = field(description="The judgement and why, in one sentence.")
    accepted: bool = field(description="Whether it may go straight to its next owner.")
    reasons: list[GradeReason] = field(description="Why.")


def item_view(title: str, variant: Variant) -> Item:
    return Item(
        variant_id=strawberry.ID(variant.id),
        title=title,
        size=variant.size,
        colour=variant.colour,
        sku=variant.sku,
        category=variant.category,
        picture=variant.picture,
    )


def photo_views(look: PhotoLook, shown: Iterable[photos.Photo]) -> list[Photo]:
    """The newest photo of each shot that shows the unit before it left."""
    return [photo_view(look, one) for one in departures(shown)]


def photo_view(look: PhotoLook, photo: photos.Photo) -> Photo:
    return Photo(
        id=strawberry.ID(photo.id),
        shot=photo.shot,
        title=shot_title(photo.shot),
        occasion=photo.occasion,
        taken_at=photo.taken_at,
        url=later(lambda: photo_url(look.world, look.viewer, photo.id)),
        thumbnail_url=later(lambda: photo_url(look.world, look.viewer, photo.id, thumbnail=True)),
        width=photo.width,
        height=photo.height,
        findings=_findings(photo.findings) if photo.findings and _at_desk(look) else None,
    )


def grade_view(story: Story, look: PhotoLook) -> Grade | None:
    """The judgement so far; None as long as nobody has judged."""
    case = story.case
    if case.grade is None and not case.grade_reasons:
        return None
    return Grade(
        grade=case.grade,
        proposed=case.proposed_grade if _at_desk(look) else None,
        label=later(lambda: _label(case)),
        sentence=later(lambda: _sentence(case, look)),
        accepted=_verdict(case) is Verdict.ACCEPTED,
        reasons=later(lambda: reason_views(case.grade_reasons, story, look)),
    )


def judged(story: Story, look: PhotoLook) -> Grade:
    """The judgement of a piece that is or was on offer; it was judged, or it would not be there."""
    grade = grade_view(story, look)
    if grade is None:
        raise Impossible(f"case {story.case.id} on offer without a grade")
    return grade


def reason_views(reasons: Iterable[Reason], story: Story, look: PhotoLook) -> list[GradeReason]:
    latest = {photo.shot: photo.id for photo in departures(as_judged(story))}
    shown_in = {
        one.key: one.shown_in
        for one in look.world.policy.category(story.variant.category).questions
        if one.shown_in
    }

    def resting_on(reason: Reason) -> str | None:
        """The photo named, or the one that shows what the reason is about; a no shows in none."""
        about = reason.about or ""
        shot = shown_in.get(about, about) if reason.code == "ANSWERED_YES" else about
        return reason.photo_id or latest.get(shot)

    return [
        _reason(reason, message, resting_on(reason), look)
        for reason, message in told_reasons(reasons, look.audience)
    ]


def _reason(reason: Reason, message: str, photo: str | None, look: PhotoLook) -> GradeReason:
    at_desk = _at_desk(look)
    return GradeReason(
        code=reason.code,
        message=message,
        shot=reason.about,
        photo_id=strawberry.ID(photo) if photo else None,
        measured=reason.measured if at_desk else None,
        bound=reason.bound if at_desk else None,
        other_picture=_other(reason, look) if at_desk else None,
    )


def _other(reason: Reason, look: PhotoLook) -> str | None:
    if reason.other is None:
        return None
    if reason.code in _SEEN:
        return photo_url(look.world, look.viewer, reason.other)
    return reason.other if reason.code == _OF_THE_SHOP else None


def _findings(found: Findings) -> PhotoFindings:
    return PhotoFindings(
        sharpness=found.sharpness,
        light=found.light,
        dark=found.dark,
        bright=found.bright,
        codes=list(found.codes),
    )


def _at_desk(look: PhotoLook) -> bool:
    return look.audience is Audience.AGENT


def _is_refused(case: ReturnCase) -> bool:
    heading = case.heading
    return isinstance(heading, Recovery) and heading.because is Because.NOT_ACCEPTED


def _verdict(case: ReturnCase) -> Verdict:
    if case.review_due_at is not None:
        return Verdict.PERSON_MUST_LOOK
    accepted = case.grade is not None and not _is_refused(case)
    return Verdict.ACCEPTED if accepted else Verdict.NOT_FOR_PEER


def _label(case: ReturnCase) -> str:
    if case.grade is not None and _verdict(case) is Verdict.ACCEPTED:
        return grade_label(case.grade)
    return say(f"verdicts.{_verdict(case)}")


def _sentence(case: ReturnCase, look: PhotoLook) -> str:
    if case.appealed_at is not None and case.review_due_at is not None:
        return say(f"appealed.{look.audience}")
    return grade_sentence(_verdict(case), case.grade, case.grade_reasons, look.audience)
