"""A step applied to a story as the store would: its rows replaced by id, its events told in turn
through the table. Where the table says no, so does this."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from onward.domain.claims import Claim
from onward.domain.credits import Credit
from onward.domain.disputes import Dispute
from onward.domain.events import Recorded
from onward.domain.exchanges import Exchange
from onward.domain.ids import EventId
from onward.domain.listings import Listing, Match, Purchase
from onward.domain.offers import Proposal, StandingOffer
from onward.domain.papers import Draft
from onward.domain.quality import Outcome
from onward.domain.refunds import Refund
from onward.domain.returns import after
from onward.domain.shipping import KnownScan, Shipment
from onward.domain.shop import Charge, Order, OrderLine
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.tasks import Task

_WHERE: dict[type, str] = {
    Match: "matches",
    Purchase: "purchases",
    Shipment: "shipments",
    KnownScan: "scans",
    Refund: "refunds",
    Claim: "claims",
    Task: "tasks",
    Order: "sales",
    OrderLine: "sale_lines",
    Proposal: "proposals",
    Exchange: "exchanges",
    Dispute: "disputes",
}


def applied(story: Story, step: Step, at: datetime) -> Story:
    """The story once this step is recorded; outcomes, standing offers,
    papers and store credit stand in none."""
    for row in step.rows:
        if isinstance(row, Listing):
            story = replace(story, listing=row)
        elif isinstance(row, Charge):
            its_own = story.charge is not None and story.charge.id == row.id
            story = replace(story, charge=row if its_own else story.charge)
        elif not isinstance(row, Outcome | StandingOffer | Draft | Credit):
            name = _WHERE[type(row)]
            changed: dict[str, Any] = {name: _with(getattr(story, name), row)}
            story = replace(story, **changed)
    for said in step.said:
        seq = story.case.version + 1
        recorded = Recorded(EventId(f"event-{seq}"), story.case.id, seq, at, said.actor, said.event)
        case = after(story.case, recorded)
        story = replace(story, case=case, history=(*story.history, recorded))
    return story


def kinds(step: Step) -> list[str]:
    """The names of what a step says, in its order."""
    return [said.event.kind for said in step.said]


def _with(rows: Iterable[Any], row: Any) -> tuple[Any, ...]:
    kept = [row if one.id == row.id else one for one in rows]
    return tuple(kept) if row in kept else (*kept, row)
