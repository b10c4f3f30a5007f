"""Which documents an event asks for: a second sale its invoice, what is taken back a credit note.
Those of one order sum to what was paid for it in the end; of a fee kept none of them speaks."""

from datetime import datetime

from onward.domain.events import (
    SYSTEM,
    DocumentIssued,
    DocumentKind,
    Event,
    ExchangeReleased,
    Matched,
    Recorded,
    RefundScheduled,
)
from onward.domain.exchanges import Exchange, ExchangeFrom
from onward.domain.ids import DocumentId, OrderId
from onward.domain.life import ExchangeStatus
from onward.domain.listings import Purchase
from onward.domain.money import Money
from onward.domain.papers import Draft, invoice_id, note_id
from onward.domain.pricing import rate_of
from onward.domain.refunds import Payee, Refund, RefundFor
from onward.domain.refusals import Impossible
from onward.domain.shop import OrderLine
from onward.domain.steps import Step
from onward.domain.story import Story


def drafts(
    story: Story, cause: Recorded, now: datetime, replaced: OrderId | None = None
) -> tuple[Draft, ...]:
    """The documents that follow from an event, whether or not they were issued before. `replaced`
    is the order whose new piece the sold one took the place of, where there was one."""
    match cause.event:
        case Matched(match_id=match_id):
            return _of_sale(story, match_id, now, replaced)
        case ExchangeReleased(exchange_id=exchange_id):
            exchange = next(one for one in story.exchanges if one.id == exchange_id)
            return (*_of_fresh_piece(story, exchange, now), _of_return(story, story.refund, now))
        case RefundScheduled(refund_id=refund_id):
            refund = next(one for one in story.refunds if one.id == refund_id)
            return _of_refund(story, cause, refund, now)
        case event:
            raise Impossible(f"{event.kind} asks for no document")


def issued(story: Story, wanted: tuple[Draft, ...]) -> Step:
    """Those of the wanted that are not there yet; nothing when all are."""
    there = ids_issued(story)
    step = Step()
    for draft in wanted:
        if draft.id not in there:
            step.put(draft).say(SYSTEM, DocumentIssued(draft.id, draft.kind))
    return step


def ids_issued(story: Story) -> frozenset[DocumentId]:
    events: list[Event] = [told.event for told in story.history]
    return frozenset(one.document_id for one in events if isinstance(one, DocumentIssued))


def _of_sale(
    story: Story, match_id: str, now: datetime, replaced: OrderId | None
) -> tuple[Draft, ...]:
    """The invoice of a sale as it was made: what its price fell by later has notes of its own."""
    match = next(one for one in story.matches if one.id == match_id)
    purchase = story.purchase(match.purchase_id)
    line = next((one for one in story.sale_lines if one.order_id == match.purchase_id), None)
    if purchase is None or line is None:
        raise Impossible(f"match {match_id} sold nothing")
    net, rate_bp = line.unit_price, _rate(purchase)
    # A piece that took a dearer one's place was paid with that one's whole amount.
    tax = Money(purchase.tax.minor * net.minor // max(purchase.price.minor, 1), net.currency)
    sold = Draft(
        invoice_id(purchase.id),
        story.case.id,
        DocumentKind.INVOICE,
        purchase.id,
        purchase.id,
        line.title,
        net,
        tax,
        rate_bp,
        now,
    )
    if replaced is None:
        return (sold,)
    of_new = _note(story, purchase.id, replaced, line, purchase.price, purchase.tax, rate_bp, now)
    return (sold, of_new)


def _of_fresh_piece(story: Story, exchange: Exchange, now: datetime) -> tuple[Draft, ...]:
    """An open-box piece in exchange has its invoice from its own case."""
    line = next((one for one in story.sale_lines if one.order_id == exchange.order_id), None)
    if exchange.source is not ExchangeFrom.STOCK or line is None or exchange.order_id is None:
        return ()
    draft = Draft(
        invoice_id(exchange.id),
        story.case.id,
        DocumentKind.INVOICE,
        exchange.order_id,
        None,
        line.title,
        exchange.price,
        exchange.tax,
        rate_of(exchange.price, exchange.tax),
        now,
    )
    return (draft,)


def _of_refund(story: Story, cause: Recorded, refund: Refund, now: datetime) -> tuple[Draft, ...]:
    if refund.purpose is RefundFor.BONUS:
        return ()
    if refund.payee is Payee.RETURNER:
        return (_of_return(story, refund, now),)
    purchase = next((one for one in story.purchases if one.charge_id == refund.charge_id), None)
    if purchase is None or not _was_invoiced(story, purchase, cause):
        return ()
    line = next(one for one in story.sale_lines if one.order_id == purchase.id)
    rate_bp = _rate(purchase)
    note = _note(
        story, refund.id, purchase.id, line, refund.net, refund.tax, rate_bp, now, of=purchase
    )
    return (note,)


def _was_invoiced(story: Story, purchase: Purchase, cause: Recorded) -> bool:
    """Not what was paid for a unit that had gone elsewhere meanwhile; and not what an order cost
    above the opened piece that met it, which went back in the same breath."""
    for told in story.history:
        if isinstance(told.event, Matched) and told.event.match_id == purchase.match_id:
            return cause.seq != told.seq + 1
    return False


def _of_return(story: Story, refund: Refund, now: datetime) -> Draft:
    """The whole piece that came back: what is refunded, and what a piece in exchange took of it."""
    net, tax, line = refund.net, refund.tax, story.line
    exchange = story.exchange
    if exchange is not None and exchange.status is ExchangeStatus.RELEASED:
        net, tax = net + exchange.price, tax + exchange.tax
    rate_bp = rate_of(line.total - line.tax, line.tax)
    return _note(story, refund.id, story.order.id, line, net, tax, rate_bp, now)


def _note(
    story: Story,
    about: str,
    order_id: OrderId,
    line: OrderLine,
    net: Money,
    tax: Money,
    rate_bp: int,
    now: datetime,
    *,
    of: Purchase | None = None,
) -> Draft:
    return Draft(
        note_id(about),
        story.case.id,
        DocumentKind.CREDIT_NOTE,
        order_id,
        of.id if of else None,
        line.title,
        net,
        tax,
        rate_bp,
        now,
    )


def _rate(purchase: Purchase) -> int:
    known = purchase.tax_rate_bp
    return rate_of(purchase.price, purchase.tax) if known is None else known
