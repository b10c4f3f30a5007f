"""Money on its way back, in one sentence, and where it goes."""

import re
from datetime import datetime

from onward.domain.life import RefundStatus
from onward.domain.refunds import Refund
from onward.domain.returns import Remedy
from onward.messages.dates import day, soon
from onward.messages.words import say

_CARD = re.compile(r"card_([a-z]+)_(\d{4})")


def paid_with(method: str | None) -> str:
    """A way to pay as its owner knows it: "Visa ·· 4242"; an order file's own words as they are."""
    if not method:
        return say("pay.unknown")
    card = _CARD.fullmatch(method)
    return say("pay.card", brand=card[1].capitalize(), last4=card[2]) if card else method


def pays_to(method: str | None, remedy: Remedy = Remedy.REFUND) -> str:
    """Where the money goes, inside a sentence: "your Visa ·· 4242", "your store credit"."""
    if remedy is Remedy.STORE_CREDIT:
        return say("pay.store_credit")
    return say("pay.yours", method=paid_with(method)) if method else say("pay.unknown")


def refund_line(refund: Refund, to: str, zone: str, now: datetime) -> str:
    """What happens with this money and when, in the order's time zone."""
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
