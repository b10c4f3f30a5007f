"""The peer road from submit to refund to close, through the services alone."""

import pytest

from onward.domain.life import PurchaseStatus, RefundStatus, ShipmentStatus, Stage
from onward.domain.returns import Peer
from onward.domain.shipping import Destination
from onward.services import claims
from onward.store import ledger
from tests.services.shop import Shop

pytestmark = pytest.mark.anyio


async def test_an_item_goes_from_its_returner_to_its_next_owner(shop: Shop) -> None:
    story = await shop.approved()
    assert story.case.stage is Stage.APPROVED
    assert story.label is not None
    assert story.label.destination is Destination.WAREHOUSE

    story = await shop.matched()
    assert story.case.stage is Stage.AWAITING_DROPOFF
    assert isinstance(story.case.heading, Peer)
    assert story.label is not None
    assert story.label.destination is Destination.BUYER
    assert story.purchases[0].status is PurchaseStatus.PAID

    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.IN_TRANSIT
    assert story.refund.status is RefundStatus.SUCCEEDED
    assert story.refund.amount.minor == 5760

    await shop.scan(story.label, ShipmentStatus.DELIVERED)
    await claims.confirm(shop.world, shop.ben, story.purchases[0].id, shop.key())
    await shop.settle()
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.CLOSED
    assert story.bonus is not None
    assert story.bonus.status is RefundStatus.SUCCEEDED
    assert not await ledger.owed(story.case.id)
    sums: dict[str, int] = {}
    for _, currency, total in await ledger.totals():
        sums[currency] = sums.get(currency, 0) + total
    assert sums == {"USD": 0}
