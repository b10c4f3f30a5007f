"""As described, or something is wrong: what either does to the match, the purchase and the case."""

from dataclasses import replace

import pytest

from onward.domain.claims import ClaimResolution, Fault, ReceiptOutcome, Settlement
from onward.domain.events import SYSTEM, Because, Closed, TaskKind
from onward.domain.ids import ClaimId, RefundId, ShipmentId, TaskId
from onward.domain.ledger import Book
from onward.domain.life import (
    ClaimStatus,
    MatchStatus,
    PurchaseStatus,
    RefundStatus,
    ShipmentStatus,
    Stage,
)
from onward.domain.payouts import given_back
from onward.domain.receipts import (
    claimed,
    confirmed,
    is_kept,
    return_not_sent,
    return_scanned,
    settled,
    wants_same,
)
from onward.domain.refunds import RefundFor
from onward.domain.refusals import BadInput, WrongStage
from onward.domain.scanning import fallen_silent, scanned
from onward.domain.shipping import Scan
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.waiting import wakes_at
from tests.domain.applying import applied, kinds
from tests.domain.examples import (
    A_MATCH,
    A_PURCHASE,
    AS_AGENT,
    AS_BUYER,
    CLAIM,
    DAY,
    MATCH,
    POLICY,
    T0,
    TO_BUYER,
    TO_SEEKING,
    TO_THE_DOOR,
    WAREHOUSE_LABEL,
    story,
    usd,
)

LATER = T0 + 3 * DAY
BACK = ShipmentId("back")
R = ClaimResolution


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


def decided(
    of: Story,
    by: ClaimResolution,
    fault: Fault = Fault.UNKNOWN,
    part: int | None = None,
    named: str = "part",
) -> Step:
    settlement = Settlement(by, fault, usd(part) if part is not None else None)
    ids = RefundId(named), TaskId("other task")
    return settled(of, AS_AGENT, settlement, LATER, policy=POLICY, refund_id=ids[0], task_id=ids[1])


def sent_back() -> Story:
    """The claim is granted once the label that was made for it is scanned."""
    waits = applied(wrong(), decided(wrong(), R.RETURN_TO_WAREHOUSE), LATER)
    label = replace(WAREHOUSE_LABEL, id=BACK, tracking_number="BACK")
    told = replace(waits.case, shipment_id=BACK, counted_shipment_id=TO_BUYER)
    return replace(waits, case=told, shipments=(*waits.shipments, label))


def test_a_claim_that_is_upheld_lets_the_buyer_go_and_does_the_task() -> None:
    step = decided(wrong(), R.REFUND)
    assert kinds(step) == ["ClaimSettled", "TaskDone", "MatchReleased"]
    whole = applied(wrong(), step, LATER)
    assert whole.case.stage is Stage.CLAIMED
    assert whole.match is None
    assert whole.purchases[0].because == Because.CLAIM
    assert [task.done_at for task in whole.tasks] == [LATER]


def test_whoever_is_to_send_it_back_is_paid_by_the_first_scan_and_not_before() -> None:
    whole = sent_back()
    assert whole.case.stage is Stage.RETURNING_TO_WAREHOUSE
    assert whole.claim is not None
    assert (whole.claim.status, whole.claim.resolved_at) == (ClaimStatus.AWAITING_RETURN, None)
    assert whole.match is not None
    assert whole.match.id == MATCH
    scan = Scan("s", "BACK", ShipmentStatus.IN_TRANSIT, LATER + DAY, None)
    step = scanned(whole, scan, LATER + DAY, POLICY, TaskId("scan"))
    assert kinds(step) == ["MatchReleased", "Tracked"]
    paid = applied(whole, step, LATER + DAY)
    assert paid.match is None
    assert paid.claim is not None
    assert (paid.claim.status, paid.claim.resolved_at) == (ClaimStatus.RESOLVED, LATER + DAY)
    assert return_scanned(paid, LATER + 2 * DAY).said == []


def test_what_was_never_handed_in_is_no_lost_parcel_but_a_question_to_a_person() -> None:
    whole = sent_back()
    woken = wakes_at(whole.case, POLICY)
    assert woken is not None
    assert (woken[0], woken[1].event) == (LATER + 7 * DAY, "ParcelSilent")
    step = fallen_silent(whole, LATER + 7 * DAY, TaskId("again"))
    asked = applied(whole, step, LATER + 7 * DAY)
    assert [task.kind for task in asked.tasks if not task.done_at] == [TaskKind.DECIDE_CLAIM]
    assert wakes_at(asked.case, POLICY) is None
    assert return_not_sent(asked, TaskId("once more"), LATER).said == []

    kept = applied(asked, decided(asked, R.REJECT), LATER + 8 * DAY)
    assert is_kept(kept)
    assert kept.purchases[0].status is PurchaseStatus.COMPLETED
    assert not any(task.done_at is None for task in kept.tasks)
    assert not is_kept(asked)


@pytest.mark.parametrize("by", [R.REJECT, R.PARTIAL_REFUND])
def test_a_buyer_who_keeps_it_keeps_the_purchase(by: ClaimResolution) -> None:
    part = 10_00 if by is R.PARTIAL_REFUND else None
    whole = applied(wrong(), decided(wrong(), by, part=part), LATER)
    assert whole.matches[0].status is MatchStatus.SETTLED
    assert whole.purchases[0].status is PurchaseStatus.COMPLETED
    assert whole.claim is not None
    assert whole.claim.resolution is by
    assert whole.buyer_refund(whole.purchases[0]) is None


