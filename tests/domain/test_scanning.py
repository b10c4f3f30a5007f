"""One parcel counts, whatever was printed and in whatever order the scans come in."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain import events as e
from onward.domain.events import SYSTEM, Because, TaskKind
from onward.domain.ids import ShipmentId, TaskId
from onward.domain.life import (
    ListingStatus,
    MatchStatus,
    PurchaseStatus,
    RefundStatus,
    ShipmentStatus,
    Stage,
)
from onward.domain.returns import Peer, Recovery
from onward.domain.scanning import fallen_silent, scanned
from onward.domain.shipping import Scan, Shipment
from onward.domain.story import Story
from onward.domain.terms import RefundTerms, RefundTrigger
from onward.domain.weighing import weighed
from tests.domain.applying import applied, kinds
from tests.domain.examples import (
    A_LISTING,
    A_MATCH,
    A_PURCHASE,
    A_REFUND,
    AN_ORDER,
    AS_AGENT,
    AS_BUYER,
    AS_RETURNER,
    BUYER_LABEL,
    CLAIM,
    DAY,
    HOUR,
    MATCH,
    POLICY,
    PURCHASE,
    T0,
    TO_APPROVED,
    TO_BUYER,
    TO_HAND_IN,
    TO_MATCHED,
    TO_SEEKING,
    TO_THE_DOOR,
    TO_WAREHOUSE,
    WAREHOUSE_LABEL,
    Said,
    story,
)

S = ShipmentStatus
ROAD = [S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.AVAILABLE_FOR_PICKUP, S.FAILURE, S.RETURN_TO_SENDER]
ROAD += [S.DELIVERED]
LATER = T0 + 24 * HOUR


def heading_to_buyer() -> Story:
    """Repointed: the buyer's label is on the phone, the warehouse's is superseded."""
    return story(
        TO_HAND_IN,
        listing=replace(A_LISTING, status=ListingStatus.HELD),
        matches=(replace(A_MATCH, status=MatchStatus.LABELED),),
        shipments=(replace(WAREHOUSE_LABEL, superseded=True), BUYER_LABEL),
        sales=(replace(AN_ORDER, id=PURCHASE, delivered_at=None),),
    )


def scan(parcel: Shipment, status: S, *, key: str = "scan", at: datetime = LATER) -> Scan:
    return Scan(key, parcel.tracking_number, status, at, "New York")


def told(whole: Story, *scans: Scan) -> Story:
    for number, one in enumerate(scans):
        task = TaskId(f"task-{number}-{one.key}")
        whole = applied(whole, scanned(whole, one, LATER, POLICY, task), LATER)
    return whole


def test_the_first_scan_starts_the_refund_and_the_buyers_road() -> None:
    whole = told(heading_to_buyer(), scan(BUYER_LABEL, S.IN_TRANSIT))
    assert whole.case.stage is Stage.IN_TRANSIT
    assert whole.case.counted_shipment_id == TO_BUYER
    assert whole.refund.status is RefundStatus.SCHEDULED
    assert whole.refund.due_at is not None
    assert whole.matches[0].status is MatchStatus.SHIPPED
    assert whole.purchases[0].status is PurchaseStatus.SHIPPED


def test_the_refund_is_owed_in_the_book_as_it_starts() -> None:
    whole = heading_to_buyer()
    step = scanned(whole, scan(BUYER_LABEL, S.IN_TRANSIT), LATER, POLICY, TaskId("task"))
    memos = [entry.memo for said in step.said for entry in said.entries]
    assert memos == ["REFUND_OWED"]


def test_where_policy_waits_for_delivery_so_does_the_refund() -> None:
    whole = heading_to_buyer()
    policy = replace(POLICY, refunds=RefundTerms(RefundTrigger.ON_DELIVERY))
    handed_in = scan(BUYER_LABEL, S.IN_TRANSIT)
    whole = applied(whole, scanned(whole, handed_in, LATER, policy, TaskId("t")), LATER)
    assert whole.refund.status is RefundStatus.ESTIMATED
    there = scan(BUYER_LABEL, S.DELIVERED, key="there")
    whole = applied(whole, scanned(whole, there, LATER, policy, TaskId("t")), LATER)
    assert whole.refund.status is RefundStatus.SCHEDULED


def test_a_delivery_reaches_the_buyer_their_order_and_the_case() -> None:
    whole = told(
        heading_to_buyer(),
        scan(BUYER_LABEL, S.IN_TRANSIT),
        scan(BUYER_LABEL, S.DELIVERED, key="there"),
    )
    assert whole.case.stage is Stage.DELIVERED
    assert whole.matches[0].status is MatchStatus.DELIVERED
    assert whole.purchases[0].status is PurchaseStatus.DELIVERED
    assert whole.sales[0].delivered_at == LATER


def test_a_superseded_code_counts_all_the_same_and_lets_the_buyer_go() -> None:
    whole = told(heading_to_buyer(), scan(WAREHOUSE_LABEL, S.IN_TRANSIT))
    assert whole.case.stage is Stage.IN_TRANSIT
    assert whole.case.counted_shipment_id == TO_WAREHOUSE
    assert whole.refund.status is RefundStatus.SCHEDULED
    assert whole.match is None
    assert not isinstance(whole.case.heading, Peer)
    assert whole.purchases[0].because == Because.SUPERSEDED_CODE


def test_a_superseded_code_is_told_as_one() -> None:
    step = scanned(
        heading_to_buyer(), scan(WAREHOUSE_LABEL, S.IN_TRANSIT), LATER, POLICY, TaskId("t")
    )
    assert kinds(step)[:3] == ["FirstScanned", "MatchReleased", "RefundScheduled"]
    assert isinstance(step.said[0].event, e.FirstScanned)
    assert step.said[0].event.superseded


@pytest.mark.parametrize("said", [TO_APPROVED, TO_SEEKING, TO_MATCHED])
def test_a_code_handed_in_before_it_was_repointed_goes_to_the_warehouse(
    said: tuple[Said, ...],
) -> None:
    whole = story(said, shipments=(WAREHOUSE_LABEL,))
    whole = told(whole, scan(WAREHOUSE_LABEL, S.IN_TRANSIT), scan(WAREHOUSE_LABEL, S.DELIVERED))
    assert whole.case.stage is Stage.RECEIVED
    assert whole.match is None
    assert whole.refund.status is RefundStatus.SCHEDULED


def test_a_withdrawn_return_that_is_handed_in_after_all_gets_its_money() -> None:
    said = (*TO_APPROVED, (AS_RETURNER, e.Withdrawn(Because.WITHDRAWN)))
    whole = story(said, shipments=(WAREHOUSE_LABEL,))
    whole = replace(whole, refunds=(replace(whole.refund, status=RefundStatus.CANCELED),))
    whole = told(whole, scan(WAREHOUSE_LABEL, S.IN_TRANSIT))
    assert whole.case.stage is Stage.IN_TRANSIT
    assert whole.refund.status is RefundStatus.SCHEDULED


def test_a_code_that_led_to_a_buyer_who_is_gone_asks_a_person_to_turn_it_round() -> None:
    said = (
        *TO_HAND_IN,
        (SYSTEM, e.MatchReleased(A_MATCH.id, Because.BUYER_CANCELED)),
        (SYSTEM, e.Relisted(Because.BUYER_CANCELED)),
    )
    whole = story(
        said,
        matches=(replace(A_MATCH, status=MatchStatus.RELEASED),),
        purchases=(replace(A_PURCHASE, status=PurchaseStatus.CANCELED),),
        shipments=(WAREHOUSE_LABEL, replace(BUYER_LABEL, superseded=True)),
    )
    whole = told(whole, scan(BUYER_LABEL, S.IN_TRANSIT))
    assert whole.case.counted_shipment_id == TO_BUYER
    assert whole.refund.status is RefundStatus.SCHEDULED
    assert [task.kind for task in whole.tasks] == [TaskKind.WRONG_WAY_PARCEL]


def test_a_second_parcel_of_the_same_unit_is_a_stray_and_pays_nothing() -> None:
    whole = told(
        heading_to_buyer(),
        scan(BUYER_LABEL, S.IN_TRANSIT),
        scan(WAREHOUSE_LABEL, S.IN_TRANSIT, key="stray"),
        scan(WAREHOUSE_LABEL, S.DELIVERED, key="stray again"),
    )
    assert whole.case.counted_shipment_id == TO_BUYER
    assert whole.case.stage is Stage.IN_TRANSIT
    assert [task.kind for task in whole.tasks] == [TaskKind.STRAY_PARCEL]
    assert _count(whole, "RefundScheduled") == 1


def test_the_buyers_old_label_stays_a_stray_while_the_counted_parcel_comes_back() -> None:
    whole = told(
        heading_to_buyer(),
        scan(WAREHOUSE_LABEL, S.IN_TRANSIT),
        scan(WAREHOUSE_LABEL, S.RETURN_TO_SENDER, key="turned"),
        scan(BUYER_LABEL, S.DELIVERED, key="stray"),
    )
    assert whole.case.stage is Stage.RETURNING_TO_WAREHOUSE
    assert _count(whole, "StrayScanned") == 1
    assert _count(whole, "Received") == 0


def test_a_refused_parcel_goes_to_the_warehouse_and_lets_the_buyer_go() -> None:
    whole = told(
        heading_to_buyer(),
        scan(BUYER_LABEL, S.IN_TRANSIT),
        scan(BUYER_LABEL, S.RETURN_TO_SENDER, key="refused"),
    )
    assert whole.case.stage is Stage.RETURNING_TO_WAREHOUSE
    assert whole.match is None
    there = told(whole, scan(BUYER_LABEL, S.DELIVERED, key="at the dock"))
    assert there.case.stage is Stage.RECEIVED


def test_a_lost_parcel_lets_the_buyer_go_and_leaves_the_refund_alone() -> None:
    whole = told(
        heading_to_buyer(),
        scan(BUYER_LABEL, S.IN_TRANSIT),
        scan(BUYER_LABEL, S.FAILURE, key="gone"),
    )
    assert whole.case.stage is Stage.LOST
    assert whole.match is None
    assert whole.refund.status is RefundStatus.SCHEDULED


def test_a_lost_parcel_that_turns_up_asks_a_person_to_look() -> None:
    whole = told(
        heading_to_buyer(),
        scan(BUYER_LABEL, S.IN_TRANSIT),
        scan(BUYER_LABEL, S.FAILURE, key="gone"),
        scan(BUYER_LABEL, S.DELIVERED, key="found"),
    )
    assert whole.case.stage is not Stage.LOST
    assert TaskKind.LATE_SCAN in [task.kind for task in whole.tasks]


def test_any_sign_of_life_of_a_lost_parcel_asks_a_person_and_claws_nothing_back() -> None:
    gone = told(
        heading_to_buyer(),
        scan(BUYER_LABEL, S.IN_TRANSIT),
        scan(BUYER_LABEL, S.FAILURE, key="gone"),
    )
    again = told(gone, scan(BUYER_LABEL, S.FAILURE, key="gone again"))
    assert again.tasks == ()
    found = told(again, scan(BUYER_LABEL, S.IN_TRANSIT, key="seen"))
    assert found.case.stage is Stage.LOST
    assert [task.kind for task in found.tasks] == [TaskKind.LATE_SCAN]
    assert found.refunds == gone.refunds
    at_the_door = told(found, scan(BUYER_LABEL, S.DELIVERED, key="there"))
    assert at_the_door.case.heading == Recovery(e.Channel.WAREHOUSE, Because.LOST)
    assert [task.kind for task in at_the_door.tasks] == [TaskKind.LATE_SCAN]


def test_a_scan_after_a_long_silence_ends_the_search_for_it() -> None:
    moving = told(heading_to_buyer(), scan(BUYER_LABEL, S.IN_TRANSIT))
    assert moving.case.quiet_since == LATER
    silent = applied(moving, fallen_silent(moving, LATER, TaskId("ask")), LATER)
    assert [task.kind for task in silent.tasks] == [TaskKind.INVESTIGATE_PARCEL]
    assert silent.case.quiet_since is None
    found = told(silent, scan(BUYER_LABEL, S.OUT_FOR_DELIVERY, key="van"))
    assert all(task.done_at for task in found.tasks)
    assert found.case.quiet_since == LATER
    assert told(found, scan(BUYER_LABEL, S.PRE_TRANSIT, key="late")).tasks == found.tasks


def test_the_expected_day_is_the_carriers_latest_word_and_counts_from_the_hand_in() -> None:
    promised = replace(BUYER_LABEL, eta_at=T0 + 4 * DAY)
    whole = replace(heading_to_buyer(), shipments=(promised,))
    whole = told(whole, scan(promised, S.IN_TRANSIT))
    assert whole.shipments[0].eta_at == LATER + 4 * DAY
    now = LATER + 2 * HOUR
    news = replace(scan(promised, S.IN_TRANSIT, key="news", at=now), eta_at=LATER + 6 * DAY)
    whole = applied(whole, scanned(whole, news, now, POLICY, TaskId("t")), now)
    assert whole.shipments[0].eta_at == LATER + 6 * DAY
    older = replace(scan(promised, S.IN_TRANSIT, key="older"), eta_at=LATER + 2 * DAY)
    whole = applied(whole, scanned(whole, older, now, POLICY, TaskId("t")), now)
    assert whole.shipments[0].eta_at == LATER + 6 * DAY


@pytest.mark.parametrize("at", [T0 - 4_000 * DAY, LATER + 4_000 * DAY])
def test_an_absurd_time_moves_no_due_date_and_no_patience(at: datetime) -> None:
    whole = told(heading_to_buyer(), scan(BUYER_LABEL, S.IN_TRANSIT, at=at))
    assert whole.case.stage is Stage.IN_TRANSIT
    sound = whole.shipments[1].first_scan_at
    assert sound is not None
    assert BUYER_LABEL.issued_at <= sound <= LATER
    assert whole.case.last_scan_at == whole.scans[0].at == sound
    honest = told(heading_to_buyer(), scan(BUYER_LABEL, S.IN_TRANSIT, at=sound))
    assert whole.refund.due_at == honest.refund.due_at


def weighing(grams: int | None, declared: int | None = 400) -> Story:
    label = replace(BUYER_LABEL, declared_g=declared)
    whole = replace(heading_to_buyer(), shipments=(label,))
    for key in ("scale", "scale again"):
        one = replace(scan(label, S.IN_TRANSIT, key=key), weight_g=grams)
        step = scanned(whole, one, LATER, POLICY, TaskId("t"))
        step.join(weighed(whole, one, LATER, POLICY, TaskId("scale")))
        whole = applied(whole, step, LATER)
    return whole


@pytest.mark.parametrize("grams", [50, 900])
def test_another_weight_than_declared_is_told_once_and_asks_a_person(grams: int) -> None:
    whole = weighing(grams)
    assert _count(whole, "Weighed") == 1
    assert [task.kind for task in whole.tasks] == [TaskKind.WEIGHT_DIFFERS]
    assert whole.shipments[0].weighed_g == grams
    assert _count(whole, "FirstScanned") == 1


@pytest.mark.parametrize(
    ("grams", "declared"),
    [
        (None, 400),
        (500, 400),
        (310, 400),
        (110, 20),
        (900, None),
        (0, 400),
        (-5, 400),
        (10**9, 400),
    ],
)
def test_a_weight_that_can_be_right_or_cannot_be_one_is_no_news(
    grams: int | None, declared: int | None
) -> None:
    whole = weighing(grams, declared)
    assert _count(whole, "Weighed") == 0
    assert whole.tasks == ()


def test_a_label_that_is_only_announced_moves_nothing() -> None:
    whole = told(heading_to_buyer(), scan(BUYER_LABEL, S.PRE_TRANSIT))
    assert whole.case.stage is Stage.AWAITING_DROPOFF
    assert _count(whole, "Tracked") == 1


CLAIM_LABEL = replace(WAREHOUSE_LABEL, id=ShipmentId("claimed"), tracking_number="C1")


def claimed_item_coming_back() -> Story:
    """The buyer's claim was granted: a label of its own leads the item to the warehouse."""
    said = (
        *TO_THE_DOOR,
        (AS_BUYER, e.Claimed(CLAIM, MATCH)),
        (AS_AGENT, e.MatchReleased(MATCH, Because.CLAIM)),
        (AS_AGENT, e.SentBack(Because.CLAIM)),
        (SYSTEM, e.LabelIssued(CLAIM_LABEL.id, e.Channel.WAREHOUSE)),
    )
    delivered = replace(BUYER_LABEL, status=S.DELIVERED, first_scan_at=T0)
    return story(
        said,
        matches=(replace(A_MATCH, status=MatchStatus.RELEASED),),
        shipments=(replace(WAREHOUSE_LABEL, superseded=True), delivered, CLAIM_LABEL),
        refunds=(PAID,),
    )


