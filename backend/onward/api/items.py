"""The thing itself: what it is, its photos, and its condition with reasons anyone can read."""

import strawberry
from strawberry import field

from onward.api.enums import Grade as ConditionGrade
from onward.api.later import later
from onward.domain import photos
from onward.domain.grades import GradeReason as Reason
from onward.domain.ids import PhotoId
from onward.domain.photos import latest_of_each_shot
from onward.domain.refusals import Impossible
from onward.domain.returns import ReturnCase
from onward.domain.shop import Variant
from onward.domain.story import Story
from onward.messages import grade_label, grade_reason, say
from onward.ports import World
from onward.services.condition import photo_url


@strawberry.type(description="A piece of the catalogue.")
class Item:
    title: str = field(description="Its name.")
    size: str = field(description="Its size, as the shop writes it; may be empty.")
    colour: str = field(description="Its colour; may be empty.")
    sku: str = field(description="The shop's number for it.")
    category: str = field(description="The category whose rules apply to it.")
    picture: str | None = field(description="The shop's own picture of it: an address, or nothing.")


@strawberry.type(description="A photo of the very piece, without place or time in it.")
class Photo:
    id: strawberry.ID = field(description="Its id.")
    shot: str = field(description="What it shows: front, back, tag, flaw.")
    url: str = field(description="A signed address that lasts some hours.")
    thumbnail_url: str = field(description="The same, small: at most 400 pixels.")
    width: int = field(description="In pixels.")
    height: int = field(description="In pixels.")


@strawberry.type(description="Why a grade is what it is.")
class GradeReason:
    code: str = field(description="Stable, for programs.")
    message: str = field(description="For people.")
    photo_id: strawberry.ID | None = field(description="The photo it rests on, where there is one.")


@strawberry.type(description="A judgement on condition.")
class Grade:
    grade: ConditionGrade | None = field(
        description="The grade; null while a person must look, or when none was needed."
    )
    label: str = field(description="The judgement in words.")
    accepted: bool = field(description="Whether it may go straight to its next owner.")
    reasons: list[GradeReason] = field(description="Why.")


def item_view(title: str, variant: Variant) -> Item:
    return Item(
        title=title,
        size=variant.size,
        colour=variant.colour,
        sku=variant.sku,
        category=variant.category,
        picture=variant.picture,
    )


def photo_views(world: World, shown: tuple[photos.Photo, ...]) -> list[Photo]:
    """The newest photo of each shot."""
    return [_photo(world, one) for one in latest_of_each_shot(shown)]


def grade_view(story: Story) -> Grade | None:
    """The judgement so far; None as long as nobody has judged."""
    case = story.case
    if case.grade is None and not case.grade_reasons:
        return None
    latest = {photo.shot: photo.id for photo in latest_of_each_shot(story.photos)}
    return Grade(
        grade=case.grade,
        label=later(lambda: _label(case)),
        accepted=case.grade is not None,
        reasons=later(lambda: [_reason(reason, latest) for reason in case.grade_reasons]),
    )


def judged(story: Story) -> Grade:
    """The judgement of a piece that is or was on offer; it was judged, or it would not be there."""
    grade = grade_view(story)
    if grade is None:
        raise Impossible(f"case {story.case.id} on offer without a grade")
    return grade


def _photo(world: World, photo: photos.Photo) -> Photo:
    return Photo(
        id=strawberry.ID(photo.id),
        shot=photo.shot,
        url=later(lambda: photo_url(world, photo.id)),
        thumbnail_url=later(lambda: photo_url(world, photo.id, thumbnail=True)),
        width=photo.width,
        height=photo.height,
    )


def _label(case: ReturnCase) -> str:
    if case.grade is not None:
        return grade_label(case.grade)
    return say(f"verdicts.{'PERSON_MUST_LOOK' if case.review_due_at else 'NOT_FOR_PEER'}")


def _reason(reason: Reason, latest: dict[str, PhotoId]) -> GradeReason:
    photo = latest.get(reason.about or "")
    return GradeReason(
        code=reason.code,
        message=grade_reason(reason),
        photo_id=strawberry.ID(photo) if photo else None,
    )
