"""The other size from our own stock: held, given up, released at the first scan, on both databases;
the money to the cent, and the book balanced when the case closes."""

from collections.abc import Collection
from dataclasses import replace

import pytest

from onward.domain.ids import CaseId, LineId, OrderId, ProductId, VariantId
from onward.domain.ledger import Book
from onward.domain.life import ExchangeStatus, RefundStatus, ShipmentStatus, Stage
from onward.domain.money import Money
from onward.domain.refusals import NotAllowed, NotFound, WindowClosed, WrongStage
from onward.domain.returns import Reason
from onward.domain.shipping import Scan
from onward.domain.shop import Order, OrderKind, OrderLine
from onward.domain.stops import Pause, StopReason
from onward.domain.story import Story
from onward.ports import Letter, Outage
from onward.services import exchanges, reactions, releases, returns, shipping
from onward.store import cases, ledger, orders, pauses, sql
from tests.services.shop import Shop, usd

pytestmark = pytest.mark.anyio
TAXED = "line-taxed"
# Of three pieces at 64.00 less 12.80 with 15.08 of tax, one is worth 59.73 and 5.02 or 5.03.
WORTH = 59_73 + 5_03
Status = ShipmentStatus


async def started(shop: Shop, reason: Reason = Reason.SIZE_TOO_SMALL) -> Story:
    """A shirt in M comes back by way of the warehouse; L costs less, XL the same, XXL more."""
    [variant] = (await orders.variants(["V-M"])).values()
    priced = {"L": usd(50_00), "XL": usd(59_73), "XXL": usd(70_00), "3XL": Money(10_00, "EUR")}
    others = [
        replace(variant, id=VariantId(f"V-{size}"), sku=f"V-{size}", size=size, price=price)
        for size, price in priced.items()
    ]
    stranger = replace(others[0], id=VariantId("V-COAT"), sku="V-COAT", product_id=ProductId("q"))
    await orders.add_variants([*others, stranger])
    line = OrderLine(
        LineId(TAXED), OrderId("order-1"), VariantId("V-M"), "Linen overshirt", 3, usd(64_00),
        usd(12_81), usd(15_08),
    )  # fmt: skip
    async with sql.transaction():
        await cases.write_rows([line])
    story = await shop.start(reason, TAXED)
    await returns.return_now(shop.world, shop.rosa, story.case.id, shop.key())
    await shop.settle()
    return await shop.story(story.case.id)


async def held(shop: Shop, variant_id: str = "V-L") -> Story:
    story = await started(shop)
    await exchanges.hold(shop.world, shop.rosa, story.case.id, variant_id, shop.key())
    await shop.settle()
    return await shop.story(story.case.id)


def kinds(story: Story) -> list[str]:
    return [told.event.kind for told in story.history]


def holds(shop: Shop, sku: str = "V-L") -> int:
    return len(shop.world.stock.holds.get(sku, ()))  # type: ignore[attr-defined]


def letters(shop: Shop) -> list[Letter]:
    found: list[Letter] = shop.world.mail.to("rosa@example.com")  # type: ignore[attr-defined]
    return found


async def sold(case_id: str) -> list[tuple[Order, list[OrderLine]]]:
    """The orders of exchange there are, with their lines."""
    mine = [one for one in await orders.of_account("rosa") if one.kind is OrderKind.EXCHANGE]
    return [(one, await orders.lines([one.id])) for one in mine]


async def test_what_fits_and_costs_no_more_is_offered(shop: Shop) -> None:
    story = await started(shop)
    choice = await exchanges.choice(shop.world, story)
    assert [one.variant.id for one in choice.alternatives] == ["V-L", "V-XL"]
    for one in choice.alternatives:
        assert (one.price + one.tax + one.rest.net + one.rest.tax).minor == WORTH
    assert choice.dearer == {"V-XXL"}


async def test_for_another_reason_nothing_is_offered(shop: Shop) -> None:
    story = await started(shop, Reason.UNWANTED)
    assert await exchanges.choice(shop.world, story) == exchanges.Choice()
    with pytest.raises(NotAllowed, match="EXCHANGE_NOT_OFFERED"):
        await exchanges.hold(shop.world, shop.rosa, story.case.id, "V-L", shop.key())


async def test_where_the_shop_exchanges_nothing_none_is_offered(shop: Shop) -> None:
    story = await started(shop)
    policy = replace(shop.world.policy, remedies=frozenset({"REFUND"}))
    choice = await exchanges.choice(replace(shop.world, policy=policy), story)
    assert choice.alternatives == ()


