"""Documents of the books as whom they are made out to and the desk read them: credit notes, and
all of an order in one list."""

from datetime import datetime

import strawberry
from strawberry import field

from onward.api.enums import DocumentKind
from onward.api.money import Money, money_view
from onward.domain.accounts import Viewer
from onward.domain.gifts import gave_it
from onward.domain.listings import Purchase
from onward.domain.papers import Document, note_id
from onward.domain.pricing import tax_rate_text
from onward.domain.shop import Order
from onward.domain.story import Story
from onward.ports import World
from onward.services import papers

LINK = "Where it can be printed, for whom it is made out to; null for others."


@strawberry.type(description="What is taken back of an order, for the books.")
class CreditNote:
    number: str = field(description="The note's number; notes are numbered without gaps.")
    issued_at: datetime = field(description="When it was issued.")
    net: Money = field(description="Without tax.")
    tax: Money = field(description="The tax in it.")
    tax_rate: str = field(description="The rate: 20%.")
    total: Money = field(description="What is given back, in money or in exchange.")
    order_number: str = field(description="The order it belongs to.")
    line_title: str = field(description="The line it takes back.")
    link: str | None = field(description=LINK)


@strawberry.type(description="A document of an order: an invoice or a credit note.")
class Paper:
    kind: DocumentKind = field(description="Which of the two.")
    number: str = field(description="Its number.")
    issued_at: datetime = field(description="When it was issued.")
    total: Money = field(description="What it is over, tax included.")
    link: str | None = field(description=LINK)


async def returners_note(world: World, viewer: Viewer, story: Story) -> CreditNote | None:
    """The note of a return, once its money is on its way."""
    found = await papers.of_orders([story.order.id])
    wanted = note_id(story.refund.id)
    note = next((one for one in found if one.id == wanted), None)
    owner = story.case.returner_id
    return _note(world, viewer, note, story.order.number, owner) if note else None


async def buyers_notes(
    world: World, viewer: Viewer | None, purchase: Purchase, number: str
) -> list[CreditNote]:
    """What was taken back of a purchase; `number` is its order's."""
    found = await papers.of_orders([purchase.id])
    notes = [one for one in found if one.kind is DocumentKind.CREDIT_NOTE]
    return [_note(world, viewer, one, number, purchase.buyer_id) for one in notes]


async def order_papers(world: World, viewer: Viewer | None, order: Order) -> list[Paper]:
    """All documents of an order that the shop issued here, the first first. What was taken back of
    a gift is none of its giver's."""
    kept = gave_it(order, viewer.id if viewer else None)
    return [
        Paper(
            kind=one.kind,
            number=one.number,
            issued_at=one.issued_at,
            total=money_view(one.total),
            link=link_of(world, viewer, one, order.account_id),
        )
        for one in await papers.of_orders([order.id])
        if not (kept and one.kind is DocumentKind.CREDIT_NOTE)
    ]


def link_of(world: World, viewer: Viewer | None, paper: Document, owner: str | None) -> str | None:
    own = viewer is not None and viewer.id == owner
    return papers.address(world, paper, viewer.id) if viewer and own else None


def _note(
    world: World, viewer: Viewer | None, note: Document, order_number: str, owner: str
) -> CreditNote:
    return CreditNote(
        number=note.number,
        issued_at=note.issued_at,
        net=money_view(note.net),
        tax=money_view(note.tax),
        tax_rate=tax_rate_text(note.rate_bp),
        total=money_view(note.total),
        order_number=order_number,
        line_title=note.title,
        link=link_of(world, viewer, note, owner),
    )
