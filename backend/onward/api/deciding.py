"""What the desk decides about a return, and the return it starts for a caller."""

from typing import Annotated

import strawberry
from strawberry import argument, field

from onward.api.context import Info
from onward.api.enums import ClaimResolution, Fault, Grade, ReviewReason
from onward.api.operations import does
from onward.api.refusals import keyed
from onward.api.returning import (
    KEY,
    ReturnCaseAnswer,
    StartReturnAnswer,
    StartReturnInput,
    started,
)
from onward.api.returns import seen
from onward.domain.accounts import must_be_staff
from onward.domain.claims import Settlement
from onward.domain.money import Money
from onward.domain.refusals import BadInput
from onward.services import claims, condition


@strawberry.input(description="An agent's word on condition.")
class DecideReviewInput:
    case_id: strawberry.ID = field(description="The return.")
    grade: Grade = field(description="The grade.")
    accept: bool = field(description="Whether it may go straight to its next owner.")
    because: ReviewReason | None = field(
        default=None, description="Why, where it departs from what was proposed or says no."
    )
    key: str = field(description=KEY)


@strawberry.input(description="What the warehouse found when it looked itself.")
class InspectItemInput:
    case_id: strawberry.ID = field(description="The return.")
    grade: Grade = field(description="The grade that the piece in hand deserves.")
    key: str = field(description=KEY)


@strawberry.input(description="An amount of one currency.")
class AmountInput:
    amount_minor: int = field(description="In minor units (cents, pence, yen), above zero.")
    currency: str = field(description="ISO 4217 code, as it was paid in.")


@strawberry.input(description="An agent's decision on a claim.")
class SettleClaimInput:
    case_id: strawberry.ID = field(description="The return.")
    resolution: ClaimResolution = field(description="How.")
    fault: Fault = field(
        default=Fault.UNKNOWN, description="Whose doing it was; it decides the thank-you alone."
    )
    amount: AmountInput | None = field(
        default=None, description="How much goes back, with tax; for a partial refund only."
    )
    key: str = field(description=KEY)


@strawberry.type(description="What the desk does with a return.")
class DeskReturnMutations:
    @does("The desk decides on condition after a look.")
    async def decide_review(
        self, info: Info, input: Annotated[DecideReviewInput, argument(description="What.")]
    ) -> ReturnCaseAnswer:
        context = info.context
        story = await condition.decide_review(
            context.world,
            context.signed_in(),
            input.case_id,
            input.grade,
            input.accept,
            keyed(input.key),
            input.because,
        )
        return await seen(context, story)

    @does("The warehouse says what it found.")
    async def inspect_item(
        self, info: Info, input: Annotated[InspectItemInput, argument(description="What.")]
    ) -> ReturnCaseAnswer:
        context = info.context
        story = await condition.inspect(
            context.world, context.signed_in(), input.case_id, input.grade, keyed(input.key)
        )
        return await seen(context, story)

    @does("The desk settles a buyer's claim.")
    async def settle_claim(
        self, info: Info, input: Annotated[SettleClaimInput, argument(description="How.")]
    ) -> ReturnCaseAnswer:
        context = info.context
        amount = _given(input.amount) if input.amount else None
        settlement = Settlement(input.resolution, input.fault, amount)
        story = await claims.settle(
            context.world, context.signed_in(), input.case_id, settlement, keyed(input.key)
        )
        return await seen(context, story)

    @does("The desk starts a return for a caller: no photos, to the warehouse.")
    async def start_return_for(
        self, info: Info, input: Annotated[StartReturnInput, argument(description="What.")]
    ) -> StartReturnAnswer:
        must_be_staff(info.context.signed_in())
        return await started(info, input)


def _given(amount: AmountInput) -> Money:
    try:
        return Money(amount.amount_minor, amount.currency)
    except ValueError as unknown:
        raise BadInput("CLAIM_OTHER_CURRENCY", field="amount") from unknown
