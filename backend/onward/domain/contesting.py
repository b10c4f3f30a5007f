"""What a case has to show a bank that takes a charge back."""

from enum import StrEnum

from onward.domain.disputes import Dispute
from onward.domain.life import RefundStatus
from onward.domain.photos import Occasion
from onward.domain.story import Story


class Evidence(StrEnum):
    """What there is to show a bank."""

    HANDED_IN = "HANDED_IN"
    DELIVERED = "DELIVERED"
    DEPARTURE_PHOTOS = "DEPARTURE_PHOTOS"
    ARRIVAL_PHOTOS = "ARRIVAL_PHOTOS"
    CONFIRMED_BY_BUYER = "CONFIRMED_BY_BUYER"
    PAID_BACK_ALREADY = "PAID_BACK_ALREADY"


def evidence(story: Story, dispute: Dispute) -> tuple[Evidence, ...]:
    """What this case has to show the bank about that charge."""
    occasions = {photo.occasion for photo in story.photos}
    refunds = [one for one in story.refunds if one.charge_id == dispute.charge_id]
    there = {
        Evidence.HANDED_IN: any(one.first_scan_at for one in story.shipments),
        Evidence.DELIVERED: _happened(story, "Delivered"),
        Evidence.DEPARTURE_PHOTOS: Occasion.ASSESSMENT in occasions,
        Evidence.ARRIVAL_PHOTOS: Occasion.ARRIVAL in occasions,
        Evidence.CONFIRMED_BY_BUYER: _happened(story, "Confirmed"),
        Evidence.PAID_BACK_ALREADY: any(one.status is RefundStatus.SUCCEEDED for one in refunds),
    }
    return tuple(one for one, so in there.items() if so)


def _happened(story: Story, kind: str) -> bool:
    return any(one.event.kind == kind for one in story.history)
