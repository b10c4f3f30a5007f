"""The invoice of a second sale."""

from datetime import datetime

import strawberry
from strawberry import field

from onward.api.context import Context
from onward.api.money import Money, money_view
from onward.api.papers import LINK, link_of
from onward.domain.listings import Purchase
from onward.domain.papers import invoice_id
from onward.domain.pricing import tax_rate_text
from onward.services import papers


@strawberry.type(description="What was sold, for the books.")
class Invoice:
    number: str = field(description="The invoice's number; invoices are numbered without gaps.")
    issued_at: datetime = field(description="When it was issued.")
    net: Money = field(description="Without tax.")
    tax: Money = field(description="The tax.")
    tax_rate: str = field(description="The rate: 20%.")
    total: Money = field(description="What was paid.")
    title: str = field(description="What was sold.")
    link: str | None = field(description=LINK)


async def invoice_view(context: Context, purchase: Purchase) -> Invoice | None:
    """The invoice of a purchase, once it is issued."""
    found = await papers.of_orders([purchase.id])
    paper = next((one for one in found if one.id == invoice_id(purchase.id)), None)
    if paper is None:
        return None
    return Invoice(
        number=paper.number,
        issued_at=paper.issued_at,
        net=money_view(paper.net),
        tax=money_view(paper.tax),
        tax_rate=tax_rate_text(paper.rate_bp),
        total=money_view(paper.total),
        title=paper.title,
        link=link_of(context.world, context.viewer, paper, purchase.buyer_id),
    )
