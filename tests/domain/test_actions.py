"""A button is there when the table allows it and it makes sense, and not otherwise."""

from dataclasses import replace
from itertools import product

import pytest

from onward.domain import events as e
from onward.domain.actions import CaseAction as A
from onward.domain.actions import PurchaseAction as P
from onward.domain.actions import (
    actions,
    has_code,
    may_cancel,
    may_claim,
    may_show,
    may_tick_off,
    purchase_actions,
)
from onward.domain.claims import Claim, ClaimResolution, ReceiptOutcome
from onward.domain.events import SYSTEM, Because, Channel, TaskKind
from onward.domain.ids import MatchId, TaskId
from onward.domain.life import ClaimStatus, PurchaseStatus, Stage, Who
from onward.domain.tasks import Task
from tests.domain.examples import (
    A_PURCHASE,
    AS_BUYER,
    AS_RETURNER,
    CASE,
    CLAIM,
    DAY,
    MATCH,
    T0,
    TO_APPROVED,
    TO_HAND_IN,
    TO_MATCHED,
    TO_SEEKING,
    TO_THE_DOOR,
    TO_THE_END,
    TO_THE_ROAD,
    Said,
    lived,
)

A_CLAIM = Claim(CLAIM, CASE, MATCH, ClaimStatus.OPEN, ReceiptOutcome.DAMAGED, None, T0)
SETTLED = replace(A_CLAIM, status=ClaimStatus.RESOLVED, resolution=ClaimResolution.REFUND)
NO_BUYER = (*TO_SEEKING, (SYSTEM, e.Diverted(Channel.WAREHOUSE, Because.NO_BUYER)))
EXPIRED = (*NO_BUYER, (SYSTEM, e.Expired()))
CLAIMED = (*TO_THE_DOOR, (AS_BUYER, e.Claimed(CLAIM, MATCH)))
REVIEW = (*TO_APPROVED[:3], (SYSTEM, e.ReviewAsked((), T0 + DAY)))


@pytest.mark.parametrize(
    ("said", "allowed"),
    [
        (TO_APPROVED[:1], (A.ADD_PHOTO, A.SUBMIT, A.RETURN_NOW, A.WITHDRAW)),
        (TO_APPROVED[:3], (A.WITHDRAW,)),
        (REVIEW, (A.RETURN_NOW, A.WITHDRAW)),
        (TO_APPROVED, (A.SHOW_CODE, A.CHOOSE_PEER, A.RETURN_NOW, A.WITHDRAW)),
        (TO_SEEKING, (A.SHOW_CODE, A.RETURN_NOW, A.WITHDRAW)),
        (TO_MATCHED, (A.SHOW_CODE, A.RETURN_NOW, A.WITHDRAW)),
        (TO_HAND_IN, (A.SHOW_CODE, A.RETURN_NOW, A.WITHDRAW)),
        (NO_BUYER, (A.SHOW_CODE, A.WITHDRAW)),
        (EXPIRED, ()),
        (TO_THE_ROAD, ()),
        (TO_THE_DOOR, ()),
        (CLAIMED, ()),
        (TO_THE_END, ()),
    ],
)
def test_what_the_returner_may_do(said: tuple[Said, ...], allowed: tuple[A, ...]) -> None:
    assert actions(lived(said), Who.RETURNER) == allowed


@pytest.mark.parametrize(
    ("said", "allowed"),
    [
        (REVIEW, (A.REVIEW, A.RETURN_NOW, A.WITHDRAW)),
        (TO_SEEKING, (A.RETURN_NOW, A.WITHDRAW)),
        (NO_BUYER, (A.WITHDRAW,)),
        (EXPIRED, (A.REOPEN,)),
        (TO_THE_ROAD, ()),
    ],
)
def test_what_an_agent_may_do(said: tuple[Said, ...], allowed: tuple[A, ...]) -> None:
    assert actions(lived(said), Who.AGENT) == allowed


def test_only_an_agent_settles_a_claim_and_only_while_it_is_unsettled() -> None:
    case = lived(CLAIMED)
    assert actions(case, Who.AGENT, claim=A_CLAIM) == (A.SETTLE_CLAIM,)
    waits = replace(A_CLAIM, status=ClaimStatus.AWAITING_RETURN)
    assert actions(case, Who.AGENT, claim=waits) == (A.SETTLE_CLAIM,)
    assert actions(case, Who.AGENT, claim=SETTLED) == ()
    assert actions(case, Who.RETURNER, claim=A_CLAIM) == ()


def test_a_code_that_is_not_made_yet_cannot_be_shown() -> None:
    case = lived(TO_APPROVED[:4])
    assert not has_code(case)
    assert A.SHOW_CODE not in actions(case, Who.RETURNER)


def test_the_buyer_does_nothing_with_the_returners_case() -> None:
    for said in (TO_SEEKING, TO_THE_ROAD, TO_THE_END):
        assert actions(lived(said), Who.BUYER) == ()


UNTIL = T0 + 20 * DAY


