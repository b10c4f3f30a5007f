"""What can happen to a case, as past participles. Payloads carry ids and numbers, never a name,
an address or a free text of a person: events are kept for ever, people may be forgotten."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from onward.domain.grades import Answers, Grade, GradeReason
from onward.domain.ids import (
    CaseId,
    ChargeId,
    ClaimId,
    ContactId,
    CreditId,
    DisputeId,
    DocumentId,
    EventId,
    ExchangeId,
    ListingId,
    MatchId,
    OfferId,
    PhotoId,
    ProposalId,
    RefundId,
    ShipmentId,
    TaskId,
    WithdrawalId,
)
from onward.domain.life import ShipmentStatus, Who
from onward.domain.money import Money
from onward.domain.photos import Occasion


class Channel(StrEnum):
    """Where an item goes that does not go to a next owner."""

    WAREHOUSE = "WAREHOUSE"
    RECOMMERCE = "RECOMMERCE"
    LIQUIDATION = "LIQUIDATION"
    DONATE = "DONATE"
    RECYCLE = "RECYCLE"

    @property
    def gives_away(self) -> bool:
        """Whether it brings nothing, and nothing of what goes there is ever stock again."""
        return self in (Channel.DONATE, Channel.RECYCLE)


class Because(StrEnum):
    """Why a case was diverted, released or withdrawn; each has a sentence in the message file."""

    NOT_MATCHED_YET = "NOT_MATCHED_YET"
    POLICY = "POLICY"
    NOT_ACCEPTED = "NOT_ACCEPTED"
    RETURNER_CHOSE = "RETURNER_CHOSE"
    NO_CHOICE = "NO_CHOICE"
    NO_BUYER = "NO_BUYER"
    BUYER_CANCELED = "BUYER_CANCELED"
    NOT_SHIPPED = "NOT_SHIPPED"
    WITHDRAWN = "WITHDRAWN"
    SUPERSEDED_CODE = "SUPERSEDED_CODE"
    PAYMENT_DECLINED = "PAYMENT_DECLINED"
    NOT_PAID_IN_TIME = "NOT_PAID_IN_TIME"
    NOBODY_LOOKED = "NOBODY_LOOKED"
    INSPECTION = "INSPECTION"
    AGENT_DECIDED = "AGENT_DECIDED"
    RETURNED_TO_SENDER = "RETURNED_TO_SENDER"
    LOST = "LOST"
    CLAIM = "CLAIM"
    DECLINED = "DECLINED"
    LAPSED = "LAPSED"
    OFFER_WITHDRAWN = "OFFER_WITHDRAWN"
    ACCEPTED = "ACCEPTED"
    PAUSED = "PAUSED"
    SOLD_OUT = "SOLD_OUT"
    UNSERVICEABLE = "UNSERVICEABLE"


class TaskKind(StrEnum):
    """What a person at the desk is asked to do."""

    REVIEW_CONDITION = "REVIEW_CONDITION"
    DECIDE_CLAIM = "DECIDE_CLAIM"
    CARRIER_CLAIM = "CARRIER_CLAIM"
    STRAY_PARCEL = "STRAY_PARCEL"
    WRONG_WAY_PARCEL = "WRONG_WAY_PARCEL"
    PORT_DOWN = "PORT_DOWN"
    REFUND_FAILED = "REFUND_FAILED"
    LATE_SCAN = "LATE_SCAN"
    INSPECT_ARRIVAL = "INSPECT_ARRIVAL"
    CATEGORY_PAUSED = "CATEGORY_PAUSED"
    INVESTIGATE_PARCEL = "INVESTIGATE_PARCEL"
    WEIGHT_DIFFERS = "WEIGHT_DIFFERS"
    REFUND_ON_HOLD = "REFUND_ON_HOLD"
    CHARGEBACK = "CHARGEBACK"
    BOOKS_DIFFER = "BOOKS_DIFFER"
    NO_LABEL = "NO_LABEL"


class HeldBecause(StrEnum):
    """Why a refund waits for a person."""

    CHARGEBACK = "CHARGEBACK"
    RISK = "RISK"
    AGENT_DECIDED = "AGENT_DECIDED"


class MovedBecause(StrEnum):
    """Why the day that money was promised for has changed."""

    OWNER_FOUND = "OWNER_FOUND"
    OTHER_WAY = "OTHER_WAY"
    HANDED_IN = "HANDED_IN"
    AT_DELIVERY = "AT_DELIVERY"
    BY_LAW = "BY_LAW"
    ON_HOLD = "ON_HOLD"
    FREED = "FREED"
    FAILED = "FAILED"


class DocumentKind(StrEnum):
    """A paper of the books: the second sale has an invoice, what is taken back a credit note."""

    INVOICE = "INVOICE"
    CREDIT_NOTE = "CREDIT_NOTE"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who said it: a role and, for people, their account."""

    who: Who
    account: str | None = None


