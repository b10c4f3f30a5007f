"""What each category asks, and that nothing in it asks in vain: a shot nobody can take, an answer
that leads nowhere and a rule that never fires are found before the first customer."""

from importlib.resources import files

import pytest

from onward.adapters.policies.categories import QUESTIONS, SHOTS
from onward.adapters.policies.reading import policy_of, read_policy
from onward.adapters.policies.sections import UnreadablePolicy
from onward.domain.condition import shots_needed, shots_offered
from onward.domain.grades import Grade, Verdict

SHIPPED = files("onward").joinpath("policy.toml").read_text(encoding="utf-8")
SEALED = next(line for line in SHIPPED.splitlines() if line.startswith("sealed ="))
FLAW = next(line for line in SHIPPED.splitlines() if line.startswith("flaw ="))
BAG = next(line for line in SHIPPED.splitlines() if line.startswith("bag_or_box ="))
WORN = next(line for line in SHIPPED.splitlines() if line.startswith("worn ="))


def changed(old: str, new: str, *, among: str = SHIPPED) -> str:
    assert among.count(old) == 1, f"{old!r} stands {among.count(old)} times"
    return among.replace(old, new)


def unreadable(text: str) -> UnreadablePolicy:
    with pytest.raises(UnreadablePolicy) as refused:
        policy_of(text)
    return refused.value


def added(category: str) -> str:
    """The shipped policy with one category more."""
    return f"{SHIPPED}\n{category}\n"


# --- what ships ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("category", "shots", "questions"),
    [
        ("default", "front back", "more_than_tried complete flaw bag_or_box"),
        ("clothing", "front back tag", "tags_attached worn washed smell flaw bag_or_box"),
        (
            "shoes",
            "front back sole packaging",
            "worn_outside smell complete original_packaging flaw bag_or_box",
        ),
        ("bags", "front back tag", "tags_attached worn smell complete flaw bag_or_box"),
        ("accessories", "front back tag", "tags_attached worn complete flaw bag_or_box"),
        (
            "electronics",
            "front back serial accessories packaging",
            "sealed more_than_tried works reset complete original_packaging flaw bag_or_box",
        ),
        (
            "home",
            "front back packaging",
            "sealed more_than_tried smell complete original_packaging flaw bag_or_box",
        ),
        (
            "toys",
            "front back accessories packaging",
            "sealed more_than_tried smell complete original_packaging flaw bag_or_box",
        ),
    ],
)
def test_each_category_asks_for_what_shows_its_state(
    category: str, shots: str, questions: str
) -> None:
    asked = read_policy().category(category)
    assert asked.shots == tuple(shots.split())
    assert tuple(question.key for question in asked.questions) == tuple(questions.split())
    assert asked.peer


def test_every_shot_and_every_question_there_is_is_asked_for_somewhere() -> None:
    categories = read_policy().categories.values()
    asked = {question.key for category in categories for question in category.questions}
    shown = {shot for category in categories for shot in shots_offered(category)}
    assert asked == set(QUESTIONS)
    assert set(SHOTS) - shown == {"label"}


def test_a_flaw_is_only_photographed_where_there_is_one() -> None:
    for category in read_policy().categories.values():
        assert "flaw" not in shots_needed(category, {})
        assert "flaw" in shots_needed(category, {"flaw": True})
        assert category.shots


def test_everybody_is_asked_for_a_bag_and_nobody_is_kept_off_for_want_of_one() -> None:
    for category in read_policy().categories.values():
        [asked] = [question for question in category.questions if question.needs_bagging]
        assert (asked.key, asked.otherwise, asked.grade) == ("bag_or_box", Verdict.ACCEPTED, None)


def test_what_was_worn_or_lacks_a_part_goes_to_the_warehouse_in_every_category() -> None:
    never = {"worn", "worn_outside", "more_than_tried", "washed", "smell", "complete", "works"}
    for category in read_policy().categories.values():
        for question in category.questions:
            if question.key in never:
                assert question.otherwise is Verdict.NOT_FOR_PEER
                assert question.grade in {Grade.GOOD, Grade.ACCEPTABLE, Grade.DAMAGED}


def test_a_category_has_exclusions_of_its_own() -> None:
    policy = read_policy()
    [bags, clothing] = [
        next(q for q in policy.category(name).questions if q.key == "tags_attached")
        for name in ("bags", "clothing")
    ]
    assert (bags.otherwise, clothing.otherwise) == (Verdict.NOT_FOR_PEER, Verdict.ACCEPTED)
    of_its_own = policy.excluded_reasons("electronics") - policy.peer_excluded_reasons
    assert of_its_own == {"OTHER", "NOT_ASKED"}
    assert policy.excluded_reasons("clothing") == policy.peer_excluded_reasons


# --- one like another ----------------------------------------------------------------------------


def test_a_category_is_like_another_but_for_what_it_says() -> None:
    policy = policy_of(added('[categories.cameras]\nlike = "electronics"\ndiscount = "30%"'))
    cameras, electronics = policy.category("cameras"), policy.category("electronics")
    assert cameras.questions == electronics.questions
    assert cameras.shots == electronics.shots
    assert cameras.excluded_reasons == electronics.excluded_reasons
    assert (cameras.discount_bp, electronics.discount_bp) == (3_000, 1_500)


def test_a_category_may_be_like_one_further_down_and_lift_its_exclusion() -> None:
    text = added(
        '[categories.gowns]\nlike = "dresses"\n[categories.dresses]\nlike = "electronics"\n'
        "excluded_reasons = []"
    )
    policy = policy_of(text)
    assert policy.category("gowns").questions == policy.category("electronics").questions
    assert policy.category("gowns").excluded_reasons == frozenset()