PAID = replace(A_REFUND, status=RefundStatus.SUCCEEDED)
SHOWN = story(TO_APPROVED, shipments=(WAREHOUSE_LABEL,))
SITUATIONS = {
    "before the choice": SHOWN,
    "looking": story(TO_SEEKING, shipments=(WAREHOUSE_LABEL,)),
    "found": story(
        TO_MATCHED,
        listing=replace(A_LISTING, status=ListingStatus.HELD),
        shipments=(WAREHOUSE_LABEL,),
    ),
    "heading to the buyer": heading_to_buyer(),
    "a claimed item coming back": claimed_item_coming_back(),
}


def test_a_claimed_item_is_received_by_its_own_label() -> None:
    whole = told(
        claimed_item_coming_back(),
        scan(CLAIM_LABEL, S.IN_TRANSIT),
        scan(CLAIM_LABEL, S.DELIVERED, key="dock"),
    )
    assert whole.case.stage is Stage.RECEIVED
    assert whole.tasks == ()
    assert _count(whole, "FirstScanned") == 1


def test_a_claimed_item_thought_lost_is_still_received() -> None:
    whole = told(
        claimed_item_coming_back(),
        scan(CLAIM_LABEL, S.FAILURE),
        scan(CLAIM_LABEL, S.DELIVERED, key="found"),
    )
    assert whole.case.stage is Stage.RECEIVED
    assert [task.kind for task in whole.tasks] == [TaskKind.LATE_SCAN]


