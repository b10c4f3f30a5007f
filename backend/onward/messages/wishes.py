"""Waiting for an opened piece in words: who waited longer, odds, why one came back, why it is over,
and what a stop means for all that."""

from onward.domain.life import OfferStatus
from onward.domain.odds import RARE, in_ten
from onward.domain.returns import Reason
from onward.domain.supply import Fit, OfferOdds
from onward.messages.words import knows, say


def ahead_text(status: OfferStatus, ahead: int, *, stopped: bool = False) -> str:
    """Where an offer stands, in a sentence: who waited longer, and no place in a line, for whoever
    lives nearer may be asked first."""
    if stopped and status in (OfferStatus.OPEN, OfferStatus.PAUSED):
        return say("wishes.ahead.STOPPED")
    if status is not OfferStatus.OPEN:
        return say(f"wishes.ahead.{status}")
    count = str(ahead) if ahead < 2 else "many"
    return say(f"wishes.ahead.OPEN_{count}", ahead=ahead)


def stopped_text() -> str:
    """Of something that is not passed on at the moment, by a stop of the merchant's."""
    return say("wishes.stopped")


def offer_odds_text(odds: OfferOdds, *, stopped: bool = False) -> str:
    """How likely it is met, in a sentence; nothing is promised where nothing came."""
    if stopped:
        return stopped_text()
    if odds.came == 0:
        return say("wishes.odds.none")
    time = say("wishes.odds.day") if odds.days == 1 else say("wishes.odds.days", days=odds.days)
    if odds.chance < RARE:
        return say("wishes.odds.rare", time=time)
    return say("wishes.odds.usual", ten=in_ten(odds.chance), time=time)


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
