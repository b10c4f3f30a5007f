"""Condition in words: grades, the reasons for them, the shots and questions that led there, and
the rules that keep an item off the straight way. One telling for each who may read it."""

from collections.abc import Iterable
from math import ceil, floor

from onward.domain.grades import Grade, GradeReason, Verdict
from onward.messages.timelines import Audience
from onward.messages.words import knows, say

_LOOKED_AT = "LOOKED_AT"
_OPENED = ("opened.by", "opened.by_two")
# Why a person decided as they did, and what their look has settled, whichever way it went.
_BY_A_PERSON = (_LOOKED_AT, "AGENT_")
_SETTLED_BY_A_LOOK = ("PHOTO_", "BARCODE_OF_")
# Shares; every other measure is a number as it stands.
_IN_PERCENT = frozenset({"PHOTO_TOO_DARK", "PHOTO_TOO_BRIGHT", "LIKENESS"})


def grade_label(grade: Grade) -> str:
    return say(f"grades.{grade}")


def grade_reason(reason: GradeReason, audience: Audience = Audience.RETURNER) -> str:
    """The sentence of a reason, for an agent with its numbers; empty where it is not told."""
    code = _code(reason)
    key = f"grade_reasons.{audience}.{code}"
    key = key if knows(key) else f"grade_reasons.{code}"
    return say(key, **_facts(reason, _answer(reason)))


def told_reasons(
    reasons: Iterable[GradeReason], audience: Audience
) -> tuple[tuple[GradeReason, str], ...]:
    """The reasons this reader is told, each with its sentence."""
    said = ((reason, grade_reason(reason, audience)) for reason in reasons)
    return tuple((reason, sentence) for reason, sentence in said if sentence)


def grade_sentence(
    verdict: Verdict,
    grade: Grade | None,
    reasons: Iterable[GradeReason],
    audience: Audience = Audience.RETURNER,
) -> str:
    """The judgement and what it rests on in one sentence: "Like new, because the tag is on and
    nothing shows wear in 4 photos." """
    told = tuple(reason for reason, _ in told_reasons(reasons, audience))
    because, although = _clauses(verdict, told)
    if not because:
        return say(f"grade_sentences.{verdict}_plainly")
    said = _listed(because)
    if although:
        said = say("grade_sentences.though", because=said, although=_listed(although))
    label = grade_label(grade) if grade else ""
    return say(f"grade_sentences.{verdict}", grade=label, because=said)


def opened_by(hops: int) -> str:
    """What is said of every piece on offer: how many customers have opened it, by how often it was
    passed on before this return."""
    customers = hops + 1
    if customers > len(_OPENED):
        return say("opened.by_more", count=customers)
    return say(_OPENED[hops])


def rule_label(name: str) -> str:
    """A rule's name as people read it; one of an earlier version by its own."""
    key = f"grade_rules.{name}"
    return say(key) if knows(key) else name.replace("_", " ")


def category_label(name: str) -> str:
    """A category's name as people read it: the policy file's own, spelled out."""
    return name.replace("_", " ").capitalize()


def shot_title(shot: str) -> str:
    """What a photo shows; a shot of an earlier version by its own name."""
    key = f"shots.{shot}.title"
    return say(key) if knows(key) else shot


def bag_text(audience: Audience) -> str:
    """What it means that there is no bag or box to send it in; empty where it is not told."""
    return say(f"needs_bag.{audience}")


def barrier(code: str) -> str:
    """Why it goes to the warehouse. A flag of the merchant's own has one sentence for all."""
    if code.startswith("FLAG_") and not knows(f"barriers.{code}"):
        return say("barriers.FLAG_OTHER")
    return say(f"barriers.{code}")


def _clauses(
    verdict: Verdict, told: tuple[GradeReason, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the judgement rests on, and what it was made in spite of. Once a person has looked,
    their look is what an acceptance rests on."""
    if not any(reason.code == _LOOKED_AT for reason in told):
        return _said(told), ()
    theirs = tuple(one for one in told if one.code.startswith(_BY_A_PERSON))
    settled = (*_BY_A_PERSON, *_SETTLED_BY_A_LOOK)
    declared = _said(one for one in told if not one.code.startswith(settled))
    if verdict is Verdict.ACCEPTED:
        return _said(theirs), declared
    why = _said(one for one in theirs if one.code != _LOOKED_AT)
    return (*why, *declared) or _said(theirs), ()


def _said(reasons: Iterable[GradeReason]) -> tuple[str, ...]:
    """The clauses of these reasons, one of each kind; an answer that goes without saying has
    none."""
    clauses: dict[tuple[str, str], str] = {}
    for reason in reasons:
        key, answer = f"grade_clauses.{_code(reason)}", _answer(reason, "because_")
        if knows(key) and (answer or not _is_answer(reason)):
            clauses.setdefault((reason.code, answer), say(key, **_facts(reason, answer)))
    return tuple(dict.fromkeys(clauses.values()))


def _listed(clauses: tuple[str, ...]) -> str:
    *others, last = clauses
    if not others:
        return last
    return say("grade_sentences.and", all_but_last=", ".join(others), last=last)


def _code(reason: GradeReason) -> str:
    """The reason's key: of a code whose words depend on what it is about, the closer one."""
    closer = f"{reason.code}_{reason.about}"
    return closer if knows(f"grade_reasons.{closer}") else reason.code


def _facts(reason: GradeReason, answer: str) -> dict[str, object]:
    """Everything a sentence about a reason may need."""
    photos = int(reason.measured or 0)
    about = reason.about or ""
    return {
        "answer": answer,
        "shot": say(f"shots.{about}.named") if knows(f"shots.{about}.named") else "",
        "reason": say(f"reasons.{about}") if knows(f"reasons.{about}") else about,
        "grade": say(f"grades.{about}") if knows(f"grades.{about}") else about,
        "photos": say(f"grade_sentences.photos_{'one' if photos == 1 else 'many'}", count=photos),
        "measured": _measured(reason),
        "bound": _number(reason.code, reason.bound),
        "other": (reason.other or "").lstrip("0"),
    }


def _is_answer(reason: GradeReason) -> bool:
    return reason.code in {"ANSWERED_YES", "ANSWERED_NO"}


def _answer(reason: GradeReason, within: str = "") -> str:
    """What a question's answer says; within a sentence, nothing where it goes without saying."""
    if not _is_answer(reason):
        return ""
    key = f"questions.{reason.about}.{within}{reason.code.removeprefix('ANSWERED_').lower()}"
    return say(key) if knows(key) or not within else ""


def _measured(reason: GradeReason) -> str:
    """To a few digits, and never rounded onto the bound it missed."""
    measured, bound = reason.measured, reason.bound
    if measured is None or bound is None:
        return _number(reason.code, measured)
    towards = floor if measured < bound else ceil
    scale = 1000 if reason.code in _IN_PERCENT else 100
    return _number(reason.code, towards(round(measured * scale, 6)) / scale)


def _number(code: str, value: float | None) -> str:
    if value is None:
        return ""
    return f"{value * 100:.4g}%" if code in _IN_PERCENT else f"{value:.10g}"
