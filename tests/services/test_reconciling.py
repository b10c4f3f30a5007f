"""The provider's book against ours: what differs is kept, and asked of a person on its case."""

from datetime import timedelta

import pytest

from onward.domain.events import TaskKind
from onward.domain.life import ShipmentStatus
from onward.domain.reconciling import Differs
from onward.ports import Outage
from onward.services import payment_news, reconciling
from onward.store import orders, reconciliations, sql
from tests.services.shop import Shop, usd
from tests.world import FakePayments

pytestmark = pytest.mark.anyio


def bank(shop: Shop) -> FakePayments:
    assert isinstance(shop.world.payments, FakePayments)
    return shop.world.payments


async def test_after_a_whole_sale_a_refund_and_a_dispute_the_books_agree(shop: Shop) -> None:
    story = await shop.matched()
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    await shop.scan(story.label, ShipmentStatus.DELIVERED)
    await shop.turn(days=3, minutes=1)
    story = await shop.story(story.case.id)
    (purchase,) = story.purchases
    charge = (await orders.charges([purchase.charge_id or ""]))[purchase.charge_id or ""]
    dispute = bank(shop).open_dispute(charge.provider_ref, charge.amount)
    news = shop.world.payments.news(*bank(shop).hand_in(dispute))
    await payment_news.take_news(shop.world, news)
    await shop.turn(hours=1)
    made = await reconciling.reconcile(shop.world, days=7)
    assert made.differences == ()
    # The sale, the refund, the thank-you and the dispute; the order itself was the shop's own.
    assert made.compared == 4
    assert await reconciliations.latest() == made


async def test_every_difference_is_kept_and_asked_of_a_person_once(shop: Shop) -> None:
    story = await shop.matched()
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    refund = (await shop.story(story.case.id)).refund
    (purchase,) = story.purchases
    charge = (await orders.charges([purchase.charge_id or ""]))[purchase.charge_id or ""]
    await bank(shop).refund(charge.provider_ref, usd(7), "by hand at the provider")
    bank(shop).moved = [one for one in bank(shop).moved if one.provider_ref != refund.provider_ref]
    await sql.execute(
        "UPDATE postings SET amount_minor = amount_minor + 1 WHERE memo = 'SALE' "
        "AND book = 'PROCESSOR'"
    )
    await shop.turn(hours=1)
    for _ in range(2):
        made = await reconciling.reconcile(shop.world)
    assert [(one.differs, one.case_id) for one in made.differences] == [
        (Differs.MISSING_THERE, story.case.id),
        (Differs.MISSING_HERE, story.case.id),
        (Differs.OTHER_IN_LEDGER, story.case.id),
    ]
    asked = [
        task
        for task in (await shop.story(story.case.id)).tasks
        if task.kind is TaskKind.BOOKS_DIFFER
    ]
    assert len(asked) == 1


async def test_what_moved_a_moment_ago_may_still_be_on_its_way_into_our_book(shop: Shop) -> None:
    story = await shop.matched()
    (purchase,) = story.purchases
    charge = (await orders.charges([purchase.charge_id or ""]))[purchase.charge_id or ""]
    await bank(shop).refund(charge.provider_ref, usd(7), f"{story.history[0].id}:refund")
    assert (await reconciling.reconcile(shop.world)).differences == ()
    await shop.turn(minutes=16)
    (found,) = (await reconciling.reconcile(shop.world)).differences
    assert found.differs is Differs.MISSING_HERE


async def test_the_worker_compares_once_a_day_and_later_where_the_provider_is_silent(
    shop: Shop,
) -> None:
    bank(shop).down_for(1)
    with pytest.raises(Outage):
        await reconciling.once_a_day(shop.world)
    assert await reconciliations.latest() is None
    await reconciling.once_a_day(shop.world)
    first = await reconciliations.latest()
    assert first is not None
    await shop.turn(hours=23)
    await reconciling.once_a_day(shop.world)
    assert await reconciliations.latest() == first
    await shop.turn(hours=1)
    await reconciling.once_a_day(shop.world)
    latest = await reconciliations.latest()
    assert latest is not None
    assert latest.at - first.at == timedelta(days=1)
