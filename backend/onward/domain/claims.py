"""A buyer's claim: something is wrong with what arrived, and how it was settled."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from onward.domain.ids import CaseId, ClaimId, MatchId
from onward.domain.life import ClaimStatus
from onward.domain.money import Money


class ReceiptOutcome(StrEnum):
    """What the buyer says of the parcel (PayPal's set and ours). Not received means: the carrier
    says delivered, and nothing is there. Recalled: the merchant says that it has to come back."""

    ITEM_NOT_RECEIVED = "ITEM_NOT_RECEIVED"
    DAMAGED = "DAMAGED"
    EMPTY_PACKAGE_OR_DIFFERENT = "EMPTY_PACKAGE_OR_DIFFERENT"
    MISSING_ITEMS = "MISSING_ITEMS"
    NOT_AS_DESCRIBED = "NOT_AS_DESCRIBED"
    COUNTERFEIT = "COUNTERFEIT"
    RECALLED = "RECALLED"


class NoPhoto(StrEnum):
    """Why a claim that a photo would show comes without one."""

    NOTHING_TO_SEE = "NOTHING_TO_SEE"
    CAMERA_FAILS = "CAMERA_FAILS"
    NOT_WITH_ME = "NOT_WITH_ME"


class Fault(StrEnum):
    """Whose doing it was, as far as anybody can tell."""

    RETURNER = "RETURNER"
    CARRIER = "CARRIER"
    MERCHANT = "MERCHANT"
    BUYER = "BUYER"
    UNKNOWN = "UNKNOWN"


class ClaimResolution(StrEnum):
    """How it is settled: money back, a part of it, the same from stock, money back once the item is
    on its way to the warehouse, or none of these."""

    REFUND = "REFUND"
    PARTIAL_REFUND = "PARTIAL_REFUND"
    REPLACE = "REPLACE"
    RETURN_TO_WAREHOUSE = "RETURN_TO_WAREHOUSE"
    REJECT = "REJECT"


@dataclass(frozen=True, slots=True)
class Settlement:
    """A decision on a claim, before it is carried out. `amount` (with tax) belongs to a partial
    refund alone; `by_policy` when no person decided."""

    resolution: ClaimResolution
    fault: Fault = Fault.UNKNOWN
    amount: Money | None = None
    by_policy: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    id: ClaimId
    case_id: CaseId
    match_id: MatchId
    status: ClaimStatus
    outcome: ReceiptOutcome
    resolution: ClaimResolution | None
    opened_at: datetime
    fault: Fault | None = None
    amount: Money | None = None
    resolved_at: datetime | None = None
    by_policy: bool = False
