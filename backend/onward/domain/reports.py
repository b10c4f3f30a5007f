"""A report on one unit: what its returner declared and showed, what was found out about it, and
what its answers say by themselves. What follows from it is `condition`'s work."""

from collections.abc import Collection
from dataclasses import dataclass

from onward.domain.findings import Sighting
from onward.domain.grades import Answers, Grade, GradeReason, Reasons, Verdict, worst
from onward.domain.ids import PhotoId
from onward.domain.photos import Photo
from onward.domain.policy import CategoryPolicy, Question
from onward.domain.refusals import BadInput


@dataclass(frozen=True, slots=True)
class Report:
    """`gtin` is the ordered item's number and `sightings` are earlier photos that look the same.
    `likeness` to the catalogue's picture, from 0 to 1, is a hint for whoever looks: no rule reads
    it. `hops` is how often the piece was passed on before this return."""

    category: CategoryPolicy
    reason: str
    answers: Answers
    photos: tuple[Photo, ...]
    gtin: str | None = None
    sightings: tuple[Sighting, ...] = ()
    likeness: tuple[tuple[PhotoId, float], ...] = ()
    hops: int = 0


def answer_missing(report: Report) -> BadInput | None:
    """The first question that is open, or answer that was not asked for."""
    asked = [question.key for question in report.category.questions]
    missing = next((key for key in asked if key not in report.answers), None)
    if missing:
        return BadInput("ANSWERS_MISSING", field=missing)
    unknown = next((key for key in report.answers if key not in asked), None)
    return BadInput("ANSWER_UNKNOWN", field=unknown) if unknown else None


def leading_to(verdict: Verdict, report: Report) -> Reasons:
    """The answers that ask for this verdict, in the order of the questions."""
    deviating = deviations(report.category, report.answers)
    return tuple(_said(report, one) for one in deviating if one.otherwise is verdict)


def small_things(report: Report) -> Reasons:
    """The answers that make it less than like new and still leave it to the rules."""
    deviating = deviations(report.category, report.answers)
    return tuple(
        _said(report, one)
        for one in deviating
        if one.otherwise is Verdict.ACCEPTED and _is_a_flaw(one)
    )


def still_sealed(report: Report) -> Reasons:
    """The answers that make it better than like new."""
    deviating = deviations(report.category, report.answers)
    return tuple(_said(report, one) for one in deviating if one.grade is Grade.NEW_SEALED)


def good_answers(report: Report) -> Reasons:
    """The answers that speak for it."""
    deviating = deviations(report.category, report.answers)
    return tuple(
        _said(report, one)
        for one in report.category.questions
        if one.key in report.answers and one not in deviating and _is_a_flaw(one)
    )


def grade_by_answers(report: Report, verdicts: Collection[Verdict]) -> Grade | None:
    """The best it can be by the answers that lead to these verdicts; None while it could still be
    anything, for a question is open."""
    if report.reason == "DEFECTIVE":
        return Grade.DAMAGED
    deviating = deviations(report.category, report.answers)
    said = worst(one.grade for one in deviating if one.grade and one.otherwise in verdicts)
    return said or (None if answer_missing(report) else Grade.LIKE_NEW)


def deviations(category: CategoryPolicy, answers: Answers) -> tuple[Question, ...]:
    """The questions whose answer is not that of an item that is like new."""
    return tuple(one for one in category.questions if answers.get(one.key, one.good) != one.good)


def _is_a_flaw(question: Question) -> bool:
    """Whether its other answer makes the item less than like new."""
    return question.grade not in (None, Grade.NEW_SEALED)


def _said(report: Report, question: Question) -> GradeReason:
    """The answer as a reason; a yes rests on the photo that shows it."""
    yes = report.answers[question.key]
    shown = [photo.id for photo in report.photos if yes and photo.shot == question.shown_in]
    code = "ANSWERED_YES" if yes else "ANSWERED_NO"
    return GradeReason(code, question.key, shown[-1] if shown else None)