@pytest.mark.parametrize("situation", SITUATIONS)
def test_no_two_scans_of_any_parcels_break_a_case(situation: str) -> None:
    before = SITUATIONS[situation]
    every_scan = list(product(before.shipments, ROAD))
    for first, second in product(every_scan, every_scan):
        whole = told(before, scan(*first, key="first"), scan(*second, key="second"))
        assert len(whole.scans) == 2
        assert _count(whole, "FirstScanned") == 1


scans = st.lists(
    st.tuples(st.sampled_from([WAREHOUSE_LABEL, BUYER_LABEL]), st.sampled_from(ROAD)),
    min_size=1,
    max_size=8,
)


@given(scans, st.integers(0, 72))
def test_no_order_of_scans_breaks_a_case_or_pays_it_twice(
    seen: list[tuple[Shipment, S]], hours: int
) -> None:
    late = timedelta(hours=hours)
    whole = told(
        heading_to_buyer(),
        *[
            scan(parcel, status, key=f"scan-{number}", at=LATER + late)
            for number, (parcel, status) in enumerate(seen)
        ],
    )
    assert whole.case.counted_shipment_id == seen[0][0].id
    assert _count(whole, "FirstScanned") == 1
    assert _count(whole, "RefundScheduled") == 1
    assert whole.refund.status is RefundStatus.SCHEDULED
    assert len(whole.scans) == len(seen)
    open_kinds = [task.kind for task in whole.tasks]
    assert len(open_kinds) == len(set(open_kinds))


@given(st.permutations([S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.DELIVERED]))
def test_the_scans_of_one_delivery_in_any_order_deliver_it(order: list[S]) -> None:
    whole = told(heading_to_buyer(), *[scan(BUYER_LABEL, status, key=status) for status in order])
    assert whole.case.stage is Stage.DELIVERED
    assert whole.purchases[0].status is PurchaseStatus.DELIVERED


def _count(whole: Story, kind: str) -> int:
    return sum(one.event.kind == kind for one in whole.history)