def test_a_part_goes_back_with_its_share_of_the_tax_and_out_of_their_own_charge() -> None:
    step = decided(wrong(), R.PARTIAL_REFUND, part=10_00)
    [refund] = [one for one in applied(wrong(), step, LATER).refunds if one.id == "part"]
    assert (refund.purpose, refund.status) == (RefundFor.CLAIM, RefundStatus.SCHEDULED)
    assert (refund.net, refund.tax, refund.amount) == (usd(9_28), usd(72), usd(10_00))
    assert refund.charge_id == A_PURCHASE.charge_id
    [entry] = [one for said in step.said for one in said.entries]
    owed = {posting.book: posting.amount for posting in entry.postings}
    assert owed[Book.BUYER_PAYABLE] == usd(-10_00)


@pytest.mark.parametrize(
    ("by", "part", "code"),
    [
        (R.PARTIAL_REFUND, None, "CLAIM_AMOUNT_MISSING"),
        (R.PARTIAL_REFUND, 0, "CLAIM_AMOUNT_MISSING"),
        (R.PARTIAL_REFUND, -5_00, "CLAIM_AMOUNT_MISSING"),
        (R.PARTIAL_REFUND, 69_01, "CLAIM_AMOUNT_TOO_MUCH"),
        (R.REFUND, 5_00, "CLAIM_AMOUNT_UNWANTED"),
    ],
)
def test_an_amount_that_nobody_could_pay_back_is_refused(
    by: ClaimResolution, part: int | None, code: str
) -> None:
    with pytest.raises(BadInput, match=code):
        decided(wrong(), by, part=part)


def test_another_currency_and_what_never_came_are_refused() -> None:
    euros = Settlement(R.PARTIAL_REFUND, amount=replace(usd(5_00), currency="EUR"))
    ids = RefundId("part"), TaskId("task")
    with pytest.raises(BadInput, match="CLAIM_OTHER_CURRENCY"):
        settled(wrong(), AS_AGENT, euros, LATER, policy=POLICY, refund_id=ids[0], task_id=ids[1])
    never = replace(wrong().claims[0], outcome=ReceiptOutcome.ITEM_NOT_RECEIVED)
    with pytest.raises(BadInput, match="NOTHING_TO_SEND_BACK"):
        decided(replace(wrong(), claims=(never,)), R.RETURN_TO_WAREHOUSE)


def test_all_parts_together_are_never_more_than_was_paid() -> None:
    once = applied(wrong(), decided(wrong(), R.PARTIAL_REFUND, part=60_00), LATER)
    once = applied(once, Step().say(SYSTEM, Closed()), LATER)
    second = ClaimId("second"), TaskId("second")
    again = claimed(once, AS_BUYER, ReceiptOutcome.DAMAGED, *second, LATER)
    twice = applied(once, again, LATER)
    with pytest.raises(BadInput, match="CLAIM_AMOUNT_TOO_MUCH"):
        decided(twice, R.PARTIAL_REFUND, part=9_01)
    rest = decided(twice, R.PARTIAL_REFUND, part=9_00, named="rest")
    whole = applied(twice, rest, LATER)
    paid = [one for one in whole.refunds if one.purpose is RefundFor.CLAIM]
    assert sum(one.amount.minor for one in paid) == A_PURCHASE.total.minor
    net, tax = given_back(whole, whole.purchases[0])
    assert (net, tax) == (A_PURCHASE.price, A_PURCHASE.tax)


@pytest.mark.parametrize("fault", Fault)
@pytest.mark.parametrize("by", [R.REFUND, R.REJECT])
def test_what_the_carrier_did_is_for_a_person_to_ask_back(
    fault: Fault, by: ClaimResolution
) -> None:
    whole = applied(wrong(), decided(wrong(), by, fault), LATER)
    asks = TaskKind.CARRIER_CLAIM in [task.kind for task in whole.tasks]
    assert asks is (fault is Fault.CARRIER and by is R.REFUND)
    # Whoever's doing it was: the returner's own money is no part of any of this.
    assert whole.refund == wrong().refund


def test_the_same_from_stock_is_wanted_for_that_match_alone() -> None:
    whole = applied(wrong(), decided(wrong(), R.REPLACE), LATER)
    assert wants_same(whole, MATCH)
    assert not wants_same(applied(wrong(), decided(wrong(), R.REFUND), LATER), MATCH)
    assert not wants_same(arrived(), MATCH)


def test_a_claim_is_settled_once() -> None:
    once = applied(wrong(), decided(wrong(), R.REFUND), LATER)
    with pytest.raises(WrongStage):
        decided(once, R.REFUND)
    with pytest.raises(WrongStage):
        decided(sent_back(), R.RETURN_TO_WAREHOUSE)


def test_nobody_confirms_or_claims_what_was_never_matched() -> None:
    nobody = story(TO_SEEKING)
    with pytest.raises(WrongStage):
        confirmed(nobody, AS_BUYER, LATER, silently=False)
    with pytest.raises(WrongStage):
        claimed(nobody, AS_BUYER, ReceiptOutcome.DAMAGED, CLAIM, TaskId("task"), LATER)
    with pytest.raises(WrongStage):
        decided(nobody, R.REJECT)
