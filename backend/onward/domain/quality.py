"""Arrivals judge departures: whether a grade held once a person at the other end has looked, which
units the warehouse inspects to keep that honest, and when a category's peer path must pause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from onward.domain.claims import Claim, ClaimResolution, Fault, ReceiptOutcome
from onward.domain.grades import Grade
from onward.domain.ids import CaseId
from onward.domain.policy import Quality
from onward.domain.story import Story

# What a buyer can find wrong that a better look before it left would have shown.
ABOUT_CONDITION = frozenset(
    {
        ReceiptOutcome.DAMAGED,
        ReceiptOutcome.EMPTY_PACKAGE_OR_DIFFERENT,
        ReceiptOutcome.MISSING_ITEMS,
        ReceiptOutcome.NOT_AS_DESCRIBED,
        ReceiptOutcome.COUNTERFEIT,
    }
)


# Whose doing says nothing of how well a piece was graded before it left.
NOT_THE_GRADE = frozenset({Fault.CARRIER, Fault.BUYER})


class ToldBy(StrEnum):
    """Who judged at the other end: the buyer in words, by silence or by a claim, or we did."""

    CONFIRMATION = "CONFIRMATION"
    SILENCE = "SILENCE"
    CLAIM = "CLAIM"
    INSPECTION = "INSPECTION"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case's grade held; the latest word counts. `rule` is the one that gave the grade."""

    id: CaseId
    category: str
    rule: str
    grade: Grade
    held: bool
    told_by: ToldBy
    at: datetime


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Of `arrivals` judged at the other end, how many `held`; `upheld` counts granted claims."""

    name: str
    arrivals: int
    held: int
    upheld: int
    paused_since: datetime | None = None


def outcome(story: Story, told_by: ToldBy, at: datetime, *, held: bool) -> Outcome | None:
    """This case's outcome; None where nobody had graded it."""
    case = story.case
    if case.grade is None:
        return None
    rule = case.graded_by or "unknown"
    return Outcome(case.id, story.variant.category, rule, case.grade, held, told_by, at)


def claim_outcome(
    story: Story, claim: Claim, resolution: ClaimResolution, at: datetime
) -> Outcome | None:
    """What a settled claim says of the grade; None where it was about something else."""
    if claim.outcome not in ABOUT_CONDITION:
        return None
    held = resolution is ClaimResolution.REJECT
    if not held and claim.fault in NOT_THE_GRADE:
        return None
    return outcome(story, ToldBy.CLAIM, at, held=held)


def inspection_outcome(story: Story, found: Grade, at: datetime) -> Outcome | None:
    """What the warehouse's own look says: a grade holds when the item is that good or better."""
    graded = story.case.grade
    ladder = list(Grade)
    held = graded is not None and ladder.index(found) <= ladder.index(graded)
    return outcome(story, ToldBy.INSPECTION, at, held=held)


def is_drawn(lot: str, quality: Quality) -> bool:
    """Whether this unit is inspected; `lot` is a keyed hash in hex, so that nobody can foresee."""
    return int(lot[:12], 16) % 10_000 < quality.inspect_bp


def must_pause(latest: Sequence[Outcome], quality: Quality) -> bool:
    """Whether the upheld claims among a category's latest arrivals (at most `pause_over`) pass the
    share of a full count: few arrivals alone are no reason."""
    upheld = sum(1 for one in latest if one.told_by is ToldBy.CLAIM and not one.held)
    return upheld * 10_000 > quality.pause_above_bp * quality.pause_over
