"""Parcels: a label's shipment, its scans in order, and what a scan means for the case."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from onward.domain.ids import CaseId, MatchId, ShipmentId
from onward.domain.life import SHIPMENT, ShipmentStatus
from onward.domain.money import Money


class Blind(StrEnum):
    """Whether who hands a parcel in could read where it goes: never; only off what the counter
    prints, as long as nobody prints the code's label at home; or off the label they print."""

    YES = "YES"
    COUNTER_ONLY = "COUNTER_ONLY"
    NO = "NO"


class VoidAnswer(StrEnum):
    """What a carrier says to a label that is given back (EasyPost's refund statuses)."""

    SUBMITTED = "SUBMITTED"
    REFUNDED = "REFUNDED"
    REJECTED = "REJECTED"
    NOT_APPLICABLE = "NOT_APPLICABLE"


class Destination(StrEnum):
    BUYER = "BUYER"
    WAREHOUSE = "WAREHOUSE"


@dataclass(frozen=True, slots=True)
class Shipment:
    """One label and the parcel it may become. `superseded` once the code leads elsewhere."""

    id: ShipmentId
    case_id: CaseId
    destination: Destination
    match_id: MatchId | None
    carrier: str
    tracking_number: str
    counter_code: str
    status: ShipmentStatus
    superseded: bool
    cost: Money
    issued_at: datetime
    first_scan_at: datetime | None = None
    eta_at: datetime | None = None
    product: str = "STANDARD"
    blind: Blind = Blind.YES
    declared_g: int | None = None
    weighed_g: int | None = None


@dataclass(frozen=True, slots=True)
class Scan:
    """What a carrier told us about a parcel; `key` is the carrier's own id of this message."""

    key: str
    tracking_number: str
    status: ShipmentStatus
    at: datetime
    place: str | None
    weight_g: int | None = None
    eta_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KnownScan:
    """A scan as we keep it, once and for ever, under the carrier's own key."""

    id: str
    shipment_id: ShipmentId
    status: ShipmentStatus
    at: datetime
    place: str | None


_RANK = {
    ShipmentStatus.PRE_TRANSIT: 0,
    ShipmentStatus.VOID_REQUESTED: 0,
    ShipmentStatus.VOIDED: 0,
    ShipmentStatus.VOID_REJECTED: 0,
    ShipmentStatus.IN_TRANSIT: 1,
    ShipmentStatus.OUT_FOR_DELIVERY: 2,
    ShipmentStatus.AVAILABLE_FOR_PICKUP: 3,
    ShipmentStatus.FAILURE: 4,
    ShipmentStatus.RETURN_TO_SENDER: 5,
    ShipmentStatus.DELIVERED: 6,
}


def status_after(now: ShipmentStatus, told: ShipmentStatus) -> ShipmentStatus:
    """The parcel's status once a scan is known: never backwards, whatever order scans come in."""
    if _RANK[told] <= _RANK[now] or told not in SHIPMENT[now]:
        return now
    return told


def is_first_scan(shipment: Shipment, told: ShipmentStatus) -> bool:
    """Whether this scan proves that the parcel was handed in, and none did before."""
    return shipment.first_scan_at is None and _RANK[told] >= _RANK[ShipmentStatus.IN_TRANSIT]
