"""Which labels a case wants and which nobody needs any more, and how a new one becomes the code's.
Buying them and giving them back is for a carrier.

Whatever a carrier sold is a shipment of its case, wanted or not: a label that came too late is
stranded, which is to be paid, never shown, and given back.
"""

from dataclasses import replace
from datetime import datetime

from onward.domain import ledger
from onward.domain.addresses import latest_word
from onward.domain.diversions import relisted, usable_warehouse_label
from onward.domain.events import (
    SYSTEM,
    AddressChanged,
    Because,
    Channel,
    LabelIssued,
    LabelStranded,
    LabelVoided,
    Matched,
    Recorded,
    Repointed,
    TaskKind,
    TaskOpened,
)
from onward.domain.ids import ContactId, MatchId, ShipmentId, TaskId
from onward.domain.life import HAS_CODE, MATCH, SHIPMENT, MatchStatus, ShipmentStatus, Stage, moved
from onward.domain.listings import Match
from onward.domain.policy import Policy
from onward.domain.promises import goes_on
from onward.domain.recovery import fallback_of
from onward.domain.returns import Peer
from onward.domain.shipping import Shipment, VoidAnswer
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.tasks import Task

_WANTS_WAREHOUSE_LABEL = frozenset({*HAS_CODE, Stage.RETURNING_TO_WAREHOUSE})
_UNSCANNED = (ShipmentStatus.PRE_TRANSIT, ShipmentStatus.VOID_REQUESTED)
_AFTER = {
    VoidAnswer.SUBMITTED: ShipmentStatus.VOID_REQUESTED,
    VoidAnswer.REFUNDED: ShipmentStatus.VOIDED,
    VoidAnswer.REJECTED: ShipmentStatus.VOID_REJECTED,
    VoidAnswer.NOT_APPLICABLE: ShipmentStatus.VOID_REJECTED,
}


def wants_warehouse_label(story: Story, cause: Recorded) -> bool:
    """Whether a code to the warehouse is missing, and this cause has not brought one yet."""
    case = story.case
    if case.stage not in _WANTS_WAREHOUSE_LABEL or _is_done(story, cause):
        return False
    if case.stage is Stage.RETURNING_TO_WAREHOUSE:
        # Only a buyer who sends a claimed item back needs a code; a refused parcel turns by itself.
        return story.claim is not None and case.shipment_id == case.counted_shipment_id
    return usable_warehouse_label(story) is None and case.counted_shipment_id is None


def wants_buyer_label(story: Story, cause: Recorded) -> Match | None:
    """The match that this cause points the code to; None where it is not the latest word on where
    that buyer wants it, or was heard already."""
    match = story.match
    heads = story.case.stage is Stage.MATCHED or (
        story.case.stage is Stage.AWAITING_DROPOFF and isinstance(story.case.heading, Peer)
    )
    if match is None or not heads or _is_done(story, cause):
        return None
    return match if latest_word(story, match.id) == cause.seq else None


def match_of(cause: Recorded) -> MatchId | None:
    """Whose label this cause asks for; None for the warehouse's."""
    event = cause.event
    return event.match_id if isinstance(event, Matched | AddressChanged) else None


def recipient_of(story: Story, match: Match) -> ContactId | None:
    sale = story.sale(match.purchase_id)
    return sale.contact_id if sale else None


def sets_out_at(story: Story) -> ContactId | None:
    """Where the parcel sets out: at the returner's, or where a claimed item was sent to."""
    if story.case.stage is not Stage.RETURNING_TO_WAREHOUSE or story.claim is None:
        return story.order.contact_id
    claimed = story.claim.match_id
    return recipient_of(story, next(one for one in story.matches if one.id == claimed))


