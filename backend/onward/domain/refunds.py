"""Refunds: how much one unit is owed, to the cent, and by which day at the latest."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from onward.domain.days import end_of_business_day, end_of_day
from onward.domain.events import HeldBecause
from onward.domain.ids import CaseId, ChargeId, RefundId
from onward.domain.life import RefundStatus
from onward.domain.money import Money, parts
from onward.domain.policy import Policy
from onward.domain.shop import OrderLine


class Payee(StrEnum):
    RETURNER = "RETURNER"
    BUYER = "BUYER"


class RefundDestination(StrEnum):
    """Where a refund goes."""

    ORIGINAL_PAYMENT = "ORIGINAL_PAYMENT"
    STORE_CREDIT = "STORE_CREDIT"


class RefundFor(StrEnum):
    """What the money is: the item's price, the thank-you, a purchase undone, or what a
    buyer paid above a price that fell."""

    ITEM = "ITEM"
    BONUS = "BONUS"
    PURCHASE = "PURCHASE"
    DIFFERENCE = "DIFFERENCE"


@dataclass(frozen=True, slots=True)
class Refund:
    """Money going back. Names its charge and its payee; `net + tax - fee` is what is paid."""

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
    destination: RefundDestination = RefundDestination.ORIGINAL_PAYMENT
    held_until: datetime | None = None
    held_because: HeldBecause | None = None
    reviewer_id: str | None = None
    credit_offered_at: datetime | None = None

    @property
    def amount(self) -> Money:
        """What is paid: the piece and its share of what came with it, less the fee."""
        whole = self.net + self.tax
        return whole - self.fee if self.fee else whole


@dataclass(frozen=True, slots=True)
class Owed:
    net: Money
    tax: Money


def owed(line: OrderLine, ordinal: int) -> Owed:
    """What the `ordinal`-th piece (from 0) of a paid line is worth: its share of the price less
    discount, and of the tax. The shares of all pieces sum to what was paid, to the cent."""
    if not 0 <= ordinal < line.quantity:
        raise ValueError(f"piece {ordinal} of {line.quantity}")
    each = [1] * line.quantity
    net = parts(line.total - line.tax, each)[ordinal]
    return Owed(net, parts(line.tax, each)[ordinal])


EU = frozenset({
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV",
    "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE",
})  # fmt: skip


def due_by(country: str, zone: str, notice: datetime, proof_of_sending: datetime) -> datetime:
    """The legal due instant of a refund: the end of a day in the order's time zone.

    EU and UK: 14 days from the notice of withdrawal, and not before proof of sending
    (Directive 2011/83/EU art. 13; UK SI 2013/3134 reg. 34). US: 7 business days after the goods
    are accepted back (FTC guidance). Elsewhere 14 days after proof of sending [policy].
    """
    if country in EU or country == "GB":
        by_notice = end_of_day(notice, zone, after=timedelta(days=14))
        return max(by_notice, end_of_day(proof_of_sending, zone))
    if country == "US":
        return end_of_business_day(proof_of_sending, zone, after=7)
    return end_of_day(proof_of_sending, zone, after=timedelta(days=14))


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
