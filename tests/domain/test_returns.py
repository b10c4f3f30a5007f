"""A case is what its events made of it: the same events give the same row, wrong ones change
nothing."""

from dataclasses import replace

import pytest

from onward.domain import events as e
from onward.domain.events import CARRIER, SYSTEM, Because, Channel
from onward.domain.grades import Grade, GradeReason
from onward.domain.ids import MatchId
from onward.domain.life import ShipmentStatus, Stage
from onward.domain.refusals import Impossible, WrongStage
from onward.domain.returns import UNDECIDED, Peer, Reason, Recovery, after
from tests.domain.examples import (
    AS_AGENT,
    AS_BUYER,
    AS_RETURNER,
    CASE,
    CLAIM,
    DAY,
    GOOD_ANSWERS,
    HOUR,
    LISTING,
    MATCH,
    OPENED,
    REFUND,
    T0,
    TO_APPROVED,
    TO_BUYER,
    TO_HAND_IN,
    TO_MATCHED,
    TO_SEEKING,
    TO_THE_DOOR,
    TO_THE_END,
    TO_THE_ROAD,
    TO_WAREHOUSE,
    lived,
    told,
    usd,
)


def test_a_case_opens_as_a_draft_that_leads_to_the_warehouse_until_somebody_wants_it() -> None:
    case = lived([(AS_RETURNER, OPENED)])
    assert (case.id, case.stage, case.version) == (CASE, Stage.DRAFTED, 1)
    assert (case.reason, case.refund_id) == (Reason.SIZE_TOO_SMALL, REFUND)
    assert case.heading == UNDECIDED
    assert case.opened_at == case.stage_since == case.headed_at == T0


def test_the_whole_road_leaves_what_it_learned_in_the_row() -> None:
    case = lived(TO_THE_END)
    assert (case.stage, case.version) == (Stage.CLOSED, len(TO_THE_END))
    assert (case.grade, case.answers) == (Grade.LIKE_NEW, GOOD_ANSWERS)
    assert (case.listing_id, case.match_id) == (LISTING, MATCH)
    assert (case.price, case.bonus) == (usd(64_00), usd(3_20))
    assert case.heading == Peer(MATCH)
    assert case.shipment_id == case.counted_shipment_id == TO_BUYER


def test_replaying_the_same_events_gives_the_same_row() -> None:
    assert lived(TO_THE_END) == lived(TO_THE_END)


def test_an_event_that_may_not_happen_changes_nothing() -> None:
    case = lived(TO_APPROVED)
    before = replace(case)
    [wrong] = told([(SYSTEM, e.Closed())], first=case.version + 1)
    with pytest.raises(WrongStage):
        after(case, wrong)
    assert case == before


def test_a_gap_in_the_numbers_is_our_own_bug() -> None:
    case = lived(TO_APPROVED)
    [late] = told([(SYSTEM, e.LabelIssued(TO_WAREHOUSE, None))], first=case.version + 2)
    with pytest.raises(Impossible):
        after(case, late)


def test_the_time_in_a_stage_counts_from_the_event_that_led_there() -> None:
    case = lived(TO_APPROVED)
    approved_at = told(TO_APPROVED)[3].at
    assert (case.stage, case.stage_since) == (Stage.APPROVED, approved_at)


def test_a_review_keeps_its_reasons_and_its_date_until_somebody_decides() -> None:
    reasons = (GradeReason("PHOTO_TOO_SMALL", "front"),)
    asked = (*TO_APPROVED[:3], (SYSTEM, e.ReviewAsked(reasons, T0 + DAY)))
    case = lived(asked)
    assert (case.stage, case.grade_reasons, case.review_due_at) == (
        Stage.IN_REVIEW, reasons, T0 + DAY,
    )  # fmt: skip
    [approved] = told([(AS_AGENT, e.Approved(Grade.LIKE_NEW, ()))], first=case.version + 1)
    assert after(case, approved).review_due_at is None


def test_a_repointed_code_heads_for_the_buyer_and_a_diverted_one_for_the_warehouse() -> None:
    assert lived(TO_HAND_IN).heading == Peer(MATCH)
    diverted = (*TO_HAND_IN, (SYSTEM, e.MatchReleased(MATCH, Because.NOT_SHIPPED)))
    diverted += ((SYSTEM, e.Diverted(Channel.WAREHOUSE, Because.NOT_SHIPPED)),)
    case = lived(diverted)
    assert case.stage is Stage.AWAITING_DROPOFF
    assert case.heading == Recovery(Channel.WAREHOUSE, Because.NOT_SHIPPED)
    assert (case.match_id, case.window_ends_at) == (None, None)
    assert case.headed_at == told(diverted)[-1].at


def test_why_it_was_diverted_stays_with_the_case() -> None:
    reasons = (GradeReason("ANSWERED_YES", "worn"),)
    event = e.Diverted(Channel.WAREHOUSE, Because.NOT_ACCEPTED, reasons, "GRADE_NOT_ADMITTED")
    case = lived((*TO_APPROVED[:3], (SYSTEM, event)))
    assert (case.grade_reasons, case.rule) == (reasons, "GRADE_NOT_ADMITTED")


def test_releasing_another_match_does_not_touch_the_one_that_holds() -> None:
    other = (SYSTEM, e.MatchReleased(MatchId("another"), Because.NOT_PAID_IN_TIME))
    assert lived((*TO_MATCHED, other)).match_id == MATCH


def test_a_buyer_who_goes_leaves_the_window_as_it_was() -> None:
    gone = (*TO_MATCHED, (SYSTEM, e.MatchReleased(MATCH, Because.BUYER_CANCELED)))
    gone += ((SYSTEM, e.Relisted(Because.BUYER_CANCELED)),)
    case = lived(gone)
    assert (case.stage, case.match_id) == (Stage.SEEKING, None)
    assert case.window_ends_at == lived(TO_SEEKING).window_ends_at


def test_the_first_scan_names_the_parcel_that_counts() -> None:
    case = lived(TO_THE_ROAD)
    assert case.counted_shipment_id == TO_BUYER
    assert case.last_scan_at == T0 + 10 * HOUR


def test_a_scan_told_late_is_no_newer_sign_of_life() -> None:
    def tracked(hours: int) -> tuple[e.Actor, e.Event]:
        return CARRIER, e.Tracked(TO_BUYER, ShipmentStatus.IN_TRANSIT, T0 + hours * HOUR)

    assert lived((*TO_THE_ROAD, tracked(30), tracked(20))).last_scan_at == T0 + 30 * HOUR


def test_a_claimed_item_on_its_way_to_the_warehouse_waits_from_the_decision_on() -> None:
    said = (
        *TO_THE_DOOR,
        (AS_BUYER, e.Claimed(CLAIM, MATCH)),
        (AS_AGENT, e.SentBack(Because.CLAIM)),
    )
    case = lived(said)
    assert case.stage is Stage.RETURNING_TO_WAREHOUSE
    assert case.heading == Recovery(Channel.WAREHOUSE, Because.CLAIM)
    # Nobody has scanned its parcel yet, so it is the buyer who is waited for.
    assert (case.last_scan_at, case.quiet_since) == (None, told(said)[-1].at)
