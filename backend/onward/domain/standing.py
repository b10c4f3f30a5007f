"""What becomes of a standing offer: given back or ended; why it waits no more, and which purchase
met it, from what became of the questions that were put to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from onward.domain.events import Because
from onward.domain.life import OFFER, OfferStatus, ProposalStatus, PurchaseStatus, moved
from onward.domain.offers import StandingOffer
from onward.domain.policy import Policy

# What still waits, so that its owner may take it back.
WAITING = frozenset({OfferStatus.OPEN, OfferStatus.ASKED, OfferStatus.PAUSED})


@dataclass(frozen=True, slots=True)
class PastQuestion:
    """A question that was put to an offer, and what became of its purchase, where there was one."""

    status: ProposalStatus
    purchase_id: str | None
    purchase_status: PurchaseStatus | None
    because: str | None


def silences(latest_first: Iterable[ProposalStatus]) -> int:
    """How many questions in a row were left unanswered, the latest among them."""
    count = 0
    for status in latest_first:
        if status is not ProposalStatus.LAPSED:
            break
        count += 1
    return count


def changed(offer: StandingOffer, status: OfferStatus) -> StandingOffer:
    """The offer in its new status, one version on."""
    return replace(offer, status=moved(OFFER, offer.status, status), version=offer.version + 1)


def given_back(
    offer: StandingOffer,
    asks: int,
    policy: Policy,
    now: datetime,
    *,
    card_declined: bool = False,
    rests: bool = False,
) -> StandingOffer:
    """An offer whose unit went elsewhere stands again, unless its time is over, its owner left too
    many questions unanswered, or it would buy by itself with a card that was declined. It `rests`
    where another size of the product was met meanwhile."""
    over = now >= offer.ends_at or asks >= policy.demand.most_silences
    ended = over or (offer.automatic and card_declined)
    stands = OfferStatus.PAUSED if rests else OfferStatus.OPEN
    return replace(changed(offer, OfferStatus.ENDED if ended else stands), asks=asks)


def offer_because(
    offer: StandingOffer, latest_first: Sequence[PastQuestion], most_silences: int
) -> str | None:
    """The code of why it waits no more; None while it does, and once it was met."""
    match offer.status:
        case OfferStatus.WITHDRAWN:
            return Because.OFFER_WITHDRAWN.value
        case OfferStatus.PAUSED:
            return "RESTING"
        case OfferStatus.ENDED:
            return _ended_because(offer, latest_first, most_silences)
        case _:
            return None


def purchase_met(offer: StandingOffer, latest_first: Sequence[PastQuestion]) -> str | None:
    """The purchase that met the offer, as long as it does."""
    if offer.status is not OfferStatus.FILLED:
        return None
    return next((one.purchase_id for one in latest_first if one.purchase_id), None)


def _ended_because(
    offer: StandingOffer, latest_first: Sequence[PastQuestion], most_silences: int
) -> str:
    last = latest_first[0] if latest_first else None
    if last is not None and last.because == Because.PAYMENT_DECLINED and offer.automatic:
        return "CARD_DECLINED"
    if last is not None and last.because == Because.UNSERVICEABLE:
        return Because.UNSERVICEABLE.value
    return "SILENT" if offer.asks >= most_silences else "TIME_OVER"
