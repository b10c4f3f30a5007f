"""Which part of a case's history is whose. Two people share one case and neither may read the
other's half: a buyer's story is their match and their money, a returner's everything but that."""

from collections.abc import Iterator, Sequence

from onward.domain.events import (
    BuyerReplaced,
    Claimed,
    ClaimSettled,
    MatchReleased,
    Recorded,
    RefundCanceled,
    RefundFailed,
    RefundPending,
    RefundScheduled,
    RefundSubmitted,
    RefundSucceeded,
    Reserved,
)
from onward.domain.ids import RefundId
from onward.domain.listings import Purchase
from onward.domain.refunds import Payee, Refund

History = Sequence[Recorded]

_OF_A_REFUND = (
    RefundScheduled | RefundSubmitted | RefundPending | RefundSucceeded | RefundFailed
    | RefundCanceled
)  # fmt: skip


def returners_story(history: History, refunds: Sequence[Refund]) -> tuple[Recorded, ...]:
    """The history as the returner may read it: without the buyer's money."""
    theirs = {refund.id for refund in refunds if refund.payee is Payee.RETURNER}
    return tuple(told for told in history if _refund_of(told) in theirs | {None})


def buyers_story(
    purchase: Purchase, history: History, refunds: Sequence[Refund]
) -> tuple[Recorded, ...]:
    """The history as this buyer may read it: while the unit was theirs, and their money."""
    theirs = {
        refund.id
        for refund in refunds
        if refund.payee is Payee.BUYER and refund.charge_id == purchase.charge_id
    }
    return tuple(_buyers(purchase, history, theirs))


def _buyers(purchase: Purchase, history: History, theirs: set[RefundId]) -> Iterator[Recorded]:
    held, claims = False, set()
    for told in history:
        event = told.event
        if isinstance(event, Reserved) and event.match_id == purchase.match_id:
            held = True
        if isinstance(event, Claimed) and event.match_id == purchase.match_id:
            claims.add(event.claim_id)
        refund = _refund_of(told)
        if refund is not None:
            named = refund in theirs
        elif isinstance(event, ClaimSettled):
            named = event.claim_id in claims
        elif isinstance(event, MatchReleased | BuyerReplaced):
            named = event.match_id == purchase.match_id
        else:
            named = held
        if named:
            yield told
        if isinstance(event, MatchReleased) and event.match_id == purchase.match_id:
            held = False


def _refund_of(told: Recorded) -> RefundId | None:
    return told.event.refund_id if isinstance(told.event, _OF_A_REFUND) else None
