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
from onward.domain.refunds import Owed, owed
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
    step.put(exchange, replace(refund, net=piece.rest.net, tax=piece.rest.tax))
    return step.say(actor, ExchangeHeld(exchange_id, piece.variant.id))


def ended(story: Story, actor: Actor, because: Because) -> Step:
    """Nothing is held any more and the whole refund is named again; nothing where nothing is."""
    exchange = story.exchange
    if exchange is None or exchange.status is not ExchangeStatus.HELD:
        return Step()
    status = moved(EXCHANGE, exchange.status, ExchangeStatus.ENDED)
    whole = worth(story)
    step = Step().put(replace(exchange, status=status, because=because.value))
    step.put(replace(story.refund, net=whole.net, tax=whole.tax))
    return step.say(actor, ExchangeEnded(exchange.id, because))


def worth(story: Story) -> Owed:
    """What the returned piece is worth, exchanged or not: its share of the paid line."""
    return owed(story.line, story.unit.ordinal)


def next_id(story: Story) -> ExchangeId:
    """The id of this case's next exchange: asked twice, it is the same until one is recorded."""
    return ExchangeId(f"{story.case.id}.x{len(story.exchanges) + 1:02}")
