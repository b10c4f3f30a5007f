"""A card is known again: who pays by the returner's own may not have their piece."""

from dataclasses import replace

import pytest

from onward.domain.ids import AccountId, ChargeId, ContactId, OrderId
from onward.domain.refusals import CannotBuy
from onward.services import purchases
from onward.store import cases, orders, people, sql
from tests.services.shop import Shop

pytestmark = pytest.mark.anyio


async def test_who_pays_by_the_returners_card_may_not_have_it_and_another_may(shop: Shop) -> None:
    story = await shop.seeking()
    assert story.listing is not None
    charge = (await orders.charges(["charge-1"]))["charge-1"]
    theirs = replace(charge, fingerprint="fp_shared")
    other = replace(theirs, id=ChargeId("charge-2"), order_id=OrderId("order-2"))
    once = replace(
        story.order,
        id=OrderId("order-2"),
        number="1002",
        account_id=AccountId("ben"),
        contact_id=ContactId("c-Ben"),
        charge_id=other.id,
    )
    async with sql.transaction():
        await cases.write_rows([theirs, other, once])
    with pytest.raises(CannotBuy):
        await shop.bought(story)
    mine = "card_visa_4242__cleo"
    purchase, _ = await purchases.buy(shop.world, shop.cleo, story.listing.id, mine, shop.key())
    await shop.settle()
    paid = (await shop.story(story.case.id)).purchase(purchase.id)
    assert paid is not None
    assert paid.charge_id is not None
    known = (await orders.charges([paid.charge_id]))[paid.charge_id].fingerprint
    found = await people.buyers([AccountId("cleo")], story.variant.id, story.case.opened_at)
    assert found[AccountId("cleo")].instruments == {known}
    assert known is not None
