"""Three answers from answers and photos. Each rule can decide, and the order asks little."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.condition import (
    LEAST_SIDE,
    RULES,
    Judgement,
    Report,
    grade,
    shots_needed,
    shots_offered,
)
from onward.domain.grades import Grade, GradeReason, Verdict
from onward.domain.photos import Photo
from onward.domain.policy import Question
from onward.domain.refusals import BadInput, PhotosMissing
from tests.domain.examples import CLOTHING, GOOD_ANSWERS, POLICY, photo

PHOTOS = (photo("front"), photo("back"))
GOOD = Report(CLOTHING, "SIZE_TOO_SMALL", GOOD_ANSWERS, PHOTOS)
ADMITS_ALL = replace(POLICY, peer_grades=frozenset(Grade))


def answered(**answers: bool) -> Report:
    return replace(GOOD, answers=GOOD_ANSWERS | answers)


def test_a_unit_as_it_left_the_shop_is_like_new_and_accepted_for_its_good_answers() -> None:
    assert grade(GOOD, POLICY) == Judgement(
        Verdict.ACCEPTED,
        Grade.LIKE_NEW,
        (
            GradeReason("ANSWERED_YES", "tags_attached"),
            GradeReason("ANSWERED_NO", "worn"),
            GradeReason("ANSWERED_NO", "flaw"),
        ),
    )


def test_an_answer_that_breaks_the_peer_path_decides() -> None:
    assert grade(answered(worn=True), POLICY) == Judgement(
        Verdict.NOT_FOR_PEER, Grade.GOOD, (GradeReason("ANSWERED_YES", "worn"),)
    )


def test_a_broken_item_is_graded_as_damaged() -> None:
    broken = replace(answered(worn=True), reason="DEFECTIVE")
    assert grade(broken, POLICY).grade is Grade.DAMAGED


def test_a_missing_tag_makes_it_very_good_which_policy_may_admit() -> None:
    assert grade(answered(tags_attached=False), ADMITS_ALL) == Judgement(
        Verdict.ACCEPTED, Grade.VERY_GOOD, (GradeReason("ANSWERED_NO", "tags_attached"),)
    )


def test_a_missing_tag_makes_it_very_good_which_policy_may_not_admit() -> None:
    assert grade(answered(tags_attached=False), POLICY) == Judgement(
        Verdict.NOT_FOR_PEER,
        Grade.VERY_GOOD,
        (
            GradeReason("ANSWERED_NO", "tags_attached"),
            GradeReason("GRADE_NOT_ADMITTED", "VERY_GOOD"),
        ),
    )


def test_a_declared_flaw_is_for_a_person_to_see() -> None:
    flawed = replace(answered(flaw=True), photos=(*PHOTOS, photo("flaw")))
    assert grade(flawed, POLICY) == Judgement(
        Verdict.PERSON_MUST_LOOK, None, (GradeReason("ANSWERED_YES", "flaw"),)
    )


@pytest.mark.parametrize("size", [(LEAST_SIDE - 1, 4000), (4000, LEAST_SIDE - 1)])
def test_a_photo_too_small_to_show_anything_is_for_a_person_to_see(size: tuple[int, int]) -> None:
    small = replace(GOOD, photos=(PHOTOS[0], photo("back", width=size[0], height=size[1])))
    assert grade(small, POLICY) == Judgement(
        Verdict.PERSON_MUST_LOOK, None, (GradeReason("PHOTO_TOO_SMALL", "back"),)
    )


def test_a_photo_just_large_enough_will_do() -> None:
    enough = photo("back", width=LEAST_SIDE, height=LEAST_SIDE)
    assert grade(replace(GOOD, photos=(PHOTOS[0], enough)), POLICY).verdict is Verdict.ACCEPTED


def test_a_clear_photo_makes_up_for_a_small_one_of_the_same_shot() -> None:
    twice = replace(GOOD, photos=(*PHOTOS, photo("back", width=10, height=10)))
    assert grade(twice, POLICY).verdict is Verdict.ACCEPTED


def test_a_person_is_told_everything_there_is_to_look_at() -> None:
    small = photo("back", width=10, height=10)
    both = replace(answered(flaw=True), photos=(PHOTOS[0], small, photo("flaw")))
    assert grade(both, POLICY).reasons == (
        GradeReason("ANSWERED_YES", "flaw"),
        GradeReason("PHOTO_TOO_SMALL", "back"),
    )


@pytest.mark.parametrize("question", ["tags_attached", "worn", "flaw"])
def test_an_open_question_is_asked_again_by_name(question: str) -> None:
    answers = {key: value for key, value in GOOD_ANSWERS.items() if key != question}
    with pytest.raises(BadInput) as refused:
        grade(replace(GOOD, answers=answers), POLICY)
    assert (refused.value.said, refused.value.field) == ("ANSWERS_MISSING", question)


def test_an_answer_to_a_question_nobody_asked_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        grade(answered(haunted=True), POLICY)
    assert (refused.value.said, refused.value.field) == ("ANSWER_UNKNOWN", "haunted")


@pytest.mark.parametrize(
    ("photos", "answers", "missing"),
    [
        ((), {}, "front"),
        ((photo("back"),), {}, "front"),
        ((photo("front"),), {}, "back"),
        (PHOTOS, {"flaw": True}, "flaw"),
    ],
)
def test_a_missing_shot_is_asked_for_by_name(
    photos: tuple[Photo, ...], answers: dict[str, bool], missing: str
) -> None:
    with pytest.raises(PhotosMissing) as refused:
        grade(replace(GOOD, photos=photos, answers=GOOD_ANSWERS | answers), POLICY)
    assert refused.value.field == missing


def test_answers_that_decide_alone_ask_for_no_photo_and_no_further_answer() -> None:
    bare = replace(GOOD, photos=(), answers={"worn": True})
    assert grade(bare, POLICY).verdict is Verdict.NOT_FOR_PEER


def test_a_grade_policy_does_not_admit_asks_for_no_photo_and_takes_no_persons_time() -> None:
    bare = replace(answered(tags_attached=False, flaw=True), photos=())
    assert grade(bare, POLICY).verdict is Verdict.NOT_FOR_PEER


def test_questions_come_before_photos() -> None:
    with pytest.raises(BadInput) as refused:
        grade(replace(GOOD, photos=(), answers={}), POLICY)
    assert refused.value.said == "ANSWERS_MISSING"


def test_a_missing_photo_is_asked_for_before_a_person_is() -> None:
    small = photo("back", width=10, height=10)
    with pytest.raises(PhotosMissing):
        grade(replace(answered(flaw=True), photos=(PHOTOS[0], small)), POLICY)


def test_a_person_looks_before_a_missing_tag_is_forgiven() -> None:
    both = replace(answered(flaw=True, tags_attached=False), photos=(*PHOTOS, photo("flaw")))
    assert grade(both, ADMITS_ALL).verdict is Verdict.PERSON_MUST_LOOK


def test_what_is_no_small_thing_is_for_a_person_even_where_policy_calls_it_small() -> None:
    category = replace(CLOTHING, questions=(Question("smell", good=False, breaks_peer=False),))
    report = Report(category, "COLOR", {"smell": True}, PHOTOS)
    assert grade(report, POLICY).verdict is Verdict.PERSON_MUST_LOOK


def test_the_rules_stand_in_the_order_that_asks_little() -> None:
    assert [rule.name for rule in RULES] == [
        "answers rule it out",
        "answers are all there",
        "grade is admitted",
        "shots are all there",
        "a flaw was declared",
        "photos are small",
        "small things missing",
    ]


@given(
    st.fixed_dictionaries({key: st.booleans() for key in GOOD_ANSWERS}),
    st.sets(st.sampled_from(["front", "back", "flaw"])),
)
def test_whatever_is_declared_an_accepted_unit_has_an_admitted_grade(
    answers: dict[str, bool], shots: set[str]
) -> None:
    report = replace(GOOD, answers=answers, photos=tuple(photo(shot) for shot in shots))
    try:
        judged = grade(report, POLICY)
    except PhotosMissing:
        return
    assert (judged.grade in POLICY.peer_grades) is (judged.verdict is Verdict.ACCEPTED)
    assert (judged.grade is None) is (judged.verdict is Verdict.PERSON_MUST_LOOK)
    assert judged.reasons


def test_a_close_up_is_offered_to_all_and_needed_only_of_a_declared_flaw() -> None:
    assert shots_offered(CLOTHING) == ("front", "back", "flaw")
    assert shots_needed(CLOTHING, GOOD_ANSWERS) == ("front", "back")
    assert shots_needed(CLOTHING, {"flaw": True}) == ("front", "back", "flaw")
    unasked = replace(CLOTHING, questions=CLOTHING.questions[:1])
    assert shots_offered(unasked) == ("front", "back")
