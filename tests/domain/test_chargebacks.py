"""A bank takes a charge back: what is unpaid of it waits, and nobody is paid twice in the end."""

from collections import Counter
from dataclasses import replace

import pytest

from onward.domain.chargebacks import Told, bounced, decided, disputed, stopped
from onward.domain.contesting import Evidence, evidence
from onward.domain.disputes import Dispute, DisputeStatus
from onward.domain.events import HeldBecause, TaskKind
from onward.domain.holding import freed
from onward.domain.ids import ChargeId, DisputeId, RefundId, TaskId
from onward.domain.ledger import Book
from onward.domain.life import RefundStatus, ShipmentStatus
from onward.domain.refunds import Payee, Refund, RefundFor
from onward.domain.shop import Charge, ChargeStatus
from onward.domain.steps import Step
from onward.domain.story import Story
from tests.domain.applying import applied, kinds
from tests.domain.examples import (
    A_REFUND,
    AS_AGENT,
    BONUS,
    BUYERS_CHARGE,
    BUYERS_REFUND,
    CASE,
    CHARGE,
    DAY,
    HOUR,
    POLICY,
    PURCHASE,
    T0,
    TO_THE_DOOR,
    TO_THE_ROAD,
    story,
    usd,
)

R, D = RefundStatus, DisputeStatus
NOW = T0 + 3 * DAY
DUE = T0 + 10 * DAY
TASK = TaskId("task")
BUYERS = Charge(BUYERS_CHARGE, PURCHASE, ChargeStatus.CAPTURED, usd(69_00), "card", "ch_b", T0)
DISPUTE = Dispute(DisputeId("dp"), BUYERS_CHARGE, CASE, D.NEEDS_RESPONSE, usd(69_00), NOW)
ITEM = replace(A_REFUND, status=R.SCHEDULED, due_at=DUE, scheduled_at=T0)
TO_BUYER = Refund(
    BUYERS_REFUND, CASE, Payee.BUYER, RefundFor.PURCHASE, BUYERS_CHARGE, R.SCHEDULED, usd(64_00),
    usd(5_00), DUE, DUE, T0,
)  # fmt: skip
THANKS = Refund(
    BONUS, CASE, Payee.RETURNER, RefundFor.BONUS, None, R.SCHEDULED, usd(3_20), usd(0), DUE, DUE, T0
)  # fmt: skip
TOLD = Told(DISPUTE, BUYERS, at_home=True)


def at_the_door(*refunds: Refund) -> Story:
    return story(TO_THE_DOOR, refunds=refunds or (ITEM, TO_BUYER, THANKS))


def after_dispute(whole: Story, told: Told = TOLD) -> Story:
    step = disputed(whole, told, NOW, POLICY, TASK)
    assert step is not None
    return applied(whole, step, NOW)


def ended(whole: Story, status: DisputeStatus, told: Told = TOLD) -> tuple[Story, Step]:
    closing = replace(told, dispute=replace(told.dispute, status=status))
    step = decided(whole, closing, NOW + DAY, POLICY, TASK)
    assert step is not None
    return applied(whole, step, NOW + DAY), step


def statuses(whole: Story) -> dict[RefundId, RefundStatus]:
    return {one.id: one.status for one in whole.refunds}


def posted(*steps: Step | None) -> dict[Book, int]:
    sums: Counter[Book] = Counter()
    for step in steps:
        for said in step.said if step else []:
            for entry in said.entries:
                for posting in entry.postings:
                    sums[posting.book] += posting.amount.minor
    return {book: total for book, total in sums.items() if total}


def test_a_buyers_dispute_holds_their_money_and_the_thank_you_but_never_the_returners() -> None:
    held = after_dispute(at_the_door())
    assert statuses(held) == {A_REFUND.id: R.SCHEDULED, BUYERS_REFUND: R.ON_HOLD, BONUS: R.ON_HOLD}
    waiting = [one for one in held.refunds if one.status is R.ON_HOLD]
    assert {one.held_because for one in waiting} == {HeldBecause.CHARGEBACK}
    assert all(one.held_until and one.held_until <= DUE for one in waiting)
    assert [one.kind for one in held.tasks] == [TaskKind.CHARGEBACK]
    assert [one.status for one in held.disputes] == [D.NEEDS_RESPONSE]


def test_a_returners_own_dispute_holds_their_refund() -> None:
    whole = at_the_door()
    assert whole.charge is not None
    own = Told(replace(DISPUTE, charge_id=CHARGE, amount=usd(64_00)), whole.charge, at_home=True)
    held = after_dispute(whole, own)
    assert statuses(held) == {A_REFUND.id: R.ON_HOLD, BUYERS_REFUND: R.SCHEDULED, BONUS: R.ON_HOLD}
    assert held.charge is not None
    assert held.charge.status is ChargeStatus.DISPUTED


