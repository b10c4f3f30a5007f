"""A buyer's claim: what they told us and what came of it, and beside it what only the desk sees."""

from datetime import datetime

import strawberry
from strawberry import field

from onward.api.enums import ClaimResolution, ClaimStatus, Fault, ReceiptOutcome
from onward.api.money import Money, money_or_none, money_view
from onward.api.notices import Notice
from onward.domain import claims
from onward.domain.claiming import claims_of, likely_fault, may_tell_until
from onward.domain.events import Claimed
from onward.domain.making_good import worth
from onward.domain.policy import Policy
from onward.domain.story import Story
from onward.messages import claim_text, doubt_text, no_photo_text


@strawberry.type(description="What the desk knows of a claim.")
class ClaimFacts:
    doubt: Notice | None = field(description="Why a person decides; null where policy did.")
    no_photo: Notice | None = field(description="Why no photo shows it, in the buyer's words.")
    fault: Fault | None = field(description="Whose doing it was, once somebody said so.")
    likely_fault: Fault = field(description="A first guess at whose doing it was.")
    most: Money | None = field(description="What the buyer paid and has not got back.")


@strawberry.type(description="The buyer says that something is wrong.")
class Claim:
    id: strawberry.ID = field(description="Its id.")
    status: ClaimStatus = field(description="Whether it is settled.")
    outcome: ReceiptOutcome = field(description="What is wrong.")
    resolution: ClaimResolution | None = field(description="How it was settled.")
    amount: Money | None = field(description="What goes back where the buyer keeps the piece.")
    by_policy: bool = field(description="Whether it was granted without asking anybody.")
    opened_at: datetime = field(description="When the buyer told us.")
    again_until: datetime | None = field(
        description="Until when they may tell us once more; null where they may not."
    )
    text: str = field(description="What they said and what came of it, in a sentence.")


def claim_view(story: Story, claim: claims.Claim, policy: Policy) -> Claim:
    theirs = claims_of(story, claim.match_id)
    return Claim(
        id=strawberry.ID(claim.id),
        status=claim.status,
        outcome=claim.outcome,
        resolution=claim.resolution,
        amount=money_or_none(claim.amount),
        by_policy=claim.by_policy,
        opened_at=claim.opened_at,
        again_until=may_tell_until(story, claim.match_id, policy),
        text=claim_text(claim, again=theirs[0] != claim),
    )


def claim_facts(story: Story, policy: Policy) -> ClaimFacts | None:
    """Of the latest claim; None where nobody said that something is wrong."""
    claim = story.claim
    if claim is None:
        return None
    events = (told.event for told in story.history if isinstance(told.event, Claimed))
    said = next((event for event in events if event.claim_id == claim.id), None)
    doubt, no_photo = (said.doubt, said.no_photo) if said else (None, None)
    match = next((one for one in story.matches if one.id == claim.match_id), None)
    purchase = story.purchase(match.purchase_id) if match else None
    return ClaimFacts(
        doubt=Notice(code=doubt, message=doubt_text(doubt)) if doubt else None,
        no_photo=Notice(code=no_photo, message=no_photo_text(no_photo)) if no_photo else None,
        fault=claim.fault,
        likely_fault=likely_fault(story, claim.outcome, policy),
        most=money_view(worth(story, purchase)) if purchase else None,
    )
