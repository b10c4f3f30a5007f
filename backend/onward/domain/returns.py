"""The return case: what it knows, and how each event changes it. Replaying a case's events gives
its row; whether an event may happen at all is `life`'s business."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from onward.domain import events as e
from onward.domain.events import Because, Channel
from onward.domain.grades import Answers, Grade, GradeReason
from onward.domain.ids import (
    AccountId,
    CaseId,
    LineId,
    ListingId,
    MatchId,
    OrderId,
    RefundId,
    ShipmentId,
    UnitId,
    VariantId,
    WithdrawalId,
)
from onward.domain.life import Stage, stage_after
from onward.domain.money import Money
from onward.domain.refusals import Impossible


class Reason(StrEnum):
    """Why it comes back (Shopify's ReturnReason handles); a withdrawal is not asked."""

    SIZE_TOO_SMALL = "SIZE_TOO_SMALL"
    SIZE_TOO_LARGE = "SIZE_TOO_LARGE"
    COLOR = "COLOR"
    STYLE = "STYLE"
    UNWANTED = "UNWANTED"
    NOT_AS_DESCRIBED = "NOT_AS_DESCRIBED"
    WRONG_ITEM = "WRONG_ITEM"
    DEFECTIVE = "DEFECTIVE"
    OTHER = "OTHER"
    NOT_ASKED = "NOT_ASKED"


ASKED = tuple(reason for reason in Reason if reason is not Reason.NOT_ASKED)


class Remedy(StrEnum):
    REFUND = "REFUND"
    STORE_CREDIT = "STORE_CREDIT"
    EXCHANGE = "EXCHANGE"


@dataclass(frozen=True, slots=True)
class Peer:
    """Heading: to the buyer of this match."""

    match_id: MatchId


@dataclass(frozen=True, slots=True)
class Recovery:
    """Heading: to one of the merchant's own channels, and why."""

    channel: Channel
    because: Because


Heading = Peer | Recovery
UNDECIDED = Recovery(Channel.WAREHOUSE, Because.NOT_MATCHED_YET)


@dataclass(frozen=True, slots=True)
class ReturnCase:
    """One unit on its way back or onward. `version` is the `seq` of its latest event;
    `warehouse_km` how far the warehouse is from where the unit lies, None where nobody knows."""

    id: CaseId
    reference: str
    version: int
    stage: Stage
    order_id: OrderId
    line_id: LineId
    unit_id: UnitId
    variant_id: VariantId
    returner_id: AccountId
    reason: Reason
    remedy: Remedy
    refund_id: RefundId
    assisted: bool
    opened_at: datetime
    stage_since: datetime
    headed_at: datetime
    heading: Heading = UNDECIDED
    answers: Answers | None = None
    grade: Grade | None = None
    grade_reasons: tuple[GradeReason, ...] = ()
    rule: str | None = None
    review_due_at: datetime | None = None
    listing_id: ListingId | None = None
    price: Money | None = None
    bonus: Money | None = None
    seeking_since: datetime | None = None
    window_ends_at: datetime | None = None
    match_id: MatchId | None = None
    shipment_id: ShipmentId | None = None
    counted_shipment_id: ShipmentId | None = None
    last_scan_at: datetime | None = None
    wake_at: datetime | None = None
    proposed_grade: Grade | None = None
    graded_by: str | None = None
    appealed_at: datetime | None = None
    asked_until: datetime | None = None
    unpaid_until: datetime | None = None
    quiet_since: datetime | None = None
    withdrawal_id: WithdrawalId | None = None
    declared_at: datetime | None = None
    warehouse_km: int | None = None


Change = dict[str, Any]


def opened(case_id: CaseId, at: datetime, event: e.Opened) -> ReturnCase:
    return ReturnCase(
        id=case_id,
        reference=event.reference,
        version=0,
        stage=Stage.DRAFTED,
        order_id=OrderId(event.order_id),
        line_id=LineId(event.line_id),
        unit_id=UnitId(event.unit_id),
        variant_id=VariantId(event.variant_id),
        returner_id=AccountId(event.returner_id),
        reason=Reason(event.reason),
        remedy=Remedy(event.remedy),
        refund_id=event.refund_id,
        assisted=event.assisted,
        opened_at=at,
        stage_since=at,
        headed_at=at,
        warehouse_km=event.warehouse_km,
    )


def after(case: ReturnCase | None, recorded: e.Recorded) -> ReturnCase:
    """The case once this event has happened; WrongStage when it may not."""
    event, at = recorded.event, recorded.at
    stage = stage_after(case.stage if case else None, event.kind, recorded.actor.who)
    if isinstance(event, e.Opened):
        case = opened(recorded.case_id, at, event)
    if case is None:
        raise Impossible(f"{event.kind} before Opened")
    if recorded.seq != case.version + 1:
        raise Impossible(f"event {recorded.seq} after version {case.version}")
    change: Change = _CHANGES[event.kind](case, event, at) if event.kind in _CHANGES else {}
    if stage is not case.stage:
        change |= {"stage": stage, "stage_since": at}
    return replace(case, version=recorded.seq, **change)


def _declared(case: ReturnCase, event: e.WithdrawalDeclared, at: datetime) -> Change:
    """Who withdraws has money back, whatever was wanted before."""
    return {"withdrawal_id": event.withdrawal_id, "declared_at": at, "remedy": Remedy.REFUND}


def _graded(case: ReturnCase, event: e.Approved, at: datetime) -> Change:
    """Whatever sent it to the warehouse before an appeal does so no more."""
    change = {"grade": event.grade, "grade_reasons": event.reasons, "graded_by": event.graded_by}
    return change | {"review_due_at": None, "proposed_grade": None, "heading": UNDECIDED}


def _review(case: ReturnCase, event: e.ReviewAsked, at: datetime) -> Change:
    change = {"grade_reasons": event.reasons, "review_due_at": event.due_at}
    return change | {"proposed_grade": event.proposed, "graded_by": event.graded_by}


def _appealed(case: ReturnCase, event: e.Appealed, at: datetime) -> Change:
    """The grade is open again; what it was is what a person now agrees with or not."""
    change: Change = {"appealed_at": at, "review_due_at": event.due_at}
    return change | {"grade": None, "proposed_grade": case.grade}


def _seeking(case: ReturnCase, event: e.PeerChosen, at: datetime) -> Change:
    return {
        "listing_id": event.listing_id,
        "price": event.price,
        "bonus": event.bonus,
        "seeking_since": at,
        "window_ends_at": event.window_ends_at,
    }


def _diverted(case: ReturnCase, event: e.Diverted, at: datetime) -> Change:
    change: Change = {"heading": Recovery(event.channel, event.because), "headed_at": at}
    change |= {"window_ends_at": None, "review_due_at": None, "proposed_grade": None}
    change |= {"asked_until": None, "unpaid_until": None}
    if event.grade:
        change["grade"] = event.grade
    if event.graded_by:
        change["graded_by"] = event.graded_by
    if event.rule:
        change["rule"] = event.rule
    if event.reasons:
        change["grade_reasons"] = event.reasons
    return change


def _repointed(case: ReturnCase, event: e.Repointed, at: datetime) -> Change:
    return {"heading": Peer(event.match_id), "headed_at": at, "shipment_id": event.shipment_id}


def _released(case: ReturnCase, event: e.MatchReleased, at: datetime) -> Change:
    if event.match_id != case.match_id:
        return {"unpaid_until": None}
    change: Change = {"match_id": None, "unpaid_until": None}
    return change | {"heading": Recovery(Channel.WAREHOUSE, event.because)}


def _matched(case: ReturnCase, event: e.Matched, at: datetime) -> Change:
    return {"match_id": event.match_id, "unpaid_until": None}


def _reserved(case: ReturnCase, event: e.Reserved, at: datetime) -> Change:
    return {"unpaid_until": event.until, "asked_until": None}


def _first_scanned(case: ReturnCase, event: e.FirstScanned, at: datetime) -> Change:
    change: Change = {"counted_shipment_id": event.shipment_id}
    change |= {"last_scan_at": event.at, "quiet_since": event.at}
    if case.review_due_at is None:
        return change
    # Nobody looks any more; a grade that was appealed against stands.
    stands = case.proposed_grade if case.appealed_at else None
    return change | {"review_due_at": None, "proposed_grade": None, "grade": stands}


def _tracked(case: ReturnCase, event: e.Tracked, at: datetime) -> Change:
    # Scans come in any order; an older one told late is no newer sign of life.
    latest = max(event.at, case.last_scan_at or event.at)
    return {"last_scan_at": latest, "quiet_since": latest}


def _sent_back(case: ReturnCase, event: e.SentBack, at: datetime) -> Change:
    heading = Recovery(Channel.WAREHOUSE, event.because)
    change: Change = {"heading": heading, "headed_at": at, "quiet_since": at}
    # A claimed item is still with its buyer: its parcel has no scan of its own yet.
    return change | {"last_scan_at": None if event.because is Because.CLAIM else at}


_CHANGES: dict[str, Callable[[ReturnCase, Any, datetime], Change]] = {
    "WithdrawalDeclared": _declared,
    "Submitted": lambda case, event, at: {"answers": event.answers},
    "Approved": _graded,
    "ReviewAsked": _review,
    "Appealed": _appealed,
    "PeerChosen": _seeking,
    "Diverted": _diverted,
    "Proposed": lambda case, event, at: {"asked_until": event.until},
    "ProposalEnded": lambda case, event, at: {"asked_until": None},
    "Repriced": lambda case, event, at: {"price": event.price},
    "Reserved": _reserved,
    "Matched": _matched,
    "MatchReleased": _released,
    "Relisted": lambda case, event, at: {"headed_at": at},
    "LabelIssued": lambda case, event, at: {"shipment_id": event.shipment_id},
    "Repointed": _repointed,
    "FirstScanned": _first_scanned,
    "Tracked": _tracked,
    "SentBack": _sent_back,
    "ParcelSilent": lambda case, event, at: {"quiet_since": None},
}
