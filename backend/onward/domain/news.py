"""Who hears what: of each event, which letter goes to the returner and which to the buyer, and when
one says nothing that is news to them. A case's returner is whoever sends it back: of a gift never
its giver."""

from dataclasses import dataclass

from onward.domain.events import (
    SYSTEM,
    Because,
    Claimed,
    ClaimSettled,
    Diverted,
    Event,
    ExchangeEnded,
    FirstScanned,
    MovedBecause,
    NewPriceFell,
    PromiseMoved,
    Recalled,
    Recorded,
    RefundConverted,
    RefundFailed,
)
from onward.domain.holds import was_held_at_scan
from onward.domain.life import RefundStatus
from onward.domain.listings import Purchase
from onward.domain.recalls import is_let_go
from onward.domain.refunds import Payee, Refund, RefundFor
from onward.domain.story import Story
from onward.domain.swapping import is_exchange


@dataclass(frozen=True, slots=True)
class Notice:
    """A letter (a key of the message file) to one of the two."""

    to: Payee
    letter: str


_R, _B = Payee.RETURNER, Payee.BUYER
NOTICES: dict[str, tuple[Notice, ...]] = {
    "ReviewAsked": (Notice(_R, "review"),),
    "Approved": (Notice(_R, "approved"),),
    "LabelIssued": (Notice(_R, "code_ready"),),
    "Diverted": (Notice(_R, "window_ended"),),
    "Relisted": (Notice(_R, "buyer_gone"),),
    "Repointed": (Notice(_R, "owner_found"),),
    "Matched": (Notice(_B, "bought"),),
    "MatchReleased": (Notice(_B, "canceled"),),
    "BuyerReplaced": (Notice(_B, "replaced"),),
    "FirstScanned": (Notice(_R, "refund_started"), Notice(_B, "on_its_way")),
    "Delivered": (Notice(_B, "delivered"),),
    "RefundSucceeded": (Notice(_R, "refund_done"), Notice(_B, "made_whole")),
    "RefundFailed": (Notice(_R, "refund_failed"),),
    "PromiseMoved": (Notice(_R, "refund_held"),),
    "RefundConverted": (Notice(_R, "credit_given"),),
    "CreditOffered": (Notice(_R, "credit_offered"), Notice(_B, "credit_offered")),
    "ExchangeReleased": (Notice(_R, "exchange_sent"),),
    "ExchangeEnded": (Notice(_R, "exchange_gone"),),
    "Withdrawn": (Notice(_R, "withdrawn"),),
    "Expired": (Notice(_R, "expired"),),
    "Received": (Notice(_R, "received"),),
    "PresumedLost": (Notice(_R, "lost"),),
    "Claimed": (Notice(_B, "claim_open"),),
    "ClaimSettled": (Notice(_B, "claim_settled"),),
    "Recalled": (Notice(_B, "recalled"),),
}

# A diversion that the returner asked for, or that was plain from the start, is no news to them.
_NO_NEWS = frozenset({Because.RETURNER_CHOSE, Because.POLICY, Because.AGENT_DECIDED})


def returners_letter(story: Story, cause: Recorded, notice: Notice) -> str | None:
    """What the returner is written of it; None where there is nothing to say."""
    event = cause.event
    refund = refund_of(story, event) or story.refund
    if refund.payee is not Payee.RETURNER or _is_no_news(story, event):
        return None
    if _has_failed_before(story, cause) or _took_it_themselves(cause):
        return None
    if notice.letter == "refund_done" and refund.id != story.case.refund_id:
        return "bonus_done"
    if notice.letter == "refund_started" and refund.status is RefundStatus.ESTIMATED:
        return "handed_in"
    return notice.letter


def buyers_letter(story: Story, cause: Recorded, notice: Notice, purchase: Purchase) -> str | None:
    """What the buyer is written of it; None where there is nothing to say."""
    event = cause.event
    refund = refund_of(story, event)
    if refund is not None and refund.payee is not Payee.BUYER:
        return None
    if isinstance(event, Claimed) and _is_answered(story, event):
        # What was granted in the same breath is told by the letter about that.
        return None
    if notice.letter == "bought" and is_exchange(story, purchase.id):
        # The letter of the exchange has said so.
        return None
    if isinstance(event, Recalled) and is_let_go(story, purchase):
        return "recalled_let_go"
    if notice.letter == "canceled" and purchase.charge_id is not None:
        # A paid purchase is made whole, and that letter says why.
        return None
    return _difference(story, refund) or notice.letter


def refund_of(story: Story, event: Event) -> Refund | None:
    wanted = getattr(event, "refund_id", None)
    return next((refund for refund in story.refunds if refund.id == wanted), None)


def purchase_of(story: Story, event: Event) -> Purchase | None:
    """Whose news it is: the match the event names, the refund's purchase, else who holds it now."""
    match_id = getattr(event, "match_id", None) or (story.match.id if story.match else None)
    refund = refund_of(story, event)
    if isinstance(event, ClaimSettled):
        claim = next((one for one in story.claims if one.id == event.claim_id), None)
        match_id = claim.match_id if claim else None
    for purchase in story.purchases:
        if refund is not None and refund.payee is Payee.BUYER:
            if refund.charge_id == purchase.charge_id:
                return purchase
        elif purchase.match_id == match_id:
            return purchase
    return None


def _is_answered(story: Story, event: Claimed) -> bool:
    return any(one.id == event.claim_id and one.by_policy for one in story.claims)


def _difference(story: Story, refund: Refund | None) -> str | None:
    """The letter of money that goes back while the purchase stands; None for any other."""
    if refund is not None and refund.purpose is RefundFor.CLAIM:
        return "claim_part"
    if refund is None or refund.purpose is not RefundFor.DIFFERENCE:
        return None
    falls = (told.event for told in story.history if isinstance(told.event, NewPriceFell))
    fell = any(event.refund_id == refund.id for event in falls)
    return "price_fell" if fell else "order_opened"


def _is_no_news(story: Story, event: Event) -> bool:
    if event.kind == "LabelIssued":
        # The code's first appearance is news only to who chose no path: the others just saw it.
        kinds = [told.event.kind for told in story.history]
        return "Approved" in kinds or kinds.count("LabelIssued") > 1
    if isinstance(event, FirstScanned):
        # The letter of the exchange says what comes and what goes back, once that is known.
        return was_held_at_scan(story)
    if isinstance(event, ExchangeEnded):
        return event.because is not Because.SOLD_OUT
    if isinstance(event, PromiseMoved):
        # Any other change is told by the letter of what made it, and this one is for the worse.
        return event.because is not MovedBecause.ON_HOLD
    return isinstance(event, Diverted) and event.because in _NO_NEWS


def _took_it_themselves(cause: Recorded) -> bool:
    return isinstance(cause.event, RefundConverted) and cause.actor != SYSTEM


def _has_failed_before(story: Story, cause: Recorded) -> bool:
    """Whether this is another failure of a refund. The first is told; after that there is nothing
    to say until there is something to choose."""
    event = cause.event
    return isinstance(event, RefundFailed) and any(
        isinstance(one.event, RefundFailed) and one.event.refund_id == event.refund_id
        for one in story.history[: cause.seq - 1]
    )
