"""Condition: from answers and photos to one of three answers, with reasons anyone can read.
Never a denial of the return: what is not for the peer path goes to the warehouse."""

from collections.abc import Callable
from dataclasses import dataclass

from onward.domain import evidence
from onward.domain.grades import Answers, Grade, GradeReason, Reasons, Verdict, best_after, worst
from onward.domain.policy import CategoryPolicy, Policy
from onward.domain.refusals import Impossible, PhotosMissing, Refusal
from onward.domain.reports import (
    Report,
    answer_missing,
    deviations,
    good_answers,
    grade_by_answers,
    leading_to,
    small_things,
    still_sealed,
)

_OUT, _LOOK, _IN = Verdict.NOT_FOR_PEER, Verdict.PERSON_MUST_LOOK, Verdict.ACCEPTED


@dataclass(frozen=True, slots=True)
class Judgement:
    """One of three answers, and the name of the rule that gave it. While a person must look,
    `grade` is None and `proposed` what it is if they find nothing worse than was declared."""

    verdict: Verdict
    grade: Grade | None
    reasons: Reasons
    rule: str
    proposed: Grade | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """`reasons` says why this rule speaks, and nothing when it does not."""

    name: str
    verdict: Verdict
    reasons: Callable[[Report, Policy], Reasons]


@dataclass(frozen=True, slots=True)
class Demand:
    """What must be there before any rule below it may speak; `unmet` says what is not."""

    name: str
    unmet: Callable[[Report, Policy], Refusal | None]


Rules = tuple[Rule | Demand, ...]


def grade(report: Report, policy: Policy) -> Judgement:
    """The judgement of the first rule that speaks.

    Raises BadInput (ANSWERS_MISSING, ANSWER_UNKNOWN) or PhotosMissing, `field` naming the
    question or the shot, when nothing has decided yet and something is still needed.
    """
    return judged_by(RULES, report, policy)


def judged_by(rules: Rules, report: Report, policy: Policy) -> Judgement:
    """The same by any list of rules, so that an order can be held against another."""
    for rule in rules:
        if isinstance(rule, Demand):
            if refusal := rule.unmet(report, policy):
                raise refusal
        elif reasons := rule.reasons(report, policy):
            return _judgement(rule, reasons, rules, report, policy)
    raise Impossible("no rule spoke")


def hints(report: Report, policy: Policy) -> Reasons:
    """What an agent may like to know and no rule decides by: whether the barcode was read, and how
    much each photo looks like the catalogue's picture."""
    shots = {photo.id: photo.shot for photo in report.photos}
    likeness = tuple(
        GradeReason("LIKENESS", shots[photo_id], photo_id, measured)
        for photo_id, measured in report.likeness
        if photo_id in shots
    )
    unread = evidence.barcode_unread(report.photos, report.gtin, policy.condition)
    return (*_barcode_matches(report, policy), *unread, *likeness)


def shots_offered(category: CategoryPolicy) -> tuple[str, ...]:
    """Every shot that may be taken: those this category lists, and those a yes is shown in."""
    shown = (question.shown_in for question in category.questions if question.shown_in)
    return tuple(dict.fromkeys((*category.shots, *shown)))


def shots_needed(category: CategoryPolicy, answers: Answers) -> tuple[str, ...]:
    """The shots without which nothing is judged. What an answer says is there must be shown, what
    it says is not there cannot be; until then it is as the category lists it."""

    def needed(shot: str) -> bool:
        tied = [one.key for one in category.questions if one.shown_in == shot]
        said = [answers.get(key) for key in tied]
        if True in said:
            return True
        return shot in category.shots and (not tied or None in said)

    return tuple(shot for shot in shots_offered(category) if needed(shot))


def needs_bag(category: CategoryPolicy, answers: Answers) -> bool:
    """Whether it has to be handed in where somebody bags it."""
    return any(question.needs_bagging for question in deviations(category, answers))


def _judgement(
    rule: Rule, reasons: Reasons, rules: Rules, report: Report, policy: Policy
) -> Judgement:
    judged = _called(report, grade_by_answers(report, set(Verdict)))
    if rule.verdict is not _LOOK:
        return Judgement(rule.verdict, judged, reasons, rule.name)
    # A person who looks is told everything there is to look at.
    doubts = (one for one in rules if isinstance(one, Rule) and one.verdict is _LOOK)
    told = tuple(reason for one in doubts for reason in one.reasons(report, policy))
    return Judgement(_LOOK, None, told, rule.name, judged)


def _called(report: Report, by_answers: Grade | None) -> Grade | None:
    """What it is called: by its answers, and never better than a piece passed on so often."""
    return worst((by_answers, best_after(report.hops))) if by_answers else None


# --- the rules -----------------------------------------------------------------------------------


def _reason_rules_it_out(report: Report, policy: Policy) -> Reasons:
    excluded = policy.peer_excluded_reasons | report.category.excluded_reasons
    if report.reason not in excluded:
        return ()
    return (GradeReason("REASON_RULES_IT_OUT", report.reason),)


