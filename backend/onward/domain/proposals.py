"""How a question to somebody who waits ends: declined, unanswered, or over because their offer or
the unit is gone. Who is asked next is decided by `proposing`; an accepted one is a sale."""

from dataclasses import replace
from datetime import datetime

from onward.domain.events import SYSTEM, Actor, Because, ProposalEnded
from onward.domain.ids import ProposalId
from onward.domain.life import (
    LISTING,
    PROPOSAL,
    ListingStatus,
    ProposalStatus,
    moved,
)
from onward.domain.listings import Listing
from onward.domain.offers import Proposal, StandingOffer
from onward.domain.policy import Policy
from onward.domain.refusals import WrongStage
from onward.domain.standing import given_back
from onward.domain.steps import Step
from onward.domain.story import Story


def standing_question(story: Story, proposal_id: str, now: datetime) -> Proposal:
    """The question, while it may still be answered; WrongStage when it is over."""
    asked = story.proposal
    if asked is None or asked.id != proposal_id or now >= asked.until:
        raise WrongStage("QUESTION_OVER", stage=story.case.stage)
    return asked


def declined(
    story: Story,
    proposal_id: str,
    offer: StandingOffer,
    actor: Actor,
    policy: Policy,
    now: datetime,
    *,
    has_one: bool = False,
) -> Step:
    """Not this piece: it is free for the next, and the offer stands on, or rests where its owner
    `has_one` of the product by now."""
    asked = standing_question(story, proposal_id, now)
    step = _ended(story, asked, ProposalStatus.DECLINED, Because.DECLINED, actor)
    return step.put(given_back(offer, 0, policy, now, rests=has_one))


def lapsed(story: Story) -> Step:
    """Nobody answered in time. The offer is given back, or ended, by whoever hears of it."""
    asked = story.proposal
    if asked is None:
        raise WrongStage(stage=story.case.stage)
    return _ended(story, asked, ProposalStatus.LAPSED, Because.LAPSED, SYSTEM)


def offer_withdrawn(
    story: Story, proposal_id: ProposalId, taken_back: StandingOffer, actor: Actor
) -> Step | None:
    """Their owner took the offer back while they were asked; None where they no longer are."""
    asked = story.proposal
    if asked is None or asked.id != proposal_id:
        return None
    step = _ended(story, asked, ProposalStatus.RELEASED, Because.OFFER_WITHDRAWN, actor)
    return step.put(taken_back)


def question_released(story: Story, actor: Actor, because: Because) -> Step:
    """The unit goes elsewhere, or nowhere: nobody is asked any more. Nothing where nobody is."""
    asked = story.proposal
    if asked is None:
        return Step()
    over = replace(asked, status=moved(PROPOSAL, asked.status, ProposalStatus.RELEASED))
    return Step().put(over).say(actor, ProposalEnded(asked.id, because))


def sale_released(story: Story, match_id: str) -> Step:
    """The proposal that became a match that is let go; nothing where there was none."""
    step = Step()
    for one in story.proposals:
        if one.match_id == match_id and one.status is ProposalStatus.ACCEPTED:
            step.put(replace(one, status=moved(PROPOSAL, one.status, ProposalStatus.RELEASED)))
    return step


def _ended(
    story: Story, asked: Proposal, status: ProposalStatus, because: Because, actor: Actor
) -> Step:
    step = Step().put(replace(asked, status=moved(PROPOSAL, asked.status, status)))
    return step.put(_free(story.listing)).say(actor, ProposalEnded(asked.id, because))


def _free(listing: Listing | None) -> Listing | None:
    if listing is None or listing.status is not ListingStatus.HELD:
        return None
    return replace(listing, status=moved(LISTING, listing.status, ListingStatus.LIVE))
