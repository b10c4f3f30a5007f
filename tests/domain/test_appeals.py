"""Another look may be asked for once, where a judgement disappointed, before the parcel leaves."""

from dataclasses import replace

import pytest

from onward.domain import events as e
from onward.domain.appeals import may_appeal
from onward.domain.events import CARRIER, SYSTEM, Because, Channel
from onward.domain.grades import Grade, GradeReason
from onward.domain.ids import PhotoId
from onward.domain.life import Stage
from tests.domain.examples import (
    AS_AGENT,
    AS_RETURNER,
    DAY,
    POLICY,
    T0,
    TO_APPROVED,
    TO_WAREHOUSE,
    Said,
    story,
)

WORN = (GradeReason("ANSWERED_YES", "worn"),)
BEFORE = TO_APPROVED[:3]
LABELED = (SYSTEM, e.LabelIssued(TO_WAREHOUSE, Channel.WAREHOUSE))
APPEALED = (AS_RETURNER, e.Appealed(PhotoId("photo-front"), T0 + DAY))


def approved(grade: Grade) -> tuple[Said, ...]:
    return (*BEFORE, (SYSTEM, e.Approved(grade, (), "some_rule")))


def diverted(because: Because) -> tuple[Said, ...]:
    event = e.Diverted(Channel.WAREHOUSE, because, WORN, None, Grade.GOOD, "some_rule")
    return (*BEFORE, (SYSTEM, event), LABELED)


@pytest.mark.parametrize(
    ("said", "may"),
    [
        (BEFORE[:2], False),
        (approved(Grade.LIKE_NEW), False),
        (approved(Grade.NEW_SEALED), False),
        (approved(Grade.VERY_GOOD), True),
        (diverted(Because.NOT_ACCEPTED), True),
        (diverted(Because.NOBODY_LOOKED), True),
        (diverted(Because.POLICY), False),
        (diverted(Because.RETURNER_CHOSE), False),
        (diverted(Because.INSPECTION), False),
    ],
)
def test_only_a_judgement_that_disappoints_may_be_appealed(
    said: tuple[Said, ...], may: bool
) -> None:
    assert may_appeal(story(said), POLICY) is may


def test_a_second_look_is_the_last_one() -> None:
    said = (*approved(Grade.VERY_GOOD), APPEALED)
    again = (*said, (AS_AGENT, e.Approved(Grade.VERY_GOOD, (), "a_person_looked")))
    assert not may_appeal(story(said), POLICY)
    assert not may_appeal(story(again), POLICY)
    twice = replace(POLICY, condition=replace(POLICY.condition, appeals=2))
    assert may_appeal(story(again), twice)


def test_what_is_on_its_way_is_past_a_second_look() -> None:
    scanned = (CARRIER, e.FirstScanned(TO_WAREHOUSE, T0, False))
    assert not may_appeal(story((*diverted(Because.NOT_ACCEPTED), scanned)), POLICY)


def test_an_appeal_opens_the_grade_and_remembers_what_it_was() -> None:
    whole = story((*approved(Grade.VERY_GOOD), APPEALED))
    case = whole.case
    assert case.stage is Stage.IN_REVIEW
    assert (case.grade, case.proposed_grade) == (None, Grade.VERY_GOOD)
    assert (case.appealed_at, case.review_due_at) == (whole.history[-1].at, T0 + DAY)


def test_a_person_who_agrees_or_not_gives_the_grade_that_counts() -> None:
    said = (*diverted(Because.NOT_ACCEPTED), APPEALED)
    better = story((*said, (AS_AGENT, e.Approved(Grade.LIKE_NEW, WORN, "a_person_looked")))).case
    assert (better.stage, better.grade) == (Stage.APPROVED, Grade.LIKE_NEW)
    assert (better.graded_by, better.proposed_grade, better.review_due_at) == (
        "a_person_looked",
        None,
        None,
    )
    no = e.Diverted(
        Channel.WAREHOUSE, Because.NOT_ACCEPTED, WORN, None, Grade.GOOD, "a_person_looked"
    )
    same = story((*said, (AS_AGENT, no))).case
    assert (same.stage, same.grade) == (Stage.AWAITING_DROPOFF, Grade.GOOD)


def test_the_old_code_still_counts_while_a_person_looks() -> None:
    scanned = (CARRIER, e.FirstScanned(TO_WAREHOUSE, T0, False))
    said = (*diverted(Because.NOT_ACCEPTED), APPEALED, scanned)
    assert story(said).case.stage is Stage.IN_TRANSIT
