"""What stands at the top of a purchase for its buyer, and what an agent may read out to them."""

from dataclasses import dataclass
from datetime import datetime

from onward.domain.claims import Claim
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


def claim_text(claim: Claim) -> str:
    """What the buyer told us, and what came of it."""
    key = claim.resolution or ClaimStatus.OPEN
    return say(f"claim.{key}", outcome=say(f"outcomes.{claim.outcome}"))


# What a purchase ends as once it is made whole, or never was paid.
_SETTLED = frozenset(
    {PurchaseStatus.CANCELED, PurchaseStatus.REPLACED_FROM_STOCK, PurchaseStatus.REFUNDED}
)


def _key(of: ForBuyer) -> str:
    if of.claim is not None and of.claim.status is ClaimStatus.OPEN:
        return "CLAIMED"
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
