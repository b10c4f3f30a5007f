"""What a recall means for a piece that was handed in before: who has it or is about to, and telling
them once. Which pieces a stop reaches is for `stops`, how one comes back for `claiming`."""

from datetime import datetime

from onward.domain.claims import ClaimResolution
from onward.domain.events import SYSTEM, Recalled
from onward.domain.life import ClaimStatus, MatchStatus, Stage
from onward.domain.listings import Match, Purchase
from onward.domain.shipping import Destination
from onward.domain.steps import Step
from onward.domain.story import Story


def holder(story: Story) -> Match | None:
    """Whose the piece is that was scanned on its way to a buyer: until it reaches them, and from
    then on for as long as they have it, whether they got their money back or not. None before the
    scan, and once it is lost, sent back by the carrier or handed in for the warehouse."""
    parcel = story.shipment(story.case.counted_shipment_id)
    if parcel is None or parcel.destination is not Destination.BUYER:
        return None
    arrived = any(told.event.kind == "Delivered" for told in story.history)
    on_its_way = story.case.stage is Stage.IN_TRANSIT
    if not on_its_way and (not arrived or _came_back(story)):
        return None
    return next((one for one in story.matches if one.id == parcel.match_id), None)


def has_it(story: Story, purchase: Purchase) -> bool:
    """Whether this buyer has the piece or is about to."""
    match = holder(story)
    return match is not None and match.id == purchase.match_id


def is_let_go(story: Story, purchase: Purchase) -> bool:
    """Whether they were made whole all the same, so that nobody waits for the piece."""
    matches = (one for one in story.matches if one.id == purchase.match_id)
    return any(one.status is MatchStatus.RELEASED for one in matches)


def recalled(story: Story, since: datetime) -> Step | None:
    """Whoever has it is told, once for a recall that stands `since`; None where nobody has it, or
    they know."""
    match = holder(story)
    if match is None or _is_told(story, match, since):
        return None
    return Step().say(SYSTEM, Recalled(match.id))


def _is_told(story: Story, match: Match, since: datetime) -> bool:
    told = (one for one in story.history if one.event == Recalled(match.id))
    return any(one.at >= since for one in told)


def _came_back(story: Story) -> bool:
    """Whether the buyer has handed it in for the warehouse, because something was wrong with it."""
    return any(
        one.resolution is ClaimResolution.RETURN_TO_WAREHOUSE and one.status is ClaimStatus.RESOLVED
        for one in story.claims
    )
