"""The running stitch: what is done stays done, the needle stands at one place, and a story that
is over has nothing ahead."""

from dataclasses import replace

import pytest

from onward.domain import events as e
from onward.domain.claims import Claim, ClaimResolution, ReceiptOutcome
from onward.domain.events import CARRIER, SYSTEM, Because, Channel
from onward.domain.life import ClaimStatus, PurchaseStatus, RefundStatus
from onward.domain.refunds import Payee, RefundFor
from onward.domain.track import TrackState, TrackStep, buyer_track, returner_track
from tests.domain.examples import (
    A_PURCHASE,
    A_REFUND,
    AS_BUYER,
    AS_RETURNER,
    BUYERS_CHARGE,
    BUYERS_REFUND,
    CASE,
    CLAIM,
    HOUR,
    MATCH,
    OPENED,
    T0,
    TO_APPROVED,
    TO_BUYER,
    TO_HAND_IN,
    TO_MATCHED,
    TO_SEEKING,
    TO_THE_DOOR,
    TO_THE_END,
    TO_THE_ROAD,
    TO_WAREHOUSE,
    Said,
    story,
)

PAID = replace(A_REFUND, status=RefundStatus.SUCCEEDED, succeeded_at=T0 + 11 * HOUR)
THEIRS = replace(
    A_REFUND,
    id=BUYERS_REFUND,
    payee=Payee.BUYER,
    purpose=RefundFor.PURCHASE,
    charge_id=BUYERS_CHARGE,
)
PEER = ["SHOWN", "ACCEPTED", "OWNER_FOUND", "HANDED_IN", "REFUNDED", "ARRIVED"]
BACK = ["CODE_READY", "HANDED_IN", "REFUNDED", "RECEIVED"]
TO_DOCK: tuple[Said, ...] = (
    (AS_RETURNER, OPENED),
    (AS_RETURNER, e.Diverted(Channel.WAREHOUSE, Because.POLICY, rule="FLAG_LITHIUM")),
    (SYSTEM, e.LabelIssued(TO_WAREHOUSE, Channel.WAREHOUSE)),
)


def drawn(track: tuple[TrackStep, ...]) -> str:
    """The stitch as one line: done in capitals, now in brackets, ahead in small letters."""
    return " ".join(
        {
            TrackState.DONE: step.key,
            TrackState.NOW: f"[{step.key}]",
            TrackState.AHEAD: step.key.lower(),
        }[step.state]
        for step in track
    )


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (TO_APPROVED[:1], "[SHOWN] accepted owner_found handed_in refunded arrived"),
        (TO_APPROVED, "SHOWN ACCEPTED [OWNER_FOUND] handed_in refunded arrived"),
        (TO_SEEKING, "SHOWN ACCEPTED [OWNER_FOUND] handed_in refunded arrived"),
        (TO_MATCHED, "SHOWN ACCEPTED OWNER_FOUND [HANDED_IN] refunded arrived"),
        (TO_HAND_IN, "SHOWN ACCEPTED OWNER_FOUND [HANDED_IN] refunded arrived"),
        (TO_THE_ROAD, "SHOWN ACCEPTED OWNER_FOUND HANDED_IN [REFUNDED] arrived"),
    ],
)
def test_the_needle_moves_along_the_peer_path(said: tuple[Said, ...], line: str) -> None:
    assert drawn(returner_track(story(said))) == line


def test_money_that_is_back_leaves_only_the_arrival_ahead() -> None:
    whole = story(TO_THE_ROAD, refunds=(PAID,))
    assert drawn(returner_track(whole)) == "SHOWN ACCEPTED OWNER_FOUND HANDED_IN REFUNDED [ARRIVED]"


def test_a_parcel_that_is_faster_than_the_bank_leaves_the_needle_at_the_money() -> None:
    assert drawn(returner_track(story(TO_THE_DOOR))) == (
        "SHOWN ACCEPTED OWNER_FOUND HANDED_IN [REFUNDED] ARRIVED"
    )


def test_a_step_carries_the_instant_the_carrier_gave_it() -> None:
    steps = {step.key: step.at for step in returner_track(story(TO_THE_ROAD, refunds=(PAID,)))}
    assert steps["HANDED_IN"] == T0 + 10 * HOUR
    assert steps["REFUNDED"] == PAID.succeeded_at
    assert steps["ARRIVED"] is None


def test_a_closed_case_has_nothing_ahead() -> None:
    track = returner_track(story(TO_THE_END, refunds=(PAID,)))
    assert [step.key for step in track] == PEER
    assert {step.state for step in track} == {TrackState.DONE}


def test_a_lost_parcel_that_is_closed_never_arrived() -> None:
    lost = (*TO_THE_ROAD, (SYSTEM, e.PresumedLost(TO_BUYER)), (SYSTEM, e.Closed()))
    assert "ARRIVED" not in [step.key for step in returner_track(story(lost, refunds=(PAID,)))]


def test_a_return_without_photos_shows_no_step_for_them() -> None:
    assert drawn(returner_track(story(TO_DOCK))) == "CODE_READY [HANDED_IN] refunded received"


