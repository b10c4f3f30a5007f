"""Charges that a bank takes back: what is unpaid of such a charge waits for a person."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from onward.domain.ids import CaseId, ChargeId, DisputeId
from onward.domain.money import Money


class DisputeStatus(StrEnum):
    """Stripe's words, in our spelling."""

    WARNING_NEEDS_RESPONSE = "WARNING_NEEDS_RESPONSE"
    WARNING_UNDER_REVIEW = "WARNING_UNDER_REVIEW"
    WARNING_CLOSED = "WARNING_CLOSED"
    NEEDS_RESPONSE = "NEEDS_RESPONSE"
    UNDER_REVIEW = "UNDER_REVIEW"
    WON = "WON"
    LOST = "LOST"
    PREVENTED = "PREVENTED"


@dataclass(frozen=True, slots=True)
class Dispute:
    id: DisputeId
    charge_id: ChargeId
    case_id: CaseId
    status: DisputeStatus
    amount: Money
    opened_at: datetime
    closed_at: datetime | None = None
