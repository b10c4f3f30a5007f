"""What stands at the top of a purchase for its buyer, and what an agent may read out to them."""

from dataclasses import dataclass
from datetime import datetime

from onward.domain.claims import Claim, ClaimResolution
from onward.domain.life import ClaimStatus, PurchaseStatus
from onward.domain.listings import Purchase
from onward.domain.refunds import Refund
from onward.messages.dates import day
from onward.messages.refunds import refund_line
from onward.messages.words import in_one_line, say


@dataclass(frozen=True, slots=True)
class ForBuyer:
    """Where the purchase stands as its sentences need it. `refund` is the buyer's own, `by` when
    patience ends (hand-in before the scan, confirmation after delivery); `exchange` where it is had
    in place of a piece they send back."""

    purchase: Purchase
    refund: Refund | None
    claim: Claim | None
    to: str
    zone: str
    now: datetime
    by: datetime | None = None
    exchange: bool = False


def buyer_headline(of: ForBuyer) -> str:
    """The sentence at the top of the buyer's screen."""
    return in_one_line(say(f"headline.buyer.{_key(of)}", **_facts(of)))


def buyer_safe_sentence(of: ForBuyer) -> str:
    """What an agent may read to the buyer: nothing of the returner, no promise of our own."""
    return in_one_line(say(f"safe.buyer.{_key(of)}", **_facts(of)))


def recall_text(status: PurchaseStatus, claim: Claim | None, *, let_go: bool = False) -> str:
    """That what they have, or are about to get, was called back, and what they do now. `let_go`:
    they were made whole for it already."""
    if let_go:
        return say("recall.LET_GO")
    if claim is not None and claim.status is not ClaimStatus.RESOLVED:
        return say(f"recall.{claim.status}")
    return say("recall.SHIPPED" if status is PurchaseStatus.SHIPPED else "recall.ARRIVED")


def claim_text(claim: Claim, *, again: bool = False) -> str:
    """What the buyer told us, and what came of it. `again`: they had told us before, so this
    decision is the last."""
    key: str = claim.resolution or ClaimStatus.OPEN
    if claim.status is ClaimStatus.AWAITING_RETURN:
        key = claim.status
    if again and claim.resolution is ClaimResolution.REJECT:
        key = "REJECT_AGAIN"
    said = say(f"outcomes.{claim.outcome}")
    return say(f"claim.{key}", outcome=said, amount=claim.amount or "")


def doubt_text(doubt: str) -> str:
    """Why a person decides a claim, for the desk."""
    return say(f"doubts.{doubt}")


def no_photo_text(because: str) -> str:
    """Why a claim comes without a photo, for the desk."""
    return say(f"no_photo.{because}")


# What a purchase ends as once it is made whole, or never was paid.
_SETTLED = frozenset(
    {PurchaseStatus.CANCELED, PurchaseStatus.REPLACED_FROM_STOCK, PurchaseStatus.REFUNDED}
)


def _key(of: ForBuyer) -> str:
    if of.claim is not None and of.claim.status is ClaimStatus.OPEN:
        return "CLAIMED"
    if of.claim is not None and of.claim.status is ClaimStatus.AWAITING_RETURN:
        return "CLAIM_RETURN"
    if of.claim is not None and of.purchase.status is PurchaseStatus.COMPLETED:
        return "KEPT"
    if of.purchase.because and of.purchase.status not in _SETTLED:
        return "RELEASED"
    if of.exchange and of.purchase.status is PurchaseStatus.RESERVED:
        return "RESERVED_EXCHANGE"
    return of.purchase.status


def _facts(of: ForBuyer) -> dict[str, object]:
    because = of.purchase.because
    return {
        "because": say(f"because.buyer.{because}") if because else "",
        "refund": refund_line(of.refund, of.to, of.zone, of.now) if of.refund else "",
        "by": day(of.by or of.now, of.zone),
    }
