"""Somebody who waits, and the question that is put to them, for tests to start from."""

from dataclasses import replace
from datetime import timedelta

from onward.domain.events import SYSTEM, Proposed
from onward.domain.grades import Grade
from onward.domain.ids import ContactId, LineId, OfferId, ProductId, ProposalId
from onward.domain.life import ListingStatus, OfferStatus, ProposalStatus
from onward.domain.offers import DemandKind, Proposal, StandingOffer
from onward.domain.pricing import Taxed
from onward.domain.sales import Sale, SaleIds, buyer_of, second_sale
from onward.domain.shop import Contact
from onward.domain.story import Story
from tests.domain.examples import (
    A_LISTING,
    BUYER,
    CASE,
    DAY,
    HOUR,
    LISTING,
    MATCH,
    POLICY,
    PURCHASE,
    T0,
    TO_SEEKING,
    UNIT,
    VARIANT,
    story,
    usd,
)

OFFER, PROPOSAL = OfferId("offer"), ProposalId("proposal")
AN_OFFER = StandingOffer(
    OFFER, DemandKind.STANDING_OFFER, BUYER, VARIANT, ProductId("product"), usd(70_00),
    frozenset({Grade.LIKE_NEW}), False, "card_visa_4242", OfferStatus.OPEN, 1, T0, T0 + 30 * DAY,
    "US", "CA",
)  # fmt: skip
ASKED = replace(AN_OFFER, status=OfferStatus.ASKED, version=2)
A_QUESTION = Proposal(
    PROPOSAL, CASE, UNIT, LISTING, OFFER, BUYER, ProposalStatus.ASKED, usd(64_00), T0,
    T0 + 10 * HOUR,
)  # fmt: skip
HOME = Contact(ContactId("home"), "Ben", None, None, "1 Road", "Town", "CA", "90210", "US")
LATER = T0 + timedelta(hours=7)
TAXED = Taxed(A_LISTING.price, usd(4_64), 725)


def asked(**changes: object) -> Story:
    """The unit is held while somebody is asked."""
    said = (*TO_SEEKING, (SYSTEM, Proposed(PROPOSAL, OFFER, A_QUESTION.until)))
    held = replace(A_LISTING, status=ListingStatus.HELD)
    return story(said, **({"listing": held, "proposals": (A_QUESTION,)} | changes))


def on_offer(**changes: object) -> Story:
    """The unit is in the open-box shop."""
    return story(TO_SEEKING, **({"listing": A_LISTING} | changes))


def a_sale(*, offer: StandingOffer | None = None) -> Sale:
    ids = SaleIds(MATCH, PURCHASE, LineId("sold"), "OB-1")
    buyer = buyer_of(BUYER, HOME, "UTC")
    return second_sale(
        A_LISTING, "Linen shirt", buyer, ids, "card_visa_4242", TAXED, POLICY, LATER, km=43,
        offer=offer,
    )  # fmt: skip
