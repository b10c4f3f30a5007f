"""What a stop does: which cases under way it reaches, and what becomes of one. Finding them and
telling people is for services."""

from dataclasses import dataclass, fields
from datetime import datetime

from onward.domain.accounts import Viewer
from onward.domain.diversions import diverted
from onward.domain.events import SYSTEM, Because
from onward.domain.life import ListingStatus, ShipmentStatus, Stage
from onward.domain.policy import Policy
from onward.domain.promises import goes_on
from onward.domain.refusals import NotAllowed
from onward.domain.returns import Peer, ReturnCase
from onward.domain.shipping import Destination
from onward.domain.shop import Role
from onward.domain.steps import Step
from onward.domain.story import Story


def must_be_lead(viewer: Viewer) -> None:
    """A stop moves many people's returns, so an agent's word is not enough."""
    if viewer.role not in (Role.LEAD, Role.MERCHANT):
        raise NotAllowed


# Heading to a peer or about to be; what still waits for a judgement meets the stop there.
REACHED = (Stage.APPROVED, Stage.SEEKING, Stage.MATCHED, Stage.AWAITING_DROPOFF)


@dataclass(frozen=True, slots=True)
class TakenOff:
    """What a stop undid, counted: cases sent to the warehouse, and of them listings that were on
    offer, questions that stood, buyers who had it, codes that led to one of them."""

    cases: int = 0
    listings: int = 0
    questions: int = 0
    buyers: int = 0
    codes: int = 0

    def __add__(self, other: "TakenOff") -> "TakenOff":
        summed = {
            one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)
        }
        return TakenOff(**summed)


def is_reached(case: ReturnCase) -> bool:
    """Whether it may still go to a peer and nobody has scanned it."""
    if case.counted_shipment_id is not None or case.stage not in REACHED:
        return False
    return case.stage is not Stage.AWAITING_DROPOFF or isinstance(case.heading, Peer)


def taken_off(story: Story, policy: Policy, now: datetime) -> Step | None:
    """Off the peer path and to the warehouse at once; None where a stop changes nothing."""
    if not is_reached(story.case):
        return None
    return goes_on(story, diverted(story, SYSTEM, Because.PAUSED), now, policy)


def what_was_there(story: Story) -> TakenOff:
    """What ends when this case is taken off."""
    listing, label, match = story.listing, story.label, story.match
    offered = listing is not None and listing.status is not ListingStatus.CLOSED
    leads_to_buyer = label is not None and label.destination is Destination.BUYER
    unscanned = label is not None and label.status is ShipmentStatus.PRE_TRANSIT
    return TakenOff(
        cases=1,
        listings=int(offered and match is None),
        questions=int(story.proposal is not None),
        buyers=int(match is not None),
        codes=int(leads_to_buyer and unscanned),
    )
