"""What the carrier's scale says of a parcel, held against what was declared."""

from datetime import datetime

from onward.domain.events import CARRIER, TaskKind, Weighed
from onward.domain.ids import ShipmentId, TaskId
from onward.domain.policy import Policy
from onward.domain.scanning import asked, parcel_of
from onward.domain.shipping import Scan, believable, weighs_otherwise
from onward.domain.steps import Step
from onward.domain.story import Story


def weighed(story: Story, scan: Scan, now: datetime, policy: Policy, task_id: TaskId) -> Step:
    """News once a parcel, and only where it weighs something else: a person looks at it."""
    parcel = parcel_of(story, scan)
    grams, declared = believable(scan, parcel, now).weight_g, parcel.declared_g
    if grams is None or declared is None or parcel.id in _told_weights(story):
        return Step()
    if not weighs_otherwise(parcel, grams, policy.parcels.weight_bp):
        return Step()
    step = Step().say(CARRIER, Weighed(parcel.id, grams, declared))
    return asked(step, story, TaskKind.WEIGHT_DIFFERS, now, task_id)


def _told_weights(story: Story) -> set[ShipmentId]:
    events = (told.event for told in story.history)
    return {event.shipment_id for event in events if isinstance(event, Weighed)}
