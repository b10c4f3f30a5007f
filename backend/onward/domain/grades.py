"""The words of condition: grades, verdicts, reasons and answers. How one leads to the other is
`condition`'s work."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from onward.domain.ids import PhotoId

Answers = dict[str, bool]


class Grade(StrEnum):
    """The ladder, best first; the peer path takes what policy lists."""

    NEW_SEALED = "NEW_SEALED"
    LIKE_NEW = "LIKE_NEW"
    VERY_GOOD = "VERY_GOOD"
    GOOD = "GOOD"
    ACCEPTABLE = "ACCEPTABLE"
    DAMAGED = "DAMAGED"


class Verdict(StrEnum):
    """Solidus' acceptance in our words."""

    ACCEPTED = "ACCEPTED"
    PERSON_MUST_LOOK = "PERSON_MUST_LOOK"
    NOT_FOR_PEER = "NOT_FOR_PEER"


class ReviewReason(StrEnum):
    """Why a person departs from what the rules propose."""

    PHOTO_CONVINCES = "PHOTO_CONVINCES"
    FLAW_IS_SMALL = "FLAW_IS_SMALL"
    FLAW_IS_LARGE = "FLAW_IS_LARGE"
    LOOKS_WORN = "LOOKS_WORN"
    INCOMPLETE = "INCOMPLETE"
    OTHER_ITEM = "OTHER_ITEM"
    PHOTOS_UNCLEAR = "PHOTOS_UNCLEAR"
    PHOTOS_NOT_OF_IT = "PHOTOS_NOT_OF_IT"


@dataclass(frozen=True, slots=True)
class GradeReason:
    """Why: a code with a sentence in the message file, and the evidence it rests on: the question
    or shot it is about, the photo, and what was measured against which bound. `other` is what the
    photo was held against: the photo it resembles, or the code read off it."""

    code: str
    about: str | None = None
    photo_id: PhotoId | None = None
    measured: float | None = None
    bound: float | None = None
    other: str | None = None


Reasons = tuple[GradeReason, ...]


def best_after(hops: int) -> Grade:
    """The best that a piece is called which was passed on so often before this return: what two
    customers have opened is like new no more."""
    return Grade.VERY_GOOD if hops else Grade.NEW_SEALED


def worst(grades: Iterable[Grade]) -> Grade | None:
    """The lowest rung of these; None where there is none."""
    ladder = list(Grade)
    return max(grades, key=ladder.index, default=None)
