"""The demo bar's one mutation and the people of the demo. What they do is lent by the demo room;
in any other mode nothing is lent, and the answer is a refusal."""

from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import argument, field

from onward.api.context import Info
from onward.api.enums import DemoCommand, Role
from onward.api.operations import does
from onward.api.refusals import Refused
from onward.domain.refusals import NotAllowed


@strawberry.type(description="Somebody a visitor of the demo can be.")
class DemoPerson:
    name: str = field(description="Their name.")
    role: Role = field(description="What their account may do.")
    shows: str = field(description="What there is to see as them.")
    sign_in_url: str = field(description="Follow it to be them.")


@strawberry.type(description="It was done.")
class DemoDone:
    text: str = field(description="What happened, in a sentence.")
    now: datetime = field(description="The shop's clock.")


DemoAnswer = Annotated[
    DemoDone | Refused,
    strawberry.union("DemoAnswer", description="What happened, or why nothing did."),
]


@strawberry.input(description="What the demo bar shall do.")
class DemoInput:
    command: DemoCommand = field(description="What.")
    case_id: strawberry.ID | None = field(default=None, description="With which return's parcel.")
    purchase_id: strawberry.ID | None = field(
        default=None, description="With which purchase's parcel."
    )


@strawberry.type(description="What the demo bar does.")
class DemoMutations:
    @does("Play the counter, the carrier or the clock. Demo mode only.")
    async def demo(
        self, info: Info, input: Annotated[DemoInput, argument(description="What.")]
    ) -> DemoAnswer:
        context = info.context
        if context.demo is None:
            raise NotAllowed("DEMO_ONLY")
        text, now = await context.demo.do(
            context.viewer, input.command.value, input.case_id, input.purchase_id
        )
        return DemoDone(text=text, now=now)
