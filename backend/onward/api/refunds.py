"""Money on its way back, the note that documents it, and a buyer's claim."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import strawberry
from strawberry import field

from onward.api.enums import ClaimResolution, ClaimStatus, ReceiptOutcome, RefundStatus
from onward.api.later import later
from onward.api.money import Money, money_view
from onward.api.timelines import TimelineEntry, timeline
from onward.domain import claims, invoices, refunds
from onward.domain.events import Recorded
from onward.domain.halves import refund_of
from onward.domain.refunds import owed
from onward.domain.returns import Remedy
from onward.domain.story import Story
from onward.messages import (
    Audience,
    claim_text,
    pays_to,
    refund_goes_to,
    refund_line,
    refund_next,
)


@strawberry.type(description="Money going back to one person.")
class Refund:
    id: strawberry.ID = field(description="Its id.")
    status: RefundStatus = field(description="How far it is.")
    amount: Money = field(description="All of it: net and tax.")
    net: Money = field(description="Without tax.")
    tax: Money = field(description="The tax in it.")
    to: str = field(description="Where it goes: Visa ·· 4242.")
    promised_at: datetime = field(description="The day we named: it is there by then.")
    due_at: datetime | None = field(description="The last day the law allows, once it is owed.")
    succeeded_at: datetime | None = field(description="When it went back.")
    line: str = field(description="Amount, destination and day in one sentence.")
    next: str = field(description="What comes next, where those three stand beside it already.")
    timeline: list[TimelineEntry] = field(description="What happened to this money.")


@strawberry.type(description="The document of a return: what it takes back of its order.")
class CreditNote:
    number: str = field(description="The note's number.")
    issued_at: datetime = field(description="When it was issued.")
    net: Money = field(description="Without tax.")
    tax: Money = field(description="The tax in it.")
    total: Money = field(description="What is given back, in money or in exchange.")
    order_number: str = field(description="The order it belongs to.")
    line_title: str = field(description="The line it takes back.")


@strawberry.type(description="The buyer says that something is wrong.")
class Claim:
    id: strawberry.ID = field(description="Its id.")
    status: ClaimStatus = field(description="Whether it is settled.")
    outcome: ReceiptOutcome = field(description="What is wrong.")
    resolution: ClaimResolution | None = field(description="How it was settled.")
    opened_at: datetime = field(description="When the buyer told us.")
    text: str = field(description="What they said and what came of it, in a sentence.")


@dataclass(frozen=True, slots=True)
class ForWhom:
    """Who reads about money: how it was paid and what is wanted for it, so where it goes; in whose
    time zone, at what time."""

    method: str | None
    remedy: Remedy
    zone: str
    now: datetime
    audience: Audience
    history: Iterable[Recorded]


def refund_view(refund: refunds.Refund, whom: ForWhom) -> Refund:
    return Refund(
        id=strawberry.ID(refund.id),
        status=refund.status,
        amount=money_view(refund.amount),
        net=money_view(refund.net),
        tax=money_view(refund.tax),
        to=later(lambda: refund_goes_to(whom.method, whom.remedy)),
        promised_at=refund.promised_at,
        due_at=refund.due_at,
        succeeded_at=refund.succeeded_at,
        line=later(lambda: _line(refund, whom)),
        next=later(lambda: refund_next(refund)),
        timeline=later(lambda: _timeline(refund, whom)),
    )


def credit_note_view(story: Story) -> CreditNote | None:
    """The note, once the money is on its way."""
    refund = story.refund
    if refund.scheduled_at is None:
        return None
    note = invoices.credit_note(
        f"CN-{story.case.reference}",
        refund.scheduled_at,
        story.order.number,
        story.line.title,
        owed(story.line, story.unit.ordinal),
    )
    return CreditNote(
        number=note.number,
        issued_at=note.issued_at,
        net=money_view(note.net),
        tax=money_view(note.tax),
        total=money_view(note.total),
        order_number=note.order_number,
        line_title=note.line_title,
    )


def claim_view(claim: claims.Claim) -> Claim:
    return Claim(
        id=strawberry.ID(claim.id),
        status=claim.status,
        outcome=claim.outcome,
        resolution=claim.resolution,
        opened_at=claim.opened_at,
        text=claim_text(claim),
    )


def _line(refund: refunds.Refund, whom: ForWhom) -> str:
    return refund_line(refund, pays_to(whom.method, whom.remedy), whom.zone, whom.now)


def _timeline(refund: refunds.Refund, whom: ForWhom) -> list[TimelineEntry]:
    about = (told for told in whom.history if refund_of(told) == refund.id)
    return timeline(about, whom.audience, whom.zone)
