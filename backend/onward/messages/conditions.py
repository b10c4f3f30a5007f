"""Condition in words: grades, the reasons for them, the shots and questions that led there, and
the rules that keep an item off the straight way."""

from onward.domain.grades import Grade, GradeReason
from onward.messages.words import knows, say


def grade_label(grade: Grade) -> str:
    return say(f"grades.{grade}")


def grade_reason(reason: GradeReason) -> str:
    """The sentence of a reason; one that rests on an answer says that answer."""
    key = f"grade_reasons.{reason.code}"
    if reason.code in {"ANSWERED_YES", "ANSWERED_NO"}:
        answer = reason.code.removeprefix("ANSWERED_").lower()
        return say(key, answer=say(f"questions.{reason.about}.{answer}"))
    if reason.code == "PHOTO_TOO_SMALL":
        return say(key, shot=say(f"shots.{reason.about}.named"))
    return say(key)


def barrier(code: str) -> str:
    """Why it goes to the warehouse. A flag of the merchant's own has one sentence for all."""
    if code.startswith("FLAG_") and not knows(f"barriers.{code}"):
        return say("barriers.FLAG_OTHER")
    return say(f"barriers.{code}")