@pytest.mark.parametrize(
    ("variant_id", "code"),
    [
        ("V-XXL", "EXCHANGE_DEARER"),
        ("V-3XL", "EXCHANGE_NOT_OFFERED"),
        ("V-COAT", "EXCHANGE_NOT_OFFERED"),
        ("V-M", "EXCHANGE_NOT_OFFERED"),
    ],
)
async def test_what_is_not_offered_cannot_be_had(shop: Shop, variant_id: str, code: str) -> None:
    story = await started(shop)
    with pytest.raises(NotAllowed, match=code):
        await exchanges.hold(shop.world, shop.rosa, story.case.id, variant_id, shop.key())
    with pytest.raises(NotFound):
        await exchanges.hold(shop.world, shop.rosa, story.case.id, "no-such", shop.key())
    assert (await shop.story(story.case.id)).exchanges == ()


async def test_a_piece_is_held_and_the_rest_is_named(shop: Shop) -> None:
    story = await held(shop)
    exchange = story.exchange
    assert exchange
    assert (exchange.status, exchange.variant_id) == (ExchangeStatus.HELD, "V-L")
    assert (exchange.price + exchange.tax + story.refund.amount).minor == WORTH
    assert holds(shop) == 1
    assert await sold(story.case.id) == []
    assert not any("V-L" in letter.text for letter in letters(shop))


async def test_asked_twice_it_is_held_once(shop: Shop) -> None:
    story = await started(shop)
    for _ in range(2):
        await exchanges.hold(shop.world, shop.rosa, story.case.id, "V-L", "one-key")
    await exchanges.hold(shop.world, shop.rosa, story.case.id, "V-L", "another-key")
    story = await shop.story(story.case.id)
    assert len(story.exchanges) == holds(shop) == 1


async def test_a_wish_for_what_is_held_already_is_answered_for_good(shop: Shop) -> None:
    """Sent again once it was given up, it holds nothing anew."""
    story = await held(shop)
    await exchanges.hold(shop.world, shop.rosa, story.case.id, "V-L", "late")
    await exchanges.drop(shop.world, shop.rosa, story.case.id, shop.key())
    await shop.settle()
    dropped = await shop.story(story.case.id)
    assert await exchanges.hold(shop.world, shop.rosa, story.case.id, "V-L", "late") == dropped
    assert (await shop.story(story.case.id), holds(shop)) == (dropped, 0)


async def test_only_the_returner_chooses(shop: Shop) -> None:
    story = await started(shop)
    for viewer, refusal in ((shop.ben, NotFound), (shop.ada, NotAllowed)):
        with pytest.raises(refusal):
            await exchanges.hold(shop.world, viewer, story.case.id, "V-L", shop.key())
    with pytest.raises(NotFound):
        await exchanges.hold(shop.world, shop.rosa, "no-such-case", "V-L", shop.key())
    assert holds(shop) == 0


async def test_another_wish_gives_the_first_piece_back(shop: Shop) -> None:
    story = await held(shop)
    await exchanges.hold(shop.world, shop.rosa, story.case.id, "V-XL", shop.key())
    await shop.settle()
    story = await shop.story(story.case.id)
    assert [one.status for one in story.exchanges] == [ExchangeStatus.ENDED, ExchangeStatus.HELD]
    assert story.refund.amount == usd(0)
    assert (holds(shop), holds(shop, "V-XL")) == (0, 1)


async def test_given_up_the_refund_is_whole_and_the_piece_is_free(shop: Shop) -> None:
    story = await held(shop)
    await exchanges.drop(shop.world, shop.rosa, story.case.id, shop.key())
    await shop.settle()
    story = await shop.story(story.case.id)
    assert story.refund.amount.minor == WORTH
    assert holds(shop) == 0
    with pytest.raises(NotAllowed, match="NO_EXCHANGE_HELD"):
        await exchanges.drop(shop.world, shop.rosa, story.case.id, shop.key())
    await exchanges.hold(shop.world, shop.rosa, story.case.id, "V-L", shop.key())
    await shop.settle()
    assert holds(shop) == 1


async def test_the_desk_may_give_it_up_for_a_caller_and_nobody_else(shop: Shop) -> None:
    story = await held(shop)
    with pytest.raises(NotFound):
        await exchanges.drop(shop.world, shop.ben, story.case.id, shop.key())
    await exchanges.drop(shop.world, shop.ada, story.case.id, shop.key())
    assert "ExchangeEnded" in kinds(await shop.story(story.case.id))


