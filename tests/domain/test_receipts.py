"""As described, or something is wrong: what either does to the match, the purchase and the case."""

from dataclasses import replace

import pytest

from onward.domain.claims import ClaimResolution, ReceiptOutcome
from onward.domain.events import SYSTEM, Because, TaskKind
from onward.domain.ids import TaskId
from onward.domain.life import ClaimStatus, MatchStatus, PurchaseStatus, Stage
from onward.domain.receipts import claimed, confirmed, settled
from onward.domain.refusals import WrongStage
from onward.domain.story import Story
from tests.domain.applying import applied, kinds
from tests.domain.examples import (
    A_MATCH,
    A_PURCHASE,
    AS_AGENT,
    AS_BUYER,
    CLAIM,
    DAY,
    T0,
    TO_SEEKING,
    TO_THE_DOOR,
    story,
)

LATER = T0 + 3 * DAY


def arrived() -> Story:
    return story(
        TO_THE_DOOR,
        matches=(replace(A_MATCH, status=MatchStatus.DELIVERED),),
        purchases=(replace(A_PURCHASE, status=PurchaseStatus.DELIVERED),),
    )


def wrong() -> Story:
    step = claimed(arrived(), AS_BUYER, ReceiptOutcome.DAMAGED, CLAIM, TaskId("task"), LATER)
    return applied(arrived(), step, LATER)


@pytest.mark.parametrize(("actor", "silently"), [(AS_BUYER, False), (SYSTEM, True)])
def test_as_described_settles_the_match_and_completes_the_purchase(
    actor: object, silently: bool
) -> None:
    who = AS_BUYER if actor is AS_BUYER else SYSTEM
    whole = applied(arrived(), confirmed(arrived(), who, LATER, silently=silently), LATER)
    assert whole.case.stage is Stage.CONFIRMED
    assert whole.matches[0].status is MatchStatus.SETTLED
    assert whole.purchases[0].status is PurchaseStatus.COMPLETED


def test_something_wrong_asks_a_person_and_settles_nothing() -> None:
    whole = wrong()
    assert whole.case.stage is Stage.CLAIMED
    assert whole.claim is not None
    assert (whole.claim.status, whole.claim.outcome) == (ClaimStatus.OPEN, ReceiptOutcome.DAMAGED)
    assert [task.kind for task in whole.tasks] == [TaskKind.DECIDE_CLAIM]
    assert whole.matches[0].status is MatchStatus.DELIVERED


def test_a_claim_that_is_upheld_lets_the_buyer_go_and_does_the_task() -> None:
    step = settled(wrong(), AS_AGENT, ClaimResolution.REFUND, LATER)
    assert kinds(step) == ["ClaimSettled", "TaskDone", "MatchReleased"]
    whole = applied(wrong(), step, LATER)
    assert whole.case.stage is Stage.CLAIMED
    assert whole.match is None
    assert whole.purchases[0].because == Because.CLAIM
    assert [task.done_at for task in whole.tasks] == [LATER]


def test_a_claim_may_send_the_item_to_the_warehouse() -> None:
    step = settled(wrong(), AS_AGENT, ClaimResolution.RETURN_TO_WAREHOUSE, LATER)
    whole = applied(wrong(), step, LATER)
    assert whole.case.stage is Stage.RETURNING_TO_WAREHOUSE
    assert whole.match is None


def test_a_claim_that_is_not_upheld_settles_the_match() -> None:
    step = settled(wrong(), AS_AGENT, ClaimResolution.REJECT, LATER)
    whole = applied(wrong(), step, LATER)
    assert whole.matches[0].status is MatchStatus.SETTLED
    assert whole.purchases[0].status is PurchaseStatus.COMPLETED
    assert whole.claim is not None
    assert whole.claim.resolution is ClaimResolution.REJECT


def test_a_claim_is_settled_once() -> None:
    once = applied(wrong(), settled(wrong(), AS_AGENT, ClaimResolution.REFUND, LATER), LATER)
    with pytest.raises(WrongStage):
        settled(once, AS_AGENT, ClaimResolution.REFUND, LATER)


def test_nobody_confirms_or_claims_what_was_never_matched() -> None:
    nobody = story(TO_SEEKING)
    with pytest.raises(WrongStage):
        confirmed(nobody, AS_BUYER, LATER, silently=False)
    with pytest.raises(WrongStage):
        claimed(nobody, AS_BUYER, ReceiptOutcome.DAMAGED, CLAIM, TaskId("task"), LATER)
    with pytest.raises(WrongStage):
        settled(nobody, AS_AGENT, ClaimResolution.REJECT, LATER)
