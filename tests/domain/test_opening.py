"""A return as it is opened: what a gift gives, and what of the open-box shop may not come back."""

from dataclasses import replace

import pytest

from onward.domain.claims import Claim, ReceiptOutcome
from onward.domain.ids import UnitId
from onward.domain.life import ClaimStatus, PurchaseStatus
from onward.domain.opening import (
    Coming,
    Piece,
    destination_of,
    estimated,
    free_pieces,
    hops_before,
    must_be_open,
    remedy_for,
)
from onward.domain.owing import Owed
from onward.domain.refunds import RefundDestination
from onward.domain.refusals import NotAllowed
from onward.domain.returns import Reason, Remedy
from onward.domain.shop import OrderKind, Unit
from tests.domain.examples import (
    A_LINE,
    A_PURCHASE,
    A_VARIANT,
    AN_ORDER,
    CASE,
    CLAIM,
    LINE,
    MATCH,
    REFUND,
    T0,
    TO_THE_END,
    UNIT,
    story,
    usd,
)

A_GIFT = replace(AN_ORDER, gift=True)
A_CLAIM = Claim(CLAIM, CASE, MATCH, ClaimStatus.OPEN, ReceiptOutcome.DAMAGED, None, T0)


@pytest.mark.parametrize("wanted", Remedy)
def test_the_money_of_a_gift_never_goes_to_who_paid_for_it(wanted: Remedy) -> None:
    remedy = remedy_for(A_GIFT, wanted)
    assert remedy is not Remedy.REFUND
    assert destination_of(A_GIFT, remedy) is RefundDestination.STORE_CREDIT
    assert remedy_for(AN_ORDER, wanted) is wanted


def test_a_refund_is_named_with_all_its_parts() -> None:
    piece = Piece(AN_ORDER, A_LINE, A_VARIANT, Unit(UNIT, LINE, 0, 0))
    due = Owed(usd(69_00), usd(5_00), usd(4_95), usd(5_00), usd(40))
    coming = Coming(piece, piece.facts(Reason.COLOR, None), due, Remedy.REFUND)
    refund = estimated(REFUND, CASE, coming, T0)
    assert (refund.net, refund.tax, refund.fee) == (due.net, due.tax, due.fee)
    assert (refund.shipping, refund.shipping_tax) == (due.shipping, due.shipping_tax)
    assert refund.amount == due.amount == usd(69_05)
    assert refund.destination is RefundDestination.ORIGINAL_PAYMENT


def test_what_a_buyer_has_kept_may_come_back() -> None:
    must_be_open(story(TO_THE_END), replace(A_PURCHASE, status=PurchaseStatus.COMPLETED))
    settled = story(TO_THE_END, claims=(replace(A_CLAIM, status=ClaimStatus.RESOLVED),))
    must_be_open(settled, A_PURCHASE)


@pytest.mark.parametrize("status", ["REFUNDED", "REPLACED_FROM_STOCK", "CANCELED"])
def test_what_was_made_good_already_does_not_come_back_for_money(status: str) -> None:
    over = replace(A_PURCHASE, status=PurchaseStatus(status))
    with pytest.raises(NotAllowed) as refused:
        must_be_open(story(TO_THE_END), over)
    assert refused.value.said == "CLAIM_SETTLED"


@pytest.mark.parametrize("status", ["OPEN", "AWAITING_RETURN"])
def test_what_is_claimed_does_not_come_back_beside_the_claim(status: str) -> None:
    claimed = story(TO_THE_END, claims=(replace(A_CLAIM, status=ClaimStatus(status)),))
    with pytest.raises(NotAllowed) as refused:
        must_be_open(claimed, A_PURCHASE)
    assert refused.value.said == "CLAIM_EXISTS"


def test_the_pieces_of_a_line_that_no_case_holds_are_free() -> None:
    three = replace(A_LINE, quantity=3)
    held, given_up = Unit(UnitId("held"), LINE, 0, 0), Unit(UnitId("given-up"), LINE, 2, 0)
    free = free_pieces(AN_ORDER, three, A_VARIANT, [(held, True), (given_up, False)], hops=1)
    assert [piece.unit for piece in free] == [Unit(UnitId("line.1"), LINE, 1, 1), given_up]


def test_what_was_bought_opened_has_been_passed_on_once_more() -> None:
    sold = story(TO_THE_END, unit=Unit(UNIT, LINE, 0, 1))
    assert hops_before(AN_ORDER, (sold, A_PURCHASE)) == 2
    assert hops_before(replace(AN_ORDER, kind=OrderKind.OPEN_BOX), None) == 1
    assert hops_before(AN_ORDER, None) == 0
