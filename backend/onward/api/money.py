"""Amounts, and who is paid what: the types every money field shares."""

import strawberry
from strawberry import field

from onward.domain import money


@strawberry.type(description="An amount in minor units (cents, pence, yen) of one currency.")
class Money:
    amount_minor: int = field(description="The amount in minor units; may be negative.")
    currency: str = field(description="ISO 4217 code.")


def money_view(amount: money.Money) -> Money:
    return Money(amount_minor=amount.minor, currency=amount.currency)


def money_or_none(amount: money.Money | None) -> Money | None:
    return money_view(amount) if amount is not None else None
