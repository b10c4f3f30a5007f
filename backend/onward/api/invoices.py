"""The invoice of a second sale."""

from datetime import datetime

import strawberry
from strawberry import field

from onward.api.bought import Bought
from onward.api.money import Money, money_view
from onward.api.orders import OrderLine
from onward.domain import invoices, shop
from onward.domain.events import Matched
from onward.domain.listings import Purchase
from onward.domain.policy import Policy
from onward.domain.pricing import tax_rate_bp, tax_rate_text


@strawberry.type(description="What was sold, for the books.")
class Invoice:
    number: str = field(description="The invoice's number.")
    issued_at: datetime = field(description="When it was paid.")
    net: Money = field(description="Without tax.")
    tax: Money = field(description="The tax.")
    tax_rate: str = field(description="The rate: 20%.")
    total: Money = field(description="What was paid.")
    lines: list[OrderLine] = field(description="What was sold.")


def invoice_view(
    of: Bought,
    sale: shop.Order,
    sold: tuple[shop.OrderLine, ...],
    policy: Policy,
    lines: list[OrderLine],
) -> Invoice | None:
    """The invoice of a paid purchase; it bears the order's number."""
    paid_at = _paid_at(of)
    if paid_at is None or not sold:
        return None
    rate = tax_rate_bp(policy, sale.country, sale.region)
    exchanged = sale.kind is shop.OrderKind.EXCHANGE
    if exchanged or of.purchase.price.share(rate) != of.purchase.tax:
        rate = _rate_paid(of.purchase)
    made = invoices.invoice(sale.number, paid_at, sold, rate)
    return Invoice(
        number=made.number,
        issued_at=made.issued_at,
        net=money_view(made.net),
        tax=money_view(made.tax),
        tax_rate=tax_rate_text(made.rate_bp),
        total=money_view(made.total),
        lines=lines,
    )


def _rate_paid(purchase: Purchase) -> int:
    """A piece that took another one's place, in an exchange or in an order, is taxed as that one
    was; in basis points."""
    return round(purchase.tax.minor * 10_000 / purchase.price.minor)


def _paid_at(of: Bought) -> datetime | None:
    for told in of.half:
        if isinstance(told.event, Matched) and told.event.match_id == of.purchase.match_id:
            return told.at
    return None
