"""Withdrawing from a contract by right: until when, of which pieces, and the notice itself. It asks
for no reason, and it is told before anybody has chosen a way back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from onward.domain import holds
from onward.domain.accounts import email_of
from onward.domain.deadlines import deadline_of, withdraw_until
from onward.domain.events import Actor, Because, WithdrawalDeclared
from onward.domain.ids import CaseId, ContactId, LineId, OrderId, WithdrawalId
from onward.domain.life import ENDS
from onward.domain.opening import destination_of
from onward.domain.refusals import (
    AlreadyReturned,
    BadInput,
    NotAllowed,
    Refusal,
    WindowClosed,
)
from onward.domain.returns import Remedy, ReturnCase
from onward.domain.shop import Contact, Order, OrderKind, OrderLine
from onward.domain.steps import Step
from onward.domain.story import Story

_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A notice of withdrawal and the number it is acknowledged by. `contact_id`: who gave it and
    where the acknowledgement goes; `case_id`: the first of the cases it is about."""

    id: WithdrawalId
    number: str
    order_id: OrderId
    case_id: CaseId
    contact_id: ContactId
    declared_at: datetime


@dataclass(frozen=True, slots=True)
class LineLeft:
    """What of a line can still be withdrawn from: cases that were opened as returns and are not on
    their way, and so many pieces that no case holds."""

    line_id: LineId
    started: tuple[CaseId, ...]
    free: int

    @property
    def pieces(self) -> int:
        return len(self.started) + self.free


@dataclass(frozen=True, slots=True)
class Right:
    """Whether an order can be withdrawn from now, and `because` of what not. `until` is None while
    the goods have not arrived."""

    lines: tuple[LineLeft, ...]
    until: datetime | None
    because: str | None


def left_of(line: OrderLine, cases: Sequence[ReturnCase], taken: int) -> LineLeft:
    """`cases` are those of the line, `taken` how many pieces living cases hold."""
    open_still = (
        case.id
        for case in cases
        if case.stage not in ENDS
        and case.counted_shipment_id is None
        and case.withdrawal_id is None
    )
    return LineLeft(line.id, tuple(open_still), max(line.quantity - taken, 0))


def right_of(
    order: Order, arrived: datetime | None, lines: Sequence[LineLeft], now: datetime
) -> Right:
    """What the law gives: in the EU and the UK, from the order on until 14 days after its goods
    arrived. Where nobody knows when they did, the time has not begun to run."""
    until = withdraw_until(order.country, order.time_zone, arrived) if arrived else None
    return Right(tuple(lines), until, _barrier(order, arrived, until, lines, now))


def _barrier(
    order: Order,
    arrived: datetime | None,
    until: datetime | None,
    lines: Sequence[LineLeft],
    now: datetime,
) -> str | None:
    if deadline_of(order.country).withdraw_days == 0:
        return "NO_RIGHT_TO_WITHDRAW"
    if order.gift:
        return "GIFT_NOT_WITHDRAWN"
    if arrived is None and order.kind is not OrderKind.SHOP:
        # Still on its way from another customer: until then its buyer cancels.
        return "NOT_DELIVERED_YET"
    if until is not None and now > until:
        return "WITHDRAWAL_OVER"
    return None if any(line.pieces for line in lines) else "WITHDRAWN_ALREADY"


def must_be_possible(right: Right) -> None:
    """Refuses (WindowClosed, AlreadyReturned, NotAllowed) what the law gives no right to."""
    kinds: dict[str, type[Refusal]] = {
        "WITHDRAWAL_OVER": WindowClosed,
        "WITHDRAWN_ALREADY": AlreadyReturned,
    }
    if right.because is not None:
        raise kinds.get(right.because, NotAllowed)(right.because, field="orderId")


def must_be_left(line: LineLeft | None, pieces: int) -> LineLeft:
    """Refuses (BadInput) more pieces of a line than can be withdrawn from, or none."""
    if pieces < 1:
        raise BadInput("QUANTITY_TOO_SMALL", field="lines")
    if line is None or pieces > line.pieces:
        left = line.pieces if line else 0
        raise BadInput("QUANTITY_TOO_LARGE", field="lines", left=left)
    return line


def declarant(contact_id: ContactId, name: str, email: str, country: str) -> Contact:
    """Who withdraws, as they write themselves; BadInput for no name and for what is no address."""
    said = " ".join(name.split())
    if not 1 <= len(said) <= _LONGEST_NAME or not said.isprintable():
        raise BadInput("BAD_NAME", field="name")
    return Contact(contact_id, said, email_of(email), None, "", "", "", "", country)


def declared(story: Story, actor: Actor, withdrawal_id: WithdrawalId) -> Step | None:
    """A return that was started becomes a withdrawal: money back the way it was paid, and nothing
    is held in exchange any more. None where the parcel was handed in meanwhile, or somebody
    declared it before."""
    case = story.case
    if case.stage in ENDS or case.counted_shipment_id or case.withdrawal_id:
        return None
    step = holds.ended(story, actor, Because.WITHDRAWN)
    refund = story.with_rows(step.rows).refund
    paid_back = destination_of(story.order, Remedy.REFUND)
    step.put(replace(refund, destination=paid_back))
    return step.say(actor, WithdrawalDeclared(withdrawal_id))
