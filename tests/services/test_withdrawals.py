"""Withdrawing from a contract, on both databases: one notice, its date, and its letter."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from onward.domain.deadlines import due_by
from onward.domain.events import Because
from onward.domain.ids import LineId
from onward.domain.life import RefundStatus, ShipmentStatus, Stage
from onward.domain.refunds import RefundDestination
from onward.domain.refusals import (
    AlreadyReturned,
    BadInput,
    KeyReused,
    NotAllowed,
    NotFound,
    WindowClosed,
)
from onward.domain.returns import Reason, Recovery, Remedy
from onward.domain.routing import RouteType
from onward.services import (
    acknowledgements,
    condition,
    openings,
    patience,
    returns,
    withdrawals,
)
from onward.services.acknowledgements import Acknowledged
from onward.services.reactions import working
from onward.services.withdrawals import Declarant
from onward.store import cases, orders, sql
from tests.services.paying import CHARGED, DELIVERY, sent
from tests.services.shop import LINE, Shop
from tests.world import FakeMail

pytestmark = pytest.mark.anyio
ROSA = Declarant("Rosa Marin", "rosa.at.work@example.com")
SHIRT, SWIM = LineId(LINE), LineId("line-swim")
ALL = {SHIRT: 2, SWIM: 1}


async def confirm(
    shop: Shop, wanted: dict[LineId, int] | None = None, key: str | None = None
) -> Acknowledged:
    given = (wanted or {SHIRT: 1}, ROSA, key or shop.key())
    withdrawal = await withdrawals.confirm(shop.world, shop.rosa, "order-1", *given)
    return await acknowledgements.of_withdrawal(withdrawal)


def letters(shop: Shop) -> list[str]:
    assert isinstance(shop.world.mail, FakeMail)
    found = shop.world.mail.to(ROSA.email)
    return [one.text for one in found]


@pytest.fixture
async def berlin(shop: Shop) -> Shop:
    """A German shop that keeps a fee, and an order of it, its delivery paid for."""
    await sent(shop, "DE", fee=20_00)
    await sql.execute("UPDATE orders SET time_zone = 'Europe/Berlin'")
    shop.without_sums()
    policy = shop.world.policy
    here = replace(policy, warehouse=replace(policy.warehouse, country="DE"))
    shop.world = replace(shop.world, policy=here)
    return shop


async def test_the_whole_order_is_withdrawn_from_in_one_notice(berlin: Shop) -> None:
    told = await confirm(berlin, ALL)
    assert {line.id: count for line, _, count in told.pieces} == ALL
    stories = [await berlin.story(case.id) for case in told.cases]
    assert {story.case.reason for story in stories} == {Reason.NOT_ASKED}
    assert {story.case.declared_at for story in stories} == {await berlin.world.clock.now()}
    assert sum(story.refund.amount.minor for story in stories) == CHARGED
    assert sum(one.refund.shipping.minor for one in stories if one.refund.shipping) == DELIVERY
    assert {story.refund.fee for story in stories} == {None}


async def test_it_is_acknowledged_with_its_date_before_there_is_a_way(berlin: Shop) -> None:
    told = await confirm(berlin)
    [case] = told.cases
    assert (await berlin.story(case.id)).case.stage is Stage.DRAFTED
    await working.drain(berlin.world)
    [text] = letters(berlin)
    assert "Mon 23 Nov 2026, 10:00:00 CET" in text
    assert "1 \u00d7 Linen overshirt, M, Indigo" in text
    assert (told.withdrawal.number in text, "Rosa Marin" in text) == (True, True)
    assert "hand it in by Mon 7 Dec" in text
    assert (await berlin.story(case.id)).case.stage is Stage.DRAFTED


async def test_one_notice_about_three_pieces_is_one_letter(berlin: Shop) -> None:
    await confirm(berlin, ALL)
    await berlin.settle()
    [text] = letters(berlin)
    assert "2 \u00d7 Linen overshirt" in text
    assert "1 \u00d7 Swimsuit" in text


async def test_a_confirmation_sent_twice_is_one(berlin: Shop) -> None:
    key = berlin.key()
    first = await confirm(berlin, ALL, key)
    berlin.world.clock.turn(timedelta(hours=1))  # type: ignore[attr-defined]
    assert await confirm(berlin, ALL, key) == first
    assert len(await acknowledgements.of_order(berlin.rosa, "order-1")) == 1
    with pytest.raises(KeyReused):
        await confirm(berlin, {SHIRT: 1}, key)
    with pytest.raises(AlreadyReturned):
        await confirm(berlin, ALL)


async def test_two_taps_at_once_are_one_notice(berlin: Shop) -> None:
    key = berlin.key()
    first, second = await asyncio.gather(*[confirm(berlin, ALL, key) for _ in range(2)])
    assert first == second
    await berlin.settle()
    assert len(letters(berlin)) == 1
    assert len(first.cases) == 3


async def test_a_return_of_the_same_piece_started_at_once_is_the_one_withdrawn_from(
    berlin: Shop,
) -> None:
    wanted = (LINE, Reason.COLOR, Remedy.REFUND, 2, berlin.key())
    told, started = await asyncio.gather(
        confirm(berlin, {SHIRT: 2}),
        openings.start(berlin.world, berlin.rosa, *wanted),
        return_exceptions=True,
    )
    assert isinstance(told, Acknowledged)
    assert len(told.cases) == 2
    if not isinstance(started, AlreadyReturned):
        assert isinstance(started, tuple)
        assert {story.case.id for story in started} == {case.id for case in told.cases}
    alive = await sql.fetch("SELECT unit_taken FROM cases WHERE unit_taken IS NOT NULL")
    assert len(alive) == 2


async def test_a_return_that_was_started_is_withdrawn_from_where_it_stands(berlin: Shop) -> None:
    wanted = (LINE, Reason.COLOR, Remedy.STORE_CREDIT, 1, berlin.key())
    [before] = await openings.start(berlin.world, berlin.rosa, *wanted)
    told = await confirm(berlin)
    assert [case.id for case in told.cases] == [before.case.id]
    story = await berlin.story(before.case.id)
    assert story.case.remedy is Remedy.REFUND
    assert story.refund.destination is RefundDestination.ORIGINAL_PAYMENT


async def test_the_day_of_the_law_counts_from_the_notice_however_late_the_photos(
    berlin: Shop,
) -> None:
    notice = await berlin.world.clock.now()
    told = await confirm(berlin)
    await berlin.turn(days=5)
    story = await returns.return_now(berlin.world, berlin.rosa, told.cases[0].id, berlin.key())
    await berlin.settle()
    scanned = await berlin.world.clock.now()
    await berlin.scan((await berlin.story(story.case.id)).label, ShipmentStatus.IN_TRANSIT)
    refund = (await berlin.story(story.case.id)).refund
    assert refund.due_at == due_by("DE", "Europe/Berlin", notice, scanned)
    assert refund.due_at < scanned + timedelta(days=10)
    assert refund.status is RefundStatus.SUCCEEDED


async def test_without_a_single_photo_it_may_go_to_the_warehouse(berlin: Shop) -> None:
    told = await confirm(berlin)
    story = await returns.return_now(berlin.world, berlin.rosa, told.cases[0].id, berlin.key())
    await berlin.settle()
    story = await berlin.story(story.case.id)
    assert (story.case.stage, bool(story.label)) == (Stage.AWAITING_DROPOFF, True)


async def test_whoever_shows_nothing_gets_a_code_all_the_same(berlin: Shop) -> None:
    told = await confirm(berlin)
    await berlin.turn(days=7, seconds=1)
    await patience.sweep(berlin.world)
    story = await berlin.story(told.cases[0].id)
    assert story.case.stage is Stage.AWAITING_DROPOFF
    assert story.case.heading == Recovery("WAREHOUSE", Because.NO_CHOICE)  # type: ignore[arg-type]


async def test_with_photos_it_may_still_go_to_a_next_owner(berlin: Shop) -> None:
    story = await berlin.story((await confirm(berlin)).cases[0].id)
    category = berlin.world.policy.category("clothing")
    for shot in category.shots:
        await berlin.photograph(story, shot)
    said = {question.key: question.good for question in category.questions}
    await condition.submit(berlin.world, berlin.rosa, story.case.id, said, berlin.key())
    await berlin.settle()
    case_id, key = story.case.id, berlin.key()
    story = await returns.choose_path(berlin.world, berlin.rosa, case_id, RouteType.P2P, key)
    assert story.case.stage is Stage.SEEKING


@pytest.mark.parametrize("wanted", [{SHIRT: 3}, {SHIRT: 0}, {LineId("line-of-nobody"): 1}])
async def test_more_than_was_bought_is_refused_and_nothing_is_written(
    berlin: Shop, wanted: dict[LineId, int]
) -> None:
    with pytest.raises(BadInput):
        await confirm(berlin, wanted)
    assert await cases.of_returner("rosa", None, 5) == []
    assert await sql.fetch("SELECT id FROM withdrawals") == []


async def test_when_the_days_are_over_it_is_over(berlin: Shop) -> None:
    await berlin.turn(days=14)
    with pytest.raises(WindowClosed):
        await confirm(berlin)


async def test_elsewhere_no_law_gives_it(shop: Shop) -> None:
    with pytest.raises(NotAllowed, match="NO_RIGHT_TO_WITHDRAW"):
        await confirm(shop)


async def test_an_order_of_somebody_else_is_not_there(berlin: Shop) -> None:
    with pytest.raises(NotFound):
        await withdrawals.confirm(
            berlin.world, berlin.ben, "order-1", {SHIRT: 1}, ROSA, berlin.key()
        )
    with pytest.raises(NotFound):
        await withdrawals.right(berlin.world, berlin.ben, "order-1")


async def test_what_never_arrived_can_be_withdrawn_from_too(berlin: Shop) -> None:
    await sql.execute("UPDATE orders SET delivered_at = NULL")
    right = await withdrawals.right(berlin.world, berlin.rosa, "order-1")
    assert (right.because, right.until) == (None, None)
    told = await confirm(berlin)
    assert told.send_back_by is None
    await berlin.settle()
    assert "once it has arrived" in letters(berlin)[0]


async def test_what_is_withdrawn_from_before_it_is_sent_waits_for_no_opened_piece(
    berlin: Shop,
) -> None:
    await sql.execute("UPDATE orders SET delivered_at = NULL")
    assert await orders.paid_line("order-1", "V-SWIM") is not None
    await confirm(berlin, {SWIM: 1})
    assert await orders.paid_line("order-1", "V-SWIM") is None


async def test_what_never_goes_to_a_customer_is_declared_before_it_is_sent_its_way(
    berlin: Shop,
) -> None:
    told = await confirm(berlin, {SWIM: 1})
    story = await berlin.story(told.cases[0].id)
    kinds = [told.event.kind for told in story.history]
    assert kinds == ["Opened", "WithdrawalDeclared", "Diverted"]


async def test_what_an_agent_declares_for_a_caller_is_acknowledged_to_the_caller(
    berlin: Shop,
) -> None:
    withdrawal = await withdrawals.confirm(
        berlin.world, berlin.ada, "order-1", {SHIRT: 1}, ROSA, berlin.key()
    )
    await berlin.settle()
    story = await berlin.story(withdrawal.case_id)
    assert (story.case.returner_id, story.case.assisted) == ("rosa", True)
    assert len(letters(berlin)) == 1


async def test_a_mail_that_does_not_go_out_is_tried_again_with_the_same_date(
    berlin: Shop,
) -> None:
    berlin.world.mail.down_for(1)  # type: ignore[attr-defined]
    await confirm(berlin)
    await berlin.settle()
    assert letters(berlin) == []
    await berlin.turn(hours=2)
    await berlin.try_again()
    [text] = letters(berlin)
    assert "Mon 23 Nov 2026, 10:00:00 CET" in text


async def test_who_and_where_to_is_sealed(berlin: Shop) -> None:
    await confirm(berlin)
    await berlin.settle()
    for table in ("withdrawals", "events", "answers", "cases", "contacts"):
        rows = await sql.fetch(f"SELECT * FROM {table}")
        assert ROSA.email not in str([tuple(row) for row in rows])
