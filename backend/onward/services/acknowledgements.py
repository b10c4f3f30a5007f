"""What was declared, as it is acknowledged: read back, and sent by e-mail once."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from onward.domain.accounts import Viewer
from onward.domain.deadlines import due_by, send_back_by
from onward.domain.events import Recorded, WithdrawalDeclared
from onward.domain.gifts import may_read
from onward.domain.money import Money, zero
from onward.domain.refusals import Impossible, NotFound
from onward.domain.returns import ReturnCase
from onward.domain.shop import Contact, Order, OrderLine, Variant
from onward.domain.story import Story
from onward.domain.withdrawals import Withdrawal
from onward.messages import day, letter, piece_text, send_back_text, stamp
from onward.ports import Letter, World
from onward.store import accounts, orders, reads, withdrawals


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A notice with what it is about. `contact` is None once they were forgotten; `send_back_by`
    while nothing has arrived."""

    withdrawal: Withdrawal
    order: Order
    pieces: tuple[tuple[OrderLine, Variant, int], ...]
    cases: tuple[ReturnCase, ...]
    contact: Contact | None
    send_back_by: datetime | None


async def of_order(viewer: Viewer, order_id: str) -> list[Acknowledged]:
    """What was acknowledged of an order, the latest first; NotFound for who may not read it."""
    order = await orders.read(order_id)
    if order is None or not (may_read(order, viewer.id) or viewer.is_staff):
        raise NotFound(field="orderId")
    return [await _told(order, one) for one in await withdrawals.of_order(order.id)]


async def of_withdrawal(withdrawal: Withdrawal) -> Acknowledged:
    """What one notice is about."""
    order = await orders.read(withdrawal.order_id)
    if order is None:
        raise Impossible(f"withdrawal {withdrawal.id} of no order")
    return await _told(order, withdrawal)


async def acknowledge(world: World, cause: Recorded, story: Story) -> Story:
    """The letter about a notice, once for all it is about: what was declared, and when."""
    event = cause.event
    if not isinstance(event, WithdrawalDeclared):
        raise Impossible(f"{event.kind} declares no withdrawal")
    withdrawal = await withdrawals.read(event.withdrawal_id)
    if withdrawal is None:
        raise Impossible(f"no withdrawal {event.withdrawal_id}")
    told = await _told(story.order, withdrawal)
    if told.withdrawal.case_id != story.case.id or not (told.contact and told.contact.email):
        return story
    declared_at, zone = told.withdrawal.declared_at, story.order.time_zone
    written = letter(
        "withdrawal",
        number=story.order.number,
        reference=told.withdrawal.number,
        who=told.contact.name,
        item="\n".join(piece_text(line, variant, count) for line, variant, count in told.pieces),
        at=stamp(declared_at, zone),
        amount=await _worth(told),
        until=day(due_by(story.order.country, zone, declared_at, declared_at), zone),
        line=send_back_text(told.send_back_by, zone),
        shop=world.policy.shop,
        link=f"{world.base_url}/purchase/{story.order.id}/withdraw",
    )
    sent = Letter(told.contact.email, written.subject, written.text)
    await world.mail.send(sent, f"{told.withdrawal.id}:acknowledged")
    return story


async def _told(order: Order, withdrawal: Withdrawal) -> Acknowledged:
    about = await withdrawals.cases_of(withdrawal.id)
    counted = Counter(case.line_id for case in about)
    lines = await orders.lines_by_id(list(counted))
    variants = await orders.variants([line.variant_id for line in lines])
    by = send_back_by(order.country, order.time_zone, withdrawal.declared_at)
    return Acknowledged(
        withdrawal=withdrawal,
        order=order,
        pieces=tuple((line, variants[line.variant_id], counted[line.id]) for line in lines),
        cases=tuple(about),
        contact=await accounts.contact(withdrawal.contact_id),
        send_back_by=by if order.delivered_at else None,
    )


async def _worth(told: Acknowledged) -> Money:
    """What is owed for all of it."""
    stories = [await reads.story(case.id) for case in told.cases]
    amounts = (story.refund.amount for story in stories if story)
    return sum(amounts, zero(told.order.currency))
