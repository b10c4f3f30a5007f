"""A unit offered to one of those who wait: what is written, and when nothing is."""

from dataclasses import replace

import pytest

from onward.domain.events import SYSTEM, Actor, ProposalEnded, Proposed, Reserved
from onward.domain.events import Because as Why
from onward.domain.ids import AccountId, ContactId, LineId, MatchId, OfferId, OrderId, ProposalId
from onward.domain.life import ListingStatus, OfferStatus, ProposalStatus, Who
from onward.domain.listings import Listing
from onward.domain.offers import CostPart, DemandKind, MatchWhy, Proposal, StandingOffer
from onward.domain.pricing import Taxed
from onward.domain.proposing import Choice, asked, bought, on_offer, questions_asked, tried
from onward.domain.sales import SaleBuyer, SaleIds
from onward.domain.steps import Step
from onward.domain.story import Story
from tests.domain.examples import (
    A_LISTING,
    A_MATCH,
    CHOSEN,
    HOUR,
    POLICY,
    T0,
    TO_SEEKING,
    story,
    usd,
)
from tests.domain.standing import offer

WHY = MatchWhy(DemandKind.STANDING_OFFER, 1, 0, (CostPart("WAITED", -25),), None)
CHOICE = Choice(offer("o"), WHY, 43)
PROPOSAL, UNTIL = ProposalId("q"), T0 + 4 * HOUR
IDS = SaleIds(MatchId("m"), OrderId("p"), LineId("l"), "OB-1")
HOME = SaleBuyer(AccountId("o's"), ContactId("c"), "US", "NY", "100", "UTC")
TAXED = Taxed(A_LISTING.price, usd(2_56), 400)
SEEKING = story(TO_SEEKING)
A_PROPOSAL = Proposal(
    PROPOSAL, SEEKING.case.id, SEEKING.case.unit_id, A_LISTING.id, OfferId("o"), AccountId("o's"),
    ProposalStatus.DECLINED, A_LISTING.price, T0, UNTIL,
)  # fmt: skip
# Each of them is why the unit is offered to nobody now.
ELSEWHERE: dict[str, Story] = {
    "held": replace(SEEKING, listing=replace(A_LISTING, status=ListingStatus.HELD)),
    "ended": replace(SEEKING, listing=replace(A_LISTING, status=ListingStatus.CLOSED)),
    "unlisted": replace(SEEKING, listing=None),
    "approved": story(TO_SEEKING[:-1], listing=A_LISTING),
    "asked before": replace(SEEKING, proposals=(A_PROPOSAL,)),
    "bought before": replace(SEEKING, matches=(replace(A_MATCH, offer_id=OfferId("o")),)),
}


def ask(of: Story) -> Step | None:
    return asked(CHOICE, PROPOSAL, UNTIL, T0, of)


def row(step: Step | None, kind: type) -> object:
    assert step is not None
    return next(one for one in step.rows if isinstance(one, kind))


def test_a_question_holds_the_unit_and_the_offer_and_remembers_why() -> None:
    step = ask(SEEKING)
    assert row(step, Listing) == replace(A_LISTING, status=ListingStatus.HELD)
    waiting = replace(CHOICE.offer, status=OfferStatus.ASKED, version=2)
    assert row(step, StandingOffer) == waiting
    question = row(step, Proposal)
    assert question == replace(A_PROPOSAL, status=ProposalStatus.ASKED, km=43, why=WHY)
    assert step is not None
    assert [(one.actor, one.event) for one in step.said] == [
        (SYSTEM, Proposed(PROPOSAL, OfferId("o"), UNTIL))
    ]


def test_no_question_outlasts_the_window() -> None:
    late = asked(CHOICE, PROPOSAL, CHOSEN.window_ends_at + HOUR, T0, SEEKING)
    assert late is not None
    assert late.said[0].event == Proposed(PROPOSAL, OfferId("o"), CHOSEN.window_ends_at)


def test_an_automatic_offer_reserves_at_once_in_its_owners_name() -> None:
    step = bought(CHOICE, PROPOSAL, HOME, IDS, TAXED, POLICY, T0, SEEKING)
    assert step is not None
    assert [type(one.event) for one in step.said] == [Reserved]
    assert step.said[0].actor == Actor(Who.BUYER, "o's")
    offered = row(step, StandingOffer)
    assert isinstance(offered, StandingOffer)
    assert (offered.status, offered.version) == (OfferStatus.FILLED, 2)
    question = row(step, Proposal)
    assert isinstance(question, Proposal)
    assert (question.status, question.match_id) == (ProposalStatus.ACCEPTED, "m")


@pytest.mark.parametrize("where", ELSEWHERE)
def test_nothing_is_written_for_a_unit_that_is_not_to_be_had(where: str) -> None:
    assert ask(ELSEWHERE[where]) is None
    assert bought(CHOICE, PROPOSAL, HOME, IDS, TAXED, POLICY, T0, ELSEWHERE[where]) is None


def test_nothing_is_bought_at_a_price_that_was_not_taxed() -> None:
    cheaper = replace(SEEKING, listing=replace(A_LISTING, price=usd(60_00)))
    assert bought(CHOICE, PROPOSAL, HOME, IDS, TAXED, POLICY, T0, cheaper) is None


def test_a_unit_is_on_offer_until_its_window_ends() -> None:
    assert on_offer(SEEKING, T0) == A_LISTING
    assert on_offer(SEEKING, A_LISTING.ends_at) is None


def test_who_was_asked_and_who_bought_was_tried() -> None:
    assert tried(SEEKING) == frozenset()
    assert tried(ELSEWHERE["asked before"]) == tried(ELSEWHERE["bought before"]) == {"o"}


def test_questions_count_from_the_last_time_the_peer_path_was_chosen() -> None:
    question = (SYSTEM, Proposed(PROPOSAL, OfferId("o"), UNTIL))
    over = (SYSTEM, ProposalEnded(PROPOSAL, Why.DECLINED))
    twice = story((*TO_SEEKING, question, over, question, over))
    assert questions_asked(twice) == 2
    assert questions_asked(SEEKING) == 0
