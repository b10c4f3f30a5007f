"""Before the first scan a case may change its mind, and the code on the phone follows at once."""

from dataclasses import replace

import pytest

from onward.domain import events as e
from onward.domain.diversions import (
    diverted,
    must_be_before_scan,
    released,
    relisted,
    usable_warehouse_label,
    withdrawn,
)
from onward.domain.events import SYSTEM, Because, Channel
from onward.domain.life import (
    ListingStatus,
    MatchStatus,
    PurchaseStatus,
    RefundStatus,
    ShipmentStatus,
    Stage,
)
from onward.domain.refusals import WrongStage
from onward.domain.returns import Recovery
from onward.domain.story import Story
from tests.domain.applying import applied, kinds
from tests.domain.examples import (
    A_LISTING,
    A_MATCH,
    A_PURCHASE,
    AS_BUYER,
    AS_RETURNER,
    BUYER_LABEL,
    DAY,
    HOUR,
    MATCH,
    T0,
    TO_APPROVED,
    TO_HAND_IN,
    TO_SEEKING,
    TO_THE_ROAD,
    TO_WAREHOUSE,
    WAREHOUSE_LABEL,
    story,
)

LATER = T0 + 20 * HOUR
HELD = replace(A_LISTING, status=ListingStatus.HELD)


def heading_to_buyer() -> Story:
    return story(
        TO_HAND_IN,
        listing=HELD,
        shipments=(replace(WAREHOUSE_LABEL, superseded=True), BUYER_LABEL),
    )


def test_a_diverted_case_lets_its_buyer_go_and_leads_back_to_the_warehouse() -> None:
    step = diverted(heading_to_buyer(), SYSTEM, Because.NOT_SHIPPED)
    assert kinds(step) == ["MatchReleased", "Diverted", "LabelIssued"]
    whole = applied(heading_to_buyer(), step, LATER)
    assert whole.case.stage is Stage.AWAITING_DROPOFF
    assert whole.case.heading == Recovery(Channel.WAREHOUSE, Because.NOT_SHIPPED)
    assert whole.case.shipment_id == TO_WAREHOUSE
    assert whole.match is None
    assert whole.listing is not None
    assert whole.listing.status is ListingStatus.CLOSED
    assert [one.superseded for one in whole.shipments] == [False, True]


def test_a_diverted_case_without_a_label_waits_for_one() -> None:
    whole = applied(
        story(TO_APPROVED[:4], shipments=()),
        diverted(story(TO_APPROVED[:4], shipments=()), AS_RETURNER, Because.RETURNER_CHOSE),
        LATER,
    )
    assert whole.case.stage is Stage.AWAITING_DROPOFF
    assert whole.case.shipment_id is None


@pytest.mark.parametrize("status", [ShipmentStatus.VOIDED, ShipmentStatus.VOID_REQUESTED])
def test_a_label_that_was_voided_is_not_shown_again(status: ShipmentStatus) -> None:
    whole = story(TO_SEEKING, shipments=(replace(WAREHOUSE_LABEL, status=status),))
    assert usable_warehouse_label(whole) is None
    assert kinds(diverted(whole, SYSTEM, Because.NO_BUYER)) == ["Diverted"]


def test_a_label_whose_void_was_refused_still_works() -> None:
    refused = replace(WAREHOUSE_LABEL, status=ShipmentStatus.VOID_REJECTED)
    assert usable_warehouse_label(story(TO_SEEKING, shipments=(refused,))) == refused


def test_a_buyer_who_cancels_in_the_window_gives_the_listing_back() -> None:
    before = heading_to_buyer()
    whole = applied(before, relisted(before, AS_BUYER, Because.BUYER_CANCELED, LATER), LATER)
    assert whole.case.stage is Stage.SEEKING
    assert whole.listing is not None
    assert whole.listing.status is ListingStatus.LIVE
    assert whole.case.shipment_id == TO_WAREHOUSE


def test_a_buyer_who_cancels_after_the_window_sends_it_to_the_warehouse() -> None:
    before = heading_to_buyer()
    step = relisted(before, AS_BUYER, Because.BUYER_CANCELED, T0 + 3 * DAY)
    whole = applied(before, step, T0 + 3 * DAY)
    assert whole.case.heading == Recovery(Channel.WAREHOUSE, Because.BUYER_CANCELED)
    assert whole.listing is not None
    assert whole.listing.status is ListingStatus.CLOSED


def test_a_payment_that_fails_while_looking_puts_it_back_on_offer() -> None:
    said = (*TO_SEEKING, (AS_BUYER, e.Reserved(MATCH, HELD.id, A_PURCHASE.id, T0 + HOUR)))
    before = story(
        said,
        listing=HELD,
        matches=(replace(A_MATCH, status=MatchStatus.RESERVED),),
        purchases=(replace(A_PURCHASE, status=PurchaseStatus.RESERVED, charge_id=None),),
    )
    whole = applied(before, relisted(before, SYSTEM, Because.PAYMENT_DECLINED, LATER), LATER)
    assert whole.case.stage is Stage.SEEKING
    assert whole.purchases[0].status is PurchaseStatus.CANCELED
    assert whole.purchases[0].because == Because.PAYMENT_DECLINED
    assert whole.listing is not None
    assert whole.listing.status is ListingStatus.LIVE


def test_a_withdrawn_case_pays_nothing_and_takes_the_item_off_the_shop() -> None:
    before = heading_to_buyer()
    whole = applied(before, withdrawn(before, AS_RETURNER), LATER)
    assert whole.case.stage is Stage.CANCELED
    assert whole.refund.status is RefundStatus.CANCELED
    assert whole.match is None
    assert whole.listing is not None
    assert whole.listing.status is ListingStatus.CLOSED


def test_letting_nobody_go_does_nothing() -> None:
    step = released(story(TO_SEEKING), SYSTEM, Because.NO_BUYER)
    assert (step.said, step.rows) == ([], [])


def test_a_paid_purchase_keeps_its_status_and_learns_why_until_it_is_made_whole() -> None:
    whole = applied(
        heading_to_buyer(), released(heading_to_buyer(), SYSTEM, Because.NOT_SHIPPED), LATER
    )
    assert whole.purchases[0].status is PurchaseStatus.PAID
    assert whole.purchases[0].because == Because.NOT_SHIPPED
    assert whole.matches[0].status is MatchStatus.RELEASED


def test_after_the_first_scan_nothing_is_called_back() -> None:
    must_be_before_scan(heading_to_buyer())
    with pytest.raises(WrongStage) as refused:
        must_be_before_scan(story(TO_THE_ROAD))
    assert refused.value.said == "ALREADY_SCANNED"
