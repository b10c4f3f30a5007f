"""The categories of a policy and the questions they ask: read, and held against one another, so
that a shot nobody could take or an answer that leads nowhere is found before the first customer."""

from dataclasses import dataclass, replace

from onward.adapters.policies.sections import Section
from onward.domain.grades import Grade, Verdict
from onward.domain.policy import CategoryPolicy, Question
from onward.domain.returns import Reason

# What the app can ask for: each has its words in the message files.
SHOTS = (
    "front", "back", "tag", "label", "flaw", "packaging", "sole", "serial", "accessories",
)  # fmt: skip
QUESTIONS = (
    "sealed", "tags_attached", "worn", "worn_outside", "more_than_tried", "washed", "smell",
    "complete", "works", "reset", "original_packaging", "flaw", "bag_or_box",
)  # fmt: skip
_STANDARD = "default"

Questions = dict[str, Question]
Categories = dict[str, CategoryPolicy]


@dataclass(frozen=True, slots=True)
class _Shop:
    """What a category is read against."""

    questions: Questions
    excluded_reasons: frozenset[str]


def read_categories(whole: Section, excluded_reasons: frozenset[str]) -> Categories:
    """Every category by its name. What one does not say is as in the one it is `like`; the reasons
    that the whole shop excludes need not be excluded again."""
    asking, section = whole.section("questions"), whole.section("categories")
    names = section.names()
    questions = _questions(asking)
    shop = _Shop(questions, excluded_reasons)
    read: Categories = {_STANDARD: _category(_STANDARD, section.section(_STANDARD), shop, None)}
    waiting = {name: section.section(name) for name in names if name != _STANDARD}
    likes = {name: _like(one, names) for name, one in waiting.items()}
    while waiting:
        ready = [name for name in waiting if likes[name] in read]
        for name in ready:
            read[name] = _category(name, waiting.pop(name), shop, read[likes[name]])
        if not ready:
            raise section.wrong(f"{next(iter(waiting))}.like", "goes round in a circle")
    _all_are_asked(asking, questions, read)
    return {name: read[name] for name in names}


def _questions(section: Section) -> Questions:
    questions = {}
    for key in section.names():
        if key not in QUESTIONS:
            raise section.wrong(key, f"is none of the questions: {', '.join(QUESTIONS)}")
        questions[key] = _question(key, section.section(key))
    return questions


def _question(key: str, section: Section) -> Question:
    question = Question(
        key=key,
        good=section.flag("good"),
        otherwise=section.chosen("otherwise", Verdict),
        grade=section.chosen("grade", Grade) if section.has("grade") else None,
        shown_in=section.one_of("shown_in", SHOTS) if section.has("shown_in") else None,
        needs_bagging=section.has("needs_bagging") and section.flag("needs_bagging"),
    )
    section.finish()
    _leads_somewhere(section, question)
    _can_be_seen(section, question)
    return question


def _leads_somewhere(section: Section, question: Question) -> None:
    """The other answer has to make a difference, or the question is asked for nothing."""
    if question.grade is Grade.LIKE_NEW:
        raise section.wrong("grade", "must differ from LIKE_NEW, which any good answer gives")
    if question.grade is None and not question.needs_bagging:
        raise section.wrong("grade", "is missing: what is it at best after the other answer?")
    if question.grade is Grade.NEW_SEALED and question.otherwise is not Verdict.ACCEPTED:
        raise section.wrong("otherwise", "must be ACCEPTED, for nothing is better than NEW_SEALED")


def _can_be_seen(section: Section, question: Question) -> None:
    """A yes that somebody must look at, or that makes it worth more, needs its photo."""
    sealed = question.grade is Grade.NEW_SEALED
    if sealed and question.good:
        raise section.wrong("good", "must be false: only a yes that is shown makes it NEW_SEALED")
    for_eyes = sealed or question.otherwise is Verdict.PERSON_MUST_LOOK
    if for_eyes and not question.good and question.shown_in is None:
        raise section.wrong("shown_in", "is missing: no photo shows what was declared")


def _category(
    name: str, section: Section, shop: _Shop, like: CategoryPolicy | None
) -> CategoryPolicy:
    """One category; the first of all is like no other and must say everything."""

    def inherits(key: str) -> bool:
        return like is not None and not section.has(key)

    asked = (
        like.questions
        if like and inherits("questions")
        else tuple(shop.questions[key] for key in section.some_of("questions", shop.questions))
    )
    category = CategoryPolicy(
        category=name,
        shots=like.shots if like and inherits("shots") else section.some_of("shots", SHOTS),
        questions=_with_exclusions(section, asked),
        discount_bp=like.discount_bp
        if like and inherits("discount")
        else section.basis_points("discount"),
        discounts_bp=like.discounts_bp if like and inherits("discounts") else _by_grade(section),
        peer=like.peer if like and inherits("peer") else section.flag("peer"),
        excluded_reasons=like.excluded_reasons
        if like and inherits("excluded_reasons")
        else _excluded_reasons(section, shop),
    )
    section.finish()
    _can_be_photographed(section, category, shop.questions)
    return category


def _with_exclusions(section: Section, asked: tuple[Question, ...]) -> tuple[Question, ...]:
    """The questions as this category asks them: `excluded_answers` names those whose other answer
    ends the peer path here, though not everywhere."""
    if not section.has("excluded_answers"):
        return asked
    excluded = section.some_of("excluded_answers", [question.key for question in asked])
    for question in asked:
        if question.key in excluded and question.otherwise is Verdict.NOT_FOR_PEER:
            raise section.wrong("excluded_answers", f"{question.key!r} is excluded without it")
    return tuple(
        replace(one, otherwise=Verdict.NOT_FOR_PEER) if one.key in excluded else one
        for one in asked
    )


def _by_grade(section: Section) -> dict[Grade, int]:
    """What some grades cost less than the category's others."""
    if not section.has("discounts"):
        return {}
    named = section.section("discounts")
    for key in named.names():
        if key not in tuple(Grade):
            raise named.wrong(key, f"is none of {', '.join(Grade)}")
    return {Grade(key): named.basis_points(key) for key in named.names()}


def _excluded_reasons(section: Section, shop: _Shop) -> frozenset[str]:
    if not section.has("excluded_reasons"):
        return frozenset()
    excluded = frozenset(section.some_of("excluded_reasons", Reason))
    if twice := sorted(excluded & shop.excluded_reasons):
        raise section.wrong("excluded_reasons", f"{twice[0]!r} is excluded in the whole shop")
    return excluded


def _can_be_photographed(section: Section, category: CategoryPolicy, questions: Questions) -> None:
    """Something has to be shown, and nothing that may not be there without asking whether it is."""
    if not category.shots:
        raise section.wrong("shots", "is empty: nothing would be shown")
    for shot in category.shots:
        telling = [one.key for one in questions.values() if one.shown_in == shot]
        if telling and not any(one.key in telling for one in category.questions):
            why = f"{shot!r} may not be there, and no question asks ({', '.join(telling)})"
            raise section.wrong("shots", why)


def _like(section: Section, names: tuple[str, ...]) -> str:
    if not section.has("like"):
        return _STANDARD
    like = section.text("like")
    if like not in names:
        raise section.wrong("like", f"{like!r} is none of the categories: {', '.join(names)}")
    return like


def _all_are_asked(section: Section, questions: Questions, categories: Categories) -> None:
    asked = {one.key for category in categories.values() for one in category.questions}
    for key in questions:
        if key not in asked:
            raise section.wrong(key, "is a question that no category asks")