def issued(story: Story, cause: Recorded, shipment: Shipment) -> Step | None:
    """There is a code to the warehouse from now on."""
    if not wants_warehouse_label(story, cause):
        return stranded(story, shipment)
    # A buyer may be matched while the warehouse label is being made: it then waits, superseded.
    step = Step().put(replace(shipment, superseded=isinstance(story.case.heading, Peer)))
    event = LabelIssued(shipment.id, Channel.WAREHOUSE)
    return step.say(SYSTEM, event, ledger.label_bought(shipment.cost))


def pointed(story: Story, cause: Recorded, shipment: Shipment) -> Step | None:
    """The code leads to this cause's buyer from now on; or, where it did so before, to where they
    want it now, without a word."""
    match = wants_buyer_label(story, cause)
    if match is None:
        return stranded(story, shipment)
    entry = ledger.label_bought(shipment.cost)
    step, old = Step().put(shipment), story.label
    step.put(replace(old, superseded=True) if old else None)
    if story.case.stage is not Stage.MATCHED:
        return step.say(SYSTEM, LabelIssued(shipment.id, None), entry)
    step.put(replace(match, status=moved(MATCH, match.status, MatchStatus.LABELED)))
    return step.say(SYSTEM, Repointed(shipment.id, match.id), entry)


def stranded(story: Story, shipment: Shipment) -> Step | None:
    """It was sold, and nobody wants it any more; None where it is known already."""
    if story.shipment(shipment.id) is not None:
        return None
    kept = replace(shipment, superseded=True, status=ShipmentStatus.VOID_REQUESTED)
    entry = ledger.label_bought(shipment.cost)
    return Step().put(kept).say(SYSTEM, LabelStranded(shipment.id), entry)


def unserved(
    story: Story, cause: Recorded, sold: Shipment | None, now: datetime, policy: Policy
) -> Step | None:
    """No parcel can go to this cause's buyer: they are made whole, and the item is on offer again.
    `sold`: the label that there is for them all the same."""
    step = stranded(story, sold) if sold else None
    if wants_buyer_label(story, cause) is None:
        return step
    channel = fallback_of(story, policy)
    away = relisted(story, SYSTEM, Because.UNSERVICEABLE, now, channel)
    return (step or Step()).join(goes_on(story, away, now, policy))


def help_asked(story: Story, cause: Recorded, task_id: TaskId, now: datetime) -> Step | None:
    """No carrier comes for it: a person has to find a way, and is asked once."""
    asked = any(one.kind is TaskKind.NO_LABEL and not one.done_at for one in story.tasks)
    if asked or not wants_warehouse_label(story, cause):
        return None
    task = Task(task_id, story.case.id, TaskKind.NO_LABEL, now, None)
    return Step().put(task).say(SYSTEM, TaskOpened(task_id, TaskKind.NO_LABEL))


def to_void(story: Story) -> list[Shipment]:
    """The labels to give back, and those of which the carrier still owes us the answer."""
    asked = [s for s in story.shipments if s.status is ShipmentStatus.VOID_REQUESTED]
    return asked + _not_needed(story)


def voided(story: Story, shipment_id: ShipmentId, answer: VoidAnswer) -> Step | None:
    """What a carrier answered to a label that was given back; None where that is known, or where
    it was scanned meanwhile. Money comes back for what is VOIDED, and for nothing else."""
    shipment, after = story.shipment(shipment_id), _AFTER[answer]
    if shipment is None or shipment.status not in _UNSCANNED or shipment.status is after:
        return None
    status = shipment.status
    if status is ShipmentStatus.PRE_TRANSIT:
        status = moved(SHIPMENT, status, ShipmentStatus.VOID_REQUESTED)
    if after is not status:
        status = moved(SHIPMENT, status, after)
    refunded = after is ShipmentStatus.VOIDED
    entries = (ledger.label_refunded(shipment.cost),) if refunded else ()
    step = Step().put(replace(shipment, status=status, superseded=True))
    return step.say(SYSTEM, LabelVoided(shipment_id, after), *entries)


def _is_done(story: Story, cause: Recorded) -> bool:
    return story.shipment(ShipmentId(cause.id)) is not None


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
