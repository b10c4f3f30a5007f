"""How a question ends: no, silence, the offer taken back, the unit gone."""

from dataclasses import replace

import pytest

from onward.domain.diversions import diverted, released, withdrawn
from onward.domain.events import SYSTEM, Because, MatchReleased, ProposalEnded
from onward.domain.life import ListingStatus, MatchStatus, OfferStatus, ProposalStatus, Stage
from onward.domain.proposals import declined, lapsed, offer_withdrawn, standing_question
from onward.domain.refusals import WrongStage
from onward.domain.standing import changed
from tests.domain.applying import applied, kinds
from tests.domain.examples import (
    A_MATCH,
    A_PURCHASE,
    AS_BUYER,
    AS_RETURNER,
    MATCH,
    POLICY,
    TO_MATCHED,
    story,
)
from tests.domain.waiting import A_QUESTION, ASKED, LATER, PROPOSAL, asked, on_offer


def test_a_no_frees_the_unit_and_keeps_the_offer() -> None:
    step = declined(asked(), PROPOSAL, replace(ASKED, asks=1), AS_BUYER, POLICY, LATER)
    whole = applied(asked(), step, LATER)
    assert step.said[0].event == ProposalEnded(PROPOSAL, Because.DECLINED)
    assert whole.proposals[0].status is ProposalStatus.DECLINED
    assert whole.listing is not None
    assert whole.listing.status is ListingStatus.LIVE
    assert replace(ASKED, status=OfferStatus.OPEN, version=3, asks=0) in step.rows


def test_silence_frees_the_unit_too() -> None:
    whole = applied(asked(), lapsed(asked()), A_QUESTION.until)
    assert whole.proposals[0].status is ProposalStatus.LAPSED
    assert whole.listing is not None
    assert whole.listing.status is ListingStatus.LIVE
    assert whole.case.stage is Stage.SEEKING
    assert whole.case.asked_until is None


def test_an_offer_taken_back_ends_its_question() -> None:
    gone = changed(ASKED, OfferStatus.WITHDRAWN)
    step = offer_withdrawn(asked(), PROPOSAL, gone, AS_BUYER)
    assert step is not None
    assert step.said[0].event == ProposalEnded(PROPOSAL, Because.OFFER_WITHDRAWN)
    assert gone in step.rows
    assert applied(asked(), step, LATER).proposal is None


def test_a_question_that_is_over_has_nothing_to_take_back() -> None:
    assert offer_withdrawn(on_offer(), PROPOSAL, ASKED, AS_BUYER) is None


def test_no_answer_counts_once_the_time_is_over() -> None:
    with pytest.raises(WrongStage) as no:
        standing_question(asked(), PROPOSAL, A_QUESTION.until)
    assert no.value.said == "QUESTION_OVER"


def test_a_question_of_before_cannot_be_answered() -> None:
    with pytest.raises(WrongStage):
        declined(asked(), "another", ASKED, AS_BUYER, POLICY, LATER)


def test_silence_of_nobody_is_refused() -> None:
    with pytest.raises(WrongStage):
        lapsed(on_offer())


def test_a_unit_that_is_sent_to_the_warehouse_asks_nobody_any_more() -> None:
    step = diverted(asked(), SYSTEM, Because.NO_BUYER)
    assert kinds(step)[:2] == ["ProposalEnded", "Diverted"]
    whole = applied(asked(), step, LATER)
    assert whole.proposals[0].status is ProposalStatus.RELEASED
    assert whole.listing is not None
    assert whole.listing.status is ListingStatus.CLOSED


def test_a_returner_who_keeps_it_ends_the_question() -> None:
    step = withdrawn(asked(), AS_RETURNER)
    assert "ProposalEnded" in kinds(step)
    assert applied(asked(), step, LATER).proposal is None


def test_a_match_that_is_let_go_gives_its_proposal_back() -> None:
    accepted = replace(A_QUESTION, status=ProposalStatus.ACCEPTED, match_id=MATCH)
    whole = story(TO_MATCHED, proposals=(accepted,), matches=(A_MATCH,), purchases=(A_PURCHASE,))
    step = released(whole, SYSTEM, Because.NOT_SHIPPED)
    assert step.said[0].event == MatchReleased(MATCH, Because.NOT_SHIPPED)
    left = applied(whole, step, LATER)
    assert left.proposals[0].status is ProposalStatus.RELEASED
    assert left.matches[0].status is MatchStatus.RELEASED


def test_where_nobody_is_asked_and_nobody_bought_nothing_is_released() -> None:
    assert kinds(released(on_offer(), SYSTEM, Because.NO_BUYER)) == []