async def test_the_last_one_that_has_gone_leaves_the_refund_as_it_was(shop: Shop) -> None:
    story = await started(shop)
    shop.world.stock.level = 0  # type: ignore[attr-defined]
    with pytest.raises(NotAllowed, match="EXCHANGE_GONE"):
        await exchanges.hold(shop.world, shop.rosa, story.case.id, "V-L", shop.key())
    assert await shop.story(story.case.id) == story


async def test_a_fresh_one_that_is_not_there_is_not_offered(shop: Shop) -> None:
    story = await started(shop)
    assert "V-L" in await offered(shop, story)
    shop.world.stock.level = 0  # type: ignore[attr-defined]
    assert "V-L" not in await offered(shop, story)


async def test_while_the_warehouse_is_silent_nothing_fresh_is_offered(shop: Shop) -> None:
    story = await started(shop)
    shop.world.stock.down_for(1)  # type: ignore[attr-defined]
    assert "V-L" not in await offered(shop, story)
    assert "V-L" in await offered(shop, story)


async def test_the_first_scan_sends_the_right_one_and_pays_the_rest(shop: Shop) -> None:
    story = await held(shop)
    await shop.scan(story.label, Status.IN_TRANSIT)
    story = await shop.story(story.case.id)
    exchange = story.exchange
    assert exchange
    assert exchange.status is ExchangeStatus.RELEASED
    [(order, [line])] = await sold(story.case.id)
    assert order.number == f"EX-{story.case.reference}"
    assert (line.variant_id, line.total) == ("V-L", exchange.price + exchange.tax)
    assert story.refund.status is RefundStatus.SUCCEEDED
    assert (story.refund.amount + line.total).minor == WORTH
    assert not await ledger.owed(story.case.id)
    subjects = [letter.subject for letter in letters(shop)]
    assert "Linen overshirt, L, Indigo is yours" in subjects
    assert not any("and so is your money" in subject for subject in subjects)
    await shop.scan(story.label, Status.DELIVERED)
    assert (await shop.story(story.case.id)).case.stage is Stage.CLOSED
    assert await balanced(story.case.id)


async def test_one_that_costs_the_same_leaves_no_money_to_pay(shop: Shop) -> None:
    story = await held(shop, "V-XL")
    await shop.scan(story.label, Status.IN_TRANSIT)
    story = await shop.story(story.case.id)
    assert story.refund.status is RefundStatus.CANCELED
    assert not any(kind.startswith("RefundS") for kind in kinds(story))
    [letter] = [one for one in letters(shop) if "is yours" in one.subject]
    assert "Nothing is left to go back" in letter.text
    await shop.scan(story.label, Status.DELIVERED)
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.CLOSED
    assert await balanced(story.case.id)
    posted = await ledger.of_case(story.case.id)
    assert not any(one.book is Book.PROCESSOR for one in posted)


async def test_an_old_code_counts_as_much(shop: Shop) -> None:
    story = await shop.matched()
    variant = (await orders.variants(["V-M"]))["V-M"]
    large = replace(variant, id=VariantId("V-L"), sku="V-L", size="L", price=usd(50_00))
    await orders.add_variants([large])
    await exchanges.hold(shop.world, shop.rosa, story.case.id, "V-L", shop.key())
    superseded = next(one for one in story.shipments if one.superseded)
    await shop.scan(superseded, Status.IN_TRANSIT)
    story = await shop.story(story.case.id)
    assert story.exchange
    assert story.exchange.status is ExchangeStatus.RELEASED
    assert story.refund.amount == usd(7_60)


async def test_a_scan_told_twice_sends_one_piece(shop: Shop) -> None:
    story = await held(shop)
    for _ in range(2):
        await shop.scan(story.label, Status.IN_TRANSIT)
    await shop.try_again()
    story = await shop.story(story.case.id)
    assert kinds(story).count("ExchangeReleased") == 1
    assert len(await sold(story.case.id)) == holds(shop) == 1


async def test_hand_in_and_arrival_in_one_message_lose_nothing(shop: Shop) -> None:
    story = await held(shop, "V-XL")
    await shop.scan(story.label, Status.DELIVERED)
    story = await shop.story(story.case.id)
    assert story.exchange
    assert story.exchange.status is ExchangeStatus.RELEASED
    assert story.case.stage is Stage.CLOSED


