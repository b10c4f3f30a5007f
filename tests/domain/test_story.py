"""A story finds its own parts."""

from dataclasses import replace
from datetime import timedelta

from onward.domain.ids import OrderId, ShipmentId
from onward.domain.life import MatchStatus, PurchaseStatus
from onward.domain.refunds import RefundFor
from tests.domain.examples import (
    A_MATCH,
    A_PURCHASE,
    A_REFUND,
    AN_ORDER,
    BONUS,
    BUYER_LABEL,
    PURCHASE,
    TO_APPROVED,
    TO_HAND_IN,
    TO_THE_ROAD,
    WAREHOUSE_LABEL,
    story,
)


def test_the_match_is_the_one_that_still_holds() -> None:
    gone = replace(A_MATCH, status=MatchStatus.RELEASED)
    assert story(TO_HAND_IN).match == A_MATCH
    assert story(TO_HAND_IN, matches=(gone,)).match is None
    assert story(TO_HAND_IN, matches=(gone, A_MATCH)).match == A_MATCH


def test_the_parcel_is_the_one_that_counts_else_the_label_on_the_phone() -> None:
    assert story(TO_APPROVED).parcel == WAREHOUSE_LABEL
    assert story(TO_HAND_IN).parcel == story(TO_HAND_IN).label == BUYER_LABEL
    whole = story(TO_THE_ROAD)
    elsewhere = replace(whole.case, shipment_id=ShipmentId("another"))
    assert replace(whole, case=elsewhere).parcel == BUYER_LABEL


def test_the_refund_is_the_items_and_the_thank_you_is_apart() -> None:
    bonus = replace(A_REFUND, id=BONUS, purpose=RefundFor.BONUS)
    whole = story(TO_THE_ROAD, refunds=(bonus, A_REFUND))
    assert (whole.refund, whole.bonus) == (A_REFUND, bonus)


def test_a_purchase_is_found_and_absent_is_none() -> None:
    whole = story(TO_HAND_IN)
    assert whole.purchase(PURCHASE) == A_PURCHASE
    assert whole.purchase(OrderId("another")) is None
    assert whole.buyer_refund(A_PURCHASE) is None


def test_the_label_to_the_warehouse_is_the_latest_there_was() -> None:
    newer = replace(WAREHOUSE_LABEL, id=ShipmentId("newer"))
    assert story(TO_HAND_IN).warehouse_label() == WAREHOUSE_LABEL
    assert story(TO_HAND_IN, shipments=(WAREHOUSE_LABEL, newer)).warehouse_label() == newer
    assert story(TO_HAND_IN, shipments=(BUYER_LABEL,)).warehouse_label() is None


def test_a_story_of_two_strides_knows_what_the_first_one_wrote() -> None:
    whole = story(TO_HAND_IN, sales=(replace(AN_ORDER, id=PURCHASE),))
    superseded = replace(WAREHOUSE_LABEL, superseded=True)
    shipped = replace(A_PURCHASE, status=PurchaseStatus.SHIPPED)
    changed = whole.with_rows([WAREHOUSE_LABEL, superseded, shipped])
    assert {one.id: one for one in changed.shipments} == {
        superseded.id: superseded,
        BUYER_LABEL.id: BUYER_LABEL,
    }
    assert changed.purchases == (shipped,)
    assert (changed.sales, changed.matches) == (whole.sales, whole.matches)


def test_a_new_row_stands_where_the_store_would_read_it() -> None:
    whole = story(TO_HAND_IN, shipments=(WAREHOUSE_LABEL,))
    same_instant = replace(WAREHOUSE_LABEL, id=ShipmentId("0"))
    earlier = replace(
        WAREHOUSE_LABEL,
        id=ShipmentId("z"),
        issued_at=WAREHOUSE_LABEL.issued_at - timedelta(hours=1),
    )
    changed = whole.with_rows([same_instant, earlier])
    assert changed.shipments == (earlier, same_instant, WAREHOUSE_LABEL)
