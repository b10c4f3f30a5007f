"""The buyer's money: taken for a unit that is held for them, or the unit let go."""

from dataclasses import replace
from datetime import datetime

from onward.domain import ledger
from onward.domain.credits import METHOD, spent
from onward.domain.diversions import ended, released
from onward.domain.events import (
    SYSTEM,
    Because,
    Matched,
    Recorded,
    Reserved,
)
from onward.domain.ids import ChargeId, RefundId
from onward.domain.life import (
    MATCH,
    PURCHASE,
    ListingStatus,
    MatchStatus,
    PurchaseStatus,
    Stage,
    moved,
)
from onward.domain.listings import Purchase
from onward.domain.payouts import buyer_refunded
from onward.domain.refusals import Impossible, PaymentDeclined
from onward.domain.shop import Charge, ChargeStatus
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.swapping import is_exchange
from onward.ports import Captured, World
from onward.store import cases, changes


async def take_payment(world: World, cause: Recorded, story: Story) -> Story:
    """Take the buyer's money for a unit that is held for them. No money, no code to them."""
    event = cause.event
    if not isinstance(event, Reserved):
        raise Impossible(f"{event.kind} takes no payment")
    purchase = story.purchase(event.purchase_id)
    if purchase is None or purchase.charge_id is not None:
        return story
    if is_exchange(story, purchase.id):
        # Paid out of a refund, once that is owed.
        return story
    if purchase.method == METHOD:
        return await _spend(world, cause, story, event, purchase)
    key = f"{cause.id}:payment"
    try:
        captured = await world.payments.capture(purchase.total, purchase.method, purchase.id, key)
    except PaymentDeclined:
        return await _let_go(world, story, event)
    now = await world.clock.now()
    charge = _charge(purchase, captured, ChargeId(cause.id), now)
    refund_id = RefundId(world.tokens.id())

    def decide(story: Story) -> Step | None:
        return _paid(world, story, event, charge, refund_id, now)

    return await changes.change(cause.case_id, decide, at=now, policy=world.policy, seen=story)


async def _spend(
    world: World, cause: Recorded, story: Story, event: Reserved, purchase: Purchase
) -> Story:
    """Out of their store credit, at no provider. What is not there declines like a card; whether it
    is, the very transaction that spends it says."""
    now = await world.clock.now()
    captured = Captured(f"credit:{cause.id}", purchase.total)
    charge = _charge(purchase, captured, ChargeId(cause.id), now)
    refund_id = RefundId(world.tokens.id())
    credit = spent(f"{cause.id}.s", purchase.buyer_id, story.case.id, purchase.total, now)

    def decide(story: Story) -> Step | None:
        step = _paid(world, story, event, charge, refund_id, now)
        if step is None:
            return None
        first = step.said[0]
        entries = (*first.entries, ledger.credit_spent(purchase.total))
        step.said[0] = replace(first, entries=entries)
        return step.put(credit)

    try:
        return await changes.change(cause.case_id, decide, at=now, policy=world.policy, seen=story)
    except cases.Overspent:
        return await _let_go(world, story, event)


def _paid(
    world: World, story: Story, event: Reserved, charge: Charge, refund_id: RefundId, now: datetime
) -> Step | None:
    purchase, match = story.purchase(event.purchase_id), story.match
    if purchase is None or purchase.charge_id is not None:
        return None
    paid = replace(purchase, charge_id=charge.id)
    sale = ledger.sale(purchase.price, purchase.tax)
    order = story.sale(purchase.id)
    step = Step().put(charge, replace(order, charge_id=charge.id) if order else None)
    if match is None or match.id != event.match_id or story.case.stage is not Stage.SEEKING:
        # The unit went elsewhere while the bank was thinking: the money goes straight back.
        back = buyer_refunded(story, paid, refund_id, now, world.policy)
        first = back.said[0]
        back.said[0] = replace(first, entries=(sale, *first.entries))
        return step.put(paid).join(back)
    step.put(replace(paid, status=moved(PURCHASE, paid.status, PurchaseStatus.PAID)))
    step.put(replace(match, status=moved(MATCH, match.status, MatchStatus.PAID)))
    return step.say(SYSTEM, Matched(match.id, charge.id, charge.amount), sale)


async def _let_go(world: World, story: Story, event: Reserved) -> Story:
    now = await world.clock.now()

    def decide(story: Story) -> Step | None:
        if story.match is None or story.match.id != event.match_id:
            return None
        step = released(story, SYSTEM, Because.PAYMENT_DECLINED)
        return step.put(ended(story.listing, ListingStatus.LIVE))

    return await changes.change(story.case.id, decide, at=now, policy=world.policy, seen=story)


def _charge(purchase: Purchase, captured: Captured, charge_id: ChargeId, now: datetime) -> Charge:
    return Charge(
        id=charge_id,
        order_id=purchase.id,
        status=ChargeStatus.CAPTURED,
        amount=captured.amount,
        method=purchase.method,
        provider_ref=captured.provider_ref,
        captured_at=now,
        fingerprint=captured.fingerprint,
    )