def _answers_rule_it_out(report: Report, policy: Policy) -> Reasons:
    return leading_to(_OUT, report)


def _answers_are_all_there(report: Report, policy: Policy) -> Refusal | None:
    return answer_missing(report)


def _grade_is_not_admitted(report: Report, policy: Policy) -> Reasons:
    best = grade_by_answers(report, {_IN})
    # One that was passed on before must still be as good as one that was not.
    if best is None or best in policy.peer_grades:
        return ()
    return (*small_things(report), GradeReason("GRADE_NOT_ADMITTED", best.value))


def _shots_are_all_there(report: Report, policy: Policy) -> Refusal | None:
    shown = {photo.shot for photo in report.photos}
    needed = shots_needed(report.category, report.answers)
    missing = next((shot for shot in needed if shot not in shown), None)
    return PhotosMissing(field=missing) if missing else None


def _photo_was_seen_before(report: Report, policy: Policy) -> Reasons:
    return evidence.seen_before(report.photos, report.sightings, policy.condition)


def _photo_is_the_shops_own(report: Report, policy: Policy) -> Reasons:
    return evidence.from_the_catalogue(report.photos, report.sightings, policy.condition)


def _one_picture_for_two_shots(report: Report, policy: Policy) -> Reasons:
    return evidence.sent_twice(report.photos, policy.condition)


def _barcode_is_another_items(report: Report, policy: Policy) -> Reasons:
    return evidence.barcode_of_another(report.photos, report.gtin, policy.condition)


def _answers_need_a_look(report: Report, policy: Policy) -> Reasons:
    return leading_to(_LOOK, report)


def _photos_are_small(report: Report, policy: Policy) -> Reasons:
    return evidence.too_small(report.photos, policy.condition)


def _photos_are_blurred(report: Report, policy: Policy) -> Reasons:
    return evidence.blurred(report.photos, policy.condition)


def _photos_are_dark(report: Report, policy: Policy) -> Reasons:
    return evidence.too_dark(report.photos, policy.condition)


def _photos_are_bright(report: Report, policy: Policy) -> Reasons:
    return evidence.too_bright(report.photos, policy.condition)


def _opened_before(report: Report, policy: Policy) -> Reasons:
    customers = report.hops + 1
    return (GradeReason("OPENED_BEFORE", measured=customers),) if report.hops else ()


def _it_was_opened_before(report: Report, policy: Policy) -> Reasons:
    opened = _opened_before(report, policy)
    return (*opened, *small_things(report), *_nothing_shows_wear(report, policy)) if opened else ()


def _small_things_are_missing(report: Report, policy: Policy) -> Reasons:
    small = small_things(report)
    return (*small, *_nothing_shows_wear(report, policy)) if small else ()


def _it_is_still_sealed(report: Report, policy: Policy) -> Reasons:
    sealed = still_sealed(report)
    return (*sealed, *_nothing_shows_wear(report, policy)) if sealed else ()


def _nothing_shows_wear(report: Report, policy: Policy) -> Reasons:
    shown = GradeReason("NOTHING_SHOWS_WEAR", measured=len(report.photos))
    return (*good_answers(report), *_barcode_matches(report, policy), shown)


def _barcode_matches(report: Report, policy: Policy) -> Reasons:
    return evidence.barcode_matches(report.photos, report.gtin, policy.condition)


# The order is the policy of asking little: what answers alone decide asks for no photo, and what
# the grade alone forbids takes no person's time. Doubts are told together, whichever came first;
# they stand in the order of their weight, for the first one gives its name to the decision.
RULES: Rules = (
    Rule("reason_rules_it_out", _OUT, _reason_rules_it_out),
    Rule("answers_rule_it_out", _OUT, _answers_rule_it_out),
    Demand("answers_are_all_there", _answers_are_all_there),
    Rule("grade_is_not_admitted", _OUT, _grade_is_not_admitted),
    Demand("shots_are_all_there", _shots_are_all_there),
    Rule("photo_was_seen_before", _LOOK, _photo_was_seen_before),
    Rule("photo_is_the_shops_own", _LOOK, _photo_is_the_shops_own),
    Rule("one_picture_for_two_shots", _LOOK, _one_picture_for_two_shots),
    Rule("barcode_is_another_items", _LOOK, _barcode_is_another_items),
    Rule("answers_need_a_look", _LOOK, _answers_need_a_look),
    Rule("photos_are_small", _LOOK, _photos_are_small),
    Rule("photos_are_blurred", _LOOK, _photos_are_blurred),
    Rule("photos_are_dark", _LOOK, _photos_are_dark),
    Rule("photos_are_bright", _LOOK, _photos_are_bright),
    Rule("it_was_opened_before", _IN, _it_was_opened_before),
    Rule("small_things_are_missing", _IN, _small_things_are_missing),
    Rule("it_is_still_sealed", _IN, _it_is_still_sealed),
    Rule("nothing_shows_wear", _IN, _nothing_shows_wear),
)
