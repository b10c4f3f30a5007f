"""The order of the small shop as if its delivery had been paid for, in any country, as a gift."""

from dataclasses import replace

from onward.domain.terms import RefundTerms
from onward.store import sql
from tests.services.shop import Shop

DELIVERY, ITS_TAX = 9_99, 80
CHARGED = 145_20 + DELIVERY + ITS_TAX


async def sent(shop: Shop, country: str, *, fee: int = 0, gift: bool = False) -> None:
    """As if the order had gone to that country, its delivery paid for; and the shop kept a fee."""
    await sql.execute(
        "UPDATE orders SET country = ?, shipping_minor = ?, shipping_tax_minor = ?, gift = ?",
        [country, DELIVERY, ITS_TAX, gift],
    )
    await sql.execute("UPDATE charges SET amount_minor = ?", [CHARGED])
    policy = replace(shop.world.policy, refunds=RefundTerms(fee_minor=fee))
    shop.world = replace(shop.world, policy=policy)
