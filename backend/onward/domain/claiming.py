"""What a buyer's word on a parcel leads to by itself, and when a person has to look: an ordered
list of small rules, each with its reason. What a decision then does is for `receipts`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from onward.domain.claims import (
    Claim,
    ClaimResolution,
    Fault,
    NoPhoto,
    ReceiptOutcome,
    Settlement,
)
from onward.domain.events import ClaimSettled, Recorded, TaskKind
from onward.domain.ids import MatchId
from onward.domain.life import ClaimStatus, Who
from onward.domain.money import Money
from onward.domain.photos import Occasion
from onward.domain.policy import Policy
from onward.domain.refusals import NotAllowed, PhotosMissing, WindowClosed
from onward.domain.shipping import weighs_otherwise
from onward.domain.story import Story


class Doubt(StrEnum):
    """Why a person decides a claim."""

    ASKED_AGAIN = "ASKED_AGAIN"
    WEIGHT_DIFFERS = "WEIGHT_DIFFERS"
    STRANGE_PARCEL = "STRANGE_PARCEL"
    CLAIMS_OFTEN = "CLAIMS_OFTEN"
    NOT_GENUINE = "NOT_GENUINE"
    NO_PHOTO = "NO_PHOTO"
    NOT_RECEIVED = "NOT_RECEIVED"
    PART_MISSING = "PART_MISSING"
    MAY_BE_EMPTY = "MAY_BE_EMPTY"


@dataclass(frozen=True, slots=True)
class Told:
    """What a buyer says, and what we know beside it: what they could get back at most, how many
    claims policy granted them at once lately, and how many they made in all."""

    story: Story
    outcome: ReceiptOutcome
    worth: Money
    granted_lately: int
    claims_lately: int


# What can still be settled another way: nothing of these gave the buyer all that they paid.
_CAN_COME_AGAIN = frozenset({ClaimResolution.REJECT, ClaimResolution.PARTIAL_REFUND})
_NOTHING_TO_SHOW = frozenset({ReceiptOutcome.ITEM_NOT_RECEIVED, ReceiptOutcome.RECALLED})
_STRANGE = frozenset({TaskKind.STRAY_PARCEL, TaskKind.WRONG_WAY_PARCEL, TaskKind.LATE_SCAN})


def answered(told: Told, policy: Policy) -> Settlement | Doubt:
    """What policy gives by itself: the money at once for small values, the money for the piece
    where that can be sent back; else why a person decides. What was called back always comes in."""
    if told.outcome is ReceiptOutcome.RECALLED:
        return Settlement(ClaimResolution.RETURN_TO_WAREHOUSE, Fault.MERCHANT, by_policy=True)
    doubt = _first(_NEVER_ALONE, told, policy)
    if doubt is not None:
        return doubt
    fault = likely_fault(told.story, told.outcome, policy)
    if _is_small(told, policy):
        return Settlement(ClaimResolution.REFUND, fault, by_policy=True)
    doubt = _first(_NOTHING_TO_SEND, told, policy)
    return doubt or Settlement(ClaimResolution.RETURN_TO_WAREHOUSE, fault, by_policy=True)


def likely_fault(story: Story, outcome: ReceiptOutcome, policy: Policy) -> Fault:
    """A first guess, for policy and for whoever decides. What was lighter or heavier than declared
    when it was handed in did not change on the road."""
    if _weight_differs(story, policy):
        odd = {ReceiptOutcome.EMPTY_PACKAGE_OR_DIFFERENT, ReceiptOutcome.MISSING_ITEMS}
        return Fault.RETURNER if outcome in odd else Fault.UNKNOWN
    on_the_road = {ReceiptOutcome.DAMAGED, ReceiptOutcome.ITEM_NOT_RECEIVED}
    return Fault.CARRIER if outcome in on_the_road else Fault.UNKNOWN


def must_be_shown(story: Story, outcome: ReceiptOutcome, no_photo: NoPhoto | None) -> None:
    """PhotosMissing unless a photo shows it, or its buyer says why none can."""
    needed = outcome not in _NOTHING_TO_SHOW
    if needed and no_photo is None and not _is_shown(story):
        raise PhotosMissing("CLAIM_PHOTO_MISSING", field="noPhoto")


def must_be_in_time(story: Story, match_id: MatchId, policy: Policy, now: datetime) -> None:
    """NotAllowed or WindowClosed where this buyer may not say so (again)."""
    claims = claims_of(story, match_id)
    if claims and claims[-1].status is not ClaimStatus.RESOLVED:
        raise NotAllowed("CLAIM_EXISTS")
    if len(claims) > 1:
        raise NotAllowed("CLAIM_LOOKED_AT_TWICE")
    until = may_tell_until(story, match_id, policy)
    if until is None:
        raise NotAllowed("CLAIM_SETTLED" if claims else "STILL_WITH_CARRIER")
    if now > until:
        raise WindowClosed("CLAIM_WINDOW_CLOSED")


def must_be_recalled(story: Story, match_id: MatchId, *, stands: bool) -> None:
    """NotAllowed where this buyer cannot send it back because it was called back: no recall
    `stands`, it has not arrived, or what they told us is not settled. No time is too late."""
    if not stands:
        raise NotAllowed("NOT_RECALLED", field="outcome")
    claims = claims_of(story, match_id)
    if claims and claims[-1].status is not ClaimStatus.RESOLVED:
        raise NotAllowed("CLAIM_EXISTS")
    if delivered_at(story) is None:
        raise NotAllowed("STILL_WITH_CARRIER")


def may_tell_until(story: Story, match_id: MatchId, policy: Policy) -> datetime | None:
    """The last instant at which this buyer may say that something is wrong: counted from the
    delivery, and once more from a decision that left something open. None where they may not."""
    claims = claims_of(story, match_id)
    if not claims:
        arrived = delivered_at(story)
        return arrived + policy.windows.claim_for if arrived else None
    [first, *more] = claims
    open_end = first.resolution in _CAN_COME_AGAIN and first.status is ClaimStatus.RESOLVED
    if more or first.resolved_at is None or not open_end:
        return None
    return first.resolved_at + policy.claims.reopen_for


def claims_of(story: Story, match_id: MatchId) -> tuple[Claim, ...]:
    """What this buyer told us, the first first."""
    return tuple(one for one in story.claims if one.match_id == match_id)


def delivered_at(story: Story) -> datetime | None:
    """When the parcel reached the buyer, if it did."""
    return next((told.at for told in story.history if told.event.kind == "Delivered"), None)


def withholds_bonus(told: Recorded) -> bool:
    """Whether this ends the hope of a thank-you: only a person's word that it was the returner's
    doing does, and what was paid before stays paid."""
    event = told.event
    granted = isinstance(event, ClaimSettled) and event.resolution != ClaimResolution.REJECT.value
    if not isinstance(event, ClaimSettled) or not granted:
        return False
    return told.actor.who is Who.AGENT and event.fault == Fault.RETURNER.value


# --- the rules: each a look at what was told, and the reason it stands for -----------------------

Rule = tuple[Doubt, Callable[[Told, Policy], bool]]


def _asked_again(told: Told, policy: Policy) -> bool:
    match = told.story.match
    return match is not None and bool(claims_of(told.story, match.id))


def _is_strange(told: Told, policy: Policy) -> bool:
    return any(task.kind in _STRANGE and task.done_at is None for task in told.story.tasks)


def _may_be_empty(told: Told, policy: Policy) -> bool:
    """A scale that found what was declared says that something was in it."""
    parcel = told.story.parcel
    weighed = parcel is not None and parcel.weighed_g is not None
    return told.outcome is ReceiptOutcome.EMPTY_PACKAGE_OR_DIFFERENT and not weighed


_NEVER_ALONE: tuple[Rule, ...] = (
    (Doubt.ASKED_AGAIN, _asked_again),
    (Doubt.WEIGHT_DIFFERS, lambda told, policy: _weight_differs(told.story, policy)),
    (Doubt.STRANGE_PARCEL, _is_strange),
    (
        Doubt.CLAIMS_OFTEN,
        lambda told, policy: told.claims_lately >= policy.refunds.claims_most,
    ),
    (Doubt.NOT_GENUINE, lambda told, policy: told.outcome is ReceiptOutcome.COUNTERFEIT),
    (
        Doubt.NO_PHOTO,
        lambda told, policy: (
            told.outcome is not ReceiptOutcome.ITEM_NOT_RECEIVED and not _is_shown(told.story)
        ),
    ),
)
_NOTHING_TO_SEND: tuple[Rule, ...] = (
    (Doubt.NOT_RECEIVED, lambda told, policy: told.outcome is ReceiptOutcome.ITEM_NOT_RECEIVED),
    (Doubt.PART_MISSING, lambda told, policy: told.outcome is ReceiptOutcome.MISSING_ITEMS),
    (Doubt.MAY_BE_EMPTY, _may_be_empty),
)


def _first(rules: tuple[Rule, ...], told: Told, policy: Policy) -> Doubt | None:
    return next((doubt for doubt, holds in rules if holds(told, policy)), None)


def _is_small(told: Told, policy: Policy) -> bool:
    terms = policy.claims
    small = 0 < told.worth.minor <= terms.at_once_minor
    return small and told.granted_lately < terms.at_once_most


def _is_shown(story: Story) -> bool:
    return any(photo.occasion is Occasion.ARRIVAL for photo in story.photos)


def _weight_differs(story: Story, policy: Policy) -> bool:
    parcel = story.parcel
    if parcel is None or parcel.weighed_g is None:
        return False
    return weighs_otherwise(parcel, parcel.weighed_g, policy.parcels.weight_bp)