async def test_who_keeps_the_piece_gives_the_other_back(shop: Shop) -> None:
    story = await held(shop)
    await returns.withdraw(shop.world, shop.rosa, story.case.id, shop.key())
    await shop.settle()
    story = await shop.story(story.case.id)
    assert story.exchange
    assert story.exchange.status is ExchangeStatus.ENDED
    assert holds(shop) == 0
    # Its code is scanned after all: then the whole refund is owed, and nothing in exchange.
    await shop.scan(story.label, Status.IN_TRANSIT)
    story = await shop.story(story.case.id)
    assert (story.refund.status, story.refund.amount.minor) == (RefundStatus.SUCCEEDED, WORTH)
    assert await sold(story.case.id) == []


async def test_who_never_hands_in_gets_no_exchange(shop: Shop) -> None:
    story = await held(shop)
    await shop.turn(days=31)
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.EXPIRED
    assert holds(shop) == 0
    assert kinds(story)[-2:] != ["ExchangeEnded", "ExchangeEnded"]
    with pytest.raises(NotAllowed):
        await exchanges.hold(shop.world, shop.rosa, story.case.id, "V-L", shop.key())


async def test_after_the_scan_nothing_is_held_or_given_up(shop: Shop) -> None:
    story = await held(shop)
    await shop.scan(story.label, Status.IN_TRANSIT)
    with pytest.raises(WrongStage):
        await exchanges.drop(shop.world, shop.rosa, story.case.id, shop.key())
    with pytest.raises(WrongStage):
        await exchanges.hold(shop.world, shop.rosa, story.case.id, "V-XL", shop.key())


async def test_a_hold_that_is_lost_pays_the_whole_refund_and_says_so(shop: Shop) -> None:
    story = await held(shop)
    stock = shop.world.stock
    stock.holds["V-L"].clear()  # type: ignore[attr-defined]
    stock.level = 0  # type: ignore[attr-defined]
    await shop.scan(story.label, Status.IN_TRANSIT)
    story = await shop.story(story.case.id)
    assert (story.refund.status, story.refund.amount.minor) == (RefundStatus.SUCCEEDED, WORTH)
    [letter] = [one for one in letters(shop) if one.subject == "Linen overshirt, L, Indigo is gone"]
    assert "$64.76" in letter.text
    await shop.scan(story.label, Status.DELIVERED)
    assert (await shop.story(story.case.id)).case.stage is Stage.CLOSED
    assert await balanced(story.case.id)


async def test_what_is_called_back_while_it_is_held_does_not_leave(shop: Shop) -> None:
    story = await held(shop)
    now = await shop.world.clock.now()
    await pauses.put(Pause("sku:V-L", now, StopReason.RECALL))
    assert "V-L" not in await offered(shop, await shop.start(Reason.SIZE_TOO_SMALL, TAXED))
    await shop.scan(story.label, Status.IN_TRANSIT)
    story = await shop.story(story.case.id)
    assert story.exchange
    assert story.exchange.status is ExchangeStatus.ENDED
    assert (story.refund.status, story.refund.amount.minor) == (RefundStatus.SUCCEEDED, WORTH)
    assert holds(shop) == 0


async def offered(shop: Shop, story: Story) -> list[str]:
    return [one.variant.id for one in (await exchanges.choice(shop.world, story)).alternatives]


async def test_a_warehouse_that_is_silent_is_asked_again_and_no_money_leaves_early(
    shop: Shop,
) -> None:
    story = await held(shop)
    shop.world.stock.down_for(1)  # type: ignore[attr-defined]
    await shop.scan(story.label, Status.IN_TRANSIT)
    story = await shop.story(story.case.id)
    assert story.refund.status is RefundStatus.ESTIMATED
    assert "PortFailed" in kinds(story)
    await shop.try_again()
    story = await shop.story(story.case.id)
    assert story.exchange
    assert story.exchange.status is ExchangeStatus.RELEASED
    assert story.refund.status is RefundStatus.SUCCEEDED


async def test_a_warehouse_that_stays_silent_costs_the_returner_nothing(shop: Shop) -> None:
    story = await held(shop)
    shop.world.stock.down_for(2)  # type: ignore[attr-defined]
    await shop.scan(story.label, Status.IN_TRANSIT)
    await shop.turn(hours=3)
    await shop.try_again()
    story = await shop.story(story.case.id)
    assert story.exchange
    assert story.exchange.status is ExchangeStatus.ENDED
    assert (story.refund.status, story.refund.amount.minor) == (RefundStatus.SUCCEEDED, WORTH)
    assert holds(shop) == 0


