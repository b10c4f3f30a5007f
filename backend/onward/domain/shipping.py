"""Parcels: a label's shipment, its scans in order, and what a scan means for the case."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
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


# What no parcel of ours weighs, in grams, and how far off no carrier promises anything.
_HEAVIEST_G = 100_000
_FARTHEST = timedelta(days=120)
# A box and its paper weigh something, which nobody declares.
_PACKAGING_G = 100

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


# Handed in and not there yet: somebody may wonder when it will be.
AWAITED = frozenset({ShipmentStatus.IN_TRANSIT, ShipmentStatus.OUT_FOR_DELIVERY})


def status_after(now: ShipmentStatus, told: ShipmentStatus) -> ShipmentStatus:
    """The parcel's status once a scan is known: never backwards, whatever order scans come in."""
    if _RANK[told] <= _RANK[now] or told not in SHIPMENT[now]:
        return now
    return told


def is_first_scan(shipment: Shipment, told: ShipmentStatus) -> bool:
    """Whether this scan proves that the parcel was handed in, and none did before."""
    return shipment.first_scan_at is None and _RANK[told] >= _RANK[ShipmentStatus.IN_TRANSIT]


def believable(scan: Scan, parcel: Shipment, now: datetime) -> Scan:
    """The scan as it can be true: not before its label was made, not after now. A weight or an
    expected day that cannot be is left out; the status always counts."""
    at = max(min(scan.at, now), parcel.issued_at)
    weight, eta = scan.weight_g, scan.eta_at
    return replace(
        scan,
        at=at,
        weight_g=weight if weight is not None and 0 < weight <= _HEAVIEST_G else None,
        eta_at=eta if eta is not None and at <= eta <= now + _FARTHEST else None,
    )


def prints_at_home(label: Shipment) -> bool:
    """Whether whoever hands it in may have the page: to the warehouse, or where nothing else goes.
    What a code leads to a person by is printed at the counter alone."""
    open_way = label.destination is Destination.WAREHOUSE or label.blind is Blind.NO
    return open_way and not label.superseded


class Page(StrEnum):
    """What a label is printed from: a page for any printer, or a thermal printer's own language."""

    PDF = "pdf"
    ZPL = "zpl"


def page_key(shipment_id: ShipmentId, page: Page = Page.PDF) -> str:
    """Under which a label's page is kept."""
    return f"labels/{shipment_id}.{page}"


def is_sign_of_life(told: ShipmentStatus) -> bool:
    """Whether a scan says that the carrier has the parcel in its hands."""
    return _RANK[told] >= _RANK[ShipmentStatus.IN_TRANSIT] and told is not ShipmentStatus.FAILURE


def weighs_otherwise(parcel: Shipment, weight_g: int, tolerance_bp: int) -> bool:
    """Whether the scale says more or less than was declared, beyond basis points of that and
    beyond what a package weighs."""
    if parcel.declared_g is None:
        return False
    off = abs(weight_g - parcel.declared_g)
    return off > _PACKAGING_G and off * 10_000 > parcel.declared_g * tolerance_bp
