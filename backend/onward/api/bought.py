"""A purchase in its story, cut to what its buyer may know: their half of the history, their parcel
while it was theirs, and nothing that happened after they were let go."""

from dataclasses import dataclass, replace
from datetime import datetime

from onward.api.context import Context
from onward.api.enums import ClaimResolution, PurchaseStatus, ShipmentStatus, Stage
from onward.domain import shipping
from onward.domain.claiming import claims_of
from onward.domain.claims import Claim
from onward.domain.events import MatchReleased, Recorded
from onward.domain.halves import buyers_half
from onward.domain.listings import Purchase
from onward.domain.policy import Policy
from onward.domain.shipping import KnownScan
from onward.domain.story import Story
from onward.domain.swapping import is_exchange
from onward.domain.waiting import wakes_at
from onward.messages import ForBuyer, pays_to
from onward.services import pausing

_BEFORE_SCAN = (PurchaseStatus.RESERVED, PurchaseStatus.PAID)


@dataclass(frozen=True, slots=True)
class Bought:
    """`half` is the buyer's part of the history; `zone` is their order's. `recalled`: what they
    have, or are about to get, is called back."""

    story: Story
    purchase: Purchase
    half: tuple[Recorded, ...]
    now: datetime
    zone: str
    recalled: bool

    @property
    def version(self) -> int:
        """What happens in the other half does not move it."""
        return self.half[-1].seq if self.half else 0

    @property
    def is_theirs(self) -> bool:
        return self.story.case.match_id == self.purchase.match_id

    @property
    def released(self) -> Recorded | None:
        """The moment the buyer was let go, if they were."""
        gone = (told for told in self.half if isinstance(told.event, MatchReleased))
        return next(gone, None)

    @property
    def because(self) -> str | None:
        """Why it did not come about."""
        gone = self.released
        told = gone.event.because.value if gone and isinstance(gone.event, MatchReleased) else None
        return self.purchase.because or told

    @property
    def claim(self) -> Claim | None:
        """The latest, where they told us twice."""
        theirs = claims_of(self.story, self.purchase.match_id)
        return theirs[-1] if theirs else None

    def confirm_by(self, policy: Policy) -> datetime | None:
        waits = self.purchase.status is PurchaseStatus.DELIVERED and self.is_theirs
        return _patience(self, policy) if waits else None


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel with what its buyer may know of it."""

    shipment: shipping.Shipment
    scans: tuple[KnownScan, ...]
    status: ShipmentStatus


async def bought(context: Context, purchase: Purchase, story: Story) -> Bought:
    sale = story.sale(purchase.id)
    now = await context.world.clock.now()
    zone = sale.time_zone if sale else "UTC"
    recalled = await pausing.is_recalled(story, purchase)
    return Bought(story, purchase, buyers_half(story, purchase), now, zone, recalled)


def for_buyer(of: Bought, policy: Policy) -> ForBuyer:
    """Where the purchase stands, as its sentences need it."""
    return ForBuyer(
        purchase=replace(of.purchase, because=of.because),
        refund=of.story.buyer_refund(of.purchase),
        claim=of.claim,
        to=pays_to(of.purchase.method),
        zone=of.zone,
        now=of.now,
        by=_patience(of, policy),
        exchange=is_exchange(of.story, of.purchase.id),
    )


def parcel_of(of: Bought) -> Parcel | None:
    """The parcel that is, or was, on its way to this buyer."""
    match_id = of.purchase.match_id
    counted = of.story.shipment(of.story.case.counted_shipment_id)
    ways = (*of.story.labels, counted) if counted else of.story.labels
    theirs = [one for one in ways if one.match_id == match_id]
    if not theirs:
        return None
    parcel, gone = theirs[-1], of.released
    scans = of.story.scans_of(parcel)
    if gone is None:
        return Parcel(parcel, scans, parcel.status)
    if parcel.first_scan_at is None or parcel.first_scan_at > gone.at:
        return None
    known = tuple(scan for scan in scans if scan.at <= gone.at)
    return Parcel(parcel, known, known[-1].status if known else ShipmentStatus.IN_TRANSIT)


def return_code(of: Bought) -> bool:
    """Whether the case's code is now this buyer's, to send a claimed item to the warehouse."""
    story, claim = of.story, of.claim
    settled = claim is not None and claim.resolution is ClaimResolution.RETURN_TO_WAREHOUSE
    case = story.case
    on_its_way_back = case.stage is Stage.RETURNING_TO_WAREHOUSE
    label = story.label
    unsent = label is not None and label.first_scan_at is None
    return settled and on_its_way_back and unsent and label != story.parcel


def _patience(of: Bought, policy: Policy) -> datetime | None:
    """When we stop waiting: for the hand-in, then for the buyer's word."""
    wait = wakes_at(of.story.case, policy) if of.is_theirs else None
    counts = of.purchase.status in (*_BEFORE_SCAN, PurchaseStatus.DELIVERED)
    return wait[0] if wait and counts else None
