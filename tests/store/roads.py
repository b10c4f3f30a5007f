"""A case walked through its life by the domain's own steps, move by move, as services would.

Every move is a decision on the story as it stands. One that does not fit refuses or has nothing to
say; so moves may be drawn at random and still make only histories that can happen.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from onward.domain import events as e
from onward.domain import ledger
from onward.domain.claims import ClaimResolution, Fault, ReceiptOutcome, Settlement
from onward.domain.diversions import diverted, ended, relisted, usable_warehouse_label, withdrawn
from onward.domain.events import CARRIER, SYSTEM, Because, Channel
from onward.domain.grades import Grade, GradeReason
from onward.domain.ids import (
    CaseId,
    ChargeId,
    ClaimId,
    ListingId,
    MatchId,
    OrderId,
    PhotoId,
    RefundId,
    ShipmentId,
    TaskId,
)
from onward.domain.life import (
    LISTING,
    MATCH,
    PURCHASE,
    REFUND,
    ListingStatus,
    MatchStatus,
    PurchaseStatus,
    RefundStatus,
    ShipmentStatus,
    Stage,
    moved,
)
from onward.domain.payouts import all_paid, bonus_earned, buyer_refunded
from onward.domain.receipts import claimed, confirmed, settled
from onward.domain.refusals import WrongStage
from onward.domain.returns import Peer
from onward.domain.scanning import scanned
from onward.domain.shipping import Scan, Shipment
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.store import changes
from tests.domain.examples import (
    A_LISTING,
    A_MATCH,
    A_PURCHASE,
    AS_AGENT,
    AS_BUYER,
    AS_RETURNER,
    BUYER_LABEL,
    GOOD_ANSWERS,
    POLICY,
    T0,
    WAREHOUSE_LABEL,
    photo,
    usd,
)


@dataclass
class Road:
    """Where one case stands. Each move takes up to `longest` minutes; of its scans, the share
    `stray` are of any label there is."""

    case_id: CaseId
    chance: Random
    longest: int = 120
    stray: float = 0.0
    at: datetime = T0 + timedelta(milliseconds=123)
    step: int = 0

    async def go(self, name: str) -> Story:
        """Make the move of that name; WrongStage where it does not fit."""
        self.step += 1
        self.at += timedelta(minutes=self.chance.randrange(1, self.longest), milliseconds=7)
        move = MOVES[name]
        return await changes.change(
            self.case_id, lambda story: move(self, story), at=self.at, policy=POLICY
        )

    def named(self, what: str) -> str:
        return f"{what}-{self.case_id}-{self.step}"


Move = Callable[[Road, Story], Step | None]


def _photographed(road: Road, story: Story) -> Step:
    named = PhotoId(road.named("photo"))
    taken = replace(photo("front"), id=named, case_id=story.case.id)
    return Step().put(taken).say(AS_RETURNER, e.PhotoAdded(named, "front"))


def _submitted(road: Road, story: Story) -> Step:
    return Step().say(AS_RETURNER, e.Submitted(GOOD_ANSWERS))


def _approved(road: Road, story: Story) -> Step:
    actor = AS_AGENT if story.case.stage is Stage.IN_REVIEW else SYSTEM
    reasons = (GradeReason("TAG_ATTACHED", "tags_attached"), GradeReason("CLEAN"))
    return Step().say(actor, e.Approved(Grade.LIKE_NEW, reasons))


def _reviewed(road: Road, story: Story) -> Step:
    due_at = road.at + POLICY.windows.review_for
    return Step().say(SYSTEM, e.ReviewAsked((GradeReason("BLURRED", "front"),), due_at))


def _chosen(road: Road, story: Story) -> Step:
    ends_at = road.at + POLICY.windows.window_for
    named = ListingId(road.named("listing"))
    case, unit = story.case.id, story.case.unit_id
    listing = replace(A_LISTING, id=named, case_id=case, unit_id=unit, ends_at=ends_at)
    event = e.PeerChosen(named, usd(64_00), usd(3_20), ends_at)
    return Step().put(listing).say(AS_RETURNER, event)


def _reserved(road: Road, story: Story) -> Step:
    listing = story.listing
    if listing is None or story.match is not None:
        raise WrongStage
    match_id, purchase_id = MatchId(road.named("match")), OrderId(road.named("purchase"))
    until = road.at + POLICY.windows.reserve_for
    held: dict[str, Any] = {"case_id": story.case.id, "listing_id": listing.id}
    match = replace(
        A_MATCH,
        **held,
        id=match_id,
        unit_id=story.case.unit_id,
        purchase_id=purchase_id,
        status=MatchStatus.RESERVED,
        reserved_at=road.at,
        until=until,
    )
    purchase = replace(
        A_PURCHASE,
        **held,
        id=purchase_id,
        match_id=match_id,
        status=PurchaseStatus.RESERVED,
        charge_id=None,
        placed_at=road.at,
    )
    on_hold = replace(listing, status=moved(LISTING, listing.status, ListingStatus.HELD))
    event = e.Reserved(match_id, listing.id, purchase_id, until)
    return Step().put(match, purchase, on_hold).say(AS_BUYER, event)


def _paid(road: Road, story: Story) -> Step:
    match = story.match
    purchase = story.purchase(match.purchase_id) if match else None
    if match is None or purchase is None:
        raise WrongStage
    charge_id = ChargeId(road.named("charge"))
    status = moved(PURCHASE, purchase.status, PurchaseStatus.PAID)
    step = Step().put(replace(purchase, status=status, charge_id=charge_id))
    step.put(replace(match, status=moved(MATCH, match.status, MatchStatus.PAID)))
    event = e.Matched(match.id, charge_id, purchase.total)
    return step.say(SYSTEM, event, ledger.sale(purchase.price, purchase.tax))


def _to_warehouse(road: Road, story: Story) -> Step | None:
    if usable_warehouse_label(story) is not None:
        return None
    label = _label(road, story, WAREHOUSE_LABEL, superseded=isinstance(story.case.heading, Peer))
    event = e.LabelIssued(label.id, Channel.WAREHOUSE)
    return Step().put(label).say(SYSTEM, event, ledger.label_bought(label.cost))


def _to_buyer(road: Road, story: Story) -> Step:
    match = story.match
    if match is None:
        raise WrongStage
    label = replace(_label(road, story, BUYER_LABEL, superseded=False), match_id=match.id)
    step = Step().put(label)
    step.put(replace(match, status=moved(MATCH, match.status, MatchStatus.LABELED)))
    step.put(replace(story.label, superseded=True) if story.label else None)
    return step.say(SYSTEM, e.Repointed(label.id, match.id), ledger.label_bought(label.cost))


def _label(road: Road, story: Story, like: Shipment, *, superseded: bool) -> Shipment:
    number = road.named("track")[:40]
    return replace(
        like,
        id=ShipmentId(road.named("shipment")),
        case_id=story.case.id,
        tracking_number=number,
        counter_code=number,
        superseded=superseded,
        issued_at=road.at,
    )


def _scanned(status: ShipmentStatus) -> Move:
    """A scan of a parcel that is under way, else of any label there is."""

    def move(road: Road, story: Story) -> Step:
        if not story.shipments:
            raise WrongStage
        parcel = story.parcel or story.shipments[-1]
        if road.chance.random() < road.stray:
            parcel = road.chance.choice(story.shipments)
        late = timedelta(minutes=road.chance.randrange(0, 300), milliseconds=4)
        scan = Scan(road.named("scan"), parcel.tracking_number, status, road.at - late, "A counter")
        return scanned(story, scan, road.at, POLICY, TaskId(road.named("task")))

    return move


def _diverted(road: Road, story: Story) -> Step:
    return diverted(story, AS_RETURNER, Because.RETURNER_CHOSE, rule="NO_RULE")


def _relisted(road: Road, story: Story) -> Step:
    if story.match is None:
        raise WrongStage
    return relisted(story, AS_BUYER, Because.BUYER_CANCELED, road.at)


def _withdrawn(road: Road, story: Story) -> Step:
    return withdrawn(story, AS_RETURNER)


def _expired(road: Road, story: Story) -> Step:
    return Step().say(SYSTEM, e.Expired()).put(ended(story.listing, ListingStatus.CLOSED))


def _presumed_lost(road: Road, story: Story) -> Step:
    parcel = story.parcel
    if parcel is None:
        raise WrongStage
    return Step().say(SYSTEM, e.PresumedLost(parcel.id))


def _confirmed(road: Road, story: Story) -> Step:
    return confirmed(story, AS_BUYER, road.at, silently=False)


def _claimed(road: Road, story: Story) -> Step:
    named, task = ClaimId(road.named("claim")), TaskId(road.named("task"))
    return claimed(story, AS_BUYER, ReceiptOutcome.DAMAGED, named, task, road.at)


def _settled(road: Road, story: Story) -> Step:
    by = road.chance.choice(list(ClaimResolution))
    part = usd(1_00) if by is ClaimResolution.PARTIAL_REFUND else None
    return settled(
        story,
        AS_AGENT,
        Settlement(by, road.chance.choice(list(Fault)), part),
        road.at,
        policy=POLICY,
        refund_id=RefundId(road.named("refund")),
        task_id=TaskId(road.named("task")),
    )


def _whole(road: Road, story: Story) -> Step:
    purchase = next((p for p in story.purchases if p.status is PurchaseStatus.PAID), None)
    if purchase is None or (story.match and story.match.purchase_id == purchase.id):
        raise WrongStage
    return buyer_refunded(story, purchase, RefundId(road.named("refund")), road.at, POLICY)


def _bonus(road: Road, story: Story) -> Step:
    if story.case.stage is not Stage.CONFIRMED:
        raise WrongStage
    return bonus_earned(story, RefundId(road.named("bonus")), road.at, POLICY)


def _refunded(road: Road, story: Story) -> Step:
    """Every refund that is scheduled goes through at once."""
    step = Step()
    for refund in story.refunds:
        if refund.status is RefundStatus.SCHEDULED:
            sent = moved(REFUND, refund.status, RefundStatus.SUBMITTED)
            done = moved(REFUND, sent, RefundStatus.SUCCEEDED)
            step.put(replace(refund, status=done, submitted_at=road.at, succeeded_at=road.at))
            step.say(SYSTEM, e.RefundSubmitted(refund.id))
            payable = ledger.Book(f"{refund.payee.value}_PAYABLE")
            entry = ledger.paid_out(refund.amount, payable)
            step.say(SYSTEM, e.RefundSucceeded(refund.id, refund.amount), entry)
    return step


def _closed(road: Road, story: Story) -> Step:
    if not all_paid(story):
        raise WrongStage
    return Step().say(SYSTEM, e.Closed())


def _sent_back(road: Road, story: Story) -> Step:
    return Step().say(CARRIER, e.SentBack(Because.RETURNED_TO_SENDER))


_S = ShipmentStatus
MOVES: dict[str, Move] = {
    "photographed": _photographed,
    "submitted": _submitted,
    "reviewed": _reviewed,
    "approved": _approved,
    "to warehouse": _to_warehouse,
    "chosen": _chosen,
    "reserved": _reserved,
    "paid": _paid,
    "to buyer": _to_buyer,
    "handed in": _scanned(_S.IN_TRANSIT),
    "on the van": _scanned(_S.OUT_FOR_DELIVERY),
    "delivered": _scanned(_S.DELIVERED),
    "back to sender": _scanned(_S.RETURN_TO_SENDER),
    "broken": _scanned(_S.FAILURE),
    "lost": _presumed_lost,
    "sent back": _sent_back,
    "diverted": _diverted,
    "relisted": _relisted,
    "withdrawn": _withdrawn,
    "expired": _expired,
    "confirmed": _confirmed,
    "claimed": _claimed,
    "settled": _settled,
    "made whole": _whole,
    "bonus": _bonus,
    "refunded": _refunded,
    "closed": _closed,
}
