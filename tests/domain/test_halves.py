"""Each of the two reads their own half of a shared case, and nothing of the other's money."""

from dataclasses import replace

from onward.domain import events as e
from onward.domain.events import CARRIER, SYSTEM, Because, Channel, Recorded
from onward.domain.halves import buyers_half, returners_half
from onward.domain.ids import ChargeId, ListingId, MatchId, OrderId
from onward.domain.life import ShipmentStatus
from onward.domain.refunds import Payee, RefundFor
from tests.domain.examples import (
    A_PURCHASE,
    A_REFUND,
    AS_BUYER,
    BONUS,
    BUYERS_CHARGE,
    BUYERS_REFUND,
    CLAIM,
    HOUR,
    MATCH,
    T0,
    TO_HAND_IN,
    TO_SEEKING,
    TO_THE_DOOR,
    TO_THE_END,
    TO_WAREHOUSE,
    Said,
    story,
    told,
    usd,
)

THEIRS = replace(
    A_REFUND,
    id=BUYERS_REFUND,
    payee=Payee.BUYER,
    purpose=RefundFor.PURCHASE,
    charge_id=BUYERS_CHARGE,
)
UNDONE: tuple[Said, ...] = (
    *TO_HAND_IN,
    (SYSTEM, e.MatchReleased(MATCH, Because.NOT_SHIPPED)),
    (SYSTEM, e.Diverted(Channel.WAREHOUSE, Because.NOT_SHIPPED)),
    (SYSTEM, e.RefundScheduled(BUYERS_REFUND, usd(69_00), T0 + 9 * HOUR)),
    (SYSTEM, e.RefundSucceeded(BUYERS_REFUND, usd(69_00))),
    (CARRIER, e.FirstScanned(TO_WAREHOUSE, T0 + 20 * HOUR, superseded=False)),
    (SYSTEM, e.RefundScheduled(A_REFUND.id, usd(64_00), T0 + 20 * HOUR)),
)


def kinds(half: tuple[Recorded, ...]) -> list[str]:
    return [entry.event.kind for entry in half]


def test_the_returner_reads_the_whole_road_of_a_case_without_trouble() -> None:
    whole = story(TO_THE_END)
    assert returners_half(whole) == whole.history


def test_the_buyer_reads_it_from_the_moment_it_is_held_for_them() -> None:
    assert kinds(buyers_half(story(TO_THE_END), A_PURCHASE)) == [
        "Reserved", "Matched", "Repointed", "FirstScanned", "Delivered", "Confirmed", "Closed",
    ]  # fmt: skip


def test_neither_reads_the_others_money() -> None:
    whole = story(UNDONE, refunds=(A_REFUND, THEIRS), purchases=(A_PURCHASE,))
    of_returner = [
        entry.event.refund_id
        for entry in returners_half(whole)
        if isinstance(entry.event, e.RefundScheduled | e.RefundSucceeded)
    ]
    of_buyer = [
        entry.event.refund_id
        for entry in buyers_half(whole, A_PURCHASE)
        if isinstance(entry.event, e.RefundScheduled | e.RefundSucceeded)
    ]
    assert of_returner == [A_REFUND.id]
    assert of_buyer == [BUYERS_REFUND, BUYERS_REFUND]


def test_the_buyer_reads_nothing_of_the_case_once_it_is_no_longer_theirs() -> None:
    whole = story(UNDONE, refunds=(A_REFUND, THEIRS))
    assert kinds(buyers_half(whole, A_PURCHASE)) == [
        "Reserved", "Matched", "Repointed", "MatchReleased", "RefundScheduled", "RefundSucceeded",
    ]  # fmt: skip


def test_two_buyers_of_one_case_each_read_their_own_turn() -> None:
    other = MatchId("second")
    second = replace(
        A_PURCHASE, id=OrderId("second"), match_id=other, charge_id=ChargeId("second-charge")
    )
    said = (
        *TO_SEEKING,
        (AS_BUYER, e.Reserved(MATCH, ListingId("listing"), A_PURCHASE.id, T0 + HOUR)),
        (AS_BUYER, e.MatchReleased(MATCH, Because.PAYMENT_DECLINED)),
        (AS_BUYER, e.Reserved(other, ListingId("listing"), second.id, T0 + HOUR)),
        (SYSTEM, e.Matched(other, ChargeId("second-charge"), usd(69_00))),
    )
    whole = story(said, purchases=(A_PURCHASE, second))
    assert kinds(buyers_half(whole, A_PURCHASE)) == ["Reserved", "MatchReleased"]
    assert kinds(buyers_half(whole, second)) == ["Reserved", "Matched"]


def test_a_scan_of_an_old_code_is_not_told_as_on_its_way_to_the_buyer() -> None:
    said = (
        *TO_HAND_IN,
        (CARRIER, e.FirstScanned(TO_WAREHOUSE, T0 + 10 * HOUR, superseded=True)),
        (CARRIER, e.MatchReleased(MATCH, Because.SUPERSEDED_CODE)),
        (CARRIER, e.Tracked(TO_WAREHOUSE, ShipmentStatus.IN_TRANSIT, T0 + 11 * HOUR)),
    )
    half = kinds(buyers_half(story(said), A_PURCHASE))
    assert half == ["Reserved", "Matched", "Repointed", "MatchReleased"]


def test_a_claim_is_told_to_the_one_who_made_it_even_after_the_match_is_released() -> None:
    said = (
        *TO_THE_DOOR,
        (AS_BUYER, e.Claimed(CLAIM, MATCH)),
        (SYSTEM, e.MatchReleased(MATCH, Because.CLAIM)),
    )
    settled = (*told(said), *told([(SYSTEM, e.ClaimSettled(CLAIM, "REFUND"))], first=len(said) + 1))
    whole = replace(story(said), history=settled)
    assert kinds(buyers_half(whole, A_PURCHASE))[-3:] == [
        "Claimed", "MatchReleased", "ClaimSettled",
    ]  # fmt: skip


def test_the_thank_you_is_the_returners_to_read() -> None:
    bonus = replace(A_REFUND, id=BONUS, purpose=RefundFor.BONUS, charge_id=None)
    said = (*TO_THE_END, (SYSTEM, e.RefundScheduled(BONUS, usd(3_20), T0)))
    whole = story(said, refunds=(A_REFUND, bonus))
    assert kinds(returners_half(whole))[-1] == "RefundScheduled"
    assert "RefundScheduled" not in kinds(buyers_half(whole, A_PURCHASE))
