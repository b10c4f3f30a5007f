"""Money goes back once, however often somebody says so."""

import pytest

from onward.domain.events import TaskKind
from onward.domain.life import RefundStatus, ShipmentStatus
from onward.domain.refusals import NotAllowed
from onward.domain.shipping import Scan
from onward.services import shipping, support
from onward.store import sql
from tests.services.shop import Shop
from tests.world import FakePayments

pytestmark = pytest.mark.anyio


def refunds(shop: Shop) -> int:
    assert isinstance(shop.world.payments, FakePayments)
    return sum(one.kind == "refund" for one in shop.world.payments.movements())


async def test_the_same_webhook_five_times_is_one_refund(shop: Shop) -> None:
    """Scenario 21."""
    story = await shop.matched()
    assert story.label is not None
    at = await shop.world.clock.now()
    scan = Scan("scan-1", story.label.tracking_number, ShipmentStatus.IN_TRANSIT, at, "A hub")
    for _ in range(5):
        await shipping.take_scans(shop.world, [scan])
        await shop.settle()
    told = [one.event.kind for one in (await shop.story(story.case.id)).history]
    assert (told.count("RefundScheduled"), told.count("RefundSucceeded"), refunds(shop)) == (
        1,
        1,
        1,
    )


async def test_a_refund_that_an_agent_taps_twice_is_one(shop: Shop) -> None:
    """Scenario 23."""
    await sql.execute("UPDATE charges SET provider_ref = ?", ["card_refund_fails_once:1001"])
    story = await shop.matched()
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    story = await shop.story(story.case.id)
    assert (story.refund.status, refunds(shop)) == (RefundStatus.FAILED, 0)
    (task,) = [one for one in story.tasks if one.kind is TaskKind.REFUND_FAILED]
    for _ in range(2):
        await support.finish_task(shop.world, shop.ada, task.id, "one tap, sent twice")
    with pytest.raises(NotAllowed):
        await support.finish_task(shop.world, shop.ada, task.id, "another tap")
    await shop.settle()
    after = await shop.story(story.case.id)
    assert (after.refund.status, refunds(shop)) == (RefundStatus.SUCCEEDED, 1)
    assert [one.event.kind for one in after.history].count("RefundSucceeded") == 1
