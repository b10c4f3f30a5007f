"""Store credit as its owner reads it: each movement, and what it was about."""

from datetime import datetime

import strawberry
from strawberry import field

from onward.api import cursors
from onward.api.context import Context
from onward.api.money import Money, money_view
from onward.api.pages import Connection, page
from onward.domain.credits import Moved
from onward.messages import say
from onward.services import credits as store_credit


@strawberry.type(description="Store credit that came or went.")
class CreditMove:
    id: strawberry.ID = field(description="Its id.")
    at: datetime = field(description="When.")
    amount: Money = field(description="Above zero what came, below zero what was spent.")
    text: str = field(description="What for.")
    case_id: strawberry.ID | None = field(
        description="The return it is for; null where it is somebody else's."
    )


async def moves(context: Context, first: int, after: str | None) -> Connection[CreditMove]:
    size = cursors.page_size(first)
    found = await store_credit.moves(context.signed_in(), cursors.place_of(after), size + 1)
    return page(found, size, lambda one: cursors.place(one.credit.at, one.credit.id), _view)


def _view(moved: Moved) -> CreditMove:
    credit = moved.credit
    return CreditMove(
        id=strawberry.ID(credit.id),
        at=credit.at,
        amount=money_view(credit.amount),
        text=say(f"credit.{credit.memo}", item=moved.title),
        case_id=strawberry.ID(credit.case_id) if moved.returned else None,
    )
