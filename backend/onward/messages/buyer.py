"""What stands at the top of a purchase for its buyer, and what an agent may read out to them."""

from dataclasses import dataclass
from datetime import datetime

from onward.domain.claims import Claim
from onward.domain.life import ClaimStatus
from onward.domain.listings import Purchase
from onward.domain.refunds import Refund
from onward.messages.dates import day
from onward.messages.refunds import refund_line
from onward.messages.words import say


@dataclass(frozen=True, slots=True)
class ForBuyer:
    """Where the purchase stands as its sentences need it. `refund` is the buyer's own, `by` when
    patience ends (hand-in before the scan, confirmation after delivery)."""

    purchase: Purchase
    refund: Refund | None
    claim: Claim | None
    to: str
    zone: str
    now: datetime
    by: datetime | None = None


def buyer_headline(of: ForBuyer) -> str:
    """The sentence at the top of the buyer's screen."""
    return say(f"headline.buyer.{_key(of)}", **_facts(of)).strip()


def buyer_safe_sentence(of: ForBuyer) -> str:
    """What an agent may read to the buyer: nothing of the returner, no promise of our own."""
    return say(f"safe.buyer.{_key(of)}", **_facts(of)).strip()


def claim_text(claim: Claim) -> str:
    """What the buyer told us, and what came of it."""
    key = claim.resolution or ClaimStatus.OPEN
    return say(f"claim.{key}", outcome=say(f"outcomes.{claim.outcome}"))


def _key(of: ForBuyer) -> str:
    claimed = of.claim is not None and of.claim.status is ClaimStatus.OPEN
    return "CLAIMED" if claimed else of.purchase.status


def _facts(of: ForBuyer) -> dict[str, object]:
    because = of.purchase.because
    return {
        "because": say(f"because.buyer.{because}") if because else "",
        "refund": refund_line(of.refund, of.to, of.zone, of.now) if of.refund else "",
        "by": day(of.by or of.now, of.zone),
    }
