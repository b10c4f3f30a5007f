"""Whether a paid piece may come back at all, and until when. Which way it then goes is `routing`'s
question, and no answer there can take this one back."""

from dataclasses import dataclass
from datetime import datetime

from onward.domain.days import end_of_day
from onward.domain.deadlines import withdraw_until
from onward.domain.policy import Policy
from onward.domain.refusals import AlreadyReturned, BadInput, NotAllowed, WindowClosed
from onward.domain.shop import Order


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One piece of a paid line: delivered when, in whose time zone, on its way back already, and in
    which country, by whose law one may withdraw."""

    delivered_at: datetime | None
    zone: str
    coming_back: bool
    country: str = ""


def arrived_at(order: Order, policy: Policy, *, fresh: bool) -> datetime | None:
    """When it reached the customer. Of a fresh piece in exchange no carrier tells us: it counts as
    arrived so many days after it left as people get to hand a parcel in."""
    if order.delivered_at is None and fresh:
        return order.placed_at + policy.windows.ship_for
    return order.delivered_at


def return_until(facts: LineFacts, policy: Policy) -> datetime | None:
    """The last instant a return may be started: the end of a day where the order was placed, and
    never before the right to withdraw ends."""
    arrived = facts.delivered_at
    if arrived is None:
        return None
    until = end_of_day(arrived, facts.zone, after=policy.windows.return_for)
    by_law = withdraw_until(facts.country, facts.zone, arrived)
    return max(until, by_law) if by_law else until


def not_returnable_because(facts: LineFacts, policy: Policy, now: datetime) -> str | None:
    """The code of what keeps this piece from coming back now; None when nothing does."""
    if facts.coming_back:
        return AlreadyReturned.code
    until = return_until(facts, policy)
    if until is None:
        return "NOT_DELIVERED_YET"
    return WindowClosed.code if now > until else None


def returnable(facts: LineFacts, remedy: str, policy: Policy, now: datetime) -> None:
    """Refuses (AlreadyReturned, NotAllowed, WindowClosed, BadInput) what may not come back.

    Final sale stays returnable to the warehouse; it never goes to another customer.
    """
    because = not_returnable_because(facts, policy, now)
    if because == AlreadyReturned.code:
        raise AlreadyReturned(field="lineId")
    if because == WindowClosed.code:
        raise WindowClosed("RETURN_WINDOW_CLOSED", field="lineId")
    if because is not None:
        raise NotAllowed(because, field="lineId")
    if remedy not in policy.remedies:
        raise BadInput("REMEDY_NOT_OFFERED", field="remedy")