@pytest.mark.parametrize("status", sorted(set(R) - {R.SCHEDULED, R.FAILED}))
def test_what_is_paid_or_on_its_way_or_not_yet_owed_is_left_alone(status: RefundStatus) -> None:
    held = after_dispute(at_the_door(ITEM, replace(TO_BUYER, status=status)))
    assert statuses(held)[BUYERS_REFUND] is status


def test_the_same_dispute_told_twice_changes_nothing_more() -> None:
    held = after_dispute(at_the_door())
    assert disputed(held, TOLD, NOW, POLICY, TASK) is None
    over, _ = ended(held, D.LOST)
    closing = replace(TOLD, dispute=replace(DISPUTE, status=D.LOST))
    assert decided(over, closing, NOW, POLICY, TASK) is None
    assert disputed(over, TOLD, NOW, POLICY, TASK) is None


def test_won_it_all_goes_on_its_way_and_the_money_is_back() -> None:
    whole = at_the_door()
    first = disputed(whole, TOLD, NOW, POLICY, TASK)
    over, step = ended(after_dispute(whole), D.WON)
    assert set(statuses(over).values()) == {R.SCHEDULED}
    assert kinds(step).count("RefundFreed") == 2
    assert posted(first, step) == {}
    assert all(task.done_at for task in over.tasks)
    assert [one.closed_at for one in over.disputes] == [NOW + DAY]


def test_lost_the_bank_has_paid_the_buyer_and_the_book_balances() -> None:
    whole = at_the_door()
    first = disputed(whole, TOLD, NOW, POLICY, TASK)
    over, step = ended(after_dispute(whole), D.LOST)
    assert statuses(over) == {
        A_REFUND.id: R.SCHEDULED,
        BUYERS_REFUND: R.CANCELED,
        BONUS: R.SCHEDULED,
    }
    # What was owed to the buyer is owed no more, and the processor has what they paid less.
    assert posted(first, step) == {Book.BUYER_PAYABLE: 69_00, Book.PROCESSOR: -69_00}


def test_lost_with_nothing_owed_it_is_our_loss() -> None:
    whole = at_the_door(ITEM)
    first = disputed(whole, TOLD, NOW, POLICY, TASK)
    _, step = ended(after_dispute(whole), D.LOST)
    assert posted(first, step) == {Book.CLAIMS: 69_00, Book.PROCESSOR: -69_00}


def test_a_part_that_was_taken_back_settles_no_refund_by_itself() -> None:
    part = replace(TOLD, dispute=replace(DISPUTE, amount=usd(10_00)))
    over, _ = ended(after_dispute(at_the_door(), part), D.LOST, part)
    assert statuses(over)[BUYERS_REFUND] is R.SCHEDULED


def test_the_end_may_come_before_the_beginning() -> None:
    over, step = ended(at_the_door(), D.LOST)
    assert kinds(step)[0] == "ChargeDisputed"
    assert statuses(over)[BUYERS_REFUND] is R.CANCELED
    assert posted(step) == {Book.BUYER_PAYABLE: 69_00, Book.PROCESSOR: -69_00}
    assert disputed(over, TOLD, NOW, POLICY, TASK) is None


def test_an_inquiry_holds_but_takes_no_money_until_it_becomes_a_dispute() -> None:
    whole = at_the_door()
    asked = replace(TOLD, dispute=replace(DISPUTE, status=D.WARNING_NEEDS_RESPONSE))
    first = disputed(whole, asked, NOW, POLICY, TASK)
    assert posted(first) == {}
    waiting = after_dispute(whole, asked)
    assert statuses(waiting)[BUYERS_REFUND] is R.ON_HOLD
    grown = disputed(waiting, TOLD, NOW, POLICY, TASK)
    assert grown is not None
    assert kinds(grown) == ["ChargeDisputed"]
    assert posted(grown) == {Book.CHARGEBACKS: 69_00, Book.PROCESSOR: -69_00}
    _, closed = ended(waiting, D.WARNING_CLOSED, asked)
    assert posted(closed) == {}
    _, lost = ended(applied(waiting, grown, NOW), D.LOST)
    assert posted(grown, lost) == {Book.PROCESSOR: -69_00, Book.BUYER_PAYABLE: 69_00}


def test_another_case_of_the_charge_waits_but_posts_nothing_of_the_dispute() -> None:
    away = replace(TOLD, at_home=False)
    whole = at_the_door()
    first = disputed(whole, away, NOW, POLICY, TASK)
    assert posted(first) == {}
    held = after_dispute(whole, away)
    assert (held.disputes, statuses(held)[BUYERS_REFUND]) == ((), R.ON_HOLD)
    _, step = ended(held, D.LOST, away)
    # The home book counts all of it as a loss, and this one how much of that we owed anyway.
    assert posted(step) == {Book.BUYER_PAYABLE: 69_00, Book.CLAIMS: -69_00}


