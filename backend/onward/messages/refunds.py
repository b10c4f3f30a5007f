"""Money on its way back, in one sentence, and where it goes."""

import re
from datetime import datetime

from onward.domain.credits import METHOD
from onward.domain.events import PromiseMoved
from onward.domain.life import RefundStatus
from onward.domain.refunds import Refund, RefundDestination
from onward.messages.dates import day, soon
from onward.messages.words import say

_BRANDS = {
    name.lower(): name
    for name in (
        *("American Express", "Amex", "Diners Club", "Discover", "JCB", "Maestro"),
        *("Mastercard", "UnionPay", "Visa"),
    )
}
# As a provider names it ("card_visa_4242") and as order files do ("VISA **** 4242", "Visa 4242").
_CARD = re.compile(
    rf"(?:card_)?({'|'.join(_BRANDS)})(?: ending(?: in| with)?)?[\W_x]+(\d{{4}})", re.IGNORECASE
)


def paid_with(method: str | None) -> str:
    """A way to pay as its owner knows it: a card is "Visa ·· 4242" however it was written, and
    whatever else an order file says stays as it is."""
    if not method:
        return say("pay.unknown")
    if method == METHOD:
        return say("pay.credit")
    card = _CARD.fullmatch(method)
    return say("pay.card", brand=_BRANDS[card[1].lower()], last4=card[2]) if card else method


def pays_to(
    method: str | None, destination: RefundDestination = RefundDestination.ORIGINAL_PAYMENT
) -> str:
    """Where the money goes, inside a sentence: "your Visa ·· 4242", "your store credit"."""
    if _is_credit(method, destination):
        return say("pay.store_credit")
    return say("pay.yours", method=paid_with(method)) if method else say("pay.unknown")


def refund_goes_to(
    method: str | None, destination: RefundDestination = RefundDestination.ORIGINAL_PAYMENT
) -> str:
    """Where the money goes, by itself: "Visa ·· 4242", "Store credit"."""
    known = say("pay.credit") if _is_credit(method, destination) else paid_with(method)
    return known[:1].upper() + known[1:]


def moved_text(moved: PromiseMoved, zone: str) -> str:
    """Why the promised day is another one, and which it is now."""
    because = say(f"moved_because.{moved.because}")
    return say("refund.moved", because=because, by=day(moved.promised_at, zone))


def refund_next(refund: Refund, zone: str) -> str:
    """What comes next, beside the amount, the destination and the day."""
    if refund.amount.minor == 0:
        return say("refund.nothing_next")
    if refund.destination is RefundDestination.STORE_CREDIT and _is_there(refund):
        return say("refund.credit_next")
    if refund.status is RefundStatus.ON_HOLD and refund.held_until is not None:
        return say("refund.held_next", until=day(refund.held_until, zone))
    if refund.status is RefundStatus.FAILED and refund.credit_offered_at is not None:
        return say("refund.offered_next")
    return say(f"refund_next.{refund.purpose}.{refund.status}")


def refund_line(refund: Refund, to: str, zone: str, now: datetime) -> str:
    """What happens with this money and when, in the order's time zone."""
    if refund.amount.minor == 0:
        return say("refund.nothing", to=to)
    if refund.status is RefundStatus.FAILED and refund.credit_offered_at is not None:
        return say("refund.offered", amount=refund.amount, to=to)
    done = refund.succeeded_at or now
    # An unsent refund names its promised day, and once that has passed the law's.
    by = refund.promised_at
    if refund.due_at is not None and (now > by or refund.due_at < by):
        by = refund.due_at
    if refund.status is RefundStatus.SCHEDULED:
        by = min(by, refund.scheduled_at or by)
    return say(
        f"refund.{refund.purpose}.{refund.status}",
        amount=refund.amount,
        to=to,
        by=day(_by_hand(refund) or by, zone),
        when=soon(by, zone, now),
        on=day(done, zone),
    )


def _by_hand(refund: Refund) -> datetime | None:
    """Of what is on hold, the day that ends."""
    return refund.held_until if refund.status is RefundStatus.ON_HOLD else None


def _is_credit(method: str | None, destination: RefundDestination) -> bool:
    return method == METHOD or destination is RefundDestination.STORE_CREDIT


def _is_there(refund: Refund) -> bool:
    return refund.status in (RefundStatus.SUCCEEDED, RefundStatus.CONVERTED_TO_CREDIT)
