"""Giving back what is owed, making a buyer whole, and the end of a case once nothing is owed."""

from datetime import datetime

from onward.domain.chargebacks import paid_twice, stopped
from onward.domain.claiming import withholds_bonus
from onward.domain.credits import NO_PAYOUTS, converted, granted, pays_credit, worth_as_credit
from onward.domain.events import (
    SYSTEM,
    Because,
    Closed,
    MatchReleased,
    Recorded,
    RefundFreed,
    RefundScheduled,
)
from onward.domain.holding import freed
from onward.domain.ids import RefundId, TaskId
from onward.domain.life import ClaimStatus, PurchaseStatus, RefundStatus, Stage
from onward.domain.listings import Match, Purchase
from onward.domain.money import Money, zero
from onward.domain.paying import failed, key_of, pending, sent, succeeded
from onward.domain.payouts import (
    all_paid,
    bonus_earned,
    buyer_refunded,
    buyer_replaced,
    is_settled,
)
from onward.domain.receipts import is_kept, wants_same
from onward.domain.refunds import Refund, RefundDestination, RefundFor
from onward.domain.refusals import Impossible
from onward.domain.shop import Charge
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.ports import RefundTaken, World
from onward.store import changes, orders, outbox
from onward.store import ledger as book
from onward.store.refunds import taken_of

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
    """Have the provider carry out what is owed, or grant it where it is store credit. One try never
    pays twice, whatever asked for it."""
    event = cause.event
    if not isinstance(event, RefundScheduled | RefundFreed):
        raise Impossible(f"{event.kind} submits no refund")
    refund = _refund(story, event.refund_id)
    if refund.status is not RefundStatus.SCHEDULED and not _is_kept_back(refund):
        return story
    charge = await _charge_of(refund)
    answer = await _unheard(world, cause, story, refund, charge)
    if answer is None:
        if refund.status is not RefundStatus.SCHEDULED:
            return story
        now = await world.clock.now()
        if stopped(story, refund, charge, now, world.policy) is not None:
            return await _keep_back(world, story, refund.id, charge, now)
        await _must_be_covered(refund, charge)
        answer = await _carried_out(world, story, refund, charge)
    return await _written_down(world, story, refund, answer, in_credit=pays_credit(refund, charge))


async def _written_down(
    world: World, story: Story, asked: Refund, answer: RefundTaken, *, in_credit: bool
) -> Story:
    """What became of the try that was `asked` for."""
    now = await world.clock.now()
    task_id = TaskId(world.tokens.id())

    def decide(story: Story) -> Step | None:
        refund, step = _refund(story, asked.id), Step()
        if refund.tries != asked.tries:
            # Somebody else has written this answer down, and another try has begun.
            return None
        if _is_kept_back(refund) and not in_credit and answer.status != "failed":
            # That came while the provider was at it: the money is gone all the same.
            step = _let_out(world, story, refund, now, task_id)
            story = story.with_rows(step.rows)
            refund = _refund(story, refund.id)
        if refund.status is not RefundStatus.SCHEDULED:
            return None
        if in_credit:
            return granted(story, refund, SYSTEM, now, _on_top(world, refund))
        return step.join(_answered(world, story, refund, answer, now, task_id))

    return await changes.change(story.case.id, decide, at=now, policy=world.policy, seen=story)


def _is_kept_back(refund: Refund) -> bool:
    return refund.status is RefundStatus.ON_HOLD or refund.paid_by_bank


async def _unheard(
    world: World, cause: Recorded, story: Story, refund: Refund, charge: Charge | None
) -> RefundTaken | None:
    """What an earlier try did and nobody heard; None where there was none, or it did nothing."""
    if charge is None or pays_credit(refund, charge) or not await outbox.tried_before(cause):
        return None
    return await world.payments.refund_under(charge.provider_ref, key_of(story, refund))


def _let_out(world: World, story: Story, refund: Refund, now: datetime, task_id: TaskId) -> Step:
    if refund.paid_by_bank:
        return paid_twice(story, refund, now, task_id)
    return freed(story, refund, SYSTEM, now=now, policy=world.policy)


async def _keep_back(
    world: World, story: Story, refund_id: RefundId, charge: Charge | None, now: datetime
) -> Story:
    """A bank asks for that charge back: nothing of it goes out meanwhile."""

    def decide(story: Story) -> Step | None:
        refund = _refund(story, refund_id)
        if refund.status is not RefundStatus.SCHEDULED:
            return None
        return stopped(story, refund, charge, now, world.policy)

    return await changes.change(story.case.id, decide, at=now, policy=world.policy, seen=story)


async def _charge_of(refund: Refund) -> Charge | None:
    charges = await orders.charges([refund.charge_id] if refund.charge_id else [])
    return charges.get(refund.charge_id or "")


async def _must_be_covered(refund: Refund, charge: Charge | None) -> None:
    """Nobody gets back more than was taken. That cannot be, so nothing is paid until somebody has
    looked."""
    if charge is None:
        return
    taken = await taken_of(charge.id, refund.id)
    if taken + refund.amount.minor > charge.amount.minor:
        raise Impossible(f"refund {refund.id} gives back more than charge {charge.id} took")


async def _carried_out(
    world: World, story: Story, refund: Refund, charge: Charge | None
) -> RefundTaken:
    if pays_credit(refund, charge) or refund.amount.minor == 0:
        # Nobody has to be asked.
        return RefundTaken("", "succeeded")
    key = key_of(story, refund)
    if refund.purpose is RefundFor.BONUS:
        return await world.payments.pay_out(story.case.returner_id, refund.amount, key)
    if charge is None:
        raise Impossible(f"refund {refund.id} names no charge")
    return await world.payments.refund(charge.provider_ref, refund.amount, key)


def _answered(
    world: World,
    story: Story,
    refund: Refund,
    answer: RefundTaken,
    now: datetime,
    task_id: TaskId,
) -> Step:
    if answer.failure == NO_PAYOUTS:
        return converted(story, refund, SYSTEM, now, zero(refund.amount.currency))
    step = sent(refund, answer.provider_ref, now)
    story = story.with_rows(step.rows)
    refund = _refund(story, refund.id)
    if answer.status == "succeeded":
        return step.join(succeeded(story, refund, now))
    if answer.status == "pending":
        return step.join(pending(refund))
    why = answer.failure or "unknown"
    return step.join(failed(story, refund, why, now, world.policy, task_id))


def _on_top(world: World, refund: Refund) -> Money:
    """What store credit is worth above the money; only who chose it, or is given a gift's, has
    that, not who gets back what they paid in credit."""
    if refund.destination is RefundDestination.STORE_CREDIT:
        return worth_as_credit(refund.amount, world.policy) - refund.amount
    return zero(refund.amount.currency)


async def make_buyer_whole(world: World, cause: Recorded, story: Story) -> Story:
    """The buyer of a released match: the same item from stock where we failed them and there is
    one, else all their money back. A purchase that was never paid needs neither."""
    event = cause.event
    if not isinstance(event, MatchReleased):
        raise Impossible(f"{event.kind} makes nobody whole")
    _, purchase = _released_sale(story, event)
    if purchase is None or purchase.charge_id is None or _is_whole(purchase):
        return story
    from_stock = event.because in FROM_STOCK or wants_same(story, event.match_id)
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
    """The returner's thank-you, once the buyer is content or a claim is settled, unless a person
    found that what was wrong was the returner's doing."""
    if withholds_bonus(cause):
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
    if case.stage is Stage.CLAIMED or is_kept(story):
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
