"""The desk's hand on money that is not paid yet, and a person's on what no bank takes."""

from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import argument, field

from onward.api.context import Info
from onward.api.operations import does
from onward.api.refusals import Refused, keyed
from onward.api.returning import KEY, ReturnCaseAnswer
from onward.api.returns import seen
from onward.domain.refusals import BadInput
from onward.services import credits as store_credit
from onward.services import holding


@strawberry.type(description="It is store credit now.")
class CreditTaken:
    refund_id: strawberry.ID = field(description="Of which refund.")


TakeCreditAnswer = Annotated[
    CreditTaken | Refused,
    strawberry.union("TakeCreditAnswer", description="Taken, or why not."),
]


@strawberry.input(description="A refund that waits for a person from now on.")
class HoldRefundInput:
    case_id: strawberry.ID = field(description="The return it belongs to.")
    refund_id: strawberry.ID = field(description="The refund.")
    until: datetime = field(
        description="The day at whose end it goes on by itself; never too late for the law's day."
    )
    key: str = field(description=KEY)


@strawberry.input(description="A refund of a return.")
class RefundInput:
    case_id: strawberry.ID = field(description="The return it belongs to.")
    refund_id: strawberry.ID = field(description="The refund.")
    key: str = field(description=KEY)


@strawberry.input(description="A refund that was offered as store credit.")
class TakeCreditInput:
    refund_id: strawberry.ID = field(description="The refund.")
    key: str = field(description=KEY)


@strawberry.type(description="What is done with money that is not paid yet.")
class MoneyMutations:
    @does("The desk puts a refund on hold, under the name of whoever asks, until a day.")
    async def hold_refund(
        self, info: Info, input: Annotated[HoldRefundInput, argument(description="Which.")]
    ) -> ReturnCaseAnswer:
        context = info.context
        if input.until.tzinfo is None:
            raise BadInput(field="until")
        story = await holding.hold(
            context.world,
            context.signed_in(),
            input.case_id,
            input.refund_id,
            input.until,
            keyed(input.key),
        )
        return await seen(context, story)

    @does("The desk lets a refund go on its way.")
    async def free_refund(
        self, info: Info, input: Annotated[RefundInput, argument(description="Which.")]
    ) -> ReturnCaseAnswer:
        context = info.context
        story = await holding.free(
            context.world, context.signed_in(), input.case_id, input.refund_id, keyed(input.key)
        )
        return await seen(context, story)

    @does("Take store credit for a refund that did not get through, once that is offered.")
    async def take_credit(
        self, info: Info, input: Annotated[TakeCreditInput, argument(description="Which.")]
    ) -> TakeCreditAnswer:
        context = info.context
        await store_credit.take(
            context.world, context.signed_in(), input.refund_id, keyed(input.key)
        )
        return CreditTaken(refund_id=input.refund_id)
