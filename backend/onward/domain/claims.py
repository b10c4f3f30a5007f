"""A buyer's claim: something is wrong with what arrived, and how it was settled."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from onward.domain.ids import CaseId, ClaimId, MatchId
from onward.domain.life import ClaimStatus


class ReceiptOutcome(StrEnum):
    """What the buyer says of the parcel (PayPal's set and ours)."""

    ITEM_NOT_RECEIVED = "ITEM_NOT_RECEIVED"
    DAMAGED = "DAMAGED"
    EMPTY_PACKAGE_OR_DIFFERENT = "EMPTY_PACKAGE_OR_DIFFERENT"
    MISSING_ITEMS = "MISSING_ITEMS"
    NOT_AS_DESCRIBED = "NOT_AS_DESCRIBED"


class ClaimResolution(StrEnum):
    """How an agent settles it: money back, money back and the item to the warehouse, or neither."""

    REFUND = "REFUND"
    RETURN_TO_WAREHOUSE = "RETURN_TO_WAREHOUSE"
    REJECT = "REJECT"


@dataclass(frozen=True, slots=True)
class Claim:
    id: ClaimId
    case_id: CaseId
    match_id: MatchId
    status: ClaimStatus
    outcome: ReceiptOutcome
    resolution: ClaimResolution | None
    opened_at: datetime
