"""Withdrawing by right: until when, of which pieces, and what a started return becomes by it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from onward.domain import events as e
from onward.domain.alternatives import from_stock
from onward.domain.deadlines import EU
from onward.domain.events import Because
from onward.domain.holds import held
from onward.domain.ids import CaseId, ContactId, VariantId, WithdrawalId
from onward.domain.life import ExchangeStatus, Stage
from onward.domain.refunds import RefundDestination
from onward.domain.refusals import AlreadyReturned, BadInput, NotAllowed, Refusal, WindowClosed
from onward.domain.returns import Remedy
from onward.domain.shop import OrderKind
from onward.domain.withdrawals import (
    LineLeft,
    declarant,
    declared,
    left_of,
    must_be_left,
    must_be_possible,
    right_of,
)
from tests.domain.applying import applied
from tests.domain.examples import (
    A_LINE,
    A_REFUND,
    A_VARIANT,
    AN_ORDER,
    AS_RETURNER,
    DAY,
    HOUR,
    LINE,
    T0,
    TO_APPROVED,
    TO_MATCHED,
    TO_THE_ROAD,
    lived,
    story,
)

BERLIN = replace(AN_ORDER, country="DE", time_zone="Europe/Berlin")
ARRIVED = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
LAST = datetime(2026, 11, 16, 22, 59, 59, tzinfo=UTC)
ONE_LEFT = LineLeft(LINE, (), 1)
NOTICE = WithdrawalId("withdrawal")
THREE = replace(A_LINE, quantity=3)


@pytest.mark.parametrize("country", ["GB", *sorted(EU)])
def test_the_law_gives_the_right_until_the_fourteenth_day_ends(country: str) -> None:
    order = replace(BERLIN, country=country)
    right = right_of(order, ARRIVED, [ONE_LEFT], LAST)
    assert (right.because, right.until) == (None, LAST)
    late = right_of(order, ARRIVED, [ONE_LEFT], LAST + timedelta(seconds=1))
    assert late.because == "WITHDRAWAL_OVER"


def test_before_anything_arrived_the_time_has_not_begun() -> None:
    right = right_of(BERLIN, None, [ONE_LEFT], LAST + 100 * DAY)
    assert (right.because, right.until) == (None, None)


@pytest.mark.parametrize(
    ("changes", "arrived", "left", "because"),
    [
        ({"country": "US"}, ARRIVED, ONE_LEFT, "NO_RIGHT_TO_WITHDRAW"),
        ({"gift": True}, ARRIVED, ONE_LEFT, "GIFT_NOT_WITHDRAWN"),
        ({"kind": OrderKind.OPEN_BOX}, None, ONE_LEFT, "NOT_DELIVERED_YET"),
        ({"kind": OrderKind.OPEN_BOX}, ARRIVED, ONE_LEFT, None),
        ({}, ARRIVED, LineLeft(LINE, (), 0), "WITHDRAWN_ALREADY"),
        ({}, ARRIVED, LineLeft(LINE, (CaseId("started"),), 0), None),
    ],
)
def test_what_stands_in_the_way(
    changes: dict[str, Any], arrived: datetime | None, left: LineLeft, because: str | None
) -> None:
    assert right_of(replace(BERLIN, **changes), arrived, [left], LAST).because == because


@pytest.mark.parametrize(
    ("at", "left", "refusal"),
    [
        (LAST + DAY, ONE_LEFT, WindowClosed),
        (LAST, LineLeft(LINE, (), 0), AlreadyReturned),
    ],
)
def test_each_no_is_of_its_kind(at: datetime, left: LineLeft, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        must_be_possible(right_of(BERLIN, ARRIVED, [left], at))


def test_where_no_law_gives_it_it_is_not_allowed() -> None:
    with pytest.raises(NotAllowed, match="NO_RIGHT_TO_WITHDRAW"):
        must_be_possible(right_of(AN_ORDER, ARRIVED, [ONE_LEFT], LAST))


def test_a_return_that_is_not_on_its_way_can_still_be_withdrawn_from() -> None:
    started = lived(TO_APPROVED)
    assert left_of(THREE, [started], taken=1) == LineLeft(LINE, (started.id,), 2)


@pytest.mark.parametrize(
    "over",
    [
        lived(TO_THE_ROAD),
        replace(lived(TO_APPROVED), withdrawal_id=NOTICE),
        replace(lived(TO_APPROVED), stage=Stage.CLOSED),
    ],
    ids=["handed in", "declared", "closed"],
)
def test_what_was_handed_in_or_declared_cannot_again(over: Any) -> None:
    assert left_of(THREE, [over], taken=1) == LineLeft(LINE, (), 2)


def test_as_many_pieces_as_are_left_and_no_more() -> None:
    left = LineLeft(LINE, (CaseId("started"),), 1)
    assert must_be_left(left, 2) == left
    for line, pieces in ((left, 3), (left, 0), (None, 1)):
        with pytest.raises(BadInput):
            must_be_left(line, pieces)


def test_whoever_withdraws_says_who_they_are() -> None:
    contact = declarant(ContactId("c"), "  Rosa   Marin ", " rosa@example.com ", "DE")
    assert (contact.name, contact.email, contact.street) == ("Rosa Marin", "rosa@example.com", "")


@pytest.mark.parametrize(
    ("name", "email", "field"),
    [("", "rosa@example.com", "name"), ("R\x00", "r@example.com", "name"), ("Rosa", "no", "email")],
)
def test_a_notice_of_nobody_or_to_nowhere_is_refused(name: str, email: str, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        declarant(ContactId("c"), name, email, "DE")
    assert refused.value.field == field


@pytest.mark.parametrize("lived_to", [TO_APPROVED[:1], TO_APPROVED, TO_MATCHED], ids=len)
def test_a_started_return_becomes_a_withdrawal_where_it_stands(lived_to: Any) -> None:
    before = story(lived_to)
    step = declared(before, AS_RETURNER, NOTICE)
    assert step is not None
    after = applied(before, step, T0 + 9 * HOUR)
    assert (after.case.withdrawal_id, after.case.stage) == (NOTICE, before.case.stage)
    assert after.case.declared_at == after.history[-1].at


def test_money_goes_back_the_way_it_came_whatever_was_wanted_before() -> None:
    credit = replace(A_REFUND, destination=RefundDestination.STORE_CREDIT)
    wanted = (AS_RETURNER, replace(TO_APPROVED[0][1], remedy="STORE_CREDIT"))  # type: ignore[call-arg]
    before = story((wanted, *TO_APPROVED[1:]), refunds=(credit,))
    step = declared(before, AS_RETURNER, NOTICE)
    assert step is not None
    after = applied(before, step, T0 + 9 * HOUR)
    assert after.case.remedy is Remedy.REFUND
    assert after.refund.destination is RefundDestination.ORIGINAL_PAYMENT


def test_what_was_held_in_exchange_is_given_up() -> None:
    large = replace(A_VARIANT, id=VariantId("large"), sku="SHIRT-L", size="L")
    plain = story(TO_APPROVED)
    other = from_stock(plain, large)
    assert other is not None
    kept = held(plain, AS_RETURNER, other, None, T0 + HOUR)
    before = applied(plain, kept, T0 + 8 * HOUR)
    step = declared(before, AS_RETURNER, NOTICE)
    assert step is not None
    after = applied(before, step, T0 + 9 * HOUR)
    assert after.exchange is not None
    assert (after.exchange.status, after.exchange.because) == (
        ExchangeStatus.ENDED,
        Because.WITHDRAWN.value,
    )
    assert after.refund.amount == plain.refund.amount


def test_what_was_handed_in_meanwhile_is_left_alone() -> None:
    assert declared(story(TO_THE_ROAD), AS_RETURNER, NOTICE) is None
    twice = (*TO_APPROVED, (AS_RETURNER, e.WithdrawalDeclared(NOTICE)))
    assert declared(story(twice), AS_RETURNER, WithdrawalId("another")) is None
