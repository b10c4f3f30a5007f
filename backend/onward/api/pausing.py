"""Stops of the peer path, as a lead or the merchant writes and lifts them, and as the desk sees
which ones stand."""

from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import argument, field

from onward.api.context import Info
from onward.api.enums import StopReason, StopScope
from onward.api.operations import does
from onward.api.refusals import Refused
from onward.domain.stops import Pause, Stop, stop_of
from onward.services import pausing
from onward.services.pausing import Swept


@strawberry.type(description="What is kept off the peer path until somebody opens it again.")
class PeerStop:
    scope: StopScope = field(description="How much of the shop.")
    name: str = field(description="The category or the SKU; empty for everything.")
    since: datetime = field(description="Since when it stands.")
    because: StopReason = field(description="Why.")


@strawberry.type(description="What a stop did to the returns that were under way.")
class StopSwept:
    sent_to_warehouse: int = field(description="Returns that go to the warehouse now.")
    listings: int = field(description="Of them, how many were on offer.")
    questions: int = field(description="Of them, how many somebody was being asked about.")
    buyers: int = field(description="Of them, how many had a buyer, who is made whole.")
    codes: int = field(description="Of them, how many had a code that led to a buyer.")
    on_their_way: int = field(description="Handed in before, so they go on to their buyers.")
    told: int = field(
        description="In a recall: buyers who have one, or are about to, and are told now."
    )
    failed: int = field(description="Could not be moved; saying it again tries these again.")


@strawberry.type(description="The stops that stand, and what was done just now.")
class PeerStops:
    stops: list[PeerStop] = field(description="Every stop that stands, the latest first.")
    swept: StopSwept | None = field(description="What the stop did; null after lifting one.")


PauseAnswer = Annotated[
    PeerStops | Refused,
    strawberry.union("PauseAnswer", description="The stops as they are now, or why not."),
]


@strawberry.input(description="What to take off the peer path.")
class PausePeerInput:
    scope: StopScope = field(description="How much of the shop.")
    name: str = field(default="", description="The category or the SKU; none for everything.")
    because: StopReason = field(description="Why.")


@strawberry.input(description="What to open again.")
class ResumePeerInput:
    scope: StopScope = field(description="As it was stopped.")
    name: str = field(default="", description="As it was stopped.")


@strawberry.type(description="What leads and the merchant stop and open again.")
class PauseMutations:
    @does("Take a SKU, a category or everything off the peer path at once; twice is once.")
    async def pause_peer(
        self, info: Info, input: Annotated[PausePeerInput, argument(description="What.")]
    ) -> PauseAnswer:
        context = info.context
        stop = _stop(input.scope, input.name)
        swept = await pausing.pause_as(context.world, context.signed_in(), stop, input.because)
        return PeerStops(stops=await stops(), swept=_swept_view(swept))

    @does("Let new returns of it go to other customers again.")
    async def resume_peer(
        self, info: Info, input: Annotated[ResumePeerInput, argument(description="What.")]
    ) -> PauseAnswer:
        context = info.context
        stop = _stop(input.scope, input.name)
        await pausing.resume_as(context.world, context.signed_in(), stop)
        return PeerStops(stops=await stops(), swept=None)


async def stops() -> list[PeerStop]:
    """Every stop that stands."""
    return [_view(one) for one in await pausing.standing()]


def _stop(scope: StopScope, name: str) -> Stop:
    return Stop(scope, "" if scope is StopScope.ALL else name)


def _view(pause: Pause) -> PeerStop:
    stop = stop_of(pause.id)
    return PeerStop(scope=stop.scope, name=stop.name, since=pause.at, because=pause.because)


def _swept_view(swept: Swept) -> StopSwept:
    done = swept.done
    return StopSwept(
        sent_to_warehouse=done.cases,
        listings=done.listings,
        questions=done.questions,
        buyers=done.buyers,
        codes=done.codes,
        on_their_way=swept.on_their_way,
        told=swept.told,
        failed=swept.failed,
    )
