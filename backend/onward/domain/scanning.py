"""What a carrier's scan means for a case. One parcel counts per unit: the first that is handed in,
whatever code it carries. A scan on any other code asks a person to look."""

from dataclasses import replace
from datetime import datetime

from onward.domain.diversions import ended, released
from onward.domain.events import (
    CARRIER,
    SYSTEM,
    Because,
    Delivered,
    Event,
    FirstScanned,
    ParcelSilent,
    PresumedLost,
    Received,
    SentBack,
    StrayScanned,
    TaskKind,
    TaskOpened,
    Tracked,
)
from onward.domain.ids import ShipmentId, TaskId
from onward.domain.life import (
    MATCH,
    PURCHASE,
    ListingStatus,
    MatchStatus,
    PurchaseStatus,
    ShipmentStatus,
    Stage,
    moved,
)
from onward.domain.policy import Policy
from onward.domain.receipts import (
    awaits_return,
    return_not_sent,
    return_scanned,
    tasks_done,
)
from onward.domain.refusals import WrongStage
from onward.domain.returns import Recovery
from onward.domain.shipping import (
    Destination,
    KnownScan,
    Scan,
    Shipment,
    believable,
    is_first_scan,
    is_sign_of_life,
    status_after,
)
from onward.domain.starting import at_arrival, at_first_scan
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.tasks import Task
from onward.domain.trust import Record

_ARRIVES_FROM = frozenset({Stage.IN_TRANSIT, Stage.LOST})
_ON_THE_ROAD = _ARRIVES_FROM | {Stage.RETURNING_TO_WAREHOUSE}


def scanned(
    story: Story,
    scan: Scan,
    now: datetime,
    policy: Policy,
    task_id: TaskId,
    record: Record | None = None,
    *,
    unit_taken: bool = False,
) -> Step:
    """The step a scan of one of this case's parcels makes. The scan itself is always kept.
    `record`: what the returner's past says, where a first scan makes that matter. `unit_taken`:
    this return was over, and another one of the same piece has begun since."""
    parcel = parcel_of(story, scan)
    scan = believable(scan, parcel, now)
    if unit_taken:
        step = _stray(story, parcel, scan, now, task_id)
    else:
        step = _counted(story, parcel, scan, now, policy, task_id, record)
    return step.join(_found(story, parcel, scan, now, task_id))


def parcel_of(story: Story, scan: Scan) -> Shipment:
    """The parcel of this case that a scan is about."""
    return next(s for s in story.shipments if s.tracking_number == scan.tracking_number)


def asked(step: Step, story: Story, kind: TaskKind, now: datetime, task_id: TaskId) -> Step:
    """A person is asked, once as long as nobody has seen to it."""
    if any(task.kind is kind and task.done_at is None for task in story.tasks):
        return step
    task = Task(task_id, story.case.id, kind, now, None)
    return step.put(task).say(SYSTEM, TaskOpened(task_id, kind))


def _counted(
    story: Story,
    parcel: Shipment,
    scan: Scan,
    now: datetime,
    policy: Policy,
    task_id: TaskId,
    record: Record | None,
) -> Step:
    moved_parcel = _after(story, parcel, scan)
    status, first = moved_parcel.status, is_first_scan(parcel, scan.status)
    step = Step().put(moved_parcel, _kept(parcel, scan))
    counted = story.case.counted_shipment_id
    if counted is not None and counted != parcel.id and not _is_claim_return(story, parcel):
        return _stray(story, parcel, scan, now, task_id)
    if counted is None:
        if not first:
            return step.say(CARRIER, Tracked(parcel.id, scan.status, scan.at))
        step.join(_handed_in(story, moved_parcel, scan, now, policy, task_id, record))
        if status is ShipmentStatus.IN_TRANSIT:
            return step
        story = story.with_rows(step.rows)
    if first and counted is not None and _is_claim_return(story, parcel):
        back = return_scanned(story, now)
        step, story = step.join(back), story.with_rows(back.rows)
    if status is parcel.status and not first:
        return step.say(CARRIER, Tracked(parcel.id, scan.status, scan.at))
    # The first scan of a claimed item's own label is no hand-in: the case is past that.
    return step.join(
        _went_on(story, moved_parcel, scan, now, policy, task_id, first=counted is None)
    )


