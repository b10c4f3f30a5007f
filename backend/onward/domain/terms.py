"""A shop's terms: how parcels may travel, what of a refund is paid and when, what a claim gets. A
policy holds these values; amounts in `*_minor` are minor units of the order's own currency."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from onward.domain.shipping import Blind


class RefundTrigger(StrEnum):
    """What starts the refund (domain vocabulary); the first scan is proof of sending."""

    ON_CARRIER_ACCEPTANCE = "ON_CARRIER_ACCEPTANCE"
    ON_DELIVERY = "ON_DELIVERY"


class ShippingBack(StrEnum):
    """What of the outbound delivery goes back where no law says: nothing, or each piece's share."""

    NOTHING = "NOTHING"
    SHARE = "SHARE"


@dataclass(frozen=True, slots=True)
class ParcelTerms:
    """`masking`: whether a parcel to a buyer hides where it goes from who hands it in (decision
    12); off, nothing goes between customers by a code alone. `blind` names what is allowed to a
    buyer. A parcel whose scale says `weight_bp` more or less than declared is looked at."""

    masking: bool = True
    blind: frozenset[Blind] = frozenset({Blind.YES, Blind.COUNTER_ONLY})
    weight_bp: int = 3_000


@dataclass(frozen=True, slots=True)
class RefundTerms:
    """`fee_minor` is kept of each refund, but never for `free_reasons` nor where the law gives the
    right to withdraw; `shipping` is what of the delivery goes back elsewhere.

    Who is known gets the money at `trigger`; at delivery: whoever has had fewer than `known_after`
    refunds, pieces above `high_minor`, and who claimed `claims_most` times within `claims_within`.
    Store credit is worth `credit_bonus_bp` more than money. A refund the bank refuses is tried
    again after each of `retry_after`; then store credit is offered. A person earns at most
    `bonus_year_minor` of thank-yous in 365 days.
    """

    trigger: RefundTrigger = RefundTrigger.ON_CARRIER_ACCEPTANCE
    fee_minor: int = 0
    free_reasons: frozenset[str] = frozenset({"DEFECTIVE", "WRONG_ITEM", "NOT_AS_DESCRIBED"})
    shipping: ShippingBack = ShippingBack.NOTHING
    known_after: int = 0
    high_minor: int | None = None
    claims_most: int = 3
    claims_within: timedelta = timedelta(days=365)
    credit_bonus_bp: int = 0
    retry_after: tuple[timedelta, ...] = field(
        default=(timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
    )
    bonus_year_minor: int | None = None


@dataclass(frozen=True, slots=True)
class ClaimTerms:
    """A claim up to `at_once_minor` is granted without a person, `at_once_most` times a buyer
    within `at_once_within`. A resolved one may be opened again once, within `reopen_for`."""

    at_once_minor: int = 0
    at_once_most: int = 1
    at_once_within: timedelta = timedelta(days=365)
    reopen_for: timedelta = timedelta(days=14)
