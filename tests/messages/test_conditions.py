"""A grade explains itself in sentences anyone can read."""

import pytest

from onward.domain.condition import Report, grade
from onward.domain.grades import Grade, GradeReason
from onward.messages import MissingWords, barrier, grade_label, grade_reason
from tests.domain.examples import CLOTHING, GOOD_ANSWERS, POLICY, photo


@pytest.mark.parametrize("kind", Grade)
def test_every_grade_has_a_label_and_none_of_them_says_more_than_it_is(kind: Grade) -> None:
    assert grade_label(kind)
    assert (grade_label(kind) == "Like new") is (kind is Grade.LIKE_NEW)


def test_a_reason_says_the_answer_it_rests_on() -> None:
    assert grade_reason(GradeReason("ANSWERED_YES", "tags_attached")) == "The tag is still on."
    assert grade_reason(GradeReason("ANSWERED_NO", "tags_attached")) == "The tag is off."


def test_a_reason_names_the_photo_it_rests_on() -> None:
    said = grade_reason(GradeReason("PHOTO_TOO_SMALL", "back"))
    assert said == "The photo of the back is too small to be sure."


def test_a_reason_nobody_wrote_a_sentence_for_is_our_own_bug() -> None:
    with pytest.raises(MissingWords):
        grade_reason(GradeReason("ANSWERED_YES", "haunted"))


@pytest.mark.parametrize("flawed", [True, False])
def test_every_reason_of_a_real_judgement_can_be_read(flawed: bool) -> None:
    photos = (photo("front"), photo("back", width=9, height=9), photo("flaw"))
    answers = GOOD_ANSWERS | {"flaw": flawed}
    for reason in grade(Report(CLOTHING, "COLOR", answers, photos), POLICY).reasons:
        assert grade_reason(reason).endswith(".")


def test_a_flag_of_the_merchants_own_has_a_sentence_all_the_same() -> None:
    assert barrier("FLAG_LITHIUM") == "It holds a lithium battery, so it goes to the warehouse."
    assert barrier("FLAG_HAND_BLOWN") == "This item always goes to the warehouse."


def test_a_rule_nobody_wrote_a_sentence_for_is_our_own_bug() -> None:
    with pytest.raises(MissingWords):
        barrier("NO_SUCH_RULE")
