"""What a returner does about the other size: have it held, or give it up again."""

from typing import Annotated

import strawberry
from strawberry import argument, field

from onward.api.context import Info
from onward.api.operations import does
from onward.api.refusals import keyed
from onward.api.returning import KEY, CaseInput, ReturnCaseAnswer
from onward.api.returns import seen
from onward.services import exchanges


@strawberry.input(description="The piece that is wanted in place of the returned one.")
class HoldExchangeInput:
    case_id: strawberry.ID = field(description="The return.")
    variant_id: strawberry.ID = field(description="Which one: of the return's exchange options.")
    key: str = field(description=KEY)


@strawberry.type(description="What a returner does about the other size.")
class ExchangeMutations:
    @does(
        "Hold the other size until the first scan, which sends it on its way. What it costs less "
        "than the returned one goes back; EXCHANGE_GONE when there is none left."
    )
    async def hold_exchange(
        self, info: Info, input: Annotated[HoldExchangeInput, argument(description="Which.")]
    ) -> ReturnCaseAnswer:
        context = info.context
        story = await exchanges.hold(
            context.world,
            context.signed_in(),
            input.case_id,
            input.variant_id,
            keyed(input.key),
        )
        return await seen(context, story)

    @does("No exchange after all: the whole refund goes back. Possible until the first scan.")
    async def drop_exchange(
        self, info: Info, input: Annotated[CaseInput, argument(description="Which.")]
    ) -> ReturnCaseAnswer:
        context = info.context
        story = await exchanges.drop(
            context.world, context.signed_in(), input.case_id, keyed(input.key)
        )
        return await seen(context, story)
