"""What a refund pays, the day that is promised for it, and the thank-you."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from onward.domain.money import Money
from onward.domain.refunds import bonus, promised_by
from tests.domain.examples import A_REFUND, DAY, POLICY, T0, ZONE, usd


def test_what_is_paid_is_the_price_with_its_tax() -> None:
    assert replace(A_REFUND, net=usd(60_00), tax=usd(4_00)).amount == usd(64_00)


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
