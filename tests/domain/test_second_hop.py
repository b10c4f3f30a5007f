"""A piece that was passed on before: very good at best, and onward only if it is still as good as
one that was not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.condition import grade
from onward.domain.grades import Grade, GradeReason, Verdict, best_after
from onward.domain.refusals import Refusal
from onward.domain.routing import facts_of, peer_barrier
from tests.domain.examples import TO_APPROVED, story
from tests.domain.reporting import ADMITS_LIKE_NEW, GOOD, answered, sighted, with_wrongs
from tests.domain.test_condition import NAMES

SHIPPED = ADMITS_LIKE_NEW
AGAIN = replace(GOOD, hops=1)


def test_what_is_as_unworn_as_before_goes_on_as_very_good() -> None:
    judged = grade(AGAIN, SHIPPED)
    assert (judged.verdict, judged.grade) == (Verdict.ACCEPTED, Grade.VERY_GOOD)
    assert judged.reasons[0] == GradeReason("OPENED_BEFORE", measured=2)


def test_what_was_sealed_the_first_time_is_very_good_the_second() -> None:
    assert grade(answered(AGAIN, sealed=True), SHIPPED).grade is Grade.VERY_GOOD


def test_very_good_by_its_answers_is_not_good_enough_to_go_on_again() -> None:
    """Without its tag it would not have gone on the first time; a second hop asks no less."""
    without_tag = answered(AGAIN, tags_attached=False)
    judged = grade(without_tag, SHIPPED)
    assert (judged.verdict, judged.grade) == (Verdict.NOT_FOR_PEER, Grade.VERY_GOOD)
    first = grade(replace(without_tag, hops=0), SHIPPED)
    assert first.verdict is Verdict.NOT_FOR_PEER


def test_a_person_who_must_look_is_proposed_the_lower_grade() -> None:
    judged = grade(sighted(AGAIN, "front", "other case"), SHIPPED)
    assert (judged.verdict, judged.proposed) == (Verdict.PERSON_MUST_LOOK, Grade.VERY_GOOD)


@given(wrong=st.sets(st.sampled_from(NAMES)), hops=st.integers(1, 5))
def test_no_answer_makes_it_better_than_very_good(wrong: set[str], hops: int) -> None:
    report, policy = with_wrongs(wrong)
    try:
        judged = grade(replace(report, hops=hops), policy)
    except Refusal:
        return
    ladder = list(Grade)
    for called in (judged.grade, judged.proposed):
        assert called is None or ladder.index(called) >= ladder.index(best_after(hops))


@pytest.mark.parametrize(
    ("hops", "called", "barrier"),
    [
        (0, Grade.LIKE_NEW, None),
        (0, Grade.VERY_GOOD, "GRADE_NOT_ADMITTED"),
        (1, Grade.VERY_GOOD, None),
        (1, Grade.LIKE_NEW, "GRADE_NOT_ADMITTED"),
        (1, Grade.GOOD, "GRADE_NOT_ADMITTED"),
        (2, Grade.VERY_GOOD, "TOO_MANY_HOPS"),
    ],
)
def test_each_hop_has_its_own_grades(hops: int, called: Grade, barrier: str | None) -> None:
    told = story(TO_APPROVED)
    told = replace(told, unit=replace(told.unit, hops=hops))
    assert peer_barrier(facts_of(told), called, SHIPPED) == barrier


def test_every_grade_that_a_piece_on_offer_may_have_can_be_wished_for() -> None:
    assert SHIPPED.grades_on_offer == {Grade.NEW_SEALED, Grade.LIKE_NEW, Grade.VERY_GOOD}
    assert replace(SHIPPED, max_hops=1).grades_on_offer == SHIPPED.peer_grades
