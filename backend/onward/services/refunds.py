"""Giving back what is owed, making a buyer whole, and the end of a case once nothing is owed."""

from dataclasses import replace
from datetime import datetime

from onward.domain import ledger
from onward.domain.claims import ClaimResolution
from onward.domain.events import (
    SYSTEM,
    Because,
    ClaimSettled,
    Closed,
    Event,
    MatchReleased,
    Recorded,
    RefundFailed,
    RefundPending,
    RefundScheduled,
    RefundSubmitted,
    RefundSucceeded,
    TaskKind,
    TaskOpened,
)
from onward.domain.ids import RefundId, TaskId
from onward.domain.ledger import Book
from onward.domain.life import (
    REFUND,
    ClaimStatus,
    PurchaseStatus,
    RefundStatus,
    Stage,
    moved,
)
from onward.domain.listings import Match, Purchase
from onward.domain.payouts import (
    all_paid,
    bonus_earned,
    buyer_refunded,
    buyer_replaced,
    is_settled,
)
from onward.domain.refunds import Payee, Refund, RefundFor
from onward.domain.refusals import Impossible
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.tasks import Task
from onward.ports import RefundTaken, World
from onward.store import changes, orders
from onward.store import ledger as book

FROM_STOCK = frozenset(
    {
        Because.NOT_SHIPPED,
        Because.SUPERSEDED_CODE,
        Because.WITHDRAWN,
        Because.RETURNER_CHOSE,
        Because.AGENT_DECIDED,
        Because.NO_BUYER,
    }
)


async def submit_refund(world: World, cause: Recorded, story: Story) -> Story:
    """Have the provider carry out what is owed; the same cause never pays twice."""
    event = cause.event
    if not isinstance(event, RefundScheduled):
        raise Impossible(f"{event.kind} submits no refund")
    refund = _refund(story, event.refund_id)
    if refund.status not in (RefundStatus.SCHEDULED, RefundStatus.FAILED):
        return story
    answer = await _carried_out(world, story, refund, f"{cause.id}:refund")
    now = await world.clock.now()
    task_id = TaskId(world.tokens.id())

    def decide(story: Story) -> Step | None:
        refund = _refund(story, event.refund_id)
        if refund.status not in (RefundStatus.SCHEDULED, RefundStatus.FAILED):
            return None
        submitted = replace(
            refund,
            status=moved(REFUND, refund.status, RefundStatus.SUBMITTED),
            submitted_at=now,
            provider_ref=answer.provider_ref,
            tries=refund.tries + 1,
        )
        step = Step().say(SYSTEM, RefundSubmitted(refund.id))
        return step.join(_answered(story, submitted, answer, now, task_id))

    return await changes.change(cause.case_id, decide, at=now, policy=world.policy, seen=story)


async def _carried_out(world: World, story: Story, refund: Refund, key: str) -> RefundTaken:
    if refund.purpose is RefundFor.BONUS:
        return await world.payments.pay_out(story.case.returner_id, refund.amount, key)
    charges = await orders.charges([refund.charge_id] if refund.charge_id else [])
    charge = charges.get(refund.charge_id or "")
    if charge is None:
        raise Impossible(f"refund {refund.id} names no charge")
    return await world.payments.refund(charge.provider_ref, refund.amount, key)


def _answered(
    story: Story, refund: Refund, answer: RefundTaken, now: datetime, task_id: TaskId
) -> Step:
    if answer.status == "succeeded":
        payable = Book.BUYER_PAYABLE if refund.payee is Payee.BUYER else Book.RETURNER_PAYABLE
        status = moved(REFUND, refund.status, RefundStatus.SUCCEEDED)
        event: Event = RefundSucceeded(refund.id, refund.amount)
        paid = ledger.paid_out(refund.amount, payable)
        return Step().put(replace(refund, status=status, succeeded_at=now)).say(SYSTEM, event, paid)
    if answer.status == "pending":
        status = moved(REFUND, refund.status, RefundStatus.PENDING)
        return Step().put(replace(refund, status=status)).say(SYSTEM, RefundPending(refund.id))
    status = moved(REFUND, refund.status, RefundStatus.FAILED)
    task = Task(task_id, story.case.id, TaskKind.REFUND_FAILED, now, refund.due_at)
    event = RefundFailed(refund.id, answer.failure or "unknown")
    step = Step().put(replace(refund, status=status), task).say(SYSTEM, event)
    return step.say(SYSTEM, TaskOpened(task_id, TaskKind.REFUND_FAILED))


async def make_buyer_whole(world: World, cause: Recorded, story: Story) -> Story:
    """The buyer of a released match: the same item from stock where we failed them and there is
    one, else all their money back. A purchase that was never paid needs neither."""
    event = cause.event
    if not isinstance(event, MatchReleased):
        raise Impossible(f"{event.kind} makes nobody whole")
    _, purchase = _released_sale(story, event)
    if purchase is None or purchase.charge_id is None or _is_whole(purchase):
        return story
    from_stock = event.because in FROM_STOCK
    replaced = from_stock and await world.stock.hold(story.variant.sku, f"{cause.id}:stock")
    now = await world.clock.now()
    refund_id = RefundId(world.tokens.id())

    def decide(story: Story) -> Step | None:
        match, purchase = _released_sale(story, event)
        if purchase is None or match is None or _is_whole(purchase):
            return None
        if replaced:
            return buyer_replaced(match, purchase)
        return buyer_refunded(story, purchase, refund_id, now, world.policy)

    return await changes.change(cause.case_id, decide, at=now, policy=world.policy, seen=story)


async def earn_bonus(world: World, cause: Recorded, story: Story) -> Story:
    """The returner's thank-you, once the buyer is content or a claim was not upheld."""
    event = cause.event
    if isinstance(event, ClaimSettled) and event.resolution != ClaimResolution.REJECT.value:
        return story
    now = await world.clock.now()
    refund_id = RefundId(world.tokens.id())

    def decide(story: Story) -> Step:
        return bonus_earned(story, refund_id, now, world.policy)

    return await changes.change(cause.case_id, decide, at=now, policy=world.policy, seen=story)


async def close(world: World, cause: Recorded, story: Story) -> Story:
    """Close a case that has come to its end, when its book balances to the cent and not before."""
    now = await world.clock.now()
    owed = await book.owed(cause.case_id)

    def decide(story: Story) -> Step | None:
        return Step().say(SYSTEM, Closed()) if _may_close(story) and not owed else None

    return await changes.change(cause.case_id, decide, at=now, policy=world.policy, seen=story)


def _may_close(story: Story) -> bool:
    case, claim = story.case, story.claim
    if not (is_settled(story) and all_paid(story)):
        return False
    if case.stage is Stage.CONFIRMED:
        return story.bonus is not None or case.bonus is None or case.bonus.minor == 0
    if case.stage is Stage.CLAIMED:
        return claim is not None and claim.status is ClaimStatus.RESOLVED
    return case.stage is Stage.RECEIVED


def _released_sale(story: Story, event: MatchReleased) -> tuple[Match | None, Purchase | None]:
    match = next((one for one in story.matches if one.id == event.match_id), None)
    return match, story.purchase(match.purchase_id) if match else None


def _is_whole(purchase: Purchase) -> bool:
    whole = (PurchaseStatus.REPLACED_FROM_STOCK, PurchaseStatus.REFUNDED, PurchaseStatus.CANCELED)
    return purchase.status in whole


def _refund(story: Story, refund_id: RefundId) -> Refund:
    return next(refund for refund in story.refunds if refund.id == refund_id)
