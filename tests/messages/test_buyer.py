"""What the buyer reads at the top, whatever happens to their parcel."""

from dataclasses import replace

import pytest

from onward.domain.claiming import Doubt
from onward.domain.claims import Claim, ClaimResolution, NoPhoto, ReceiptOutcome
from onward.domain.events import Because
from onward.domain.life import ClaimStatus, PurchaseStatus, RefundStatus
from onward.messages import (
    ForBuyer,
    buyer_headline,
    buyer_safe_sentence,
    claim_text,
    doubt_text,
    no_photo_text,
    recall_text,
)
from tests.domain.examples import A_PURCHASE, A_REFUND, CASE, CLAIM, DAY, MATCH, T0, ZONE, usd

P = PurchaseStatus
HERE = ForBuyer(
    purchase=A_PURCHASE,
    refund=None,
    claim=None,
    to="your Visa",
    zone=ZONE,
    now=T0,
    by=T0 + 3 * DAY,
)
A_CLAIM = Claim(CLAIM, CASE, MATCH, ClaimStatus.OPEN, ReceiptOutcome.DAMAGED, None, T0)
BACK = replace(A_REFUND, net=usd(69_00), status=RefundStatus.SCHEDULED, scheduled_at=T0)


def at(status: PurchaseStatus, because: Because | None = None) -> ForBuyer:
    return replace(HERE, purchase=replace(A_PURCHASE, status=status, because=because))


def test_paid_says_by_when_it_is_handed_in() -> None:
    assert buyer_headline(HERE) == "It is yours. The other customer hands it in by Wed 25 Nov."


def test_what_comes_from_stock_says_why_and_that_the_price_stays() -> None:
    assert buyer_headline(at(P.REPLACED_FROM_STOCK, Because.NOT_SHIPPED)) == (
        "It was not handed in in time. You get the same item fresh from our stock, at the same "
        "price."
    )


def test_money_back_says_why_how_much_and_when() -> None:
    refunded = replace(at(P.REFUNDED, Because.LOST), refund=BACK)
    assert buyer_headline(refunded) == (
        "It was lost on the way. $69.00 goes back to your Visa today."
    )


def test_an_open_claim_is_what_stands_at_the_top() -> None:
    claimed = replace(at(P.DELIVERED), claim=A_CLAIM)
    assert buyer_headline(claimed) == "A person is looking at what you told us."
    settled = replace(A_CLAIM, status=ClaimStatus.RESOLVED, resolution=ClaimResolution.REJECT)
    assert buyer_headline(replace(claimed, claim=settled)) == (
        "It has arrived. Is it as described?"
    )


def test_a_buyer_who_was_let_go_hears_why_before_they_are_made_whole() -> None:
    assert buyer_headline(at(P.PAID, Because.NOT_SHIPPED)) == (
        "It was not handed in in time. We are making it good."
    )


def test_what_was_called_back_says_so_and_what_to_do_where_it_is_now() -> None:
    waits = replace(A_CLAIM, status=ClaimStatus.AWAITING_RETURN)
    settled = replace(A_CLAIM, status=ClaimStatus.RESOLVED)
    here = recall_text(P.DELIVERED, None)
    for said, holds in (
        (recall_text(P.SHIPPED, None), "When it arrives, please leave it packed"),
        (here, "you get a code at once, and your money when it is scanned"),
        (recall_text(P.DELIVERED, A_CLAIM), "A person is looking at what you told us"),
        (recall_text(P.DELIVERED, waits), "hand it in with the code on this page"),
        (recall_text(P.REFUNDED, settled, let_go=True), "need not send it anywhere"),
    ):
        assert said.startswith("This item was called back.")
        assert holds in said
    assert recall_text(P.COMPLETED, settled) == here


@pytest.mark.parametrize("status", P)
@pytest.mark.parametrize("because", [None, *Because])
def test_every_status_has_a_headline_and_a_safe_sentence(
    status: PurchaseStatus, because: Because | None
) -> None:
    for refund in (None, BACK):
        of = replace(at(status, because), refund=refund)
        for said in (buyer_headline(of), buyer_safe_sentence(of)):
            assert "{" not in said
            assert "  " not in said
            assert said.endswith((".", "?")) or (refund is None and status is P.REFUNDED)


def test_a_claim_says_what_was_told_and_what_came_of_it() -> None:
    assert claim_text(A_CLAIM) == "It is damaged. You will hear from us."
    for resolution in ClaimResolution:
        settled = replace(A_CLAIM, status=ClaimStatus.RESOLVED, resolution=resolution)
        assert claim_text(settled).startswith("It is damaged. ")
        assert claim_text(settled) != claim_text(A_CLAIM)


def test_whoever_is_to_send_it_back_is_told_when_they_are_paid() -> None:
    waits = replace(
        A_CLAIM,
        status=ClaimStatus.AWAITING_RETURN,
        resolution=ClaimResolution.RETURN_TO_WAREHOUSE,
    )
    assert buyer_headline(replace(at(P.DELIVERED), claim=waits)).startswith("Send it to us.")
    assert claim_text(waits).endswith("your money goes back the moment it is scanned.")


def test_whoever_keeps_it_after_a_claim_is_not_asked_to_enjoy_it() -> None:
    no = replace(A_CLAIM, status=ClaimStatus.RESOLVED, resolution=ClaimResolution.REJECT)
    kept = replace(at(P.COMPLETED), claim=no)
    assert buyer_headline(kept).startswith("It stays yours.")
    assert buyer_safe_sentence(kept).startswith("It stays yours")


def test_a_part_names_its_amount_and_a_second_no_is_the_last() -> None:
    part = replace(A_CLAIM, resolution=ClaimResolution.PARTIAL_REFUND, amount=usd(10_00))
    assert claim_text(part) == "It is damaged. You keep it, and $10.00 goes back to you."
    no = replace(A_CLAIM, status=ClaimStatus.RESOLVED, resolution=ClaimResolution.REJECT)
    assert "once more" in claim_text(no)
    assert "once more" not in claim_text(no, again=True)


@pytest.mark.parametrize("doubt", Doubt)
def test_every_reason_for_a_person_to_decide_has_its_words(doubt: Doubt) -> None:
    assert doubt_text(doubt).endswith(".")


@pytest.mark.parametrize("because", NoPhoto)
def test_every_reason_for_no_photo_has_its_words(because: NoPhoto) -> None:
    assert no_photo_text(because).endswith(".")
