"""Money on its way back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import strawberry
from strawberry import field

from onward.api.enums import RefundDestination, RefundFor, RefundStatus
from onward.api.later import later
from onward.api.money import Money, money_view
from onward.api.timelines import TimelineEntry, timeline
from onward.domain import refunds
from onward.domain.credits import worth_as_credit
from onward.domain.events import PromiseMoved, Recorded
from onward.domain.halves import refund_of
from onward.domain.holding import HOLDABLE, latest_hold
from onward.domain.life import RefundStatus as Status
from onward.domain.policy import Policy
from onward.messages import (
    Audience,
    moved_text,
    pays_to,
    refund_goes_to,
    refund_line,
    refund_next,
    say,
)


@strawberry.type(description="Money going back to one person.")
class Refund:
    id: strawberry.ID = field(description="Its id.")
    purpose: RefundFor = field(description="What the money is.")
    status: RefundStatus = field(description="How far it is.")
    amount: Money = field(description="What is paid: net and tax, less the fee.")
    net: Money = field(description="Without tax, before the fee.")
    tax: Money = field(description="The tax in it.")
    fee: Money | None = field(description="What is kept of it, where anything is.")
    destination: RefundDestination = field(description="Whether it is money or store credit.")
    to: str = field(description="Where it goes: Visa ·· 4242.")
    promised_at: datetime = field(description="The day we named: it is there by then.")
    due_at: datetime | None = field(description="The last day the law allows, once it is owed.")
    succeeded_at: datetime | None = field(description="When it went back.")
    moved: str | None = field(
        description="Why the promised day is another one than before, and which; null if it is not."
    )
    held_until: datetime | None = field(
        description="While it is on hold: when it goes on by itself, if nobody lets it go before."
    )
    held_because: str | None = field(description="Why it is on hold; told at the desk only.")
    reviewer: strawberry.ID | None = field(
        description="The account of the agent who asked to wait; told at the desk only."
    )
    latest_hold: datetime | None = field(
        description="Until when it may be put on hold; null where it may not, or not by the viewer."
    )
    credit_offered: Money | None = field(
        description="What they have as store credit if they take that instead; null if it is not "
        "offered."
    )
    line: str = field(description="Amount, destination and day in one sentence.")
    next: str = field(description="What comes next, where those three stand beside it already.")
    timeline: list[TimelineEntry] = field(description="What happened to this money.")


@dataclass(frozen=True, slots=True)
class ForWhom:
    """Who reads about money: how it was paid, so where it goes; in whose time zone, at what time;
    `history` is as much of what happened as they may read, `at_desk` whether they may hold it."""

    method: str | None
    zone: str
    now: datetime
    audience: Audience
    history: Iterable[Recorded]
    policy: Policy
    at_desk: bool


def refund_view(refund: refunds.Refund, whom: ForWhom) -> Refund:
    at_desk, fee, until = whom.at_desk, refund.fee, refund.held_until
    because = refund.held_because if refund.status is Status.ON_HOLD else None
    return Refund(
        id=strawberry.ID(refund.id),
        purpose=refund.purpose,
        status=refund.status,
        amount=money_view(refund.amount),
        net=money_view(refund.net),
        tax=money_view(refund.tax),
        fee=money_view(fee) if fee else None,
        destination=refund.destination,
        to=later(lambda: refund_goes_to(whom.method, refund.destination)),
        promised_at=refund.promised_at,
        due_at=refund.due_at,
        succeeded_at=refund.succeeded_at,
        moved=later(lambda: _moved(refund, whom)),
        held_until=until if refund.status is Status.ON_HOLD else None,
        held_because=say(f"held_because.{because}") if because and at_desk else None,
        reviewer=strawberry.ID(refund.reviewer_id) if at_desk and refund.reviewer_id else None,
        latest_hold=_latest_hold(refund, whom) if at_desk else None,
        credit_offered=_offered(refund, whom),
        line=later(lambda: _line(refund, whom)),
        next=later(lambda: refund_next(refund, whom.zone)),
        timeline=later(lambda: _timeline(refund, whom)),
    )


def _line(refund: refunds.Refund, whom: ForWhom) -> str:
    return refund_line(refund, pays_to(whom.method, refund.destination), whom.zone, whom.now)


def _timeline(refund: refunds.Refund, whom: ForWhom) -> list[TimelineEntry]:
    about = (told for told in whom.history if refund_of(told) == refund.id)
    return timeline(about, whom.audience, whom.zone)


def _moved(refund: refunds.Refund, whom: ForWhom) -> str | None:
    """Of the last change of the day, while the money is still to come."""
    failed_for_good = refund.status is Status.FAILED and refund.credit_offered_at is not None
    not_to_come = failed_for_good or refund.status in (Status.CANCELED, Status.ON_HOLD)
    if refund.succeeded_at is not None or not_to_come:
        return None
    moves = [one.event for one in whom.history if isinstance(one.event, PromiseMoved)]
    mine = [one for one in moves if one.refund_id == refund.id]
    return moved_text(mine[-1], whom.zone) if mine else None


def _latest_hold(refund: refunds.Refund, whom: ForWhom) -> datetime | None:
    until = latest_hold(refund, whom.policy)
    may = refund.status in HOLDABLE and until is not None and until > whom.now
    return until if may else None


def _offered(refund: refunds.Refund, whom: ForWhom) -> Money | None:
    if refund.status is not Status.FAILED or refund.credit_offered_at is None:
        return None
    return money_view(worth_as_credit(refund.amount, whom.policy))