# --- what does not start -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "key", "why"),
    [
        ('shots = ["front", "back", "sole", "packaging"]', 'shots = ["soul"]',
         "categories.shoes.shots", "'soul' is none of front"),
        ('shots = ["front", "back", "sole", "packaging"]', 'pics = ["sole"]',
         "categories.shoes.pics", "not a setting"),
        ('shots = ["front", "back", "sole", "packaging"]', "shots = []",
         "categories.shoes.shots", "nothing would be shown"),
        ('shots = ["front", "back", "sole", "packaging"]', 'shots = ["front", "tag"]',
         "categories.shoes.shots", "no question asks (tags_attached)"),
        ('"worn_outside", "smell"', '"worn_outside", "colour"',
         "categories.shoes.questions", "'colour' is none of"),
        ('"worn_outside", "smell"', '"smell", "smell"',
         "categories.shoes.questions", "twice"),
        ('"worn_outside", "smell"', '"smell"',
         "questions.worn_outside", "no category asks"),
        ('like = "home"', 'like = "house"', "categories.toys.like", "none of the categories"),
        ('like = "home"', 'like = "toys"', "categories.toys.like", "circle"),
        ('excluded_answers = ["tags_attached"]', 'excluded_answers = ["sealed"]',
         "categories.bags.excluded_answers", "'sealed' is none of"),
        ('excluded_answers = ["tags_attached"]', 'excluded_answers = ["worn"]',
         "categories.bags.excluded_answers", "excluded without it"),
        ('barcode_shots = ["tag", "packaging"]', 'barcode_shots = ["tag", "label"]',
         "condition.barcode_shots", "no category takes"),
        ('["NEW_SEALED", "LIKE_NEW"]', '["NEW_SEALED", "GOOD"]',
         "peer.grades", "GOOD is a grade that no answer leads to"),
        (FLAW, FLAW.replace(', shown_in = "flaw"', ""),
         "questions.flaw.shown_in", "no photo shows"),
        (FLAW, FLAW.replace('shown_in = "flaw"', 'shown_in = "mark"'),
         "questions.flaw.shown_in", "'mark' is none of"),
        (FLAW, FLAW.replace('grade = "VERY_GOOD"', 'grade = "LIKE_NEW"'),
         "questions.flaw.grade", "LIKE_NEW"),
        (FLAW, FLAW.replace('grade = "VERY_GOOD", ', ""),
         "questions.flaw.grade", "is missing"),
        (FLAW, FLAW.replace("PERSON_MUST_LOOK", "SOMEBODY"),
         "questions.flaw.otherwise", "'SOMEBODY' is none of ACCEPTED"),
        (FLAW, FLAW.replace("shown_in", "show_in"),
         "questions.flaw.show_in", "not a setting"),
        (FLAW, f"{FLAW}\nhaunted = {{ good = false }}",
         "questions.haunted", "none of the questions"),
        (SEALED, SEALED.replace(', shown_in = "packaging"', ""),
         "questions.sealed.shown_in", "no photo shows"),
        (SEALED, SEALED.replace("good = false", "good = true"),
         "questions.sealed.good", "must be false"),
        (SEALED, SEALED.replace("ACCEPTED", "NOT_FOR_PEER"),
         "questions.sealed.otherwise", "must be ACCEPTED"),
        (BAG, BAG.replace("needs_bagging = true", "needs_bagging = false"),
         "questions.bag_or_box.grade", "is missing"),
        (WORN, WORN.replace('grade = "GOOD"', 'grade = "SO_SO"'),
         "questions.worn.grade", "'SO_SO' is none of"),
        (WORN, "", "categories.clothing.questions", "'worn' is none of"),
    ],
)  # fmt: skip
def test_what_could_never_be_does_not_start_and_says_why_with_its_line(
    old: str, new: str, key: str, why: str
) -> None:
    text = changed(old, new)
    refused = unreadable(text)
    assert (refused.key, why in str(refused)) == (key, True), str(refused)
    assert refused.line
    line = text.splitlines()[refused.line - 1]
    assert any(part in line for part in key.split(".")[1:])
    assert f"line {refused.line}, {key}: " in str(refused)


@pytest.mark.parametrize("reason", ["DEFECTIVE", "NOBODY_KNOWS"])
def test_a_category_excludes_no_reason_twice_and_none_there_is_not(reason: str) -> None:
    text = added(f'[categories.lamps]\nexcluded_reasons = ["{reason}"]')
    refused = unreadable(text)
    assert refused.key == "categories.lamps.excluded_reasons"
    assert refused.line == len(text.splitlines())


def test_a_circle_of_likes_is_no_policy() -> None:
    text = added('[categories.a]\nlike = "b"\n[categories.b]\nlike = "a"')
    refused = unreadable(text)
    assert refused.key == "categories.a.like"
    assert refused.line == len(text.splitlines()) - 2


def test_the_default_must_say_everything() -> None:
    text = changed('discount = "15%"\npeer = true', 'discount = "15%"')
    refused = unreadable(text)
    assert refused.key == "categories.default.peer"
    assert refused.line
    assert text.splitlines()[refused.line - 1] == "[categories.default]"


def test_a_grade_that_only_what_never_goes_could_have_is_not_admitted() -> None:
    text = SHIPPED
    for name in ("electronics", "home"):
        text = changed(f"[categories.{name}]", f"[categories.{name}]\npeer = false", among=text)
    refused = unreadable(text)
    assert (refused.key, "NEW_SEALED" in str(refused)) == ("peer.grades", True)


def test_a_photo_of_the_packaging_makes_a_grade_only_where_it_is_asked_for() -> None:
    text = changed(SEALED, "").replace('"sealed", "more_than_tried"', '"more_than_tried"')
    refused = unreadable(text)
    assert (refused.key, "NEW_SEALED" in str(refused)) == ("peer.grades", True)
