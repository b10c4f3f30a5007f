"""Changes of heading before the first scan: letting a buyer go, listing again, the warehouse,
withdrawal. The code on the phone follows in the same step, so that it is always right."""

from dataclasses import replace
from datetime import datetime

from onward.domain import holds
from onward.domain.events import (
    SYSTEM,
    Actor,
    Because,
    Channel,
    Diverted,
    LabelIssued,
    MatchReleased,
    RefundCanceled,
    Relisted,
    Withdrawn,
)
from onward.domain.grades import Grade, GradeReason
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
from onward.domain.listings import Listing
from onward.domain.proposals import question_released, sale_released
from onward.domain.refusals import NotFound, WrongStage
from onward.domain.shipping import Destination, Shipment
from onward.domain.steps import Step
from onward.domain.story import Story


def diverted(
    story: Story,
    actor: Actor,
    because: Because,
    *,
    channel: Channel = Channel.WAREHOUSE,
    reasons: tuple[GradeReason, ...] = (),
    rule: str | None = None,
    grade: Grade | None = None,
    graded_by: str | None = None,
) -> Step:
    """To one of the merchant's channels: a buyer is let go, the listing ends, the code leads back
    to the warehouse at once where that label exists."""
    step = released(story, actor, because)
    step.put(ended(story.listing, ListingStatus.CLOSED))
    step.say(actor, Diverted(channel, because, reasons, rule, grade, graded_by))
    return step.join(_code_back_to_warehouse(story))


def relisted(
    story: Story,
    actor: Actor,
    because: Because,
    now: datetime,
    channel: Channel = Channel.WAREHOUSE,
) -> Step:
    """The buyer is gone: listed again while the window lasts, to the merchant's channel when it is
    over."""
    case = story.case
    if case.stage is Stage.SEEKING:
        return released(story, actor, because).put(ended(story.listing, ListingStatus.LIVE))
    if case.window_ends_at is None or now >= case.window_ends_at:
        return diverted(story, actor, because, channel=channel)
    step = released(story, actor, because)
    step.put(ended(story.listing, ListingStatus.LIVE)).say(actor, Relisted(because))
    return step.join(_code_back_to_warehouse(story))


def withdrawn(story: Story, actor: Actor, because: Because = Because.WITHDRAWN) -> Step:
    """The returner keeps the item after all, and whatever was held in exchange is given up."""
    step = holds.ended(story, actor, because)
    story = story.with_rows(step.rows)
    step.join(released(story, actor, because)).put(ended(story.listing, ListingStatus.CLOSED))
    step.say(actor, Withdrawn(because))
    status = moved(REFUND, story.refund.status, RefundStatus.CANCELED)
    step.put(replace(story.refund, status=status))
    return step.say(SYSTEM, RefundCanceled(story.refund.id))


def released(story: Story, actor: Actor, because: Because) -> Step:
    """Let whoever has it go: the one who is asked, or the buyer, if there is one. A purchase that
    was never paid ends here; a paid one is made whole by what MatchReleased sets off. Their
    standing offer is given back by whoever hears of it."""
    match = story.match
    if match is None:
        return question_released(story, actor, because)
    purchase = story.purchase(match.purchase_id)
    if purchase is None:
        raise NotFound
    step = sale_released(story, match.id).say(actor, MatchReleased(match.id, because))
    step.put(replace(match, status=moved(MATCH, match.status, MatchStatus.RELEASED)))
    status = purchase.status
    if status is PurchaseStatus.RESERVED:
        status = moved(PURCHASE, status, PurchaseStatus.CANCELED)
    step.put(replace(purchase, status=status, because=because.value))
    for shipment in story.shipments:
        if shipment.match_id == match.id and shipment.first_scan_at is None:
            step.put(replace(shipment, superseded=True))
    return step


def ended(listing: Listing | None, status: ListingStatus) -> Listing | None:
    """The listing in its new status, or None where there is nothing to change."""
    if listing is None or listing.status in (status, ListingStatus.CLOSED):
        return None
    return replace(listing, status=moved(LISTING, listing.status, status))


def usable_warehouse_label(story: Story) -> Shipment | None:
    """A label to the warehouse that can still be handed in."""
    label = story.warehouse_label()
    usable = label and label.status in (ShipmentStatus.PRE_TRANSIT, ShipmentStatus.VOID_REJECTED)
    return label if usable else None


def must_be_before_scan(story: Story) -> None:
    if story.case.counted_shipment_id is not None:
        raise WrongStage("ALREADY_SCANNED", stage=story.case.stage)


def _code_back_to_warehouse(story: Story) -> Step:
    label = usable_warehouse_label(story)
    if label is None or label.destination is not Destination.WAREHOUSE:
        return Step()
    step = Step().put(replace(label, superseded=False))
    return step.say(SYSTEM, LabelIssued(label.id, Channel.WAREHOUSE))
