"""A case in one look, and the desk's search by everything a caller may have at hand."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from onward.domain.events import TaskKind
from onward.domain.ids import (
    AccountId,
    ContactId,
    MatchId,
    OrderId,
    PhotoId,
    ShipmentId,
    TaskId,
    UnitId,
)
from onward.domain.life import ShipmentStatus
from onward.domain.shipping import KnownScan
from onward.domain.shop import Account, Contact, OrderKind, Role, Unit
from onward.domain.tasks import Task
from onward.store import accounts, orders, reads
from tests.domain.examples import (
    A_LISTING,
    A_MATCH,
    A_PURCHASE,
    A_VARIANT,
    BUYER,
    BUYER_LABEL,
    DAY,
    RETURNER,
    T0,
    VARIANT,
    WAREHOUSE_LABEL,
    photo,
)
from tests.store.roads import Road
from tests.store.shelf import Shelf

pytestmark = pytest.mark.anyio

ONE, TWO = Shelf("1"), Shelf("2")


async def person(account_id: str, email: str) -> None:
    contact = Contact(
        ContactId(f"c-{account_id}"), "A Name", email, None, "1 Road", "Town", "", "10001", "US"
    )
    await accounts.create(Account(AccountId(account_id), Role.SHOPPER, contact.id, T0), contact)


async def test_a_story_has_everything_of_its_case_and_nothing_of_another(store: str) -> None:
    for shelf in (ONE, TWO):
        mine: dict[str, Any] = {"case_id": shelf.case_id}
        label, shot = ShipmentId(f"label-{shelf.n}"), PhotoId(f"photo-{shelf.n}")
        sale = OrderId(f"purchase-{shelf.n}")
        match = replace(
            A_MATCH, **mine, id=MatchId(f"match-{shelf.n}"), purchase_id=sale, unit_id=shelf.unit.id
        )
        rows = [
            replace(photo("front"), **mine, id=shot),
            match,
            replace(A_PURCHASE, **mine, id=sale, match_id=match.id),
            replace(WAREHOUSE_LABEL, **mine, id=label, tracking_number=shelf.n),
            Task(TaskId(f"task-{shelf.n}"), shelf.case_id, TaskKind.LATE_SCAN, T0, None),
        ]
        await shelf.open(rows=[*shelf.rows, *rows])
    story = await reads.story(ONE.case_id)
    assert story is not None
    found = (*story.photos, *story.matches, *story.purchases, *story.shipments, *story.tasks)
    ids = ["photo-1", "match-1", "purchase-1", "label-1", "task-1"]
    assert [getattr(one, "id") for one in found] == ids  # noqa: B009
    assert story.variant == A_VARIANT
    assert (story.listing, story.scans, story.claims) == (None, (), ())
    assert [one.seq for one in story.history] == [1]
    assert await reads.story("nothing") is None


async def test_a_story_follows_its_case_along_the_road(store: str) -> None:
    await ONE.open()
    road = Road(ONE.case_id, Random(1))
    for move in ("photographed", "submitted", "approved", "to warehouse", "chosen", "reserved"):
        story = await road.go(move)
    assert story.listing is not None
    assert story.match is not None
    assert story.label is not None
    assert story == await reads.story(ONE.case_id)


async def searched(text: str) -> list[str]:
    return [case.id for case in await reads.found_cases(text, 10)]


async def test_a_case_is_found_by_everything_a_caller_may_have_at_hand(store: str) -> None:
    await person(RETURNER, "returner@post.example")
    await person(BUYER, "buyer@post.example")
    mine: dict[str, Any] = {"case_id": ONE.case_id}
    sale = replace(ONE.order, id=OrderId("purchase"), number="OB-77", kind=OrderKind.OPEN_BOX)
    rows = [
        replace(BUYER_LABEL, **mine, tracking_number="TRACK1234", counter_code="COUNTER99"),
        replace(A_MATCH, **mine, unit_id=ONE.unit.id),
        replace(A_PURCHASE, **mine),
        replace(sale, account_id=BUYER),
    ]
    opened = await ONE.open(rows=[*ONE.rows, *rows])
    for text in (
        opened.reference,
        f" {opened.reference.lower()} ",
        "track 1234",
        "COUNTER99",
        "N-1",
        " N-1 ",
        "Returner@post.example",
        "buyer@POST.example ",
        "OB-77",
    ):
        assert await searched(text) == [ONE.case_id], text
    for text in ("", " ", "%", "nothing", "else@post.example", "N-", "\x00", "N-1' OR '1'='1"):
        assert await searched(text) == [], text


async def test_a_search_finds_the_newest_first_and_no_more_than_asked(store: str) -> None:
    await person(RETURNER, "returner@post.example")
    for n in range(4):
        await Shelf(str(n)).open()
    assert len(await reads.found_cases("returner@post.example", 3)) == 3
    assert len(await searched("returner@post.example")) == 4


async def test_orders_are_found_by_number_and_address(store: str) -> None:
    await person(RETURNER, "returner@post.example")
    await ONE.open()
    for text in ("N-1", "returner@post.example"):
        assert [order.id for order in await reads.found_orders(text, 5)] == [ONE.order.id]
    assert await reads.found_orders("nothing", 5) == []


async def test_open_tasks_come_by_urgency_and_done_ones_not_at_all(store: str) -> None:
    case_id = ONE.case_id

    def task(n: str, opened: int, due: int | None, *, done: bool = False) -> Task:
        due_at = T0 + due * DAY if due is not None else None
        at = T0 + opened * DAY
        return Task(TaskId(n), case_id, TaskKind.LATE_SCAN, at, due_at, T0 if done else None)

    rows = [task("c", 3, None), task("a", 5, 1), task("b", 2, None), task("x", 0, 0, done=True)]
    await ONE.open(rows=[*ONE.rows, *rows])
    assert [one.id for one in await reads.open_tasks(10)] == ["a", "b", "c"]
    assert [one.id for one in await reads.open_tasks(1)] == ["a"]
    assert [one.id for one in await reads.open_tasks(2, "LATE_SCAN")] == ["a", "b"]
    assert await reads.open_tasks(10, "REVIEW_CONDITION") == []
    assert (await reads.task("x")) == rows[3]
    assert await reads.task("nothing") is None


async def test_a_scan_is_known_by_the_carriers_own_key(store: str) -> None:
    label = replace(WAREHOUSE_LABEL, case_id=ONE.case_id, tracking_number="TRACK")
    scan = KnownScan("their-key", label.id, ShipmentStatus.IN_TRANSIT, T0, "A counter")
    await ONE.open(rows=[*ONE.rows, label, scan])
    assert await reads.knows_scan("their-key")
    assert not await reads.knows_scan("another")
    assert await reads.shipment_by_tracking("TRACK") == ONE.case_id
    assert await reads.shipment_by_tracking("track") is None


async def test_what_is_on_its_way_back_is_counted_by_line(store: str) -> None:
    await ONE.open()
    second = Unit(UnitId("unit-1b"), ONE.line.id, 1, 0)
    await TWO.open(rows=[*TWO.rows, second])
    assert await orders.taken_of([ONE.line.id, TWO.line.id]) == {ONE.line.id: 1, TWO.line.id: 1}
    assert await orders.units(ONE.line.id) == [(ONE.unit, True), (second, False)]
    assert await orders.taken_of([]) == {}
    found = await reads.cases_of_lines([ONE.line.id])
    assert [case.id for case in found] == [ONE.case_id]
    assert await reads.cases_of_lines([]) == []


async def test_photos_of_cases_come_in_the_order_they_were_taken(store: str) -> None:
    mine: dict[str, Any] = {"case_id": ONE.case_id}
    late = replace(photo("back"), **mine, taken_at=T0 + timedelta(minutes=1))
    await ONE.open(rows=[*ONE.rows, late, replace(photo("front"), **mine)])
    story = await reads.story(ONE.case_id)
    assert story is not None
    assert [one.shot for one in story.photos] == ["front", "back"]
    assert await reads.photo(late.id) == late


async def test_who_gave_up_a_purchase_lately_is_known(store: str) -> None:
    gone = replace(A_PURCHASE, case_id=ONE.case_id, because="BUYER_CANCELED")
    canceled = replace(gone, status=type(gone.status)("CANCELED"), match_id=MatchId("m"))
    await ONE.open(rows=[*ONE.rows, replace(A_LISTING, case_id=ONE.case_id), canceled])
    assert await orders.returned_lately(BUYER, VARIANT, T0)
    assert not await orders.returned_lately(BUYER, VARIANT, T0 + DAY)
    assert await orders.returned_lately(RETURNER, VARIANT, T0)
    assert not await orders.returned_lately("somebody else", VARIANT, T0)
