"""What holds of every case at every moment, whatever happened: each truth is a function that says
what is wrong, or nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from onward.domain.events import (
    Closed,
    FirstScanned,
    LabelStranded,
    LabelVoided,
    Matched,
    RefundSubmitted,
    TaskKind,
)
from onward.domain.ids import CaseId, ShipmentId
from onward.domain.ledger import Book
from onward.domain.life import ENDS, SHIPMENT, MatchStatus, RefundStatus, ShipmentStatus
from onward.domain.paying import next_try
from onward.domain.payouts import UNDER_WAY
from onward.domain.policy import Policy
from onward.domain.refunds import Payee, Refund, RefundFor
from onward.domain.returns import ReturnCase, after
from onward.domain.shipping import Destination
from onward.domain.story import Story
from onward.domain.waiting import wakes_at
from onward.ports import BoughtLabel

# What is promised to somebody: these count against what was taken.
_COUNTS = UNDER_WAY | {RefundStatus.SUCCEEDED, RefundStatus.CONVERTED_TO_CREDIT}
_BUYS = ("issue_label", "point_to_buyer", "follow_address")
_PAYABLE = {Payee.RETURNER: Book.RETURNER_PAYABLE, Payee.BUYER: Book.BUYER_PAYABLE}


@dataclass(frozen=True, slots=True)
class Due:
    """An effect that is not done."""

    effect: str
    dead: bool
    trouble: str | None


@dataclass
class Known:
    """What was seen of parcels before."""

    statuses: dict[ShipmentId, ShipmentStatus] = field(default_factory=dict)
    counted: dict[CaseId, ShipmentId] = field(default_factory=dict)


def wrong(
    story: Story, book: dict[Book, int], due: Sequence[Due], known: Known, policy: Policy
) -> list[str]:
    """Everything that does not hold of this case, in words."""
    found = [
        *_history(story, policy),
        *_parcels(story, known),
        *_labels(story, book),
        *_sales(story),
        *_money(story, book),
        *_stuck(story, due, policy),
    ]
    return [f"{story.case.stage} v{story.case.version}: {one}" for one in found]


def unheard_of(sold: Mapping[str, BoughtLabel], stories: Iterable[Story]) -> dict[str, str]:
    """The labels that a carrier sold and no case knows: under which key, and their numbers."""
    known = {one.tracking_number for story in stories for one in story.shipments}
    return {
        key: label.tracking_number
        for key, label in sold.items()
        if label.tracking_number not in known
    }


def asked_for_by(key: str) -> set[str]:
    """The effects that may ask a carrier under this key, one of them in truth."""
    return {key.removesuffix("label") + effect for effect in _BUYS}


def beyond_caps(stories: Iterable[Story], policy: Policy) -> list[str]:
    """What was promised to people in all, held against what was taken and what policy allows."""
    stories = list(stories)
    taken: dict[str, int] = {
        one.charge.id: one.charge.amount.minor for one in stories if one.charge
    }
    promised: dict[str, int] = {}
    thanks: dict[str, int] = {}
    for story in stories:
        for sold in story.purchases:
            if sold.charge_id is not None:
                taken.setdefault(sold.charge_id, sold.total.minor)
        for refund in story.refunds:
            if refund.status not in _COUNTS:
                continue
            to = promised if refund.charge_id else thanks
            payer = refund.charge_id or story.case.returner_id
            to[payer] = to.get(payer, 0) + refund.amount.minor
    most = policy.refunds.bonus_year_minor
    found = [
        f"{one}: {sum_} of {taken[one]}" for one, sum_ in promised.items() if sum_ > taken[one]
    ]
    return found + [f"thank-yous of {sum_}" for sum_ in thanks.values() if most and sum_ > most]


def _history(story: Story, policy: Policy) -> Iterator[str]:
    case: ReturnCase | None = None
    for told in story.history:
        case = after(case, told)
    if case is None or [told.seq for told in story.history] != [*range(1, case.version + 1)]:
        yield "its history has gaps"
        return
    wake = wakes_at(case, policy)
    replayed = {name: getattr(case, name) for name in case.__slots__}
    replayed["wake_at"] = wake[0] if wake else None
    for name, value in replayed.items():
        if getattr(story.case, name) != value:
            yield f"{name} is {getattr(story.case, name)}, replayed {value}"


def _parcels(story: Story, known: Known) -> Iterator[str]:
    case = story.case
    for shipment in story.shipments:
        before = known.statuses.get(shipment.id, ShipmentStatus.PRE_TRANSIT)
        if shipment.status not in _REACHABLE[before]:
            yield f"parcel {shipment.id} went from {before} back to {shipment.status}"
        known.statuses[shipment.id] = shipment.status
    first = [told for told in story.history if isinstance(told.event, FirstScanned)]
    if len(first) > 1:
        yield "two parcels count"
    counted = case.counted_shipment_id
    if known.counted.get(case.id, counted) != counted:
        yield "another parcel counts than before"
    if counted:
        known.counted[case.id] = counted
    if bool(first) != (counted is not None):
        yield "a first scan and the parcel that counts disagree"


def _labels(story: Story, book: dict[Book, int]) -> Iterator[str]:
    """Each is paid once, and paid back once where the carrier took it back; and nobody is shown
    one that came too late."""
    events = [told.event for told in story.history]
    back = [
        one.shipment_id
        for one in events
        if isinstance(one, LabelVoided) and one.answer is ShipmentStatus.VOIDED
    ]
    cost = sum((one.id not in back) * one.cost.minor for one in story.shipments)
    if (book.get(Book.CARRIER_COST, 0), book.get(Book.CARRIER_PAYABLE, 0)) != (cost, -cost):
        yield f"its labels cost {cost}, and the book says {book.get(Book.CARRIER_COST, 0)}"
    if len(back) != len(set(back)):
        yield "a label is paid back twice"
    stranded = {one.shipment_id for one in events if isinstance(one, LabelStranded)}
    if story.case.shipment_id in stranded:
        yield "its code is a label that came too late"


def _sales(story: Story) -> Iterator[str]:
    alive = [one for one in story.matches if one.status is not MatchStatus.RELEASED]
    if len(alive) > 1:
        yield f"{len(alive)} buyers have the unit"
    parcel = story.shipment(story.case.counted_shipment_id)
    if parcel is None or parcel.destination is not Destination.BUYER:
        return
    events = [told.event for told in story.history]
    paid = {one.match_id for one in events if isinstance(one, Matched)}
    sent = [one for one in events if isinstance(one, RefundSubmitted)]
    if any(one.refund_id == story.case.refund_id for one in sent) and parcel.match_id not in paid:
        yield "the refund went out and the buyer's money never came in"


def _money(story: Story, book: dict[Book, int]) -> Iterator[str]:
    for payee, payable in _PAYABLE.items():
        owed = sum(
            one.amount.minor
            for one in story.refunds
            if one.payee is payee and one.status in UNDER_WAY
        )
        if book.get(payable, 0) != -owed:
            yield f"{payable} stands at {book.get(payable, 0)}, and {owed} is under way"
    bonuses = [one for one in story.refunds if one.purpose is RefundFor.BONUS]
    if len(bonuses) > 1:
        yield f"{len(bonuses)} thank-yous"
    if any(one.amount.minor < 0 or one.net.minor < 0 for one in story.refunds):
        yield "a refund below zero"
    closing = story.history[-1].event
    if isinstance(closing, Closed) and any(book.get(payable, 0) for payable in _PAYABLE.values()):
        yield "closed, and money is still owed"


def _stuck(story: Story, due: Sequence[Due], policy: Policy) -> Iterator[str]:
    told = {task.kind for task in story.tasks if task.done_at is None}
    alive = {one.effect for one in due if not one.dead}
    faults = [one.effect for one in due if one.trouble == "FAULT"]
    if faults:
        yield f"a fault in {faults}"
    if not told and any(one.dead for one in due):
        yield "work was given up and nobody is told"
    for refund in story.refunds:
        if not _goes_on(refund, alive, told, policy):
            yield f"the {refund.purpose} refund is {refund.status} and nothing carries it on"
    if story.case.stage in ENDS or story.case.wake_at or alive or told:
        return
    if all(one.status not in UNDER_WAY for one in story.refunds):
        yield "nobody and nothing will ever move it"


def _goes_on(
    refund: Refund, alive: AbstractSet[str], told: AbstractSet[TaskKind], policy: Policy
) -> bool:
    """Whether somebody or something sees to it that this money arrives."""
    if refund.status in (RefundStatus.SCHEDULED, RefundStatus.SUBMITTED):
        return "submit_refund" in alive or bool(told)
    if refund.status is RefundStatus.FAILED:
        return next_try(refund, policy) is not None or TaskKind.REFUND_FAILED in told
    return refund.status is not RefundStatus.ON_HOLD or refund.held_until is not None


def _closure() -> dict[ShipmentStatus, frozenset[ShipmentStatus]]:
    found = {status: frozenset({status}) for status in ShipmentStatus}
    for _ in ShipmentStatus:
        for status, reached in found.items():
            further = (SHIPMENT[one] for one in reached)
            found[status] = reached.union(*further)
    return found


_REACHABLE = _closure()
