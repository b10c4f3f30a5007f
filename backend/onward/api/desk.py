"""The way in for agents: search, what waits for a person, and a case's file."""

from datetime import date, datetime
from typing import Annotated

import strawberry
from strawberry import argument, field

from onward.api.briefs import OrderBrief, order_brief
from onward.api.context import Context, Info
from onward.api.cursors import Cursor, page_size
from onward.api.enums import Party, SearchKind
from onward.api.later import later
from onward.api.operations import reads
from onward.api.orders import OrderLine, line_views
from onward.api.pausing import PeerStop, stops
from onward.api.quality import QualityReport, report_view
from onward.api.returns import ReturnCase, seen
from onward.api.reviewing import ReviewSheet, sheet_view
from onward.api.statements import (
    Statement,
    StockMoves,
    day_statement,
    person_statement,
    stock_page,
)
from onward.api.strange import (
    Reconciliation,
    StrangeMessage,
    reconciliation_view,
    strange_view,
)
from onward.api.support import CaseFile, Task, file_view, task_view
from onward.domain.story import Story
from onward.messages import day
from onward.services import catalogue, quality, reconciling, reviewing, strangers, support
from onward.services.catalogue import OrderTree

First = Annotated[int, argument(description="How many at most, up to 100.")]
After = Annotated[Cursor | None, argument(description="The `endCursor` of the page before.")]
TaskKind = Annotated[
    str | None, argument(description="Of this kind alone: REVIEW_CONDITION. Any, if left out.")
]


@strawberry.type(description="An order or a return that a search found.")
class SearchHit:
    kind: SearchKind = field(description="Which of the two it is.")
    order: OrderBrief | None = field(description="The order.")
    return_case: ReturnCase | None = field(description="The return, where it is one.")
    title: str = field(description="The order's number, or what comes back.")
    subtitle: str = field(description="When, or where it stands.")
    lines: list[OrderLine] = field(description="The order's lines; empty for a return.")


@strawberry.type(description="The agent's desk.")
class Desk:
    @reads("Find orders and returns; at least three characters.")
    async def search(
        self,
        info: Info,
        text: Annotated[
            str,
            argument(description="Order number, e-mail, reference, tracking number or code."),
        ],
        first: First = 20,
    ) -> list[SearchHit]:
        context = info.context
        found = await support.search(context.signed_in(), text, page_size(first))
        now = await context.world.clock.now()
        trees = await catalogue.trees(found.orders)
        cases = [await _case_hit(context, story) for story in found.cases]
        return [*cases, *(_order_hit(context, tree, now) for tree in trees)][:first]

    @reads("The time by the shop's clock, which what is due is counted from.")
    async def now(self, info: Info) -> datetime:
        return await info.context.world.clock.now()

    @reads("What waits for a person, the most urgent first.")
    async def tasks(self, info: Info, first: First = 50, kind: TaskKind = None) -> list[Task]:
        context = info.context
        waiting = await support.tasks(context.signed_in(), page_size(first), kind)
        return [await task_view(context, task, story) for task, story in waiting]

    @reads("What a piece is judged by, before and after it was sent on.")
    async def review(
        self, info: Info, id: Annotated[strawberry.ID, argument(description="The case's id.")]
    ) -> ReviewSheet | None:
        context = info.context
        found = await reviewing.sheet(context.world, context.signed_in(), id)
        return await sheet_view(context, found) if found else None

    @reads("How often grades held at the other end.")
    async def quality(self, info: Info) -> QualityReport:
        return report_view(await quality.report(info.context.signed_in()), info)

    @reads("What is kept off the peer path now, the latest first.")
    async def peer_stops(self) -> list[PeerStop]:
        return await stops()

    @reads("A day of the book, a day of UTC; for a lead or a merchant.")
    async def statement(
        self,
        info: Info,
        day: Annotated[date, argument(description="The day.")],
        first: Annotated[int, argument(description="Of how many events, up to 100.")] = 50,
        after: After = None,
    ) -> Statement:
        return await day_statement(info.context, day, first, after)

    @reads("All of one person's own money, of the two of a case; for a lead or a merchant.")
    async def person_statement(
        self,
        info: Info,
        id: Annotated[strawberry.ID, argument(description="The case's id.")],
        party: Annotated[Party, argument(description="Which of the two.")],
    ) -> Statement:
        return await person_statement(info.context, id, party)

    @reads("What returns mean for stock, oldest first; for a lead's or a merchant's ERP.")
    async def stock_moves(
        self,
        info: Info,
        first: Annotated[int, argument(description="Of how many events, up to 100.")] = 100,
        after: After = None,
    ) -> StockMoves:
        return await stock_page(info.context, first, after)

    @reads("Messages of the outside that nobody understood and nobody has seen; for a lead.")
    async def strange_messages(self, info: Info, first: First = 20) -> list[StrangeMessage]:
        found = await strangers.unseen(info.context.signed_in(), page_size(first))
        return [strange_view(one) for one in found]

    @reads("The latest comparison of the payment provider's book with ours; null before the first.")
    async def reconciliation(self, info: Info) -> Reconciliation | None:
        made = await reconciling.latest(info.context.signed_in())
        return reconciliation_view(made) if made else None

    @reads("A case's whole story, for somebody who is on the line.")
    async def case(
        self,
        info: Info,
        id: Annotated[strawberry.ID, argument(description="The case's id.")],
        caller: Annotated[Party, argument(description="Who is calling.")],
    ) -> CaseFile | None:
        file = await support.case_file(info.context.signed_in(), id)
        return await file_view(info.context, file, caller) if file else None


async def _case_hit(context: Context, story: Story) -> SearchHit:
    case = await seen(context, story)
    return SearchHit(
        kind=SearchKind.CASE,
        order=order_brief(story.order, story.charge),
        return_case=case,
        title=f"{story.case.reference} · {story.line.title}",
        subtitle=case.headline,
        lines=[],
    )


def _order_hit(context: Context, tree: OrderTree, now: datetime) -> SearchHit:
    order = tree.order
    return SearchHit(
        kind=SearchKind.ORDER,
        order=order_brief(order, tree.charge),
        return_case=None,
        title=order.number,
        subtitle=day(order.placed_at, order.time_zone),
        lines=later(lambda: line_views(context, tree, now)),
    )