@pytest.mark.parametrize(
    ("said", "status", "allowed"),
    [
        (TO_SEEKING, PurchaseStatus.RESERVED, (P.CANCEL,)),
        (TO_MATCHED, PurchaseStatus.PAID, (P.CANCEL, P.CHANGE_ADDRESS)),
        (TO_HAND_IN, PurchaseStatus.PAID, (P.CANCEL, P.CHANGE_ADDRESS)),
        (TO_THE_ROAD, PurchaseStatus.SHIPPED, ()),
        (TO_THE_DOOR, PurchaseStatus.DELIVERED, (P.CONFIRM, P.CLAIM, P.ADD_PHOTO)),
        (TO_THE_END[:-1], PurchaseStatus.COMPLETED, (P.CLAIM, P.ADD_PHOTO)),
        (TO_THE_END, PurchaseStatus.COMPLETED, (P.CLAIM, P.ADD_PHOTO)),
    ],
)
def test_what_the_buyer_may_do(
    said: tuple[Said, ...], status: PurchaseStatus, allowed: tuple[P, ...]
) -> None:
    purchase = replace(A_PURCHASE, status=status)
    assert purchase_actions(purchase, lived(said), None, UNTIL, T0) == allowed


def test_a_purchase_whose_match_is_gone_moves_the_case_no_more() -> None:
    purchase = replace(A_PURCHASE, match_id=MatchId("an earlier one"))
    for said, status in product((TO_HAND_IN, TO_THE_DOOR), set(PurchaseStatus) - {"RESERVED"}):
        theirs = replace(purchase, status=status)
        assert purchase_actions(theirs, lived(said), None, UNTIL, T0) == ()


def test_a_parcel_that_is_scanned_cannot_be_called_back() -> None:
    paid = replace(A_PURCHASE, status=PurchaseStatus.PAID)
    assert not may_cancel(paid, lived(TO_THE_ROAD))


def test_something_may_be_wrong_in_time_and_the_second_time_has_its_own_button() -> None:
    arrived = replace(A_PURCHASE, status=PurchaseStatus.DELIVERED)
    case = lived(TO_THE_DOOR)
    assert may_claim(arrived, case, UNTIL, UNTIL)
    assert not may_claim(arrived, case, UNTIL, UNTIL + DAY)
    assert not may_claim(arrived, case, None, T0)
    assert may_claim(arrived, case, UNTIL, UNTIL + DAY, recalled=True)
    assert P.CLAIM in purchase_actions(arrived, case, None, None, T0, recalled=True)
    assert P.CLAIM in purchase_actions(arrived, case, None, UNTIL, T0)
    again = purchase_actions(arrived, lived(TO_THE_END), SETTLED, UNTIL, T0)
    assert P.CLAIM_AGAIN in again
    assert P.CLAIM not in again


def test_a_canceled_case_offers_nothing() -> None:
    kept = lived((*TO_SEEKING, (AS_RETURNER, e.Withdrawn(Because.WITHDRAWN))))
    assert kept.stage is Stage.CANCELED
    assert actions(kept, Who.RETURNER) == actions(kept, Who.AGENT) == ()


@pytest.mark.parametrize(
    ("kind", "said", "claim"),
    [
        (TaskKind.REVIEW_CONDITION, REVIEW, None),
        (TaskKind.DECIDE_CLAIM, CLAIMED, A_CLAIM),
    ],
)
def test_a_task_with_a_decision_of_its_own_is_not_ticked_off(
    kind: TaskKind, said: tuple[Said, ...], claim: Claim | None
) -> None:
    task = Task(TaskId("task"), CASE, kind, T0, None)
    assert not may_tick_off(task, lived(said), claim)


@pytest.mark.parametrize("kind", TaskKind)
def test_a_task_that_no_decision_waits_behind_is_ticked_off_once(kind: TaskKind) -> None:
    task = Task(TaskId("task"), CASE, kind, T0, None)
    assert may_tick_off(task, lived(TO_SEEKING), SETTLED)
    assert not may_tick_off(replace(task, done_at=T0), lived(TO_SEEKING), SETTLED)


def test_photos_of_how_it_arrived_help_whoever_looks_at_a_claim_and_nobody_afterwards() -> None:
    arrived = replace(A_PURCHASE, status=PurchaseStatus.DELIVERED)
    long_after = UNTIL + DAY
    assert may_show(arrived, lived(CLAIMED), A_CLAIM, UNTIL, long_after)
    assert not may_show(arrived, lived(CLAIMED), SETTLED, UNTIL, T0)
    assert not may_show(arrived, lived(TO_THE_DOOR), None, UNTIL, long_after)
    another = replace(arrived, match_id=MatchId("an earlier one"))
    assert not may_show(another, lived(CLAIMED), A_CLAIM, UNTIL, T0)


def test_a_hold_is_ended_by_letting_it_go_and_not_by_ticking_it_off() -> None:
    task = Task(TaskId("task"), CASE, TaskKind.REFUND_ON_HOLD, T0, None)
    assert not may_tick_off(task, lived(TO_SEEKING), None, held=True)
    assert may_tick_off(task, lived(TO_SEEKING), None)