def test_the_warehouse_road_ends_at_the_warehouse() -> None:
    said = (
        *TO_DOCK,
        (CARRIER, e.FirstScanned(TO_WAREHOUSE, T0 + HOUR, superseded=False)),
        (CARRIER, e.Received(TO_WAREHOUSE, T0 + 30 * HOUR)),
    )
    whole = story(said, refunds=(PAID,))
    assert [step.key for step in returner_track(whole)] == BACK
    assert {step.state for step in returner_track(whole)} == {TrackState.DONE}


def test_an_item_nobody_asked_for_changes_to_the_warehouse_road_and_keeps_its_photos() -> None:
    said = (*TO_SEEKING, (SYSTEM, e.Diverted(Channel.WAREHOUSE, Because.NO_BUYER)))
    assert drawn(returner_track(story(said))) == "SHOWN CODE_READY [HANDED_IN] refunded received"


def test_a_buyer_who_goes_takes_the_found_owner_off_the_stitch() -> None:
    said = (
        *TO_HAND_IN,
        (AS_BUYER, e.MatchReleased(MATCH, Because.BUYER_CANCELED)),
        (AS_BUYER, e.Relisted(Because.BUYER_CANCELED)),
    )
    assert drawn(returner_track(story(said))) == (
        "SHOWN ACCEPTED [OWNER_FOUND] handed_in refunded arrived"
    )


def test_an_item_that_is_kept_ends_there() -> None:
    said = (*TO_SEEKING, (AS_RETURNER, e.Withdrawn(Because.WITHDRAWN)))
    assert drawn(returner_track(story(said))) == "SHOWN ACCEPTED KEPT"
    unshown = (*TO_APPROVED[:1], (AS_RETURNER, e.Withdrawn(Because.WITHDRAWN)))
    assert drawn(returner_track(story(unshown))) == "KEPT"


@pytest.mark.parametrize(
    ("said", "status", "line"),
    [
        (TO_SEEKING, PurchaseStatus.RESERVED, "[PAID] handed_in arrived confirmed"),
        (TO_HAND_IN, PurchaseStatus.PAID, "PAID [HANDED_IN] arrived confirmed"),
        (TO_THE_ROAD, PurchaseStatus.SHIPPED, "PAID HANDED_IN [ARRIVED] confirmed"),
        (TO_THE_DOOR, PurchaseStatus.DELIVERED, "PAID HANDED_IN ARRIVED [CONFIRMED]"),
        (TO_THE_END, PurchaseStatus.COMPLETED, "PAID HANDED_IN ARRIVED CONFIRMED"),
    ],
)
def test_the_buyer_follows_the_same_parcel(
    said: tuple[Said, ...], status: PurchaseStatus, line: str
) -> None:
    purchase = replace(A_PURCHASE, status=status)
    assert drawn(buyer_track(story(said), purchase)) == line


RELEASED = (*TO_HAND_IN, (SYSTEM, e.MatchReleased(MATCH, Because.NOT_SHIPPED)))


def test_a_buyer_served_from_stock_waits_for_nobody() -> None:
    purchase = replace(A_PURCHASE, status=PurchaseStatus.REPLACED_FROM_STOCK)
    whole = story((*RELEASED, (SYSTEM, e.BuyerReplaced(MATCH, A_PURCHASE.id))))
    assert drawn(buyer_track(whole, purchase)) == "PAID REPLACED"


@pytest.mark.parametrize("status", [PurchaseStatus.REFUNDED, PurchaseStatus.CANCELED])
def test_a_buyer_who_is_owed_money_waits_for_that_alone(status: PurchaseStatus) -> None:
    purchase = replace(A_PURCHASE, status=status)
    whole = story(RELEASED, refunds=(A_REFUND, THEIRS))
    assert drawn(buyer_track(whole, purchase)) == "PAID [REFUNDED]"
    paid = replace(THEIRS, succeeded_at=T0 + 12 * HOUR)
    assert drawn(buyer_track(replace(whole, refunds=(paid,)), purchase)) == "PAID REFUNDED"


def test_a_buyer_who_is_to_send_it_back_waits_for_the_money_and_not_for_their_own_word() -> None:
    waits = Claim(
        CLAIM, CASE, MATCH, ClaimStatus.AWAITING_RETURN, ReceiptOutcome.DAMAGED,
        ClaimResolution.RETURN_TO_WAREHOUSE, T0,
    )  # fmt: skip
    purchase = replace(A_PURCHASE, status=PurchaseStatus.DELIVERED)
    whole = story(TO_THE_DOOR, claims=(waits,))
    assert drawn(buyer_track(whole, purchase)) == "PAID HANDED_IN ARRIVED [REFUNDED]"


def test_a_purchase_that_was_never_paid_is_only_canceled() -> None:
    said = (
        *TO_SEEKING,
        (AS_BUYER, e.Reserved(MATCH, A_PURCHASE.listing_id, A_PURCHASE.id, T0 + HOUR)),
        (SYSTEM, e.MatchReleased(MATCH, Because.PAYMENT_DECLINED)),
    )
    purchase = replace(A_PURCHASE, status=PurchaseStatus.CANCELED, charge_id=None)
    whole = story(said, purchases=(purchase,))
    assert drawn(buyer_track(whole, purchase)) == "CANCELED"
