"""Live: a snapshot first, unless the watcher has the latest already, then one for every change.
Access is asked anew for each payload."""

from collections.abc import AsyncIterator
from typing import Annotated

import strawberry
from strawberry import argument

from onward.api import cursors
from onward.api.bought import bought
from onward.api.context import Info
from onward.api.cursors import Cursor
from onward.api.operations import watches
from onward.api.purchases import Purchase, purchase_view
from onward.api.returns import ReturnCase, seen
from onward.domain.refusals import NotFound
from onward.services import purchases, returns
from onward.services.watching import case_news

Id = Annotated[strawberry.ID, argument(description="Its id.")]
After = Annotated[Cursor | None, argument(description="The `cursor` of what was seen last.")]


@strawberry.type(description="What can be watched live.")
class Subscription:
    @watches("A return as it is now, unless `after` is current, and after every change.")
    async def return_case(
        self, info: Info, id: Id, after: After = None
    ) -> AsyncIterator[ReturnCase]:
        context = info.context
        viewer = context.signed_in()
        if await returns.of_case(viewer, id) is None:
            raise NotFound
        async for story in case_news(id, cursors.version_of(after)):
            yield await seen(context, story)

    @watches("A purchase as it is now, unless `after` is current, and after every change.")
    async def purchase(self, info: Info, id: Id, after: After = None) -> AsyncIterator[Purchase]:
        context, told = info.context, cursors.version_of(after)
        found = await purchases.purchase_of(context.signed_in(), id)
        if found is None:
            raise NotFound
        async for story in case_news(found[0].case_id):
            purchase = story.purchase(id)
            if purchase is None:
                return
            now = await bought(context, purchase, story)
            # What happens in the other half of the story is no news to a buyer.
            if now.version != told:
                told = now.version
                yield purchase_view(context, now)
