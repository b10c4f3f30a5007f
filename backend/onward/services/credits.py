"""Store credit: what somebody has, and taking it for a refund that no bank takes."""

from onward.domain.accounts import Viewer
from onward.domain.credits import Moved, account_of, converted, worth_as_credit
from onward.domain.events import Actor
from onward.domain.life import RefundStatus, Who
from onward.domain.money import Money
from onward.domain.refunds import Payee
from onward.domain.refusals import NotAllowed, NotFound
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.ports import World
from onward.store import changes
from onward.store.answers import Question
from onward.store.credits import balances, moves_of
from onward.store.refunds import case_of


async def mine(viewer: Viewer) -> tuple[Money, ...]:
    """What the viewer can spend here, one amount a currency."""
    return await balances(viewer.id)


async def moves(viewer: Viewer, before: tuple[int, str] | None, limit: int) -> list[Moved]:
    """What came and went of it, newest first."""
    return await moves_of(viewer.id, before, limit)


async def take(world: World, viewer: Viewer, refund_id: str, key: str) -> Story:
    """Store credit in place of a refund that did not get through, for whoever it is owed to, once
    it was offered to them."""
    now = await world.clock.now()
    case_id = await case_of(refund_id)
    if case_id is None:
        raise NotFound(field="refundId")
    question = Question(viewer.id, key, "takeCredit", [refund_id])

    def decide(story: Story) -> Step:
        refund = next((one for one in story.refunds if one.id == refund_id), None)
        if refund is None or account_of(story, refund) != viewer.id:
            raise NotFound(field="refundId")
        if refund.status is not RefundStatus.FAILED or refund.credit_offered_at is None:
            raise NotAllowed("CREDIT_NOT_OFFERED", field="refundId")
        who = Who.BUYER if refund.payee is Payee.BUYER else Who.RETURNER
        on_top = worth_as_credit(refund.amount, world.policy) - refund.amount
        return converted(story, refund, Actor(who, viewer.id), now, on_top)

    return await changes.change(case_id, decide, at=now, policy=world.policy, question=question)
