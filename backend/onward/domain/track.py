"""The running stitch: the steps of a case as its two people follow them, without words. What is
done comes from what happened; what is ahead from where the case is heading now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from onward.domain.claiming import claims_of
from onward.domain.events import Matched, Recorded
from onward.domain.halves import buyers_half
from onward.domain.life import (
    BEFORE_SCAN,
    ClaimStatus,
    ExchangeStatus,
    PurchaseStatus,
    Stage,
)
from onward.domain.listings import Purchase
from onward.domain.returns import Peer, ReturnCase
from onward.domain.story import Story


class TrackState(StrEnum):
    DONE = "DONE"
    NOW = "NOW"
    AHEAD = "AHEAD"


@dataclass(frozen=True, slots=True)
class TrackStep:
    """`key` has a label in the message file; `at` is when it was reached."""

    key: str
    state: TrackState
    at: datetime | None


History = Sequence[Recorded]
Reached = tuple[str, datetime | None]


def returner_track(story: Story) -> tuple[TrackStep, ...]:
    """The returner's steps, to a next owner or to the warehouse."""
    case, history, paid = story.case, story.history, story.refund.succeeded_at
    if case.stage is Stage.CANCELED:
        reached = [("SHOWN", _at(history, "Submitted")), ("ACCEPTED", _at(history, "Approved"))]
        return _over([*reached, ("KEPT", _at(history, "Withdrawn"))])
    steps = _to_next_owner(case, history, paid) if _heads_onward(case) else _back(history, paid)
    steps = [stitch for step in steps for stitch in _exchanged(story, step)]
    return _over(steps) if case.stage is Stage.CLOSED else _stitched(steps)


def _exchanged(story: Story, step: Reached) -> list[Reached]:
    """An exchange follows the hand-in, and leaves out money where none is left to go back."""
    exchange = story.exchange
    if exchange is None or exchange.status is ExchangeStatus.ENDED:
        return [step]
    if step[0] == "HANDED_IN":
        return [step, ("EXCHANGED", _at(story.history, "ExchangeReleased"))]
    return [] if step[0] == "REFUNDED" and story.refund.amount.minor == 0 else [step]


def buyer_track(story: Story, purchase: Purchase) -> tuple[TrackStep, ...]:
    """The buyer's steps, from their own half of the story."""
    history, refund = buyers_half(story, purchase), story.buyer_refund(purchase)
    steps: list[Reached] = [
        ("PAID", _at(history, "Matched")),
        ("HANDED_IN", _at(history, "FirstScanned")),
        ("ARRIVED", _at(history, "Delivered")),
        ("CONFIRMED", _at(history, "Confirmed")),
    ]
    done = [step for step in steps if step[1]]
    released = _at(history, "MatchReleased")
    match purchase.status:
        case PurchaseStatus.CANCELED if refund is None:
            return _over([*done, ("CANCELED", released or purchase.placed_at)])
        case PurchaseStatus.CANCELED | PurchaseStatus.REFUNDED:
            return _stitched([*done, ("REFUNDED", refund.succeeded_at if refund else None)])
        case PurchaseStatus.REPLACED_FROM_STOCK:
            return _over([*done, ("REPLACED", _at(history, "BuyerReplaced"))])
        case PurchaseStatus.DELIVERED if _comes_back(story, purchase):
            return _stitched([*done, ("REFUNDED", None)])
        case PurchaseStatus.COMPLETED:
            return _over(steps)
        case _:
            return _stitched(steps)


def _comes_back(story: Story, purchase: Purchase) -> bool:
    """Whether they hold a code to send a claimed piece to the warehouse."""
    claims = claims_of(story, purchase.match_id)
    return bool(claims) and claims[-1].status is ClaimStatus.AWAITING_RETURN


def _heads_onward(case: ReturnCase) -> bool:
    """Whether the next thing to hope for is a next owner, not the warehouse door."""
    return case.stage in BEFORE_SCAN or isinstance(case.heading, Peer)


def _to_next_owner(case: ReturnCase, history: History, paid: datetime | None) -> list[Reached]:
    found = next(
        (
            told.at
            for told in history
            if isinstance(told.event, Matched) and told.event.match_id == case.match_id
        ),
        None,
    )
    return [
        ("SHOWN", _at(history, "Submitted")),
        ("ACCEPTED", _at(history, "Approved")),
        ("OWNER_FOUND", found),
        ("HANDED_IN", _at(history, "FirstScanned")),
        ("REFUNDED", paid),
        ("ARRIVED", _at(history, "Delivered")),
    ]


def _back(history: History, paid: datetime | None) -> list[Reached]:
    ready = _at(history, "Approved") or _at(history, "Diverted") or _at(history, "LabelIssued")
    shown = _at(history, "Submitted")
    return [
        *([("SHOWN", shown)] if shown else []),
        ("CODE_READY", ready),
        ("HANDED_IN", _at(history, "FirstScanned")),
        ("REFUNDED", paid),
        ("RECEIVED", _at(history, "Received")),
    ]


def _at(history: History, kind: str) -> datetime | None:
    """When it first happened: the carrier's own instant, where a scan told it."""
    for told in history:
        if told.event.kind == kind:
            at: datetime = getattr(told.event, "at", told.at)
            return at
    return None


def _stitched(steps: Sequence[Reached]) -> tuple[TrackStep, ...]:
    """Done where something happened; the first open stitch is now."""
    needle = next((index for index, (_, at) in enumerate(steps) if at is None), len(steps))
    return tuple(
        TrackStep(
            key,
            TrackState.DONE if at else TrackState.NOW if index == needle else TrackState.AHEAD,
            at,
        )
        for index, (key, at) in enumerate(steps)
    )


def _over(steps: Sequence[Reached]) -> tuple[TrackStep, ...]:
    """Nothing is ahead any more: only what was reached remains."""
    return tuple(TrackStep(key, TrackState.DONE, at) for key, at in steps if at)
