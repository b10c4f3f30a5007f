"""What is held in exchange for a piece until its first scan: held, and given up again. The refund
that is named meanwhile is the rest of it; what the scan then does is for `exchanging`."""

from dataclasses import replace
from datetime import datetime

from onward.domain.events import (
    Actor,
    Because,
    ExchangeEnded,
    ExchangeHeld,
    FirstScanned,
)
from onward.domain.exchanges import Alternative, Exchange
from onward.domain.ids import ExchangeId, OrderId
from onward.domain.life import EXCHANGE, ExchangeStatus, moved
from onward.domain.money import Money
from onward.domain.owing import Owed, capped
from onward.domain.refunds import UNPAID, Refund
from onward.domain.steps import Step
from onward.domain.story import Story


def is_held(story: Story) -> bool:
    """Whether something is held for the returner until the first scan."""
    return story.exchange is not None and story.exchange.status is ExchangeStatus.HELD


def is_held_of(story: Story, variant_id: str) -> bool:
    """Whether what is held is that one."""
    exchange = story.exchange
    return exchange is not None and is_held(story) and exchange.variant_id == variant_id


def was_held_at_scan(story: Story) -> bool:
    """Whether something was still held when the wrong one was handed in."""
    holds = False
    for told in story.history:
        if isinstance(told.event, FirstScanned):
            return holds
        if isinstance(told.event, ExchangeHeld | ExchangeEnded):
            holds = isinstance(told.event, ExchangeHeld)
    return False


def held(
    story: Story, actor: Actor, piece: Alternative, order_id: OrderId | None, now: datetime
) -> Step:
    """It is kept for the returner from now on, in place of whatever was, and the refund that is
    named is the rest. `order_id`: of an open-box piece, the order it travels in."""
    exchange_id = next_id(story)
    step = ended(story, actor, Because.WITHDRAWN)
    refund = story.with_rows(step.rows).refund
    exchange = Exchange(
        id=exchange_id,
        case_id=story.case.id,
        variant_id=piece.variant.id,
        source=piece.source,
        status=ExchangeStatus.HELD,
        price=piece.price,
        tax=piece.tax,
        order_id=order_id,
        held_at=now,
    )
    rest = replace(refund, net=refund.net - piece.price, tax=refund.tax - piece.tax, fee=None)
    return step.put(exchange, rest).say(
        actor, ExchangeHeld(exchange_id, piece.variant.id, refund.fee)
    )


def ended(story: Story, actor: Actor, because: Because) -> Step:
    """Nothing is held any more and the whole refund is named again; nothing where nothing is."""
    exchange = story.exchange
    if exchange is None or exchange.status is not ExchangeStatus.HELD:
        return Step()
    status = moved(EXCHANGE, exchange.status, ExchangeStatus.ENDED)
    whole = worth(story)
    step = Step().put(replace(exchange, status=status, because=because.value))
    step.put(replace(story.refund, net=whole.net, tax=whole.tax, fee=whole.fee))
    return step.say(actor, ExchangeEnded(exchange.id, because))


def worth(story: Story) -> Owed:
    """What is owed for the returned piece, exchanged or not, as it was named at the opening. While
    something takes its place nothing is kept of the rest."""
    whole, exchange = rest(story), story.exchange
    if exchange is None or exchange.status is ExchangeStatus.ENDED:
        return whole
    kept = _kept_without(story, exchange)
    return replace(whole, net=whole.net + exchange.price, tax=whole.tax + exchange.tax, fee=kept)


def rest(story: Story) -> Owed:
    """What of it goes back as things stand: what takes its place is taken off."""
    refund = story.refund
    return Owed(refund.net, refund.tax, refund.fee, refund.shipping, refund.shipping_tax)


def within_charge(story: Story) -> Refund:
    """The refund as it may go out: no more than is left of what was captured for the order, now
    that it is owed."""
    refund, charge = story.refund, story.charge
    if charge is None or refund.charge_id != charge.id:
        return refund
    others = (
        one.amount.minor
        for one in story.refunds
        if one.id != refund.id and one.charge_id == charge.id and one.status not in UNPAID
    )
    already = Money(story.refunded_elsewhere + sum(others), charge.amount.currency)
    due = capped(rest(story), charge.amount, already)
    return replace(
        refund,
        net=due.net,
        tax=due.tax,
        fee=due.fee,
        shipping=due.shipping,
        shipping_tax=due.shipping_tax,
    )


def _kept_without(story: Story, exchange: Exchange) -> Money | None:
    """The fee that would be kept were nothing exchanged."""
    told = (one.event for one in story.history)
    held = (one for one in told if isinstance(one, ExchangeHeld) and one.exchange_id == exchange.id)
    return next((one.fee for one in held), None)


def next_id(story: Story) -> ExchangeId:
    """The id of this case's next exchange: asked twice, it is the same until one is recorded."""
    return ExchangeId(f"{story.case.id}.x{len(story.exchanges) + 1:02}")
