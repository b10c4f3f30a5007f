"""Ticking off what a person had to look at."""

from typing import Annotated

import strawberry
from strawberry import argument, field

from onward.api.context import Info
from onward.api.operations import does
from onward.api.refusals import Refused, keyed
from onward.services import support


@strawberry.type(description="It is ticked off.")
class TaskFinished:
    task_id: strawberry.ID = field(description="Which.")


FinishTaskAnswer = Annotated[
    TaskFinished | Refused,
    strawberry.union("FinishTaskAnswer", description="Ticked off, or why not."),
]


@strawberry.input(description="Something that was looked at.")
class FinishTaskInput:
    task_id: strawberry.ID = field(description="Which.")
    key: str = field(description="The idempotency key: sent twice is one request.")


@strawberry.type(description="What the desk does with its list.")
class TaskMutations:
    @does("Tick a task off; a failed refund is tried once more.")
    async def finish_task(
        self, info: Info, input: Annotated[FinishTaskInput, argument(description="Which.")]
    ) -> FinishTaskAnswer:
        context = info.context
        done = await support.finish_task(
            context.world, context.signed_in(), input.task_id, keyed(input.key)
        )
        return TaskFinished(task_id=strawberry.ID(done))
