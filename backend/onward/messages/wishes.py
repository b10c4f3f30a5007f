"""Waiting for an opened piece in words: place in line, odds, why one came back, why it is over."""

from onward.domain.life import OfferStatus
from onward.domain.odds import in_ten
from onward.domain.returns import Reason
from onward.domain.supply import Fit, OfferOdds
from onward.messages.words import knows, say

# Below this, "1 in 10" would promise too much.
_RARE = 0.05


def ahead_text(status: OfferStatus, ahead: int) -> str:
    """Where an offer stands, in a sentence."""
    if status is not OfferStatus.OPEN:
        return say(f"wishes.ahead.{status}")
    count = str(ahead) if ahead < 2 else "many"
    return say(f"wishes.ahead.OPEN_{count}", ahead=ahead)


def offer_odds_text(odds: OfferOdds) -> str:
    """How likely it is met, in a sentence; nothing is promised where nothing came."""
    if odds.came == 0:
        return say("wishes.odds.none")
    if odds.day30 < _RARE:
        return say("wishes.odds.rare")
    return say("wishes.odds.usual", ten=in_ten(odds.day30))


def offer_because_text(code: str) -> str:
    """Why an offer waits no more."""
    return say(f"wishes.because.{code}")


def came_back_text(reason: Reason) -> str:
    """Why this very piece came back, as the next owner may hear it."""
    key = f"wishes.came_back.{reason}"
    return say(key if knows(key) else "wishes.came_back.OTHER")


def fit_text(fit: Fit | None, size: str) -> str | None:
    """What those who returned it found; None where too few did."""
    if fit is None:
        return None
    it = say("wishes.fit.size", size=size) if size else say("wishes.fit.it")
    return say(f"wishes.fit.{fit.reason}", many=fit.many, returns=fit.returns, it=it)
