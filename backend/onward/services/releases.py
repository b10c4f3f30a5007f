"""What becomes of a piece that was held in exchange: released when the wrong one is scanned, given
back when nobody waits for it any more, or gone, and then the whole refund is paid."""

from datetime import datetime, timedelta
from functools import partial

from onward.domain import exchanging, holds
from onward.domain.alternatives import may_leave
from onward.domain.events import Because, ExchangeEnded, MatchReleased, Recorded
from onward.domain.exchanges import Exchange, ExchangeFrom
from onward.domain.ids import ChargeId, OrderId
from onward.domain.life import ExchangeStatus, PurchaseStatus
from onward.domain.refusals import Impossible
from onward.domain.shop import Variant
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.swapping import is_exchange, let_go, paid_by_refund
from onward.domain.trust import Record
from onward.ports import Outage, World
from onward.store import changes, exchanges, listings, orders, pauses, reads, trust

# So long a warehouse that does not answer is asked for a piece it held; then the money goes back.
ASKED_FOR = timedelta(hours=2)


async def release_exchange(world: World, cause: Recorded, story: Story) -> Story:
    """The wrong one was scanned: the right one leaves, and what is left of the refund with it.
    Where it is gone after all, the whole refund goes back."""
    exchange = story.exchange
    scanned = story.case.counted_shipment_id is not None
    if exchange is None or exchange.status is not ExchangeStatus.HELD or not scanned:
        return story
    variant = (await orders.variants([exchange.variant_id]))[exchange.variant_id]
    if exchange.source is ExchangeFrom.OPEN_BOX:
        return await _release_opened(world, story, exchange, variant)
    now, policy = await world.clock.now(), await pauses.in_force(world.policy)
    # What was called back since it was held does not leave.
    there = may_leave(variant, policy)
    there = there and await _is_still_held(world, cause, exchange, variant, now)
    record = await trust.record_for(story, world.policy, now)
    decide = partial(_resolved, world, exchange, variant, now, record, there=there)
    return await changes.change(story.case.id, decide, at=now, policy=world.policy, seen=story)


async def give_back_exchange(world: World, cause: Recorded, story: Story) -> Story:
    """Nobody waits for it any more: somebody else may have it."""
    event = cause.event
    if not isinstance(event, ExchangeEnded):
        raise Impossible(f"{event.kind} gives nothing back")
    exchange = next(one for one in story.exchanges if one.id == event.exchange_id)
    if exchange.source is ExchangeFrom.STOCK:
        variant = (await orders.variants([exchange.variant_id]))[exchange.variant_id]
        await world.stock.release(variant.sku, exchange.id)
        return story
    purchase_id = _order_of(exchange)
    purchase = await listings.purchase(purchase_id)
    if purchase is not None:
        now = await world.clock.now()
        decide = partial(let_go, purchase_id=purchase_id, now=now)
        await changes.change(purchase.case_id, decide, at=now, policy=world.policy)
    return story


async def end_lost_exchange(world: World, cause: Recorded, story: Story) -> Story:
    """An open-box piece that was held in exchange went another way: whoever waited for it has
    their whole refund again."""
    event = cause.event
    if not isinstance(event, MatchReleased):
        raise Impossible(f"{event.kind} ends no exchange")
    match = next(one for one in story.matches if one.id == event.match_id)
    exchanged = is_exchange(story, match.purchase_id)
    case_id = await exchanges.case_of_order(match.purchase_id) if exchanged else None
    waits = await reads.story(case_id) if case_id else None
    if case_id is None or waits is None:
        return story
    now = await world.clock.now()
    record = await trust.record_for(waits, world.policy, now)
    themselves = event.because is Because.BUYER_CANCELED
    because = Because.WITHDRAWN if themselves else Because.SOLD_OUT

    def decide(mine: Story) -> Step | None:
        held = mine.exchange
        if held is None or held.order_id != match.purchase_id or not holds.is_held(mine):
            return None
        return exchanging.gone(mine, now, world.policy, because, record)

    await changes.change(case_id, decide, at=now, policy=world.policy, seen=waits)
    return story


async def _release_opened(
    world: World, story: Story, exchange: Exchange, variant: Variant
) -> Story:
    """Two cases move at once: the piece is the returner's in its own, and paid for in theirs."""
    now, purchase_id = await world.clock.now(), _order_of(exchange)
    purchase, charge_id = await listings.purchase(purchase_id), story.order.charge_id
    if purchase is None or charge_id is None:
        raise Impossible(f"exchange {exchange.id} of an open-box piece that was never held")
    record = await trust.record_for(story, world.policy, now)
    take = partial(paid_by_refund, purchase_id=purchase_id, charge_id=ChargeId(charge_id))
    async with changes.together(story.case.id, purchase.case_id):
        other = await changes.change(purchase.case_id, take, at=now, policy=world.policy)
        theirs = other.purchase(purchase_id)
        there = theirs is not None and theirs.status is PurchaseStatus.PAID
        decide = partial(_resolved, world, exchange, variant, now, record, there=there)
        return await changes.change(story.case.id, decide, at=now, policy=world.policy)


def _resolved(
    world: World,
    exchange: Exchange,
    variant: Variant,
    now: datetime,
    record: Record | None,
    story: Story,
    *,
    there: bool,
) -> Step | None:
    """What the scan makes of this exchange; None where that is settled."""
    if not holds.is_held(story) or story.exchange is None or story.exchange.id != exchange.id:
        return None
    if not there:
        return exchanging.gone(story, now, world.policy, record=record)
    return exchanging.released(story, variant, now, world.policy, record)


async def _is_still_held(
    world: World, cause: Recorded, exchange: Exchange, variant: Variant, now: datetime
) -> bool:
    try:
        return await world.stock.hold(variant.sku, exchange.id)
    except Outage:
        # Asked again for a while; but nobody's money waits for a warehouse that stays silent.
        if now - cause.at < ASKED_FOR:
            raise
        return False


def _order_of(exchange: Exchange) -> OrderId:
    if exchange.order_id is None:
        raise Impossible(f"open-box exchange {exchange.id} without its order")
    return exchange.order_id
