"""The desk's hand on a refund that is not paid yet: put on hold until a day, or let go."""

from datetime import datetime

from onward.domain.accounts import Viewer, must_be_staff
from onward.domain.days import end_of_day
from onward.domain.events import Actor, HeldBecause
from onward.domain.holding import HOLDABLE, capped, freed, held
from onward.domain.life import RefundStatus, Who
from onward.domain.refunds import Refund
from onward.domain.refusals import BadInput, NotAllowed, NotFound
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.ports import World
from onward.store import changes
from onward.store.answers import Question


async def hold(
    world: World, viewer: Viewer, case_id: str, refund_id: str, until: datetime, key: str
) -> Story:
    """Keep a refund back to the end of that day, by whoever asks for it; never so long that the
    law's day could be missed. What is paid, or on its way to a bank, cannot be held."""
    must_be_staff(viewer)
    now = await world.clock.now()
    question = Question(viewer.id, key, "holdRefund", [case_id, refund_id, until.isoformat()])

    def decide(story: Story) -> Step:
        refund = _refund(story, refund_id)
        if refund.status not in HOLDABLE:
            raise NotAllowed("REFUND_NOT_HOLDABLE", field="refundId")
        if until <= now:
            raise BadInput("HOLD_IN_THE_PAST", field="until")
        if capped(refund, until, world.policy) <= now:
            raise NotAllowed("LAW_WANTS_IT_PAID", field="until")
        return held(
            story,
            refund,
            HeldBecause.AGENT_DECIDED,
            end_of_day(until, story.order.time_zone),
            viewer.id,
            Actor(Who.AGENT, viewer.id),
            now=now,
            policy=world.policy,
        )

    return await changes.change(case_id, decide, at=now, policy=world.policy, question=question)


async def free(world: World, viewer: Viewer, case_id: str, refund_id: str, key: str) -> Story:
    """Let a refund go on its way, whatever held it."""
    must_be_staff(viewer)
    now = await world.clock.now()
    question = Question(viewer.id, key, "freeRefund", [case_id, refund_id])

    def decide(story: Story) -> Step:
        refund = _refund(story, refund_id)
        if refund.status is not RefundStatus.ON_HOLD:
            raise NotAllowed("REFUND_NOT_HELD", field="refundId")
        return freed(story, refund, Actor(Who.AGENT, viewer.id), now=now, policy=world.policy)

    return await changes.change(case_id, decide, at=now, policy=world.policy, question=question)


def _refund(story: Story, refund_id: str) -> Refund:
    found = next((one for one in story.refunds if one.id == refund_id), None)
    if found is None:
        raise NotFound(field="refundId")
    return found
