"""The words of condition: grades, verdicts, reasons and answers. How one leads to the other is
`condition`'s work."""

from dataclasses import dataclass
from enum import StrEnum

from onward.domain.ids import PhotoId

Answers = dict[str, bool]


class Grade(StrEnum):
    """The ladder of domain.md (c); the peer path takes what policy lists."""

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


@dataclass(frozen=True, slots=True)
class GradeReason:
    """Why: a code with a sentence in the message file, and the evidence it rests on: the question
    or shot it is about, the photo, and what was measured against which bound."""

    code: str
    about: str | None = None
    photo_id: PhotoId | None = None
    measured: float | None = None
    bound: float | None = None
