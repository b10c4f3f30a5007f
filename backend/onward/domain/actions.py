"""What somebody may do next with a case or a purchase: the table of `life`, and the few rules
that make a button sensible. Screens show these; services check again."""

from datetime import datetime
from enum import StrEnum

from onward.domain.claims import Claim
from onward.domain.events import Because, TaskKind
from onward.domain.life import HAS_CODE, ClaimStatus, PurchaseStatus, Stage, Who, may
from onward.domain.listings import Purchase
from onward.domain.returns import Peer, Recovery, ReturnCase
from onward.domain.tasks import Task


class CaseAction(StrEnum):
    ADD_PHOTO = "ADD_PHOTO"
    APPEAL = "APPEAL"
    SUBMIT = "SUBMIT"
    CHOOSE_PEER = "CHOOSE_PEER"
    RETURN_NOW = "RETURN_NOW"
    WITHDRAW = "WITHDRAW"
    SHOW_CODE = "SHOW_CODE"
    REVIEW = "REVIEW"
    INSPECT = "INSPECT"
    SETTLE_CLAIM = "SETTLE_CLAIM"
    REOPEN = "REOPEN"


class PurchaseAction(StrEnum):
    CANCEL = "CANCEL"
    CHANGE_ADDRESS = "CHANGE_ADDRESS"
    CONFIRM = "CONFIRM"
    CLAIM = "CLAIM"
    CLAIM_AGAIN = "CLAIM_AGAIN"
    ADD_PHOTO = "ADD_PHOTO"


def actions(
    case: ReturnCase, who: Who, *, claim: Claim | None = None, appeal: bool = False
) -> tuple[CaseAction, ...]:
    """What this person may do with the case now, the likeliest first. `appeal`: whether another
    look may be asked for."""
    stage = case.stage
    at_desk = who is Who.AGENT
    unsettled = claim is not None and claim.status is not ClaimStatus.RESOLVED
    allowed = {
        CaseAction.SETTLE_CLAIM: at_desk and unsettled,
        CaseAction.REVIEW: at_desk and stage is Stage.IN_REVIEW,
        CaseAction.REOPEN: stage is Stage.EXPIRED and may(stage, "Diverted", who),
        CaseAction.SHOW_CODE: who is Who.RETURNER and has_code(case),
        CaseAction.INSPECT: at_desk and is_to_inspect(case),
        CaseAction.ADD_PHOTO: stage is Stage.DRAFTED and may(stage, "PhotoAdded", who),
        CaseAction.SUBMIT: may(stage, "Submitted", who),
        CaseAction.CHOOSE_PEER: may(stage, "PeerChosen", who),
        CaseAction.RETURN_NOW: _may_return_now(case, who),
        CaseAction.APPEAL: appeal and may(stage, "Appealed", who),
        CaseAction.WITHDRAW: may(stage, "Withdrawn", who),
    }
    return tuple(action for action, so in allowed.items() if so)


def has_code(case: ReturnCase) -> bool:
    """Whether there is a code to show at the counter."""
    return case.stage in HAS_CODE and case.shipment_id is not None


def is_to_inspect(case: ReturnCase) -> bool:
    """Whether the warehouse has a unit in hand that was drawn for its own look."""
    drawn = isinstance(case.heading, Recovery) and case.heading.because is Because.INSPECTION
    return drawn and may(case.stage, "Inspected", Who.AGENT)


def may_tick_off(task: Task, case: ReturnCase, claim: Claim | None, *, held: bool = False) -> bool:
    """Whether saying "done" is enough. What waits for a decision is done by deciding it. `held`:
    whether a refund of the case is on hold."""
    if task.done_at is not None:
        return False
    if task.kind is TaskKind.REFUND_ON_HOLD and held:
        # Done by letting it go, which a hold's own date does too.
        return False
    waits_for = {
        TaskKind.REVIEW_CONDITION: CaseAction.REVIEW,
        TaskKind.DECIDE_CLAIM: CaseAction.SETTLE_CLAIM,
        TaskKind.INSPECT_ARRIVAL: CaseAction.INSPECT,
    }
    return waits_for.get(task.kind) not in actions(case, Who.AGENT, claim=claim)


def _may_return_now(case: ReturnCase, who: Who) -> bool:
    if case.stage is Stage.EXPIRED:
        return False
    if case.stage is Stage.AWAITING_DROPOFF and not isinstance(case.heading, Peer):
        return False
    return may(case.stage, "Diverted", who)


def purchase_actions(
    purchase: Purchase,
    case: ReturnCase,
    claim: Claim | None,
    tell_until: datetime | None,
    now: datetime,
    *,
    recalled: bool = False,
) -> tuple[PurchaseAction, ...]:
    """What the buyer may do with their purchase now. `claim` is the latest they made; what was
    `recalled` may come back at any time."""
    wrong = may_claim(purchase, case, tell_until, now, recalled=recalled)
    confirm = _is_theirs(purchase, case) and may(case.stage, "Confirmed", Who.BUYER)
    allowed = {
        PurchaseAction.CONFIRM: confirm,
        PurchaseAction.CANCEL: may_cancel(purchase, case),
        PurchaseAction.CHANGE_ADDRESS: may_change_address(purchase, case),
        PurchaseAction.CLAIM: wrong and claim is None,
        PurchaseAction.CLAIM_AGAIN: wrong and claim is not None,
        PurchaseAction.ADD_PHOTO: may_show(purchase, case, claim, tell_until, now),
    }
    return tuple(action for action, so in allowed.items() if so)


def may_cancel(purchase: Purchase, case: ReturnCase) -> bool:
    """Freely, until the parcel is scanned."""
    if purchase.status is PurchaseStatus.RESERVED:
        return True
    held = purchase.status is PurchaseStatus.PAID and _is_theirs(purchase, case)
    return held and may(case.stage, "Relisted", Who.BUYER)


def may_change_address(purchase: Purchase, case: ReturnCase) -> bool:
    """Once it is paid and until the parcel is scanned."""
    held = purchase.status is PurchaseStatus.PAID and _is_theirs(purchase, case)
    return held and may(case.stage, "AddressChanged", Who.BUYER)


def may_claim(
    purchase: Purchase,
    case: ReturnCase,
    tell_until: datetime | None,
    now: datetime,
    *,
    recalled: bool = False,
) -> bool:
    """When it has arrived, as long as they may tell us (`claiming.may_tell_until`)."""
    arrived = purchase.status in {PurchaseStatus.DELIVERED, PurchaseStatus.COMPLETED}
    in_time = recalled or (tell_until is not None and now <= tell_until)
    open_to_them = _is_theirs(purchase, case) and may(case.stage, "Claimed", Who.BUYER)
    return arrived and in_time and open_to_them


def may_show(
    purchase: Purchase,
    case: ReturnCase,
    claim: Claim | None,
    tell_until: datetime | None,
    now: datetime,
) -> bool:
    """Photos of how it arrived, while they may say that something is wrong and while a person
    looks at what they said."""
    looked_at = claim is not None and claim.status is ClaimStatus.OPEN
    if looked_at and _is_theirs(purchase, case):
        return may(case.stage, "PhotoAdded", Who.BUYER)
    return may_claim(purchase, case, tell_until, now)


def _is_theirs(purchase: Purchase, case: ReturnCase) -> bool:
    return case.match_id == purchase.match_id