SYSTEM = Actor(Who.SYSTEM)
CARRIER = Actor(Who.CARRIER)
PROCESSOR = Actor(Who.PROCESSOR)


@dataclass(frozen=True, slots=True)
class Event:
    """The base of all: its kind is the class name, its version counts changes of its fields."""

    version: ClassVar[int] = 1

    @property
    def kind(self) -> str:
        return type(self).__name__


@dataclass(frozen=True, slots=True)
class Opened(Event):
    order_id: str
    line_id: str
    unit_id: str
    variant_id: str
    returner_id: str
    reference: str
    reason: str
    remedy: str
    refund_id: RefundId
    assisted: bool
    warehouse_km: int | None = None


@dataclass(frozen=True, slots=True)
class WithdrawalDeclared(Event):
    """The contract for this piece is withdrawn from, by right; whatever way it then takes."""

    withdrawal_id: WithdrawalId


@dataclass(frozen=True, slots=True)
class PhotoAdded(Event):
    photo_id: PhotoId
    shot: str
    occasion: Occasion = Occasion.ASSESSMENT


@dataclass(frozen=True, slots=True)
class Submitted(Event):
    answers: Answers


@dataclass(frozen=True, slots=True)
class Approved(Event):
    grade: Grade
    reasons: tuple[GradeReason, ...]
    graded_by: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewAsked(Event):
    reasons: tuple[GradeReason, ...]
    due_at: datetime
    graded_by: str | None = None
    proposed: Grade | None = None


@dataclass(frozen=True, slots=True)
class Appealed(Event):
    photo_id: PhotoId
    due_at: datetime


@dataclass(frozen=True, slots=True)
class PeerChosen(Event):
    listing_id: ListingId
    price: Money
    bonus: Money
    window_ends_at: datetime


@dataclass(frozen=True, slots=True)
class Reserved(Event):
    match_id: MatchId
    listing_id: ListingId
    purchase_id: str
    until: datetime
    offer_id: OfferId | None = None


@dataclass(frozen=True, slots=True)
class Proposed(Event):
    """The unit is held for somebody with a standing offer while they make up their mind."""

    proposal_id: ProposalId
    offer_id: OfferId
    until: datetime


@dataclass(frozen=True, slots=True)
class ProposalEnded(Event):
    proposal_id: ProposalId
    because: Because


@dataclass(frozen=True, slots=True)
class Repriced(Event):
    """The unit is on offer for less: it stood a while, or the new price fell."""

    price: Money
    new_price: Money


@dataclass(frozen=True, slots=True)
class NewPriceFell(Event):
    """Between reservation and first scan the unopened item became cheaper: what was paid too much
    goes back."""

    purchase_id: str
    refund_id: RefundId
    new_price: Money


@dataclass(frozen=True, slots=True)
class ExchangeHeld(Event):
    """The right size or colour is held for the returner until the first scan. `fee`: what would be
    kept of the refund; nothing is while a piece is held, and again once it is not."""

    exchange_id: ExchangeId
    variant_id: str
    fee: Money | None = None


@dataclass(frozen=True, slots=True)
class ExchangeReleased(Event):
    """Sent on its way: the returner handed the wrong one in."""

    exchange_id: ExchangeId


@dataclass(frozen=True, slots=True)
class ExchangeEnded(Event):
    """There will be no other piece; the refund goes its usual way."""

    exchange_id: ExchangeId
    because: Because


@dataclass(frozen=True, slots=True)
class Matched(Event):
    match_id: MatchId
    charge_id: ChargeId
    amount: Money


@dataclass(frozen=True, slots=True)
class MatchReleased(Event):
    match_id: MatchId
    because: Because


@dataclass(frozen=True, slots=True)
class Relisted(Event):
    because: Because


@dataclass(frozen=True, slots=True)
class LabelIssued(Event):
    shipment_id: ShipmentId
    channel: Channel | None


@dataclass(frozen=True, slots=True)
class Repointed(Event):
    shipment_id: ShipmentId
    match_id: MatchId


@dataclass(frozen=True, slots=True)
class AddressChanged(Event):
    """The buyer's parcel goes elsewhere: `contact_id` is where."""

    match_id: MatchId
    contact_id: ContactId


@dataclass(frozen=True, slots=True)
class LabelStranded(Event):
    """A carrier sold a label that nobody wants any more; nobody was ever given it."""

    shipment_id: ShipmentId


@dataclass(frozen=True, slots=True)
class LabelVoided(Event):
    shipment_id: ShipmentId
    answer: ShipmentStatus


@dataclass(frozen=True, slots=True)
class Diverted(Event):
    channel: Channel
    because: Because
    reasons: tuple[GradeReason, ...] = ()
    rule: str | None = None
    grade: Grade | None = None
    graded_by: str | None = None


@dataclass(frozen=True, slots=True)
class FirstScanned(Event):
    shipment_id: ShipmentId
    at: datetime
    superseded: bool


@dataclass(frozen=True, slots=True)
class Tracked(Event):
    shipment_id: ShipmentId
    status: ShipmentStatus
    at: datetime