def _stray(story: Story, parcel: Shipment, scan: Scan, now: datetime, task_id: TaskId) -> Step:
    """A parcel too many: it changes nothing by itself, and a person finds out where it goes."""
    step = Step().put(_after(story, parcel, scan), _kept(parcel, scan))
    step.say(CARRIER, StrayScanned(parcel.id, scan.status, scan.at))
    return asked(step, story, TaskKind.STRAY_PARCEL, now, task_id)


def _kept(parcel: Shipment, scan: Scan) -> KnownScan:
    return KnownScan(scan.key, parcel.id, scan.status, scan.at, scan.place)


def fallen_silent(story: Story, now: datetime, task_id: TaskId) -> Step:
    """No scan for so long that somebody asks the carrier."""
    parcel = story.case.counted_shipment_id
    if parcel is None:
        raise WrongStage(stage=story.case.stage)
    if awaits_return(story):
        step = Step().say(SYSTEM, ParcelSilent(story.case.shipment_id or parcel))
        return step.join(return_not_sent(story, task_id, now))
    step = Step().say(SYSTEM, ParcelSilent(parcel))
    return asked(step, story, TaskKind.INVESTIGATE_PARCEL, now, task_id)


def _after(story: Story, parcel: Shipment, scan: Scan) -> Shipment:
    """The parcel once this scan is known. What an older one says of its arrival is no news."""
    first = is_first_scan(parcel, scan.status)
    newest = all(known.at <= scan.at for known in story.scans_of(parcel))
    eta = parcel.eta_at
    if scan.eta_at and newest:
        eta = scan.eta_at
    elif first and eta is not None:
        # What the label promised is counted from the day it is handed in.
        eta = scan.at + (eta - parcel.issued_at)
    return replace(
        parcel,
        status=status_after(parcel.status, scan.status),
        first_scan_at=scan.at if first else parcel.first_scan_at,
        eta_at=eta,
        weighed_g=scan.weight_g or parcel.weighed_g,
    )


def _found(story: Story, parcel: Shipment, scan: Scan, now: datetime, task_id: TaskId) -> Step:
    """Whoever was to ask for it need not; and one that was given up is for a person to sort out:
    nothing is taken back by itself."""
    case = story.case
    theirs = parcel.id == case.counted_shipment_id or _is_claim_return(story, parcel)
    if not theirs or not is_sign_of_life(scan.status):
        return Step()
    step = tasks_done(story, TaskKind.INVESTIGATE_PARCEL, SYSTEM, now)
    moves = status_after(parcel.status, scan.status) is not parcel.status
    late = moves or case.last_scan_at is None or scan.at >= case.last_scan_at
    if case.stage is Stage.LOST and late:
        asked(step, story, TaskKind.LATE_SCAN, now, task_id)
    return step


def _handed_in(
    story: Story,
    parcel: Shipment,
    scan: Scan,
    now: datetime,
    policy: Policy,
    task_id: TaskId,
    record: Record | None,
) -> Step:
    match = story.match
    to_this_buyer = match is not None and parcel.match_id == match.id
    # To where this buyer no longer wants it is still to this buyer.
    moved_since = to_this_buyer and parcel.superseded
    superseded = not to_this_buyer and (parcel.superseded or match is not None)
    step = Step().say(CARRIER, FirstScanned(parcel.id, scan.at, superseded))
    if to_this_buyer and match is not None:
        step.put(replace(match, status=moved(MATCH, match.status, MatchStatus.SHIPPED)))
        purchase = story.purchase(match.purchase_id)
        if purchase:
            status = moved(PURCHASE, purchase.status, PurchaseStatus.SHIPPED)
            step.put(replace(purchase, status=status))
        step.put(ended(story.listing, ListingStatus.SOLD))
    else:
        step.join(released(story, CARRIER, Because.SUPERSEDED_CODE))
        step.put(ended(story.listing, ListingStatus.CLOSED))
    # Whoever was asked to look once more need not: it is under way as it is.
    step.join(tasks_done(story, TaskKind.REVIEW_CONDITION, SYSTEM, now))
    # The parcel that counts keeps its own row as scanned, whatever a release wrote of it.
    step.put(replace(parcel, superseded=False))
    step.join(at_first_scan(story.with_rows(step.rows), scan.at, now, policy, record))
    if parcel.destination is Destination.BUYER and (moved_since or not to_this_buyer):
        asked(step, story, TaskKind.WRONG_WAY_PARCEL, now, task_id)
    return step


