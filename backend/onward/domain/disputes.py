"""Charges that a bank takes back. What that does to a case is `chargebacks`' question."""

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


# While it stands so, the bank has the money; an inquiry takes none yet.
GONE = frozenset(
    {
        DisputeStatus.NEEDS_RESPONSE,
        DisputeStatus.UNDER_REVIEW,
        DisputeStatus.LOST,
        DisputeStatus.PREVENTED,
    }
)
# It ended and the money is ours.
WON = frozenset({DisputeStatus.WON, DisputeStatus.WARNING_CLOSED})


@dataclass(frozen=True, slots=True)
class Dispute:
    """`id` is the provider's; it is posted in the book of `case_id`."""

    id: DisputeId
    charge_id: ChargeId
    case_id: CaseId
    status: DisputeStatus
    amount: Money
    opened_at: datetime
    closed_at: datetime | None = None
