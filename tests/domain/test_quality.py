"""Arrivals judge departures: what counts for a grade and what against it, and when it is enough."""

from dataclasses import replace

import pytest

from onward.domain.claims import Claim, ClaimResolution, ReceiptOutcome
from onward.domain.grades import Grade
from onward.domain.ids import CaseId
from onward.domain.life import ClaimStatus
from onward.domain.policy import Quality
from onward.domain.quality import (
    Outcome,
    ToldBy,
    claim_outcome,
    inspection_outcome,
    is_drawn,
    must_pause,
    outcome,
)
from tests.domain.examples import CASE, CLAIM, MATCH, T0, TO_APPROVED, TO_THE_DOOR, story

RULES = Quality(inspect_bp=200, pause_above_bp=300, pause_over=200)


def claim(about: ReceiptOutcome) -> Claim:
    return Claim(CLAIM, CASE, MATCH, ClaimStatus.OPEN, about, None, T0)


def arrivals(upheld: int, other: int, told_by: ToldBy = ToldBy.CLAIM) -> list[Outcome]:
    good = Outcome(CaseId("c"), "shoes", "r", Grade.LIKE_NEW, True, ToldBy.SILENCE, T0)
    return [replace(good, held=False, told_by=told_by)] * upheld + [good] * other


def test_what_nobody_graded_has_no_outcome() -> None:
    assert outcome(story(TO_APPROVED[:1]), ToldBy.SILENCE, T0, held=True) is None


def test_an_outcome_names_the_rule_and_the_grade_it_judges() -> None:
    told = outcome(story(TO_THE_DOOR), ToldBy.CONFIRMATION, T0, held=True)
    assert told is not None
    assert (told.category, told.grade, told.held) == ("clothing", Grade.LIKE_NEW, True)


@pytest.mark.parametrize("about", ReceiptOutcome)
@pytest.mark.parametrize("resolution", ClaimResolution)
def test_a_claim_about_condition_counts_when_it_is_granted(
    about: ReceiptOutcome, resolution: ClaimResolution
) -> None:
    told = claim_outcome(story(TO_THE_DOOR), claim(about), resolution, T0)
    if about in {ReceiptOutcome.ITEM_NOT_RECEIVED, ReceiptOutcome.RECALLED}:
        assert told is None
    else:
        assert told is not None
        assert told.held is (resolution is ClaimResolution.REJECT)


@pytest.mark.parametrize(
    ("found", "held"),
    [(Grade.NEW_SEALED, True), (Grade.LIKE_NEW, True), (Grade.VERY_GOOD, False)],
)
def test_the_warehouse_finds_it_as_good_or_not(found: Grade, held: bool) -> None:
    told = inspection_outcome(story(TO_THE_DOOR), found, T0)
    assert told is not None
    assert told.held is held


def test_about_two_in_a_hundred_are_drawn_and_none_where_policy_says_none() -> None:
    lots = [f"{n * 0x9E3779B97F4A7C15 % 2**64:016x}" for n in range(10_000)]
    drawn = sum(is_drawn(lot, RULES) for lot in lots)
    assert 150 <= drawn <= 250
    assert not any(is_drawn(lot, replace(RULES, inspect_bp=0)) for lot in lots)
    assert all(is_drawn(lot, replace(RULES, inspect_bp=10_000)) for lot in lots)


@pytest.mark.parametrize(("upheld", "pauses"), [(0, False), (6, False), (7, True)])
@pytest.mark.parametrize("other", [0, 193])
def test_a_category_pauses_above_its_share_of_a_full_count(
    upheld: int, other: int, pauses: bool
) -> None:
    assert must_pause(arrivals(upheld, other), RULES) is pauses


def test_what_the_warehouse_finds_pauses_nothing_by_itself() -> None:
    assert not must_pause(arrivals(50, 0, ToldBy.INSPECTION), RULES)
