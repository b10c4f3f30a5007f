"""Money on its way back, in one sentence, and where it goes."""

import re
from datetime import datetime

from onward.domain.life import RefundStatus
from onward.domain.refunds import Refund
from onward.domain.returns import Remedy
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
    card = _CARD.fullmatch(method)
    return say("pay.card", brand=_BRANDS[card[1].lower()], last4=card[2]) if card else method


def pays_to(method: str | None, remedy: Remedy = Remedy.REFUND) -> str:
    """Where the money goes, inside a sentence: "your Visa ·· 4242", "your store credit"."""
    if remedy is Remedy.STORE_CREDIT:
        return say("pay.store_credit")
    return say("pay.yours", method=paid_with(method)) if method else say("pay.unknown")


def refund_goes_to(method: str | None, remedy: Remedy = Remedy.REFUND) -> str:
    """Where the money goes, by itself: "Visa ·· 4242", "Store credit"."""
    if remedy is Remedy.STORE_CREDIT:
        return say(f"remedies.{remedy}")
    known = paid_with(method)
    return known[:1].upper() + known[1:]


def refund_next(refund: Refund) -> str:
    """What comes next, beside the amount, the destination and the day."""
    if refund.amount.minor == 0:
        return say("refund.nothing_next")
    return say(f"refund_next.{refund.purpose}.{refund.status}")


def refund_line(refund: Refund, to: str, zone: str, now: datetime) -> str:
    """What happens with this money and when, in the order's time zone."""
    if refund.amount.minor == 0:
        return say("refund.nothing", to=to)
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
        by=day(by, zone),
        when=soon(by, zone, now),
        on=day(done, zone),
    )
