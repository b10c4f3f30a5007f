"""Condition: from answers and photos to one of three answers, with reasons anyone can read.
Never a denial of the return: what is not for the peer path goes to the warehouse."""

from collections.abc import Callable
from dataclasses import dataclass

from onward.domain.grades import Answers, Grade, GradeReason, Verdict
from onward.domain.photos import Photo
from onward.domain.policy import CategoryPolicy, Policy
from onward.domain.refusals import BadInput, PhotosMissing

# The question and the shot that belong together: a declared flaw must be shown.
FLAW = "flaw"
# What may be missing from an item that is otherwise as it left the shop.
SMALL_THINGS = frozenset({"tags_attached", "bag_or_box"})
# A photo whose short side is below this shows no seam and no mark (pixels).
LEAST_SIDE = 300

Reasons = tuple[GradeReason, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What the returner declared and showed of one unit."""

    category: CategoryPolicy
    reason: str
    answers: Answers
    photos: tuple[Photo, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One of three answers; `grade` is None while a person must look."""

    verdict: Verdict
    grade: Grade | None
    reasons: Reasons


@dataclass(frozen=True, slots=True)
class Rule:
    """`reasons` says why this rule speaks (nothing when it does not); `grade` what it then is."""

    name: str
    verdict: Verdict
    reasons: Callable[[Report, Policy], Reasons]
    grade: Callable[[Report], Grade | None]


def grade(report: Report, policy: Policy) -> Judgement:
    """The judgement of the first rule that speaks, with the reasons of every rule that agrees.

    Raises BadInput (ANSWERS_MISSING, ANSWER_UNKNOWN) or PhotosMissing, `field` naming the
    question or the shot, when nothing has decided yet and something is still needed.
    """
    for rule in RULES:
        if rule.reasons(report, policy):
            return Judgement(rule.verdict, rule.grade(report), _all_of(rule, report, policy))
    return Judgement(Verdict.ACCEPTED, Grade.LIKE_NEW, _answered(report, bad=False))


def shots_offered(category: CategoryPolicy) -> tuple[str, ...]:
    """Every shot that may be taken: those this category asks for, and a close-up of a flaw."""
    asks_for_flaw = any(question.key == FLAW for question in category.questions)
    always = tuple(shot for shot in category.shots if shot != FLAW)
    return (*always, FLAW) if asks_for_flaw else always


def shots_needed(category: CategoryPolicy, answers: Answers) -> tuple[str, ...]:
    """The shots without which nothing is judged: the flaw's only once one was declared."""
    flawed = any(
        question.key == FLAW and answers.get(FLAW, question.good) is not question.good
        for question in category.questions
    )
    return tuple(shot for shot in shots_offered(category) if shot != FLAW or flawed)


def _all_of(decided: Rule, report: Report, policy: Policy) -> Reasons:
    # A person who looks is told everything there is to look at.
    if decided.verdict is not Verdict.PERSON_MUST_LOOK:
        return decided.reasons(report, policy)
    agreeing = (rule for rule in RULES if rule.verdict is decided.verdict)
    return tuple(reason for rule in agreeing for reason in rule.reasons(report, policy))


# --- the rules -----------------------------------------------------------------------------------


def _answers_rule_it_out(report: Report, policy: Policy) -> Reasons:
    breaking = {question.key for question in report.category.questions if question.breaks_peer}
    return tuple(reason for reason in _answered(report, bad=True) if reason.about in breaking)


def _answers_are_all_there(report: Report, policy: Policy) -> Reasons:
    asked = [question.key for question in report.category.questions]
    for key in asked:
        if key not in report.answers:
            raise BadInput("ANSWERS_MISSING", field=key)
    for key in report.answers:
        if key not in asked:
            raise BadInput("ANSWER_UNKNOWN", field=key)
    return ()


def _grade_is_admitted(report: Report, policy: Policy) -> Reasons:
    best = _best_grade(report)
    if best in policy.peer_grades:
        return ()
    return (*_small_things_missing(report, policy), GradeReason("GRADE_NOT_ADMITTED", best.value))


def _shots_are_all_there(report: Report, policy: Policy) -> Reasons:
    shown = {photo.shot for photo in report.photos}
    for shot in shots_needed(report.category, report.answers):
        if shot not in shown:
            raise PhotosMissing(field=shot)
    return ()


def _flaw_declared(report: Report, policy: Policy) -> Reasons:
    return tuple(
        reason for reason in _answered(report, bad=True) if reason.about not in SMALL_THINGS
    )


def _photos_are_small(report: Report, policy: Policy) -> Reasons:
    shots = {p.shot for p in report.photos if min(p.width, p.height) < LEAST_SIDE}
    clear = {p.shot for p in report.photos if min(p.width, p.height) >= LEAST_SIDE}
    return tuple(GradeReason("PHOTO_TOO_SMALL", shot) for shot in sorted(shots - clear))


def _small_things_missing(report: Report, policy: Policy) -> Reasons:
    return tuple(reason for reason in _answered(report, bad=True) if reason.about in SMALL_THINGS)


def _best_grade(report: Report) -> Grade:
    """The best this unit can be by its answers alone, before anyone looks at a photo."""
    bad = {reason.about for reason in _answered(report, bad=True)}
    return Grade.VERY_GOOD if bad & SMALL_THINGS else Grade.LIKE_NEW


def _ruled_out_grade(report: Report) -> Grade:
    return Grade.DAMAGED if report.reason == "DEFECTIVE" else Grade.GOOD


def _answered(report: Report, *, bad: bool) -> Reasons:
    """The answers as reasons, in the order of the questions: the bad ones, or the good ones."""
    return tuple(
        GradeReason("ANSWERED_YES" if report.answers[question.key] else "ANSWERED_NO", question.key)
        for question in report.category.questions
        if question.key in report.answers
        and (report.answers[question.key] is not question.good) is bad
    )


# The order is the policy of asking little: what answers alone decide asks for no photo, and what
# the grade alone forbids takes no person's time.
RULES: tuple[Rule, ...] = (
    Rule("answers rule it out", Verdict.NOT_FOR_PEER, _answers_rule_it_out, _ruled_out_grade),
    Rule("answers are all there", Verdict.NOT_FOR_PEER, _answers_are_all_there, _ruled_out_grade),
    Rule("grade is admitted", Verdict.NOT_FOR_PEER, _grade_is_admitted, _best_grade),
    Rule("shots are all there", Verdict.NOT_FOR_PEER, _shots_are_all_there, _ruled_out_grade),
    Rule("a flaw was declared", Verdict.PERSON_MUST_LOOK, _flaw_declared, lambda report: None),
    Rule("photos are small", Verdict.PERSON_MUST_LOOK, _photos_are_small, lambda report: None),
    Rule("small things missing", Verdict.ACCEPTED, _small_things_missing, _best_grade),
)
