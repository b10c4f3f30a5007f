"""What the first scan does to an exchange: the right piece is released and the rest refunded, or it
is gone and all of it goes back. What is held until then is for `holds`."""

from dataclasses import replace
from datetime import datetime

from onward.domain import ledger
from onward.domain.events import SYSTEM, Because, ExchangeReleased, FirstScanned
from onward.domain.exchanges import Exchange, ExchangeFrom
from onward.domain.holds import ended
from onward.domain.ids import ExchangeId, LineId, OrderId
from onward.domain.ledger import Book
from onward.domain.life import EXCHANGE, ExchangeStatus, moved
from onward.domain.money import zero
from onward.domain.policy import Policy
from onward.domain.refusals import WrongStage
from onward.domain.shop import Order, OrderKind, OrderLine, Variant
from onward.domain.starting import at_arrival, at_first_scan
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.trust import Record

_SALES = {ExchangeFrom.OPEN_BOX: Book.OPEN_BOX_SALES, ExchangeFrom.STOCK: Book.EXCHANGES}


def number_of(story: Story, exchange_id: ExchangeId) -> str:
    """What the order of an exchange is called; a second one of a case counts on."""
    nth = int(exchange_id.rpartition(".x")[2])
    return f"EX-{story.case.reference}" + (f"-{nth}" if nth > 1 else "")


def released(
    story: Story, variant: Variant, now: datetime, policy: Policy, record: Record | None = None
) -> Step:
    """The wrong one was handed in: the right one is sold out of what is owed for it, and the rest
    goes back. A fresh piece gets its order here; an open-box one has one already."""
    exchange = story.exchange
    if exchange is None or story.case.counted_shipment_id is None:
        raise WrongStage(stage=story.case.stage)
    status = moved(EXCHANGE, exchange.status, ExchangeStatus.RELEASED)
    exchange = replace(exchange, status=status)
    step = Step()
    if exchange.source is ExchangeFrom.STOCK:
        exchange = replace(exchange, order_id=OrderId(exchange.id))
        step.put(*_order(story, exchange, variant, now))
    step.put(exchange)
    step.say(
        SYSTEM,
        ExchangeReleased(exchange.id),
        ledger.refund_owed(exchange.price, exchange.tax),
        ledger.exchanged(exchange.price, exchange.tax, _SALES[exchange.source]),
    )
    return step.join(_refund_due(story.with_rows(step.rows), now, policy, record))


def gone(
    story: Story,
    now: datetime,
    policy: Policy,
    because: Because = Because.SOLD_OUT,
    record: Record | None = None,
) -> Step:
    """It cannot be had after all. Before the first scan that is all; after it, the whole refund is
    owed now."""
    step = ended(story, SYSTEM, because)
    return step.join(_refund_due(story.with_rows(step.rows), now, policy, record))


def _refund_due(story: Story, now: datetime, policy: Policy, record: Record | None) -> Step:
    """The refund waited for the exchange; where it is due by now, it starts."""
    told = [one.event for one in story.history]
    scanned_at = next((one.at for one in told if isinstance(one, FirstScanned)), None)
    if scanned_at is None:
        return Step()
    if any(one.kind in ("Delivered", "Received") for one in told):
        return at_arrival(story, scanned_at, now, policy)
    return at_first_scan(story, scanned_at, now, policy, record)


def _order(
    story: Story, exchange: Exchange, variant: Variant, now: datetime
) -> tuple[Order, OrderLine]:
    """The order that the fresh piece travels in: to where the wrong one had gone, out of the same
    charge, and returnable like any other."""
    order = replace(
        story.order,
        id=OrderId(exchange.id),
        number=number_of(story, exchange.id),
        kind=OrderKind.EXCHANGE,
        placed_at=now,
        delivered_at=None,
        shipping=None,
        shipping_tax=None,
    )
    nothing, line_id = zero(exchange.price.currency), LineId(exchange.id)
    line = OrderLine(
        line_id, order.id, variant.id, variant.title, 1, exchange.price, nothing, exchange.tax
    )
    return order, line
