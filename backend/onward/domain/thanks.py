"""The thank-you that may be promised: the policy's share of the price, within what one person earns
in a year. What was promised is paid, so the cap is on the promise."""

from datetime import timedelta

from onward.domain.money import Money, zero
from onward.domain.policy import Policy
from onward.domain.refunds import bonus

YEAR = timedelta(days=365)


def bonus_left(policy: Policy, in_a_year: Money) -> Money | None:
    """What a person may still be promised, who earned so much in the last 365 days or was promised
    it and may yet earn it. None where the policy sets no cap. In minor units of that currency."""
    most = policy.refunds.bonus_year_minor
    if most is None:
        return None
    left = Money(most, in_a_year.currency) - in_a_year
    return left if left.minor > 0 else zero(in_a_year.currency)


def thank_you(policy: Policy, price: Money, left: Money | None) -> Money:
    """For a piece that a next owner has at that price: never more than they pay, and nothing once
    the year's most is reached."""
    whole = min(bonus(policy, price), price, key=lambda one: one.minor)
    return whole if left is None or whole <= left else left
