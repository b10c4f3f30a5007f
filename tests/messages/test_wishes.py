"""What somebody who waits reads: where they stand, how likely it is, why it is over."""

import pytest

from onward.domain.life import OfferStatus
from onward.domain.refusals import BadInput
from onward.domain.returns import Reason
from onward.domain.supply import Fit, OfferOdds
from onward.messages import (
    ahead_text,
    came_back_text,
    fit_text,
    offer_because_text,
    offer_odds_text,
    refusal_text,
    stopped_text,
)
from tests.domain.examples import usd


@pytest.mark.parametrize(
    ("ahead", "text"),
    [
        (0, "Nobody has waited longer than you."),
        (1, "One person has waited longer."),
        (7, "7 people have waited longer."),
    ],
)
def test_who_waits_reads_how_many_waited_longer(ahead: int, text: str) -> None:
    assert ahead_text(OfferStatus.OPEN, ahead) == text


def test_a_wish_for_what_is_stopped_rests_and_nothing_is_promised() -> None:
    rests = "It rests: at the moment this shop does not pass this item on."
    assert ahead_text(OfferStatus.OPEN, 0, stopped=True) == rests
    assert ahead_text(OfferStatus.PAUSED, 0, stopped=True) == rests
    assert ahead_text(OfferStatus.ASKED, 0, stopped=True) != rests
    assert offer_odds_text(OfferOdds(0.9, 0.999, 40, 0.999), stopped=True) == stopped_text()


@pytest.mark.parametrize("status", [one for one in OfferStatus if one is not OfferStatus.OPEN])
def test_every_status_has_its_sentence(status: OfferStatus) -> None:
    assert ahead_text(status, 3).endswith(".")


@pytest.mark.parametrize(
    ("odds", "text"),
    [
        (OfferOdds(0, 0, 0, 0), "None of these came back lately, so nobody can say when one will."),
        (OfferOdds(0.0, 0.01, 1, 0.01), "Fewer than 1 in 10 such wishes are met within 30 days."),
        (OfferOdds(0.2, 0.63, 3, 0.63), "About 6 in 10 such wishes are met within 30 days."),
        (OfferOdds(0.9, 0.999, 40, 0.999), "About 9 in 10 such wishes are met within 30 days."),
        (OfferOdds(0.3, 0.9, 9, 0.5, 14), "About 5 in 10 such wishes are met within 14 days."),
        (OfferOdds(0.3, 0.9, 9, 0.01, 1), "Fewer than 1 in 10 such wishes are met within a day."),
    ],
)
def test_odds_promise_no_more_than_what_came_back(odds: OfferOdds, text: str) -> None:
    assert offer_odds_text(odds) == text


@pytest.mark.parametrize(
    "code", ["OFFER_WITHDRAWN", "TIME_OVER", "SILENT", "CARD_DECLINED", "RESTING"]
)
def test_what_waits_no_more_says_why(code: str) -> None:
    assert offer_because_text(code).endswith(".")


@pytest.mark.parametrize("reason", list(Reason))
def test_every_piece_says_why_it_came_back_and_never_who_is_to_blame(reason: Reason) -> None:
    text = came_back_text(reason)
    assert text.startswith("It came back")
    assert "broken" not in text


@pytest.mark.parametrize(
    ("fit", "size", "text"),
    [
        (
            Fit(Reason.SIZE_TOO_SMALL, 4, 5),
            "M",
            "4 of 5 who returned size M found it too small.",
        ),
        (Fit(Reason.SIZE_TOO_LARGE, 3, 3), "", "3 of 3 who returned it found it too large."),
        (None, "M", None),
    ],
)
def test_what_others_found_is_one_sentence(fit: Fit | None, size: str, text: str | None) -> None:
    assert fit_text(fit, size) == text


def test_who_says_too_much_reads_what_it_costs() -> None:
    said = refusal_text(BadInput("OFFER_ABOVE_NEW", price=usd(64_00), new_price=usd(80_00)))
    assert "$64.00" in said
    assert "$80.00" in said
