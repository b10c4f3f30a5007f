"""Why an offer waits no more, and what met it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from onward.domain.life import OfferStatus, ProposalStatus, PurchaseStatus
from onward.domain.offers import StandingOffer
from onward.domain.refusals import WrongStage
from onward.domain.standing import (
    PastQuestion,
    changed,
    given_back,
    offer_because,
    purchase_met,
    silences,
)
from tests.domain.examples import POLICY, T0
from tests.domain.waiting import AN_OFFER, ASKED

LAPSED = PastQuestion(ProposalStatus.LAPSED, None, None, None)
BOUGHT = PastQuestion(ProposalStatus.ACCEPTED, "purchase", PurchaseStatus.PAID, None)
DECLINED = PastQuestion(
    ProposalStatus.RELEASED, "purchase", PurchaseStatus.CANCELED, "PAYMENT_DECLINED"
)
ENDED = replace(AN_OFFER, status=OfferStatus.ENDED)


@pytest.mark.parametrize(
    ("offer", "past", "code"),
    [
        (AN_OFFER, [], None),
        (replace(AN_OFFER, status=OfferStatus.FILLED), [BOUGHT], None),
        (replace(AN_OFFER, status=OfferStatus.WITHDRAWN), [], "OFFER_WITHDRAWN"),
        (replace(AN_OFFER, status=OfferStatus.PAUSED), [], "RESTING"),
        (ENDED, [], "TIME_OVER"),
        (replace(ENDED, asks=2), [LAPSED, LAPSED], "SILENT"),
        (replace(ENDED, asks=1), [LAPSED], "TIME_OVER"),
        (replace(ENDED, automatic=True), [DECLINED], "CARD_DECLINED"),
        (ENDED, [DECLINED], "TIME_OVER"),
    ],
)
def test_an_offer_says_why_it_waits_no_more(
    offer: StandingOffer, past: list[PastQuestion], code: str | None
) -> None:
    assert offer_because(offer, past, 2) == code


def test_the_latest_purchase_is_what_met_it_as_long_as_it_does() -> None:
    filled = replace(AN_OFFER, status=OfferStatus.FILLED)
    older = replace(BOUGHT, purchase_id="older")
    assert purchase_met(filled, [BOUGHT, older]) == "purchase"
    assert purchase_met(AN_OFFER, [DECLINED]) is None


@pytest.mark.parametrize(
    ("latest_first", "count"),
    [("", 0), ("LLD", 2), ("DL", 0), ("AL", 0), ("LLL", 3)],
)
def test_silences_are_counted_from_the_latest_back(latest_first: str, count: int) -> None:
    statuses = {"L": ProposalStatus.LAPSED, "D": ProposalStatus.DECLINED}
    said = [statuses.get(letter, ProposalStatus.RELEASED) for letter in latest_first]
    assert silences(said) == count


def test_an_offer_moves_one_version_at_a_time() -> None:
    assert changed(ASKED, OfferStatus.OPEN).version == ASKED.version + 1


def test_what_has_ended_stays_so() -> None:
    with pytest.raises(WrongStage):
        changed(replace(AN_OFFER, status=OfferStatus.ENDED), OfferStatus.OPEN)


def test_an_offer_that_is_given_back_stands_again() -> None:
    left = given_back(ASKED, 1, POLICY, T0)
    assert (left.status, left.asks, left.version) == (OfferStatus.OPEN, 1, 3)


def test_two_silences_in_a_row_end_it() -> None:
    assert given_back(ASKED, 2, POLICY, T0).status is OfferStatus.ENDED


def test_what_is_given_back_after_its_time_ends() -> None:
    late = ASKED.ends_at + timedelta(seconds=1)
    assert given_back(ASKED, 0, POLICY, late).status is OfferStatus.ENDED


def test_a_declined_card_ends_only_what_buys_by_itself() -> None:
    filled = replace(AN_OFFER, status=OfferStatus.FILLED)
    alone = replace(filled, automatic=True)
    left = [given_back(one, 0, POLICY, T0, card_declined=True).status for one in (filled, alone)]
    assert left == [OfferStatus.OPEN, OfferStatus.ENDED]