@dataclass(frozen=True, slots=True)
class StrayScanned(Event):
    shipment_id: ShipmentId
    status: ShipmentStatus
    at: datetime


@dataclass(frozen=True, slots=True)
class Weighed(Event):
    """The carrier put it on a scale, in grams, and what was declared is another weight."""

    shipment_id: ShipmentId
    weight_g: int
    declared_g: int


@dataclass(frozen=True, slots=True)
class ParcelSilent(Event):
    """No scan for so long that somebody asks the carrier."""

    shipment_id: ShipmentId


@dataclass(frozen=True, slots=True)
class Delivered(Event):
    shipment_id: ShipmentId
    at: datetime


@dataclass(frozen=True, slots=True)
class Received(Event):
    shipment_id: ShipmentId
    at: datetime


@dataclass(frozen=True, slots=True)
class Inspected(Event):
    grade: Grade


@dataclass(frozen=True, slots=True)
class SentBack(Event):
    because: Because
    shipment_id: ShipmentId | None = None


@dataclass(frozen=True, slots=True)
class PresumedLost(Event):
    shipment_id: ShipmentId


@dataclass(frozen=True, slots=True)
class Confirmed(Event):
    match_id: MatchId
    silently: bool


@dataclass(frozen=True, slots=True)
class Claimed(Event):
    """`doubt` is why a person decides, `no_photo` why nothing shows it; both are codes."""

    claim_id: ClaimId
    match_id: MatchId
    doubt: str | None = None
    no_photo: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimSettled(Event):
    claim_id: ClaimId
    resolution: str
    fault: str | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Recalled(Event):
    """What this buyer has, or is about to get, was called back: they are told."""

    match_id: MatchId


@dataclass(frozen=True, slots=True)
class RefundScheduled(Event):
    refund_id: RefundId
    amount: Money
    due_at: datetime


@dataclass(frozen=True, slots=True)
class RefundSubmitted(Event):
    refund_id: RefundId


@dataclass(frozen=True, slots=True)
class RefundPending(Event):
    refund_id: RefundId


@dataclass(frozen=True, slots=True)
class RefundSucceeded(Event):
    refund_id: RefundId
    amount: Money


@dataclass(frozen=True, slots=True)
class RefundFailed(Event):
    refund_id: RefundId
    because: str


@dataclass(frozen=True, slots=True)
class RefundCanceled(Event):
    refund_id: RefundId


@dataclass(frozen=True, slots=True)
class RefundHeld(Event):
    """It waits for a person, `until` at the latest; never beyond the day the law names."""

    refund_id: RefundId
    because: HeldBecause
    until: datetime
    reviewer: str | None = None


@dataclass(frozen=True, slots=True)
class RefundFreed(Event):
    refund_id: RefundId


@dataclass(frozen=True, slots=True)
class PromiseMoved(Event):
    """The day the returner was told has changed, and why."""

    refund_id: RefundId
    promised_at: datetime
    because: MovedBecause


@dataclass(frozen=True, slots=True)
class CreditOffered(Event):
    """The bank did not take the refund: they may have it as store credit instead."""

    refund_id: RefundId


@dataclass(frozen=True, slots=True)
class RefundConverted(Event):
    refund_id: RefundId
    credit_id: CreditId
    amount: Money


@dataclass(frozen=True, slots=True)
class ChargeDisputed(Event):
    """A bank takes a charge back: what is unpaid of it waits."""

    charge_id: ChargeId
    dispute_id: DisputeId
    amount: Money


@dataclass(frozen=True, slots=True)
class DisputeClosed(Event):
    charge_id: ChargeId
    dispute_id: DisputeId
    won: bool


@dataclass(frozen=True, slots=True)
class DocumentIssued(Event):
    document_id: DocumentId
    document: DocumentKind


@dataclass(frozen=True, slots=True)
class BuyerReplaced(Event):
    match_id: MatchId
    purchase_id: str


@dataclass(frozen=True, slots=True)
class BonusEarned(Event):
    refund_id: RefundId
    amount: Money


@dataclass(frozen=True, slots=True)
class Withdrawn(Event):
    because: Because


@dataclass(frozen=True, slots=True)
class Expired(Event):
    pass


@dataclass(frozen=True, slots=True)
class Closed(Event):
    pass


@dataclass(frozen=True, slots=True)
class PortFailed(Event):
    port: str
    effect: str
    attempts: int


@dataclass(frozen=True, slots=True)
class TaskOpened(Event):
    task_id: TaskId
    task: TaskKind


@dataclass(frozen=True, slots=True)
class TaskDone(Event):
    task_id: TaskId


KINDS: dict[str, type[Event]] = {kind.__name__: kind for kind in Event.__subclasses__()}


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as it stands in a case's history; `seq` counts from 1 without gaps."""

    id: EventId
    case_id: CaseId
    seq: int
    at: datetime
    actor: Actor
    event: Event
