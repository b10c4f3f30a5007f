"""Every row of patience applies to a case that lived to it, at the right instant."""

from dataclasses import replace
from datetime import datetime

import pytest

from onward.domain import events as e
from onward.domain.events import CARRIER, SYSTEM, Because, Channel
from onward.domain.ids import WithdrawalId
from onward.domain.life import PATIENCE, ShipmentStatus, Stage
from onward.domain.waiting import wakes_at
from tests.domain.examples import (
    AS_AGENT,
    AS_BUYER,
    AS_RETURNER,
    CLAIM,
    DAY,
    HOUR,
    MATCH,
    POLICY,
    T0,
    TO_APPROVED,
    TO_BUYER,
    TO_HAND_IN,
    TO_MATCHED,
    TO_SEEKING,
    TO_THE_DOOR,
    TO_THE_END,
    TO_THE_ROAD,
    Said,
    lived,
)

WAREHOUSE = e.Diverted(Channel.WAREHOUSE, Because.RETURNER_CHOSE)
LOST = (*TO_THE_ROAD, (SYSTEM, e.PresumedLost(TO_BUYER)))
BACK = (*TO_THE_DOOR, (AS_BUYER, e.Claimed(CLAIM, MATCH)), (AS_AGENT, e.SentBack(Because.CLAIM)))
SCANNED_BACK = (*BACK, (CARRIER, e.Tracked(TO_BUYER, ShipmentStatus.IN_TRANSIT, T0 + 14 * HOUR)))
# One event an hour: the n-th is said at T0 + n - 1 hours.
WAITS: dict[tuple[Stage, bool | None], tuple[tuple[Said, ...], str, datetime]] = {
    (Stage.DRAFTED, None): (TO_APPROVED[:1], "Withdrawn", T0 + 7 * DAY),
    (Stage.IN_REVIEW, None): (
        (*TO_APPROVED[:3], (SYSTEM, e.ReviewAsked((), T0 + DAY))),
        "Diverted",
        T0 + 3 * HOUR + DAY,
    ),
    (Stage.APPROVED, None): (TO_APPROVED, "Diverted", T0 + 3 * HOUR + 3 * DAY),
    (Stage.SEEKING, None): (TO_SEEKING, "Diverted", T0 + 3 * DAY),
    (Stage.AWAITING_DROPOFF, True): (TO_HAND_IN, "Diverted", T0 + 8 * HOUR + 3 * DAY),
    (Stage.AWAITING_DROPOFF, False): (
        (*TO_APPROVED, (AS_RETURNER, WAREHOUSE)),
        "Expired",
        T0 + 5 * HOUR + 30 * DAY,
    ),
    (Stage.IN_TRANSIT, None): (
        (*TO_THE_ROAD, (SYSTEM, e.ParcelSilent(TO_BUYER))),
        "PresumedLost",
        T0 + 10 * HOUR + 14 * DAY,
    ),
    (Stage.RETURNING_TO_WAREHOUSE, None): (
        (*SCANNED_BACK, (SYSTEM, e.ParcelSilent(TO_BUYER))),
        "PresumedLost",
        T0 + 14 * HOUR + 14 * DAY,
    ),
    (Stage.DELIVERED, None): (TO_THE_DOOR, "Confirmed", T0 + 11 * HOUR + 3 * DAY),
    (Stage.LOST, None): (LOST, "Closed", T0 + 11 * HOUR + 30 * DAY),
}


@pytest.mark.parametrize("row", WAITS, ids=str)
def test_patience_ends_when_policy_says_and_with_what_the_table_says(
    row: tuple[Stage, bool | None],
) -> None:
    said, event, at = WAITS[row]
    case = lived(said)
    woken = wakes_at(case, POLICY)
    assert woken is not None
    wakes, wait = woken
    assert (wait.stage, wait.peer) == row == (case.stage, wait.peer)
    assert (wakes, wait.event) == (at, event)


def test_there_is_a_case_for_every_row_of_patience() -> None:
    assert {(wait.stage, wait.peer) for wait in PATIENCE} == set(WAITS)


@pytest.mark.parametrize(
    "said", [TO_APPROVED[:3], TO_MATCHED, TO_THE_END[:-1], TO_THE_END], ids=len
)
def test_a_case_that_waits_for_nobody_is_never_woken(said: tuple[Said, ...]) -> None:
    assert wakes_at(lived(said), POLICY) is None


def test_a_withdrawal_that_shows_nothing_gets_its_code_and_is_never_given_up() -> None:
    notice = (AS_RETURNER, e.WithdrawalDeclared(WithdrawalId("withdrawal")))
    woken = wakes_at(lived((*TO_APPROVED[:1], notice)), POLICY)
    assert woken is not None
    assert (woken[0], woken[1].event) == (T0 + HOUR + 7 * DAY, "Diverted")


def test_a_window_promised_with_a_date_does_not_move_with_the_policy() -> None:
    case = lived(TO_SEEKING)
    longer = replace(POLICY, windows=replace(POLICY.windows, window_for=7 * DAY))
    assert wakes_at(case, longer) == wakes_at(case, POLICY)


def test_a_window_without_a_date_lasts_as_long_as_policy_says() -> None:
    case = replace(lived(TO_SEEKING), window_ends_at=None)
    woken = wakes_at(case, POLICY)
    assert woken is not None
    assert woken[0] == T0 + 5 * HOUR + 3 * DAY


def test_every_scan_gives_the_carrier_fresh_patience() -> None:
    later = e.Tracked(TO_BUYER, ShipmentStatus.IN_TRANSIT, T0 + 4 * DAY)
    silent = (SYSTEM, e.ParcelSilent(TO_BUYER))
    woken = wakes_at(lived((*TO_THE_ROAD, silent, (CARRIER, later))), POLICY)
    assert woken is not None
    assert (woken[0], woken[1].event) == (T0 + 11 * DAY, "ParcelSilent")


def test_what_a_buyer_has_not_handed_in_yet_is_never_lost() -> None:
    case = lived(BACK)
    woken = wakes_at(case, POLICY)
    assert woken is not None
    assert (woken[0], woken[1].event) == (case.stage_since + 7 * DAY, "ParcelSilent")
    assert wakes_at(lived((*BACK, (SYSTEM, e.ParcelSilent(TO_BUYER)))), POLICY) is None


@pytest.mark.parametrize("said", [TO_THE_ROAD, SCANNED_BACK], ids=["there", "back"])
def test_a_carrier_that_is_silent_is_asked_before_the_parcel_counts_as_lost(
    said: tuple[Said, ...],
) -> None:
    case = lived(said)
    woken = wakes_at(case, POLICY)
    assert woken is not None
    assert case.last_scan_at is not None
    assert (woken[0], woken[1].event) == (case.last_scan_at + 7 * DAY, "ParcelSilent")
