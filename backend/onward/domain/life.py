"""The life of a case: which event may follow which stage, where it leads, and who may say so.

1. Anything that decides whether a case MAY move lives here.
2. Nothing here decides whether it SHOULD: condition, routing, matching and refunds do.

The fallback is not a second machine: it is a change of heading, and the same road to another
address. Matches, shipments, refunds, claims, purchases and listings have small tables of their own
below; `moved` is their engine.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from onward.domain.refusals import Impossible, WrongStage


class Stage(StrEnum):
    DRAFTED = "DRAFTED"
    ASSESSING = "ASSESSING"
    IN_REVIEW = "IN_REVIEW"
    APPROVED = "APPROVED"
    SEEKING = "SEEKING"
    MATCHED = "MATCHED"
    AWAITING_DROPOFF = "AWAITING_DROPOFF"
    IN_TRANSIT = "IN_TRANSIT"
    DELIVERED = "DELIVERED"
    CONFIRMED = "CONFIRMED"
    CLAIMED = "CLAIMED"
    LOST = "LOST"
    RETURNING_TO_WAREHOUSE = "RETURNING_TO_WAREHOUSE"
    RECEIVED = "RECEIVED"
    CLOSED = "CLOSED"
    CANCELED = "CANCELED"
    EXPIRED = "EXPIRED"


class Who(StrEnum):
    RETURNER = "RETURNER"
    BUYER = "BUYER"
    AGENT = "AGENT"
    CARRIER = "CARRIER"
    PROCESSOR = "PROCESSOR"
    SYSTEM = "SYSTEM"


@dataclass(frozen=True, slots=True)
class Row:
    """From this stage, this event leads to that stage, and these may say so."""

    source: Stage
    event: str
    target: Stage
    who: frozenset[Who]


def _who(letters: str) -> frozenset[Who]:
    by_letter = {"R": Who.RETURNER, "B": Who.BUYER, "A": Who.AGENT, "C": Who.CARRIER}
    by_letter |= {"P": Who.PROCESSOR, "S": Who.SYSTEM}
    return frozenset(by_letter[letter] for letter in letters)


S = Stage
BEGINS = Stage.DRAFTED
OPENED_BY = _who("RA")
ENDS = frozenset({S.CLOSED, S.CANCELED, S.EXPIRED})
BEFORE_SCAN = (S.DRAFTED, S.ASSESSING, S.IN_REVIEW, S.APPROVED, S.SEEKING, S.MATCHED)
HAS_CODE = (S.IN_REVIEW, S.APPROVED, S.SEEKING, S.MATCHED, S.AWAITING_DROPOFF)

LIFE: tuple[Row, ...] = (
    Row(S.DRAFTED, "PhotoAdded", S.DRAFTED, _who("R")),
    Row(S.DRAFTED, "Submitted", S.ASSESSING, _who("R")),
    Row(S.DRAFTED, "Diverted", S.AWAITING_DROPOFF, _who("RAS")),
    Row(S.DRAFTED, "Withdrawn", S.CANCELED, _who("RAS")),
    Row(S.ASSESSING, "Approved", S.APPROVED, _who("S")),
    Row(S.ASSESSING, "ReviewAsked", S.IN_REVIEW, _who("S")),
    Row(S.ASSESSING, "Diverted", S.AWAITING_DROPOFF, _who("S")),
    Row(S.ASSESSING, "Withdrawn", S.CANCELED, _who("RA")),
    Row(S.IN_REVIEW, "Approved", S.APPROVED, _who("A")),
    Row(S.IN_REVIEW, "Diverted", S.AWAITING_DROPOFF, _who("RAS")),
    Row(S.IN_REVIEW, "LabelIssued", S.IN_REVIEW, _who("S")),
    Row(S.IN_REVIEW, "FirstScanned", S.IN_TRANSIT, _who("C")),
    Row(S.IN_REVIEW, "Withdrawn", S.CANCELED, _who("RA")),
    Row(S.APPROVED, "PeerChosen", S.SEEKING, _who("R")),
    Row(S.APPROVED, "Diverted", S.AWAITING_DROPOFF, _who("RAS")),
    Row(S.APPROVED, "PhotoAdded", S.APPROVED, _who("R")),
    Row(S.APPROVED, "Appealed", S.IN_REVIEW, _who("R")),
    Row(S.APPROVED, "LabelIssued", S.APPROVED, _who("S")),
    Row(S.APPROVED, "FirstScanned", S.IN_TRANSIT, _who("C")),
    Row(S.APPROVED, "Withdrawn", S.CANCELED, _who("RA")),
    Row(S.SEEKING, "LabelIssued", S.SEEKING, _who("S")),
    Row(S.SEEKING, "Reserved", S.SEEKING, _who("B")),
    Row(S.SEEKING, "Proposed", S.SEEKING, _who("S")),
    Row(S.SEEKING, "Repriced", S.SEEKING, _who("S")),
    Row(S.SEEKING, "Matched", S.MATCHED, _who("S")),
    Row(S.SEEKING, "Diverted", S.AWAITING_DROPOFF, _who("RAS")),
    Row(S.SEEKING, "FirstScanned", S.IN_TRANSIT, _who("C")),
    Row(S.SEEKING, "Withdrawn", S.CANCELED, _who("RA")),
    Row(S.MATCHED, "LabelIssued", S.MATCHED, _who("S")),
    Row(S.MATCHED, "Repointed", S.AWAITING_DROPOFF, _who("S")),
    Row(S.MATCHED, "AddressChanged", S.MATCHED, _who("BA")),
    Row(S.MATCHED, "Relisted", S.SEEKING, _who("BAS")),
    Row(S.MATCHED, "Diverted", S.AWAITING_DROPOFF, _who("RBAS")),
    Row(S.MATCHED, "FirstScanned", S.IN_TRANSIT, _who("C")),
    Row(S.MATCHED, "Withdrawn", S.CANCELED, _who("RA")),
    Row(S.AWAITING_DROPOFF, "PhotoAdded", S.AWAITING_DROPOFF, _who("R")),
    Row(S.AWAITING_DROPOFF, "Appealed", S.IN_REVIEW, _who("R")),
    Row(S.AWAITING_DROPOFF, "LabelIssued", S.AWAITING_DROPOFF, _who("S")),
    Row(S.AWAITING_DROPOFF, "AddressChanged", S.AWAITING_DROPOFF, _who("BA")),
    Row(S.AWAITING_DROPOFF, "Relisted", S.SEEKING, _who("BAS")),
    Row(S.AWAITING_DROPOFF, "Diverted", S.AWAITING_DROPOFF, _who("RBAS")),
    Row(S.AWAITING_DROPOFF, "FirstScanned", S.IN_TRANSIT, _who("C")),
    Row(S.AWAITING_DROPOFF, "Withdrawn", S.CANCELED, _who("RA")),
    Row(S.AWAITING_DROPOFF, "Expired", S.EXPIRED, _who("S")),
    Row(S.EXPIRED, "Diverted", S.AWAITING_DROPOFF, _who("A")),
    Row(S.EXPIRED, "FirstScanned", S.IN_TRANSIT, _who("C")),
    Row(S.CANCELED, "FirstScanned", S.IN_TRANSIT, _who("C")),
    Row(S.IN_TRANSIT, "Delivered", S.DELIVERED, _who("C")),
    Row(S.IN_TRANSIT, "Received", S.RECEIVED, _who("CA")),
    Row(S.IN_TRANSIT, "SentBack", S.RETURNING_TO_WAREHOUSE, _who("CA")),
    Row(S.IN_TRANSIT, "PresumedLost", S.LOST, _who("CSA")),
    Row(S.LOST, "Delivered", S.DELIVERED, _who("C")),
    Row(S.LOST, "Received", S.RECEIVED, _who("CA")),
    Row(S.LOST, "SentBack", S.RETURNING_TO_WAREHOUSE, _who("CA")),
    Row(S.LOST, "Closed", S.CLOSED, _who("S")),
    Row(S.RETURNING_TO_WAREHOUSE, "LabelIssued", S.RETURNING_TO_WAREHOUSE, _who("S")),
    Row(S.RETURNING_TO_WAREHOUSE, "Received", S.RECEIVED, _who("CA")),
    Row(S.RETURNING_TO_WAREHOUSE, "PresumedLost", S.LOST, _who("CSA")),
    Row(S.RETURNING_TO_WAREHOUSE, "Closed", S.CLOSED, _who("S")),
    Row(S.RECEIVED, "Inspected", S.RECEIVED, _who("A")),
    Row(S.RECEIVED, "Closed", S.CLOSED, _who("S")),
    Row(S.DELIVERED, "PhotoAdded", S.DELIVERED, _who("B")),
    Row(S.DELIVERED, "Confirmed", S.CONFIRMED, _who("BS")),
    Row(S.DELIVERED, "Claimed", S.CLAIMED, _who("BA")),
    Row(S.CONFIRMED, "PhotoAdded", S.CONFIRMED, _who("B")),
    Row(S.CONFIRMED, "Claimed", S.CLAIMED, _who("BA")),
    Row(S.CONFIRMED, "Closed", S.CLOSED, _who("S")),
    Row(S.CLOSED, "PhotoAdded", S.CLOSED, _who("B")),
    Row(S.CLOSED, "Inspected", S.CLOSED, _who("A")),
    Row(S.CLOSED, "Claimed", S.CLAIMED, _who("BA")),
    Row(S.CLAIMED, "PhotoAdded", S.CLAIMED, _who("B")),
    Row(S.CLAIMED, "SentBack", S.RETURNING_TO_WAREHOUSE, _who("AS")),
    Row(S.CLAIMED, "Closed", S.CLOSED, _who("S")),
)

# Facts that may be told in any stage and never move the case: money, parcels, matches and tasks
# have tables of their own, and their news may arrive late.
ANYWHERE: dict[str, frozenset[Who]] = {
    "WithdrawalDeclared": _who("RA"),
    "MatchReleased": _who("RBASC"),
    "ProposalEnded": _who("RBASC"),
    "NewPriceFell": _who("S"),
    "Recalled": _who("S"),
    "ExchangeHeld": _who("R"),
    "ExchangeReleased": _who("S"),
    "ExchangeEnded": _who("RAS"),
    "LabelStranded": _who("S"),
    "LabelVoided": _who("S"),
    "Tracked": _who("C"),
    "StrayScanned": _who("C"),
    "Weighed": _who("C"),
    "ParcelSilent": _who("S"),
    "RefundScheduled": _who("SA"),
    "RefundSubmitted": _who("S"),
    "RefundPending": _who("PS"),
    "RefundSucceeded": _who("PS"),
    "RefundFailed": _who("PS"),
    "RefundCanceled": _who("S"),
    "RefundHeld": _who("AS"),
    "RefundFreed": _who("AS"),
    "PromiseMoved": _who("AS"),
    "CreditOffered": _who("S"),
    "RefundConverted": _who("RBAS"),
    "ChargeDisputed": _who("P"),
    "DisputeClosed": _who("P"),
    "DocumentIssued": _who("S"),
    "BuyerReplaced": _who("S"),
    "BonusEarned": _who("S"),
    "ClaimSettled": _who("AS"),
    "PortFailed": _who("S"),
    "TaskOpened": _who("S"),
    "TaskDone": _who("AS"),
}

_BY_PAIR = {(row.source, row.event): row for row in LIFE}
if len(_BY_PAIR) != len(LIFE):
    raise Impossible("two rows for one stage and event")
EVENTS = frozenset({"Opened"} | {row.event for row in LIFE} | set(ANYWHERE))


# --- patience: how long we wait in a stage, counted from when, and what SYSTEM then says ---------


@dataclass(frozen=True, slots=True)
class Wait:
    """In `stage` (heading `peer`, where it matters), `setting` of policy after `since`: `event`.
    `only_if_set`: there is something to wait for only while the case has a `since`."""

    stage: Stage
    setting: str
    since: str
    event: str
    peer: bool | None = None
    only_if_set: bool = False


PATIENCE: tuple[Wait, ...] = (
    # Who has withdrawn need not show anything: the code to the warehouse comes by itself.
    Wait(S.DRAFTED, "draft_for", "declared_at", "Diverted", only_if_set=True),
    Wait(S.DRAFTED, "draft_for", "stage_since", "Withdrawn"),
    Wait(S.IN_REVIEW, "review_for", "stage_since", "Diverted"),
    Wait(S.APPROVED, "choose_for", "stage_since", "Diverted"),
    Wait(S.SEEKING, "reserve_for", "unpaid_until", "MatchReleased", only_if_set=True),
    Wait(S.SEEKING, "reserve_for", "asked_until", "ProposalEnded", only_if_set=True),
    Wait(S.SEEKING, "window_for", "seeking_since", "Diverted"),
    Wait(S.AWAITING_DROPOFF, "ship_for", "headed_at", "Diverted", peer=True),
    Wait(S.AWAITING_DROPOFF, "hand_in_for", "headed_at", "Expired", peer=False),
    Wait(S.IN_TRANSIT, "investigate_for", "quiet_since", "ParcelSilent", only_if_set=True),
    Wait(S.IN_TRANSIT, "silence_for", "last_scan_at", "PresumedLost"),
    Wait(
        S.RETURNING_TO_WAREHOUSE, "investigate_for", "quiet_since", "ParcelSilent", only_if_set=True
    ),
    # What a buyer has not handed in yet cannot be lost: a person was asked when it fell silent.
    Wait(S.RETURNING_TO_WAREHOUSE, "silence_for", "last_scan_at", "PresumedLost", only_if_set=True),
    Wait(S.DELIVERED, "confirm_for", "stage_since", "Confirmed"),
    Wait(S.LOST, "lost_for", "stage_since", "Closed"),
)

# --- the small tables beside it ------------------------------------------------------------------


class MatchStatus(StrEnum):
    RESERVED = "RESERVED"
    PAID = "PAID"
    LABELED = "LABELED"
    SHIPPED = "SHIPPED"
    DELIVERED = "DELIVERED"
    SETTLED = "SETTLED"
    RELEASED = "RELEASED"


class ShipmentStatus(StrEnum):
    PRE_TRANSIT = "PRE_TRANSIT"
    IN_TRANSIT = "IN_TRANSIT"
    OUT_FOR_DELIVERY = "OUT_FOR_DELIVERY"
    AVAILABLE_FOR_PICKUP = "AVAILABLE_FOR_PICKUP"
    DELIVERED = "DELIVERED"
    RETURN_TO_SENDER = "RETURN_TO_SENDER"
    FAILURE = "FAILURE"
    VOID_REQUESTED = "VOID_REQUESTED"
    VOIDED = "VOIDED"
    VOID_REJECTED = "VOID_REJECTED"


class RefundStatus(StrEnum):
    ESTIMATED = "ESTIMATED"
    SCHEDULED = "SCHEDULED"
    SUBMITTED = "SUBMITTED"
    PENDING = "PENDING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"
    ON_HOLD = "ON_HOLD"
    CONVERTED_TO_CREDIT = "CONVERTED_TO_CREDIT"


class ClaimStatus(StrEnum):
    OPEN = "OPEN"
    AWAITING_RETURN = "AWAITING_RETURN"
    RESOLVED = "RESOLVED"


class PurchaseStatus(StrEnum):
    RESERVED = "RESERVED"
    PAID = "PAID"
    SHIPPED = "SHIPPED"
    DELIVERED = "DELIVERED"
    COMPLETED = "COMPLETED"
    CANCELED = "CANCELED"
    REPLACED_FROM_STOCK = "REPLACED_FROM_STOCK"
    REFUNDED = "REFUNDED"


class ListingStatus(StrEnum):
    LIVE = "LIVE"
    HELD = "HELD"
    SOLD = "SOLD"
    CLOSED = "CLOSED"


class OfferStatus(StrEnum):
    OPEN = "OPEN"
    ASKED = "ASKED"
    FILLED = "FILLED"
    PAUSED = "PAUSED"
    WITHDRAWN = "WITHDRAWN"
    ENDED = "ENDED"


class ProposalStatus(StrEnum):
    ASKED = "ASKED"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    LAPSED = "LAPSED"
    RELEASED = "RELEASED"


class ExchangeStatus(StrEnum):
    HELD = "HELD"
    RELEASED = "RELEASED"
    ENDED = "ENDED"


Status = TypeVar("Status", bound=StrEnum)
Moves = dict[Status, frozenset[Status]]

_M = MatchStatus
MATCH: Moves[MatchStatus] = {
    _M.RESERVED: frozenset({_M.PAID, _M.RELEASED}),
    # A label that came too late to be the code's is a parcel like any other once it is scanned.
    _M.PAID: frozenset({_M.LABELED, _M.SHIPPED, _M.RELEASED}),
    _M.LABELED: frozenset({_M.SHIPPED, _M.RELEASED}),
    _M.SHIPPED: frozenset({_M.DELIVERED, _M.RELEASED}),
    _M.DELIVERED: frozenset({_M.SETTLED, _M.RELEASED}),
    _M.SETTLED: frozenset({_M.RELEASED}),
    _M.RELEASED: frozenset(),
}

_S = ShipmentStatus
_MOVING = frozenset({_S.OUT_FOR_DELIVERY, _S.AVAILABLE_FOR_PICKUP, _S.DELIVERED})
_MOVING |= {_S.RETURN_TO_SENDER, _S.FAILURE}
# A voided or void-requested label that is scanned all the same is a parcel like any other.
_SCANNED = frozenset({_S.IN_TRANSIT}) | _MOVING
SHIPMENT: Moves[ShipmentStatus] = {
    _S.PRE_TRANSIT: _SCANNED | {_S.VOID_REQUESTED},
    _S.VOID_REQUESTED: _SCANNED | {_S.VOIDED, _S.VOID_REJECTED},
    _S.VOIDED: _SCANNED,
    _S.VOID_REJECTED: _SCANNED,
    _S.IN_TRANSIT: _MOVING,
    _S.OUT_FOR_DELIVERY: _MOVING - {_S.OUT_FOR_DELIVERY},
    _S.AVAILABLE_FOR_PICKUP: frozenset({_S.DELIVERED, _S.RETURN_TO_SENDER, _S.FAILURE}),
    _S.FAILURE: frozenset({_S.DELIVERED, _S.RETURN_TO_SENDER}),
    _S.RETURN_TO_SENDER: frozenset({_S.DELIVERED, _S.FAILURE}),
    _S.DELIVERED: frozenset(),
}

_R = RefundStatus
REFUND: Moves[RefundStatus] = {
    _R.ESTIMATED: frozenset({_R.SCHEDULED, _R.CANCELED}),
    _R.SCHEDULED: frozenset({_R.SUBMITTED, _R.CANCELED, _R.ON_HOLD, _R.CONVERTED_TO_CREDIT}),
    _R.ON_HOLD: frozenset({_R.SCHEDULED, _R.CANCELED}),
    _R.SUBMITTED: frozenset({_R.PENDING, _R.SUCCEEDED, _R.FAILED}),
    _R.PENDING: frozenset({_R.SUCCEEDED, _R.FAILED}),
    _R.FAILED: frozenset({_R.SCHEDULED, _R.ON_HOLD, _R.CONVERTED_TO_CREDIT}),
    _R.CONVERTED_TO_CREDIT: frozenset(),
    # A withdrawn return whose code is scanned after all still gets its money.
    _R.CANCELED: frozenset({_R.ESTIMATED, _R.SCHEDULED}),
    # A bank may send back what it had taken.
    _R.SUCCEEDED: frozenset({_R.FAILED}),
}

# Nothing of such a refund is under way any more.
FINAL = frozenset({_R.SUCCEEDED, _R.CANCELED, _R.CONVERTED_TO_CREDIT})

CLAIM: Moves[ClaimStatus] = {
    # Granted once the parcel that brings it back is scanned.
    ClaimStatus.OPEN: frozenset({ClaimStatus.AWAITING_RETURN, ClaimStatus.RESOLVED}),
    ClaimStatus.AWAITING_RETURN: frozenset({ClaimStatus.RESOLVED}),
    ClaimStatus.RESOLVED: frozenset(),
}

_P = PurchaseStatus
_WHOLE = frozenset({_P.REPLACED_FROM_STOCK, _P.REFUNDED})
PURCHASE: Moves[PurchaseStatus] = {
    _P.RESERVED: frozenset({_P.PAID, _P.CANCELED}),
    _P.PAID: frozenset({_P.SHIPPED, _P.CANCELED}) | _WHOLE,
    _P.SHIPPED: frozenset({_P.DELIVERED}) | _WHOLE,
    _P.DELIVERED: frozenset({_P.COMPLETED}) | _WHOLE,
    _P.COMPLETED: _WHOLE,
    _P.CANCELED: frozenset(),
    _P.REPLACED_FROM_STOCK: frozenset(),
    _P.REFUNDED: frozenset(),
}

_L = ListingStatus
LISTING: Moves[ListingStatus] = {
    _L.LIVE: frozenset({_L.HELD, _L.CLOSED}),
    _L.HELD: frozenset({_L.LIVE, _L.SOLD, _L.CLOSED}),
    _L.SOLD: frozenset({_L.LIVE, _L.CLOSED}),
    _L.CLOSED: frozenset(),
}

_O = OfferStatus
# What a released match gives back is open again, unless it ended meanwhile.
OFFER: Moves[OfferStatus] = {
    _O.OPEN: frozenset({_O.ASKED, _O.FILLED, _O.PAUSED, _O.WITHDRAWN, _O.ENDED}),
    _O.ASKED: frozenset({_O.OPEN, _O.FILLED, _O.PAUSED, _O.WITHDRAWN, _O.ENDED}),
    _O.FILLED: frozenset({_O.OPEN, _O.PAUSED, _O.WITHDRAWN, _O.ENDED}),
    _O.PAUSED: frozenset({_O.OPEN, _O.WITHDRAWN, _O.ENDED}),
    _O.WITHDRAWN: frozenset(),
    _O.ENDED: frozenset(),
}

_Q = ProposalStatus
PROPOSAL: Moves[ProposalStatus] = {
    _Q.ASKED: frozenset({_Q.ACCEPTED, _Q.DECLINED, _Q.LAPSED, _Q.RELEASED}),
    _Q.ACCEPTED: frozenset({_Q.RELEASED}),
    _Q.DECLINED: frozenset(),
    _Q.LAPSED: frozenset(),
    _Q.RELEASED: frozenset(),
}

_E = ExchangeStatus
EXCHANGE: Moves[ExchangeStatus] = {
    _E.HELD: frozenset({_E.RELEASED, _E.ENDED}),
    _E.RELEASED: frozenset(),
    _E.ENDED: frozenset(),
}


def moved(table: Moves[Status], old: Status, new: Status) -> Status:
    """`new`, when the table has that move; WrongStage when it has not."""
    if new not in table[old]:
        raise WrongStage(stage=old, event=new)
    return new


# --- the engine ----------------------------------------------------------------------------------


def stage_after(stage: Stage | None, event: str, who: Who) -> Stage:
    """The stage an event leads to; WrongStage when this table has no such row for this person."""
    if event not in EVENTS:
        raise Impossible(f"{event} is not an event of this life")
    if stage is None or event == "Opened":
        if stage is None and event == "Opened" and who in OPENED_BY:
            return BEGINS
        raise WrongStage(stage=stage, event=event)
    if event in ANYWHERE:
        if who not in ANYWHERE[event]:
            raise WrongStage(stage=stage, event=event)
        return stage
    row = _BY_PAIR.get((stage, event))
    if row is None or who not in row.who:
        raise WrongStage(stage=stage, event=event)
    return row.target


def may(stage: Stage, event: str, who: Who) -> bool:
    """Whether this person may say this of a case in this stage; for screens' next actions."""
    row = _BY_PAIR.get((stage, event))
    return who in (row.who if row else ANYWHERE.get(event, frozenset()))


def mermaid() -> str:
    """The table as a Mermaid state diagram: what `onward life` prints and the README holds."""
    return "\n".join(["stateDiagram-v2", *_diagram_lines()]) + "\n"


def _diagram_lines() -> Iterator[str]:
    yield f"    [*] --> {BEGINS}: Opened"
    for row in LIFE:
        if row.source is not row.target:
            yield f"    {row.source} --> {row.target}: {row.event}"
    for stage in Stage:
        if stage in ENDS:
            yield f"    {stage} --> [*]"
