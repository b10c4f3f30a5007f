"""The line about the money is exact: how much, where to, and by which day."""

from dataclasses import replace
from datetime import timedelta

import pytest

from onward.domain.events import MovedBecause, PromiseMoved
from onward.domain.life import RefundStatus
from onward.domain.refunds import Refund, RefundDestination, RefundFor
from onward.messages import moved_text, paid_with, pays_to, refund_goes_to, refund_line, refund_next
from tests.domain.examples import A_REFUND, DAY, T0

CARD = "Visa\u00a0··\u00a04242"
ZONE, TO = "America/New_York", f"your {CARD}"
S = RefundStatus


def line(refund: Refund, *, after: timedelta = timedelta()) -> str:
    return refund_line(refund, TO, ZONE, T0 + after)


def test_before_anything_is_handed_in_it_names_the_promised_day() -> None:
    assert line(A_REFUND) == f"$64.00 goes back to {TO} by Sun 29 Nov."


def test_a_legal_day_before_the_promised_one_is_the_day_named() -> None:
    sooner = replace(A_REFUND, due_at=T0 + 4 * DAY)
    assert line(sooner) == f"$64.00 goes back to {TO} by Thu 26 Nov."


def test_a_promise_that_has_passed_gives_way_to_the_legal_day() -> None:
    waiting = replace(A_REFUND, due_at=T0 + 10 * DAY)
    assert line(waiting, after=8 * DAY) == f"$64.00 goes back to {TO} by Wed 2 Dec."


def test_after_the_first_scan_it_goes_back_today() -> None:
    started = replace(A_REFUND, status=S.SCHEDULED, scheduled_at=T0, due_at=T0 + 10 * DAY)
    assert line(started) == f"$64.00 goes back to {TO} today."


def test_money_that_is_back_names_the_day_it_went() -> None:
    done = replace(A_REFUND, status=S.SUCCEEDED, succeeded_at=T0 + DAY)
    assert line(done, after=9 * DAY) == f"$64.00 went back to {TO} on Mon 23 Nov."


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("purpose", RefundFor)
def test_every_refund_has_a_line_in_every_status(purpose: RefundFor, status: S) -> None:
    said = line(replace(A_REFUND, purpose=purpose, status=status))
    assert said.endswith(".")
    assert ("$64.00" in said) is (status is not S.CANCELED)


@pytest.mark.parametrize(
    ("method", "written"),
    [
        ("card_visa_4242", CARD),
        ("Visa 4242", CARD),
        ("VISA **** 4242", CARD),
        ("visa xxxx4242", CARD),
        ("Visa ending in 4242", CARD),
        ("card_mastercard_0005", "Mastercard\u00a0··\u00a00005"),
        ("Voucher 2024", "Voucher 2024"),
        ("Gift card", "Gift card"),
        (None, "the card you paid with"),
        ("", "the card you paid with"),
    ],
)
def test_a_way_to_pay_is_written_as_its_owner_knows_it(method: str | None, written: str) -> None:
    assert paid_with(method) == written


def test_money_goes_back_where_it_came_from_or_to_store_credit() -> None:
    assert pays_to("card_visa_4242") == TO
    assert pays_to(None) == "the card you paid with"
    assert pays_to("card_visa_4242", RefundDestination.STORE_CREDIT) == "your store credit"


def test_beside_an_amount_the_destination_stands_by_itself() -> None:
    assert refund_goes_to("Visa 4242") == CARD
    assert refund_goes_to(None) == "The card you paid with"
    assert refund_goes_to("card_visa_4242", RefundDestination.STORE_CREDIT) == "Store credit"


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("purpose", RefundFor)
def test_what_comes_next_repeats_neither_the_amount_nor_the_card(
    purpose: RefundFor, status: S
) -> None:
    said = refund_next(replace(A_REFUND, purpose=purpose, status=status), ZONE)
    assert said.endswith(".")
    assert "$" not in said


def test_what_was_paid_in_store_credit_goes_back_there() -> None:
    assert (paid_with("store_credit"), pays_to("store_credit")) == (
        "store credit",
        "your store credit",
    )
    assert refund_goes_to("store_credit") == "Store credit"


def test_another_day_than_before_comes_with_its_reason() -> None:
    moved = PromiseMoved(A_REFUND.id, T0 + 3 * DAY, MovedBecause.AT_DELIVERY)
    assert moved_text(moved, ZONE) == (
        "We pay this one once it has arrived. It is there by Wed 25 Nov now."
    )


def test_a_hold_names_its_last_day_and_credit_that_is_offered_is_named() -> None:
    held = replace(A_REFUND, status=S.ON_HOLD, held_until=T0 + 2 * DAY, due_at=T0 + 10 * DAY)
    assert line(held).endswith("until Tue 24 Nov at the latest.")
    offered = replace(A_REFUND, status=S.FAILED, credit_offered_at=T0)
    assert line(offered).endswith("You can have it as store credit.")
    assert "trying" not in refund_next(offered, ZONE)
    taken = replace(
        A_REFUND, status=S.CONVERTED_TO_CREDIT, destination=RefundDestination.STORE_CREDIT
    )
    assert refund_next(taken, ZONE) == "It is in your account, ready to spend."
