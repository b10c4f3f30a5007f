"""What stands at the top of a case for its returner, and what an agent may read out to them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from onward.domain.events import Because
from onward.domain.life import Stage
from onward.domain.matching import distance_band
from onward.domain.odds import DAY, DAYS, RARE, Odds, in_ten, spans
from onward.domain.refunds import Refund
from onward.domain.returns import Peer, Recovery, ReturnCase
from onward.messages.dates import day, moment
from onward.messages.refunds import refund_line
from onward.messages.words import in_one_line, say

_SAID = 3 * DAY


@dataclass(frozen=True, slots=True)
class ForReturner:
    """Where the case stands as its sentences need it. `refund` is the item's, `to` where it goes
    (`refunds.pays_to`), `km` the distance to the buyer, `by` when patience ends, `reserved`
    whether somebody is paying right now, `left` how much longer it is looked for; `zone` is the
    order's."""

    case: ReturnCase
    refund: Refund | None
    to: str
    zone: str
    now: datetime
    by: datetime | None = None
    odds: Odds | None = None
    km: int | None = None
    reserved: bool = False
    left: timedelta = max(DAYS) * DAY


def returner_headline(of: ForReturner) -> str:
    """The sentence at the top of the returner's screen."""
    return in_one_line(say(f"headline.returner.{_headline_key(of)}", **_facts(of)))


def returner_safe_sentence(of: ForReturner) -> str:
    """What an agent may read to the returner: nothing of the buyer, no promise of our own."""
    stage = of.case.stage
    road = "_PEER" if isinstance(of.case.heading, Peer) else "_WAREHOUSE"
    key = stage + (road if stage is Stage.AWAITING_DROPOFF else "")
    key = "SEEKING_ASKED" if _is_asked(of.case) else key
    return in_one_line(say(f"safe.returner.{key}", **_facts(of)))


def odds_text(odds: Odds, left: timedelta) -> str:
    """By itself, as on a card: within three days, or while there is less time left."""
    return _odds("odds.text", odds, left)


def odds_span_text(span: timedelta) -> str:
    """Of the times that odds are said for (`odds.spans`), one."""
    if span not in [days * DAY for days in DAYS]:
        return say("odds.span.left")
    return say("odds.span.day") if span == DAY else say("odds.span.days", days=span // DAY)


def chance_text(chance: float) -> str:
    """A chance beside its stitches."""
    return say("odds.rarely") if chance < RARE else say("odds.in_ten", ten=in_ten(chance))


def distance_text(km: int | None) -> str | None:
    """How far away the other one is, roughly; None where nobody knows."""
    band = distance_band(km)
    return say("distance.about", km=band) if band is not None else None


def _odds(key: str, odds: Odds, left: timedelta) -> str:
    span = max(one for one in spans(left) if one <= _SAID)
    chance = odds.within(min(span, left))
    many = say("odds.few") if chance < RARE else say("odds.in_ten", ten=in_ten(chance))
    return say(key, many=many, span=odds_span_text(span))


def _headline_key(of: ForReturner) -> str:
    case = of.case
    if case.stage is Stage.DRAFTED and case.withdrawal_id is not None:
        return "DRAFTED_WITHDRAWN"
    if case.stage is Stage.SEEKING and of.reserved:
        return "SEEKING_RESERVED"
    if _is_asked(case):
        return "SEEKING_ASKED"
    if case.stage is not Stage.AWAITING_DROPOFF:
        return case.stage
    if case.shipment_id is None:
        return "AWAITING_DROPOFF_NO_CODE"
    match case.heading:
        case Peer():
            return "AWAITING_DROPOFF_PEER"
        case Recovery(because=Because.NO_BUYER):
            return "AWAITING_DROPOFF_NO_BUYER"
        case _:
            return "AWAITING_DROPOFF_WAREHOUSE"


def _is_asked(case: ReturnCase) -> bool:
    """Whether it is held for somebody whose answer is awaited."""
    return case.stage is Stage.SEEKING and case.asked_until is not None


def _facts(of: ForReturner) -> dict[str, object]:
    distance = distance_text(of.km)
    review = of.case.stage is Stage.IN_REVIEW
    by = of.case.review_due_at if review else of.by
    said = by or of.now
    return {
        "refund": refund_line(of.refund, of.to, of.zone, of.now) if of.refund else "",
        "odds": _odds("odds.after", of.odds, of.left) if of.odds else "",
        "distance": say("distance.away", about=distance) if distance else "",
        "until": moment(of.case.asked_until or said, of.zone, of.now),
        "by": moment(said, of.zone, of.now) if review else day(said, of.zone),
    }
