"""What a person may still be promised as a thank-you, within the year's most."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from onward.domain.refunds import bonus
from onward.domain.terms import RefundTerms
from onward.domain.thanks import bonus_left, thank_you
from tests.domain.examples import POLICY, usd


@given(st.lists(st.integers(1, 500_00)), st.integers(0, 100_00))
def test_whatever_is_promised_one_after_another_is_within_the_most_of_a_year(
    prices: list[int], most: int
) -> None:
    policy = replace(POLICY, refunds=RefundTerms(bonus_year_minor=most))
    promised = 0
    for price in prices:
        thanks = thank_you(policy, usd(price), bonus_left(policy, usd(promised)))
        assert 0 <= thanks.minor <= bonus(policy, usd(price)).minor
        promised += thanks.minor
    assert promised <= most


def test_a_shop_without_a_most_promises_the_whole_thank_you() -> None:
    assert bonus_left(POLICY, usd(1_000_00)) is None
    assert thank_you(POLICY, usd(200_00), None) == usd(10_00)


def test_who_has_more_than_the_most_already_is_promised_nothing() -> None:
    policy = replace(POLICY, refunds=RefundTerms(bonus_year_minor=5_00))
    assert bonus_left(policy, usd(6_00)) == usd(0)
    assert thank_you(policy, usd(200_00), usd(0)) == usd(0)


def test_a_thank_you_is_never_more_than_the_next_owner_pays() -> None:
    assert thank_you(POLICY, usd(1_00), None) == usd(1_00)