async def test_a_release_that_was_not_finished_is_finished_once(shop: Shop) -> None:
    """The worker dies between asking the warehouse and writing it down, and once more after."""
    story = await held(shop)
    shop.world.stock.unheard_for(1)  # type: ignore[attr-defined]
    await shop.scan(story.label, Status.IN_TRANSIT)
    await shop.try_again()
    scan = next(
        told for told in (await shop.story(story.case.id)).history
        if told.event.kind == "FirstScanned"
    )  # fmt: skip
    story = await shop.story(story.case.id)
    assert await releases.release_exchange(shop.world, scan, story) == story
    assert kinds(story).count("ExchangeReleased") == 1
    assert len(await sold(story.case.id)) == holds(shop) == 1


async def test_a_hold_nobody_heard_of_is_the_same_hold_when_asked_again(shop: Shop) -> None:
    story = await started(shop)
    shop.world.stock.unheard_for(1)  # type: ignore[attr-defined]
    with pytest.raises(Outage):
        await exchanges.hold(shop.world, shop.rosa, story.case.id, "V-L", "one-key")
    await exchanges.hold(shop.world, shop.rosa, story.case.id, "V-L", "one-key")
    assert holds(shop) == 1
    assert len((await shop.story(story.case.id)).exchanges) == 1


async def test_a_hold_that_came_too_late_is_given_back(shop: Shop) -> None:
    """The parcel is scanned while the warehouse is asked: nothing is held, and nothing is lost."""
    story = await started(shop)
    world = replace(shop.world, stock=ScansMeanwhile(shop, story))
    with pytest.raises(WrongStage):
        await exchanges.hold(world, shop.rosa, story.case.id, "V-L", shop.key())
    assert holds(shop) == 0
    await shop.settle()
    story = await shop.story(story.case.id)
    assert (story.refund.status, story.refund.amount.minor) == (RefundStatus.SUCCEEDED, WORTH)


async def test_the_piece_had_in_exchange_can_be_returned_like_any_other(shop: Shop) -> None:
    story = await held(shop)
    await shop.scan(story.label, Status.IN_TRANSIT)
    [(order, [line])] = await sold(story.case.id)
    assert order.delivered_at is None
    await shop.turn(days=20)
    again = await shop.start(Reason.UNWANTED, line.id)
    assert again.unit.hops == 0
    assert again.refund.amount == line.total
    await returns.return_now(shop.world, shop.rosa, again.case.id, shop.key())
    await shop.settle()
    await shop.scan((await shop.story(again.case.id)).label, Status.IN_TRANSIT)
    again = await shop.story(again.case.id)
    assert again.refund.status is RefundStatus.SUCCEEDED
    both = again.refund.amount + (await shop.story(story.case.id)).refund.amount
    assert both.minor == WORTH


async def test_the_time_to_return_a_fresh_piece_ends_too(shop: Shop) -> None:
    story = await held(shop)
    await shop.scan(story.label, Status.IN_TRANSIT)
    [(_, [line])] = await sold(story.case.id)
    await shop.turn(days=35)
    with pytest.raises(WindowClosed):
        await shop.start(Reason.UNWANTED, line.id)


async def test_every_effect_of_an_exchange_may_run_again(shop: Shop) -> None:
    story = await held(shop)
    await exchanges.drop(shop.world, shop.rosa, story.case.id, shop.key())
    await shop.settle()
    story = await shop.story(story.case.id)
    for told in story.history:
        for effect in reactions.REACTIONS.get(told.event.kind, ()):
            if effect.__module__ == releases.__name__:
                assert await effect(shop.world, told, story) == story


class ScansMeanwhile:
    """A stock that takes so long that the counter is faster."""

    def __init__(self, shop: Shop, story: Story):
        self._shop, self._story = shop, story

    async def hold(self, sku: str, key: str) -> bool:
        held = await self._shop.world.stock.hold(sku, key)
        assert self._story.label
        at = await self._shop.world.clock.now()
        scan = Scan(
            "meanwhile", self._story.label.tracking_number, Status.IN_TRANSIT, at, "Counter"
        )
        await shipping.take_scans(self._shop.world, [scan])
        return held

    async def there(self, skus: Collection[str]) -> frozenset[str]:
        return await self._shop.world.stock.there(skus)

    async def release(self, sku: str, key: str) -> None:
        await self._shop.world.stock.release(sku, key)


async def balanced(case_id: CaseId) -> bool:
    """Whether nothing is owed, and every account of the case sums to zero together."""
    posted = await ledger.of_case(case_id)
    return not await ledger.owed(case_id) and sum(one.amount.minor for one in posted) == 0
