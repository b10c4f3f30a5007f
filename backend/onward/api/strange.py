"""What the outside told us and nobody understood, and how the provider's book and ours compare."""

from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import argument, field

from onward.api.context import Info
from onward.api.enums import BookDiffers, MessageSource
from onward.api.money import Money, money_or_none
from onward.api.operations import does
from onward.api.refusals import Refused
from onward.domain import reconciling, strange
from onward.domain.money import Money as Amount
from onward.messages import difference_text
from onward.services import strangers


@strawberry.type(
    description="A genuine message of a carrier or payment provider that says nothing we know."
)
class StrangeMessage:
    id: strawberry.ID = field(description="Its id.")
    source: MessageSource = field(description="Who sent it.")
    kind: str = field(description="The sender's own word for it.")
    body: str = field(description="What it says; empty once somebody has seen it.")
    received_at: datetime = field(description="When it came.")
    seen_at: datetime | None = field(description="When somebody looked at it; null until then.")


@strawberry.type(description="A line on which the provider's book and ours differ.")
class BookDifference:
    kind: BookDiffers = field(description="How they differ.")
    text: str = field(description="The same in words.")
    provider_ref: str = field(description="The provider's name for it; empty for a whole case.")
    ours: Money | None = field(description="What our book says; null where it has no such line.")
    theirs: Money | None = field(description="What the provider says; null likewise.")
    case_id: strawberry.ID | None = field(description="The return it concerns, where one is known.")


@strawberry.type(description="One comparison of the provider's book with ours.")
class Reconciliation:
    at: datetime = field(description="When it was made.")
    since: datetime = field(description="From when on movements were compared.")
    compared: int = field(description="How many of the provider's movements were looked at.")
    differences: list[BookDifference] = field(description="Every line that differs.")


SawStrangeMessageAnswer = Annotated[
    StrangeMessage | Refused,
    strawberry.union("SawStrangeMessageAnswer", description="It as it is kept now, or why not."),
]


@strawberry.input(description="A message that a person has looked at.")
class SawStrangeMessageInput:
    id: strawberry.ID = field(description="Which.")


@strawberry.type(description="What leads do about messages that nobody understood.")
class StrangeMutations:
    @does("Say that a strange message was looked at; what it says is dropped.")
    async def saw_strange_message(
        self, info: Info, input: Annotated[SawStrangeMessageInput, argument(description="Which.")]
    ) -> SawStrangeMessageAnswer:
        context = info.context
        return strange_view(await strangers.saw(context.world, context.signed_in(), input.id))


def strange_view(message: strange.StrangeMessage) -> StrangeMessage:
    return StrangeMessage(
        id=strawberry.ID(message.id),
        source=message.source,
        kind=message.kind,
        body=message.body,
        received_at=message.received_at,
        seen_at=message.seen_at,
    )


def reconciliation_view(made: reconciling.Reconciliation) -> Reconciliation:
    return Reconciliation(
        at=made.at,
        since=made.since,
        compared=made.compared,
        differences=[_difference(one) for one in made.differences],
    )


def _difference(one: reconciling.Difference) -> BookDifference:
    return BookDifference(
        kind=one.differs,
        text=difference_text(one.differs),
        provider_ref=one.provider_ref,
        ours=_amount(one.ours, one.currency),
        theirs=_amount(one.theirs, one.currency),
        case_id=strawberry.ID(one.case_id) if one.case_id else None,
    )


def _amount(minor: int | None, currency: str) -> Money | None:
    return money_or_none(Amount(minor, currency) if minor is not None else None)
