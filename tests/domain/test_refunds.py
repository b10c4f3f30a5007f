"""What a piece is worth, to the cent, and by which day its money is due."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.money import Money
from onward.domain.refunds import EU, bonus, due_by, owed, promised_by
from onward.domain.shop import OrderLine
from tests.domain.examples import A_LINE, A_REFUND, DAY, POLICY, T0, ZONE, usd


@st.composite
def paid_lines(draw: st.DrawFn) -> OrderLine:
    quantity = draw(st.integers(1, 40))
    price = draw(st.integers(0, 1_000_00))
    discount = draw(st.integers(0, price * quantity))
    tax = draw(st.integers(0, 300_00))
    return replace(
        A_LINE, quantity=quantity, unit_price=usd(price), discount=usd(discount), tax=usd(tax)
    )


@given(paid_lines())
def test_the_pieces_of_a_line_sum_to_what_was_paid_for_it(line: OrderLine) -> None:
    pieces = [owed(line, ordinal) for ordinal in range(line.quantity)]
    assert sum(piece.net.minor + piece.tax.minor for piece in pieces) == line.total.minor
    assert sum(piece.tax.minor for piece in pieces) == line.tax.minor


@given(paid_lines())
def test_no_piece_is_worth_less_than_nothing_or_a_cent_more_than_its_fellows(
    line: OrderLine,
) -> None:
    nets = [owed(line, ordinal).net.minor for ordinal in range(line.quantity)]
    assert min(nets) >= 0
    assert max(nets) - min(nets) <= 1


@pytest.mark.parametrize("ordinal", [-1, 1])
def test_a_piece_that_was_not_bought_is_worth_nothing(ordinal: int) -> None:
    with pytest.raises(ValueError, match="piece"):
        owed(A_LINE, ordinal)


def test_a_discounted_line_of_three_gives_back_its_discount_share_to_the_cent() -> None:
    line = replace(A_LINE, quantity=3, unit_price=usd(10_00), discount=usd(1_00), tax=usd(2_00))
    assert [owed(line, n).net.minor for n in range(3)] == [9_67, 9_67, 9_66]
    assert [owed(line, n).tax.minor for n in range(3)] == [67, 67, 66]


def test_what_is_paid_is_the_price_with_its_tax() -> None:
    assert replace(A_REFUND, net=usd(60_00), tax=usd(4_00)).amount == usd(64_00)


NOTICE = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("country", ["GB", *sorted(EU)])
def test_in_europe_it_is_due_fourteen_days_after_the_notice(country: str) -> None:
    due = due_by(country, "Europe/London", NOTICE, NOTICE + 2 * DAY)
    assert due == datetime(2026, 12, 7, 23, 59, 59, tzinfo=UTC)


def test_in_europe_it_waits_for_proof_of_sending_and_no_longer() -> None:
    due = due_by("DE", "Europe/Berlin", NOTICE, NOTICE + 20 * DAY)
    assert due == datetime(2026, 12, 13, 22, 59, 59, tzinfo=UTC)


def test_in_the_united_states_it_is_due_seven_business_days_after_the_scan() -> None:
    # Wednesday 25 November 2026, 23:30 in New York, is already Thursday in UTC.
    scan = datetime(2026, 11, 26, 4, 30, tzinfo=UTC)
    due = due_by("US", "America/New_York", NOTICE, scan)
    assert due == datetime(2026, 12, 5, 4, 59, 59, tzinfo=UTC)


def test_elsewhere_it_is_due_fourteen_days_after_the_scan() -> None:
    due = due_by("JP", "Asia/Tokyo", NOTICE, NOTICE + DAY)
    assert due == datetime(2026, 12, 8, 14, 59, 59, tzinfo=UTC)


def test_a_change_of_clocks_between_notice_and_due_day_moves_no_date() -> None:
    # 23:30 on 18 March 2027 in Berlin; the clocks go forward on the 28th.
    late = datetime(2027, 3, 18, 22, 30, tzinfo=UTC)
    due = due_by("DE", "Europe/Berlin", late, late)
    assert due == datetime(2027, 4, 1, 21, 59, 59, tzinfo=UTC)


def test_the_promise_of_the_peer_path_counts_the_window_and_the_days_to_ship() -> None:
    assert promised_by(POLICY, T0, "UTC", peer=True) == _end(T0 + 7 * DAY)
    assert promised_by(POLICY, T0, "UTC", peer=False) == _end(T0 + 2 * DAY)


def test_the_fallback_to_the_warehouse_is_never_later_than_the_peer_path_said() -> None:
    said = promised_by(POLICY, T0, ZONE, peer=True)
    nobody_asked_at = T0 + POLICY.windows.window_for
    assert promised_by(POLICY, nobody_asked_at, ZONE, peer=False) <= said


@pytest.mark.parametrize(("price", "thanks"), [(200_00, 10_00), (60_00, 3_00), (1_00, 3_00)])
def test_the_thank_you_is_a_share_of_the_price_and_never_less_than_the_least(
    price: int, thanks: int
) -> None:
    assert bonus(POLICY, usd(price)) == usd(thanks)
    assert bonus(POLICY, Money(price, "GBP")) == Money(thanks, "GBP")


def _end(at: datetime) -> datetime:
    return at.replace(hour=23, minute=59, second=59, microsecond=0) + timedelta()