def _went_on(
    story: Story,
    parcel: Shipment,
    scan: Scan,
    now: datetime,
    policy: Policy,
    task_id: TaskId,
    *,
    first: bool,
) -> Step:
    stage = Stage.IN_TRANSIT if first else story.case.stage
    event = _arrival(story, parcel, scan, stage)
    step = Step()
    if event is None:
        return step.say(CARRIER, Tracked(parcel.id, scan.status, scan.at))
    step.say(CARRIER, event)
    match = story.match
    if isinstance(event, Delivered) and match is not None:
        step.put(replace(match, status=moved(MATCH, match.status, MatchStatus.DELIVERED)))
        purchase = story.purchase(match.purchase_id)
        if purchase and purchase.status is PurchaseStatus.SHIPPED:
            step.put(replace(purchase, status=PurchaseStatus.DELIVERED))
        sale = story.sale(match.purchase_id)
        step.put(replace(sale, delivered_at=scan.at) if sale else None)
    if isinstance(event, SentBack | PresumedLost):
        because = Because.LOST if isinstance(event, PresumedLost) else event.because
        step.join(released(story, CARRIER, because))
    if stage is not Stage.LOST and isinstance(event, Received) and _is_drawn(story):
        asked(step, story, TaskKind.INSPECT_ARRIVAL, now, task_id)
    if isinstance(event, Delivered | Received):
        step.join(at_arrival(story, scan.at, now, policy))
    return step


def _arrival(story: Story, parcel: Shipment, scan: Scan, stage: Stage) -> Event | None:
    status = parcel.status
    to_buyer = parcel.destination is Destination.BUYER
    for_this_buyer = to_buyer and story.match is not None and story.match.id == parcel.match_id
    if status is ShipmentStatus.DELIVERED and stage in _ON_THE_ROAD:
        if not to_buyer or stage is Stage.RETURNING_TO_WAREHOUSE:
            return Received(parcel.id, scan.at)
        if for_this_buyer and stage in _ARRIVES_FROM:
            return Delivered(parcel.id, scan.at)
        because = Because.LOST if stage is Stage.LOST else Because.SUPERSEDED_CODE
        return SentBack(because, ShipmentId(parcel.id))
    if status is ShipmentStatus.RETURN_TO_SENDER and stage in _ARRIVES_FROM:
        return SentBack(Because.RETURNED_TO_SENDER, ShipmentId(parcel.id))
    if status is ShipmentStatus.FAILURE and stage in _ON_THE_ROAD - {Stage.LOST}:
        return PresumedLost(parcel.id)
    return None


def _is_drawn(story: Story) -> bool:
    """Whether the warehouse wanted a look at this unit, to keep the measure of grades honest."""
    heading = story.case.heading
    return isinstance(heading, Recovery) and heading.because is Because.INSPECTION


def _is_claim_return(story: Story, parcel: Shipment) -> bool:
    """The label a buyer got to send a claimed item to the warehouse."""
    on_its_way = story.case.stage in {Stage.RETURNING_TO_WAREHOUSE, Stage.LOST}
    to_warehouse = parcel.destination is Destination.WAREHOUSE
    return on_its_way and to_warehouse and story.case.shipment_id == parcel.id
