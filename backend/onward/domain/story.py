"""One case, one story: everything that is known of a case, read in one go and passed around whole.
Who may see which part of it is decided by whoever shows it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from onward.domain.claims import Claim
from onward.domain.disputes import Dispute
from onward.domain.events import LabelStranded, Recorded
from onward.domain.exchanges import Exchange
from onward.domain.life import MatchStatus, ProposalStatus
from onward.domain.listings import Listing, Match, Purchase
from onward.domain.offers import Proposal
from onward.domain.photos import Photo
from onward.domain.refunds import PARTLY, Payee, Refund, RefundFor
from onward.domain.returns import ReturnCase
from onward.domain.shipping import Destination, KnownScan, Shipment
from onward.domain.shop import Charge, Order, OrderLine, Unit, Variant
from onward.domain.tasks import Task


@dataclass(frozen=True, slots=True)
class Story:
    case: ReturnCase
    order: Order
    line: OrderLine
    unit: Unit
    variant: Variant
    charge: Charge | None
    history: tuple[Recorded, ...]
    photos: tuple[Photo, ...]
    listing: Listing | None
    matches: tuple[Match, ...]
    purchases: tuple[Purchase, ...]
    sales: tuple[Order, ...]
    sale_lines: tuple[OrderLine, ...]
    shipments: tuple[Shipment, ...]
    scans: tuple[KnownScan, ...]
    refunds: tuple[Refund, ...]
    claims: tuple[Claim, ...]
    tasks: tuple[Task, ...]
    proposals: tuple[Proposal, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    # Of the charge of its order, what other cases gave back or have on its way, in minor units.
    refunded_elsewhere: int = 0

    @property
    def proposal(self) -> Proposal | None:
        """The question that is put to somebody now."""
        asked = (one for one in self.proposals if one.status is ProposalStatus.ASKED)
        return next(asked, None)

    @property
    def exchange(self) -> Exchange | None:
        return self.exchanges[-1] if self.exchanges else None

    @property
    def match(self) -> Match | None:
        """The buyer this case is held for now, paid or not."""
        alive = [one for one in self.matches if one.status is not MatchStatus.RELEASED]
        return alive[-1] if alive else None

    @property
    def refund(self) -> Refund:
        """The returner's money for the item."""
        return next(one for one in self.refunds if one.id == self.case.refund_id)

    @property
    def bonus(self) -> Refund | None:
        return next((one for one in self.refunds if one.purpose is RefundFor.BONUS), None)

    @property
    def label(self) -> Shipment | None:
        """The label the code on the phone leads to."""
        return self.shipment(self.case.shipment_id)

    @property
    def parcel(self) -> Shipment | None:
        """The parcel that counts once one was scanned, else the current label."""
        return self.shipment(self.case.counted_shipment_id) or self.label

    @property
    def claim(self) -> Claim | None:
        return self.claims[-1] if self.claims else None

    def shipment(self, shipment_id: str | None) -> Shipment | None:
        return next((one for one in self.shipments if one.id == shipment_id), None)

    def purchase(self, purchase_id: str | None) -> Purchase | None:
        return next((one for one in self.purchases if one.id == purchase_id), None)

    def with_rows(self, rows: Sequence[Any]) -> "Story":
        """The story once these rows are written; of two with one id the later counts."""
        # A purchase and the order it is share one id, so the kind is part of the key.
        latest = {(type(row), row.id): row for row in rows}
        kinds = {kind for kind, _ in latest}
        changed: dict[str, Any] = {
            name: _merged(getattr(self, name), latest, kind, order)
            for kind, (name, order) in _BRANCHES.items()
            if kind in kinds
        }
        listing = next((row for (kind, _), row in latest.items() if kind is Listing), self.listing)
        charge = latest.get((Charge, self.charge.id), self.charge) if self.charge else None
        return replace(self, listing=listing, charge=charge, **changed)

    def told(self, case: ReturnCase, history: Sequence[Recorded]) -> "Story":
        """The story once these events have happened, which left the case like this."""
        return replace(self, case=case, history=(*self.history, *history))

    def sale(self, purchase_id: str | None) -> Order | None:
        """The order that a purchase is."""
        return next((one for one in self.sales if one.id == purchase_id), None)

    def buyer_refund(self, purchase: Purchase) -> Refund | None:
        """What this buyer gets back, if anything."""
        return next(
            (
                one
                for one in self.refunds
                if one.payee is Payee.BUYER
                and one.purpose not in PARTLY
                and one.charge_id == purchase.charge_id
            ),
            None,
        )

    def scans_of(self, shipment: Shipment) -> tuple[KnownScan, ...]:
        return tuple(scan for scan in self.scans if scan.shipment_id == shipment.id)

    @property
    def labels(self) -> tuple[Shipment, ...]:
        """Every label that somebody was given; what came too late for that is a shipment alone."""
        events = (told.event for told in self.history)
        stranded = {one.shipment_id for one in events if isinstance(one, LabelStranded)}
        return tuple(one for one in self.shipments if one.id not in stranded)

    def warehouse_label(self) -> Shipment | None:
        """The latest label that leads to the warehouse, superseded or not."""
        to_warehouse = [s for s in self.labels if s.destination is Destination.WAREHOUSE]
        return to_warehouse[-1] if to_warehouse else None


# Of each kind of row: where it stands in a story, and the order the store reads it in.
_BRANCHES: dict[type[Any], tuple[str, tuple[str, ...]]] = {
    Photo: ("photos", ("taken_at", "id")),
    Match: ("matches", ("reserved_at", "id")),
    Purchase: ("purchases", ("placed_at", "id")),
    Order: ("sales", ("placed_at", "id")),
    OrderLine: ("sale_lines", ("id",)),
    Shipment: ("shipments", ("issued_at", "id")),
    KnownScan: ("scans", ("at", "id")),
    Refund: ("refunds", ("promised_at", "id")),
    Claim: ("claims", ("opened_at", "id")),
    Task: ("tasks", ("opened_at", "id")),
    Proposal: ("proposals", ("asked_at", "id")),
    Exchange: ("exchanges", ("held_at", "id")),
    Dispute: ("disputes", ("opened_at", "id")),
}


def _merged(
    old: tuple[Any, ...], latest: dict[Any, Any], kind: type[Any], order: tuple[str, ...]
) -> tuple[Any, ...]:
    rows = {one.id: one for one in old}
    rows |= {key: row for (of, key), row in latest.items() if of is kind}
    return tuple(sorted(rows.values(), key=attrgetter(*order)))
