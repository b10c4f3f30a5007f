"""Refunds: money going back, to whom and for what, and the day that was named for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from onward.domain.days import end_of_day
from onward.domain.events import HeldBecause
from onward.domain.ids import CaseId, ChargeId, RefundId
from onward.domain.ledger import Book
from onward.domain.life import RefundStatus
from onward.domain.money import Money
from onward.domain.owing import Owed
from onward.domain.policy import Policy


class Payee(StrEnum):
    RETURNER = "RETURNER"
    BUYER = "BUYER"


class RefundDestination(StrEnum):
    """Where a refund goes."""

    ORIGINAL_PAYMENT = "ORIGINAL_PAYMENT"
    STORE_CREDIT = "STORE_CREDIT"


class RefundFor(StrEnum):
    """What the money is: the item's price, the thank-you, a purchase undone, what a buyer paid
    above a price that fell, or a part back for what was wrong with a piece they keep."""

    ITEM = "ITEM"
    BONUS = "BONUS"
    PURCHASE = "PURCHASE"
    DIFFERENCE = "DIFFERENCE"
    CLAIM = "CLAIM"


# What goes back while the purchase stands.
PARTLY = frozenset({RefundFor.DIFFERENCE, RefundFor.CLAIM})


# Nothing of these is owed: named only, or no longer.
UNPAID = frozenset({RefundStatus.ESTIMATED, RefundStatus.CANCELED})


@dataclass(frozen=True, slots=True)
class Refund:
    """Money going back. Names its charge and its payee; `net + tax - fee` is what is paid.
    `shipping` and `shipping_tax` say how much of net and tax is delivery."""

    id: RefundId
    case_id: CaseId
    payee: Payee
    purpose: RefundFor
    charge_id: ChargeId | None
    status: RefundStatus
    net: Money
    tax: Money
    promised_at: datetime
    due_at: datetime | None
    scheduled_at: datetime | None = None
    submitted_at: datetime | None = None
    succeeded_at: datetime | None = None
    provider_ref: str | None = None
    tries: int = 0
    fee: Money | None = None
    shipping: Money | None = None
    shipping_tax: Money | None = None
    destination: RefundDestination = RefundDestination.ORIGINAL_PAYMENT
    held_until: datetime | None = None
    held_because: HeldBecause | None = None
    reviewer_id: str | None = None
    credit_offered_at: datetime | None = None

    @property
    def paid_by_bank(self) -> bool:
        """Whether a bank took the charge back for good, and they had their money that way."""
        canceled = self.status is RefundStatus.CANCELED
        return canceled and self.held_because is HeldBecause.CHARGEBACK

    @property
    def amount(self) -> Money:
        """What is paid: the piece and its share of what came with it, less the fee."""
        whole = self.net + self.tax
        return whole - self.fee if self.fee else whole


def payable(refund: Refund) -> Book:
    """The account of the book that a refund is owed on."""
    return Book.BUYER_PAYABLE if refund.payee is Payee.BUYER else Book.RETURNER_PAYABLE


def promised_by(policy: Policy, now: datetime, zone: str, *, peer: bool) -> datetime:
    """The day we name before anything is handed in: if the parcel is handed in within the window
    and the days to ship (peer), or by tomorrow (warehouse), the money is back by this instant."""
    windows = policy.windows
    hand_in = windows.window_for + windows.ship_for if peer else timedelta(days=1)
    return end_of_day(now, zone, after=hand_in + windows.settle_for)


def owed_to_buyer(
    refund_id: RefundId,
    case_id: CaseId,
    purpose: RefundFor,
    charge_id: ChargeId | None,
    owed: Owed,
    now: datetime,
    policy: Policy,
) -> Refund:
    """Money that a buyer gets back from now on, to be there within the time policy settles in."""
    due_at = now + policy.windows.settle_for
    return Refund(
        id=refund_id,
        case_id=case_id,
        payee=Payee.BUYER,
        purpose=purpose,
        charge_id=charge_id,
        status=RefundStatus.SCHEDULED,
        net=owed.net,
        tax=owed.tax,
        promised_at=due_at,
        due_at=due_at,
        scheduled_at=now,
    )


def bonus(policy: Policy, price: Money) -> Money:
    """The returner's thank-you for the peer path: a share of the price, with a least amount."""
    share = price.share(policy.bonus_bp)
    return max(share, Money(policy.bonus_least_minor, price.currency), key=lambda m: m.minor)
