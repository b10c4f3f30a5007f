"""A unit is held for one sale: whoever was faster has it, and what waited for it is filled."""

from dataclasses import replace
from datetime import timedelta

import pytest

from onward.domain.events import Because, ProposalEnded, Reserved
from onward.domain.ids import ProposalId
from onward.domain.life import (
    ListingStatus,
    MatchStatus,
    OfferStatus,
    ProposalStatus,
    PurchaseStatus,
)
from onward.domain.refusals import ListingTaken
from onward.domain.sales import reserved
from onward.domain.shop import OrderKind
from onward.domain.story import Story
from tests.domain.applying import applied, kinds
from tests.domain.examples import (
    A_LISTING,
    A_MATCH,
    AS_BUYER,
    BUYER,
    LISTING,
    TO_MATCHED,
    WINDOWS,
    story,
    usd,
)
from tests.domain.waiting import (
    A_QUESTION,
    AN_OFFER,
    ASKED,
    LATER,
    OFFER,
    PROPOSAL,
    a_sale,
    asked,
    on_offer,
)


def test_a_sale_is_an_order_with_its_own_number_and_the_buyers_tax() -> None:
    sale = a_sale()
    assert sale.order.kind is OrderKind.OPEN_BOX
    assert sale.order.id == sale.purchase.id == sale.line.order_id == sale.match.purchase_id
    assert (sale.purchase.price, sale.purchase.tax) == (usd(64_00), usd(4_64))
    assert sale.line.total == sale.purchase.total
    assert sale.match.until == LATER + WINDOWS.reserve_for
    assert sale.purchase.status is PurchaseStatus.RESERVED


def test_whoever_buys_in_the_shop_holds_the_unit() -> None:
    whole = applied(on_offer(), reserved(on_offer(), a_sale(), AS_BUYER, LATER), LATER)
    assert whole.listing is not None
    assert whole.listing.status is ListingStatus.HELD
    assert whole.match is not None
    assert (whole.match.status, whole.match.buyer_id) == (MatchStatus.RESERVED, BUYER)
    assert whole.case.unpaid_until == whole.match.until


def test_who_was_asked_and_says_yes_ends_the_question_and_has_their_offer_filled() -> None:
    sale = a_sale(offer=ASKED)
    step = reserved(asked(), sale, AS_BUYER, LATER, offer=ASKED, proposal=A_QUESTION)
    assert [said.event for said in step.said] == [
        ProposalEnded(PROPOSAL, Because.ACCEPTED),
        Reserved(sale.match.id, LISTING, sale.purchase.id, sale.match.until, OFFER),
    ]
    filled = replace(ASKED, status=OfferStatus.FILLED, version=3, asks=0)
    assert filled in step.rows
    whole = applied(asked(), step, LATER)
    assert whole.proposal is None
    assert whole.proposals[0].status is ProposalStatus.ACCEPTED
    assert whole.proposals[0].match_id == sale.match.id
    assert whole.case.asked_until is None


def test_an_automatic_offer_is_filled_without_a_question() -> None:
    alone = replace(AN_OFFER, automatic=True)
    fresh = replace(A_QUESTION, asked_at=LATER, until=LATER)
    step = reserved(on_offer(), a_sale(offer=alone), AS_BUYER, LATER, offer=alone, proposal=fresh)
    assert kinds(step) == ["Reserved"]
    assert any(getattr(row, "status", None) is ProposalStatus.ACCEPTED for row in step.rows)
    assert replace(alone, status=OfferStatus.FILLED, version=2) in step.rows


@pytest.mark.parametrize(
    "gone",
    [
        asked(),
        on_offer(listing=replace(A_LISTING, status=ListingStatus.CLOSED)),
        on_offer(matches=(replace(A_MATCH, status=MatchStatus.RESERVED),)),
        story(TO_MATCHED),
    ],
    ids=["held for a question", "closed", "reserved", "sold"],
)
def test_what_is_held_for_somebody_else_cannot_be_had(gone: Story) -> None:
    with pytest.raises(ListingTaken):
        reserved(gone, a_sale(), AS_BUYER, LATER)


def test_nothing_is_sold_after_its_window() -> None:
    with pytest.raises(ListingTaken) as no:
        reserved(on_offer(), a_sale(), AS_BUYER, A_LISTING.ends_at)
    assert no.value.said == "LISTING_ENDED"


def test_another_question_than_ones_own_opens_nothing() -> None:
    other = replace(A_QUESTION, id=ProposalId("another"))
    with pytest.raises(ListingTaken):
        reserved(asked(), a_sale(), AS_BUYER, LATER + timedelta(hours=1), proposal=other)