def test_two_disputes_of_one_charge_hold_until_both_are_over() -> None:
    second = replace(TOLD, dispute=replace(DISPUTE, id=DisputeId("dp2"), amount=usd(1_00)))
    held = after_dispute(after_dispute(at_the_door()), second)
    half, _ = ended(held, D.WON)
    assert statuses(half)[BUYERS_REFUND] is R.ON_HOLD
    assert not all(task.done_at for task in half.tasks)
    over, _ = ended(half, D.WON, second)
    assert statuses(over)[BUYERS_REFUND] is R.SCHEDULED


def test_with_a_chargeback_open_the_refund_freezes_when_it_would_go_out() -> None:
    """Scenario 43."""
    own_charge = at_the_door().charge
    assert own_charge is not None
    own = Told(replace(DISPUTE, charge_id=CHARGE, amount=usd(64_00)), own_charge, at_home=True)
    early = after_dispute(story(TO_THE_ROAD, refunds=(A_REFUND,)), own)
    due = applied(early, Step().put(ITEM), NOW)
    step = stopped(due, ITEM, due.charge, NOW, POLICY)
    assert step is not None
    assert kinds(step)[0] == "RefundHeld"
    assert statuses(applied(due, step, NOW))[A_REFUND.id] is R.ON_HOLD


def test_nothing_stops_a_refund_without_a_dispute_nor_the_returners_for_a_buyers() -> None:
    whole = at_the_door()
    assert stopped(whole, ITEM, whole.charge, NOW, POLICY) is None
    held = after_dispute(at_the_door(ITEM))
    assert stopped(held, ITEM, held.charge, NOW, POLICY) is None
    assert stopped(held, THANKS, None, NOW, POLICY) is not None


def test_a_charge_disputed_before_there_was_a_case_stops_it_too() -> None:
    whole = at_the_door(ITEM)
    assert whole.charge is not None
    taken = replace(whole.charge, status=ChargeStatus.DISPUTED)
    step = stopped(replace(whole, charge=taken), ITEM, taken, NOW, POLICY)
    assert step is not None
    assert kinds(step)[0] == "RefundHeld"


def test_what_a_person_has_let_go_is_not_stopped_again() -> None:
    held = after_dispute(at_the_door())
    refund = next(one for one in held.refunds if one.id == BUYERS_REFUND)
    step = freed(held, refund, AS_AGENT, now=NOW + HOUR, policy=POLICY)
    let_go = applied(held, step, NOW + HOUR)
    refund = next(one for one in let_go.refunds if one.id == BUYERS_REFUND)
    assert stopped(let_go, refund, BUYERS, NOW + HOUR, POLICY) is None


def test_a_refund_owed_after_all_was_lost_was_paid_by_the_bank() -> None:
    over, _ = ended(after_dispute(at_the_door(ITEM)), D.LOST)
    taken = replace(BUYERS, status=ChargeStatus.DISPUTED)
    late = applied(over, Step().put(TO_BUYER), NOW)
    step = stopped(late, TO_BUYER, taken, NOW, POLICY)
    assert step is not None
    assert kinds(step) == ["RefundCanceled"]
    assert posted(step) == {Book.BUYER_PAYABLE: 69_00, Book.CLAIMS: -69_00}


def test_a_bank_that_sends_a_refund_back_makes_it_owed_again() -> None:
    """Scenario 42."""
    paid = replace(ITEM, status=R.SUCCEEDED, submitted_at=T0, succeeded_at=T0, tries=1)
    whole = at_the_door(paid)
    step = bounced(whole, paid, "account_closed", NOW, POLICY, TASK)
    assert kinds(step)[:2] == ["RefundFailed", "TaskOpened"]
    assert posted(step) == {Book.PROCESSOR: 64_00, Book.RETURNER_PAYABLE: -64_00}
    assert statuses(applied(whole, step, NOW))[A_REFUND.id] is R.FAILED


def test_the_evidence_is_what_the_case_has_to_show() -> None:
    whole = at_the_door(replace(TO_BUYER, status=R.SUCCEEDED))
    moving = replace(whole.shipments[1], status=ShipmentStatus.DELIVERED, first_scan_at=T0)
    shown = evidence(replace(whole, shipments=(moving,)), DISPUTE)
    assert shown == (
        Evidence.HANDED_IN,
        Evidence.DELIVERED,
        Evidence.DEPARTURE_PHOTOS,
        Evidence.PAID_BACK_ALREADY,
    )
    other = replace(DISPUTE, charge_id=ChargeId("another"))
    assert Evidence.PAID_BACK_ALREADY not in evidence(whole, other)
