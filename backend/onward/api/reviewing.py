"""What an agent judges a piece by, on one page."""

import strawberry
from strawberry import field

from onward.api.context import Context, Look, look
from onward.api.enums import Grade
from onward.api.items import GradeReason, Photo, PhotoLook, photo_view, reason_views
from onward.api.later import later
from onward.api.notices import Notice
from onward.api.returns import ReturnCase, case_view
from onward.domain.policy import ConditionPolicy
from onward.messages import barrier
from onward.services.reviewing import Sheet


@strawberry.type(description="What would become of the piece with one grade.")
class GradeOutlook:
    grade: Grade = field(description="The grade.")
    barrier: Notice | None = field(
        description="What sends it to the warehouse all the same; null where it may go straight on."
    )


@strawberry.type(description="What a photo must be to count as evidence, by the shop's policy.")
class PhotoBounds:
    side_least: int = field(description="Pixels of the shorter side, at least.")
    sharpness_least: float = field(description="Sharpness, at least.")
    dark_most: float = field(description="Dark, at most.")
    bright_most: float = field(description="Share burnt to white, at most.")


@strawberry.type(description="What an agent judges a piece by; nobody needs to be on the line.")
class ReviewSheet:
    return_case: ReturnCase = field(description="The return.")
    album: list[Photo] = field(description="Every photo of it, oldest first.")
    doubts: list[GradeReason] = field(
        description="What the rules ask a person, photos as they are."
    )
    hints: list[GradeReason] = field(description="What may help a person; no rule decides by it.")
    outlooks: list[GradeOutlook] = field(description="What follows from each grade, best first.")
    bounds: PhotoBounds = field(description="What a photo is held against.")


async def sheet_view(context: Context, found: Sheet) -> ReviewSheet:
    story = found.story
    of: Look = await look(context, story)
    photo_look = PhotoLook(context.world, of.viewer.id, of.audience)
    return ReviewSheet(
        return_case=case_view(of),
        album=later(lambda: [photo_view(photo_look, one) for one in story.photos]),
        doubts=later(lambda: reason_views(found.doubts, story, photo_look)),
        hints=later(lambda: reason_views(found.hints, story, photo_look)),
        outlooks=[_outlook(grade, code) for grade, code in found.barriers.items()],
        bounds=_bounds(found.bounds),
    )


def _outlook(grade: Grade, code: str | None) -> GradeOutlook:
    notice = Notice(code=code, message=barrier(code)) if code else None
    return GradeOutlook(grade=grade, barrier=notice)


def _bounds(policy: ConditionPolicy) -> PhotoBounds:
    return PhotoBounds(
        side_least=policy.side_least,
        sharpness_least=policy.sharpness_least,
        dark_most=policy.dark_most,
        bright_most=policy.bright_most,
    )
