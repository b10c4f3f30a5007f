"""Which labels a case wants and which nobody needs any more, and how a new one becomes the code's.
Buying them and giving them back is for a carrier."""

from dataclasses import replace

from onward.domain import ledger
from onward.domain.addresses import latest_word
from onward.domain.diversions import usable_warehouse_label
from onward.domain.events import SYSTEM, LabelIssued, LabelVoided, Recorded, Repointed
from onward.domain.ids import ShipmentId
from onward.domain.life import HAS_CODE, MATCH, SHIPMENT, MatchStatus, ShipmentStatus, Stage, moved
from onward.domain.listings import Match
from onward.domain.returns import Peer
from onward.domain.shipping import Shipment
from onward.domain.steps import Step
from onward.domain.story import Story

_WANTS_WAREHOUSE_LABEL = frozenset({*HAS_CODE, Stage.RETURNING_TO_WAREHOUSE})
_UNSCANNED = (ShipmentStatus.PRE_TRANSIT, ShipmentStatus.VOID_REQUESTED)


def wants_warehouse_label(story: Story) -> bool:
    """Whether a code to the warehouse is missing."""
    case = story.case
    if case.stage not in _WANTS_WAREHOUSE_LABEL:
        return False
    if case.stage is Stage.RETURNING_TO_WAREHOUSE:
        # Only a buyer who sends a claimed item back needs a code; a refused parcel turns by itself.
        return story.claim is not None and case.shipment_id == case.counted_shipment_id
    return usable_warehouse_label(story) is None and case.counted_shipment_id is None


def wants_buyer_label(story: Story, cause: Recorded) -> Match | None:
    """The match that this cause points the code to; None where it is not the latest word on where
    that buyer wants it, or was heard already."""
    match, done = story.match, story.shipment(ShipmentId(cause.id)) is not None
    heads = story.case.stage is Stage.MATCHED or (
        story.case.stage is Stage.AWAITING_DROPOFF and isinstance(story.case.heading, Peer)
    )
    if match is None or done or not heads or latest_word(story, match.id) != cause.seq:
        return None
    return match


def pointed(story: Story, match: Match, shipment: Shipment) -> Step:
    """The code leads to this buyer from now on; or, where it did so before, to where they want it
    now, without a word."""
    entry = ledger.label_bought(shipment.cost)
    step, old = Step().put(shipment), story.label
    step.put(replace(old, superseded=True) if old else None)
    if story.case.stage is not Stage.MATCHED:
        return step.say(SYSTEM, LabelIssued(shipment.id, None), entry)
    step.put(replace(match, status=moved(MATCH, match.status, MatchStatus.LABELED)))
    return step.say(SYSTEM, Repointed(shipment.id, match.id), entry)


def to_void(story: Story) -> list[Shipment]:
    """The labels to give back, and those of which the carrier still owes us the answer."""
    asked = [s for s in story.shipments if s.status is ShipmentStatus.VOID_REQUESTED]
    return asked + _not_needed(story)


def voided(story: Story, shipment_id: ShipmentId, answer: ShipmentStatus) -> Step | None:
    """What a carrier answered to a label that was given back; None where that is known, or where
    it was scanned meanwhile. Money comes back for what is VOIDED, and for nothing else."""
    shipment = story.shipment(shipment_id)
    if shipment is None or shipment.status not in _UNSCANNED or shipment.status is answer:
        return None
    status = shipment.status
    if status is ShipmentStatus.PRE_TRANSIT:
        status = moved(SHIPMENT, status, ShipmentStatus.VOID_REQUESTED)
    if answer is not status:
        status = moved(SHIPMENT, status, answer)
    refunded = answer is ShipmentStatus.VOIDED
    entries = (ledger.label_refunded(shipment.cost),) if refunded else ()
    step = Step().put(replace(shipment, status=status, superseded=True))
    return step.say(SYSTEM, LabelVoided(shipment_id, answer), *entries)


def _not_needed(story: Story) -> list[Shipment]:
    unscanned = [s for s in story.shipments if s.status is ShipmentStatus.PRE_TRANSIT]
    case = story.case
    if case.counted_shipment_id is not None:
        claim_return = case.stage is Stage.RETURNING_TO_WAREHOUSE
        keep = case.shipment_id if claim_return else None
        return [s for s in unscanned if s.id not in (case.counted_shipment_id, keep)]
    if case.stage in (Stage.CANCELED, Stage.EXPIRED):
        return unscanned
    alive = story.match.id if story.match else None
    to_buyers = [s for s in unscanned if s.match_id is not None]
    return [s for s in to_buyers if s.match_id != alive or s.superseded]
