"""People who wait for the shop's overshirt: each with an account, an address and a standing offer,
as far as a test names them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from onward.domain.grades import Grade
from onward.domain.ids import (
    AccountId,
    ContactId,
    LineId,
    OfferId,
    OrderId,
    ProductId,
    VariantId,
)
from onward.domain.life import OfferStatus
from onward.domain.offers import DemandKind, StandingOffer
from onward.domain.shop import Account, Contact, Order, OrderKind, OrderLine, Role
from onward.ports import World
from onward.store import accounts, cases, sql
from onward.store.mappings import OFFERS
from tests.services.shop import usd

AN_OFFER = StandingOffer(
    id=OfferId("offer"),
    kind=DemandKind.STANDING_OFFER,
    buyer_id=AccountId("buyer"),
    variant_id=VariantId("V-M"),
    product_id=ProductId("p"),
    highest=usd(64_00),
    grades=frozenset({Grade.NEW_SEALED, Grade.LIKE_NEW}),
    automatic=False,
    method="card_visa_4242",
    status=OfferStatus.OPEN,
    version=1,
    made_at=datetime.fromisoformat("2026-11-20T09:00:00+00:00"),
    ends_at=datetime.fromisoformat("2026-12-20T09:00:00+00:00"),
    country="US",
    region="ID",
)


@dataclass
class Crowd:
    """Adds people to a shop. The fake road has one postcode to the kilometre hundred: somebody at
    98205 lives ten kilometres from 97205, where Rosa's order went."""

    world: World

    async def person(self, name: str, postcode: str = "97305", street: str | None = None) -> str:
        where = Contact(
            ContactId(f"c-{name}"), name, f"{name}@example.com", None,
            f"{name} Street 1" if street is None else street, "Boise", "ID", postcode, "US",
        )  # fmt: skip
        now = await self.world.clock.now()
        await accounts.create(Account(AccountId(name), Role.SHOPPER, where.id, now), where)
        return name

    async def offers(
        self, name: str, *, postcode: str = "97305", days: float = 1, **given: Any
    ) -> StandingOffer:
        """An offer of somebody new who has waited for so many days."""
        await self.person(name, postcode)
        return await self.offer(name, days=days, **given)

    async def offer(self, name: str, *, days: float = 1, **given: Any) -> StandingOffer:
        now = await self.world.clock.now()
        made: dict[str, Any] = {"id": OfferId(f"offer-{name}"), "buyer_id": AccountId(name)}
        made |= {"made_at": now - timedelta(days=days), "ends_at": now + timedelta(days=20)}
        offer = replace(AN_OFFER, **made | given)
        await sql.execute(OFFERS.insert(), OFFERS.write(offer))
        return offer

    async def sold(self, times: int) -> None:
        """The overshirt sold so often in these weeks that a next owner is likely."""
        at = await self.world.clock.now() - timedelta(days=2)
        for n in range(times):
            order = Order(
                OrderId(f"sold-{n}"), f"S-{n}", OrderKind.SHOP, None, None, at, None, "US", "WA",
                "981", "USD", None, "UTC",
            )  # fmt: skip
            line = OrderLine(
                LineId(f"sold-{n}"), order.id, VariantId("V-M"), "Linen overshirt", 1, usd(64_00),
                usd(0), usd(0),
            )  # fmt: skip
            await cases.write_rows([order, line])


async def offer_of(offer_id: str) -> StandingOffer:
    row = await sql.fetch_one("SELECT * FROM offers WHERE id = ?", [offer_id])
    assert row is not None
    return OFFERS.read(row)
