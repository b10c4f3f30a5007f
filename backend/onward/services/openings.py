"""Opening a return: what it would be, and a case for each piece of a line that comes back."""

from dataclasses import dataclass, replace
from datetime import datetime

from onward.domain import refunds
from onward.domain.accounts import Viewer
from onward.domain.entitlement import LineFacts, arrived_at, returnable
from onward.domain.events import SYSTEM, Actor, Because, Channel, Diverted, Opened
from onward.domain.ids import CaseId, RefundId, UnitId
from onward.domain.life import RefundStatus, Who
from onward.domain.odds import odds
from onward.domain.policy import CategoryPolicy
from onward.domain.pricing import open_box_price
from onward.domain.refunds import Owed, Payee, Refund, RefundFor, owed
from onward.domain.refusals import AlreadyReturned, BadInput, NotFound
from onward.domain.returns import Reason, Remedy
from onward.domain.routing import (
    UnitFacts,
    likely_grade,
    peer_barrier_before_photos,
    unit_facts,
)
from onward.domain.shop import Order, OrderKind, OrderLine, Unit, Variant
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.ports import World
from onward.store import answers, cases, changes, demand, exchanges, listings, orders, pauses, reads
from onward.store.answers import Answer, Question


@dataclass(frozen=True, slots=True)
class Preview:
    """What a return of this line would be, before anything is written."""

    line: OrderLine
    variant: Variant
    refund: Owed
    barrier: str | None
    category: CategoryPolicy


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line with the piece of it that is to come back."""

    order: Order
    line: OrderLine
    variant: Variant
    unit: Unit

    def facts(self, reason: Reason, chance: float | None) -> UnitFacts:
        facts = unit_facts(self.order, self.line, self.variant, self.unit, reason)
        return replace(facts, odds=chance)


async def preview(world: World, viewer: Viewer, line_id: str, reason: Reason) -> Preview:
    world = await _in_force(world)
    order, line = await _line_of(viewer, line_id)
    piece = (await _free_pieces(order, line, 1))[0]
    chance = await _chance(world, piece, await world.clock.now())
    barrier = peer_barrier_before_photos(piece.facts(reason, chance), world.policy)
    due = owed(line, piece.unit.ordinal)
    category = world.policy.category(piece.variant.category)
    return Preview(line, piece.variant, due, barrier, category)


async def start(
    world: World,
    viewer: Viewer,
    line_id: str,
    reason: Reason,
    remedy: Remedy,
    quantity: int,
    key: str,
) -> tuple[Story, ...]:
    """Open a case per piece. What policy keeps off the peer path heads for the warehouse at once,
    and so does what an agent starts for a caller: no photos asked."""
    given = [line_id, reason.value, remedy.value, quantity]
    question = Question(viewer.id, key, "startReturn", given)
    found = await answers.known(question)
    if found is None:
        world = await _in_force(world)
        order, line = await _line_of(viewer, line_id)
        now = await world.clock.now()
        await _must_be_returnable(world, order, remedy, now)
        pieces = await _free_pieces(order, line, quantity)
        chance = await _chance(world, pieces[0], now)
        found = tuple(world.tokens.id() for _ in pieces)
        try:
            async with changes.together():
                for case_id, piece in zip(found, pieces, strict=True):
                    last = Answer(question, found) if case_id == found[-1] else None
                    facts = piece.facts(reason, chance)
                    await _open(world, viewer, CaseId(case_id), piece, facts, remedy, now, last)
        except cases.Taken as taken:
            found = await answers.known(question)
            if found is None:
                raise AlreadyReturned(field="lineId") from taken
    return tuple([await _story(case_id) for case_id in found])


async def _in_force(world: World) -> World:
    """The world with the policy as it is while some things are stopped."""
    return replace(world, policy=await pauses.in_force(world.policy))


async def _open(
    world: World,
    viewer: Viewer,
    case_id: CaseId,
    piece: _Piece,
    facts: UnitFacts,
    remedy: Remedy,
    now: datetime,
    answer: Answer | None,
) -> None:
    assisted = viewer.is_staff and piece.order.account_id != viewer.id
    actor = Actor(Who.AGENT if assisted else Who.RETURNER, viewer.id)
    barrier = peer_barrier_before_photos(facts, world.policy)
    refund = _estimated(world, case_id, piece, now, peer=barrier is None and not assisted)
    if piece.order.account_id is None:
        raise NotFound(field="lineId")
    opened = Opened(
        order_id=piece.order.id,
        line_id=piece.line.id,
        unit_id=piece.unit.id,
        variant_id=piece.variant.id,
        returner_id=piece.order.account_id,
        reference=world.tokens.reference(),
        reason=facts.reason,
        remedy=remedy.value,
        refund_id=refund.id,
        assisted=assisted,
    )
    step = Step().put(piece.unit, refund).say(actor, opened)
    if assisted or barrier:
        because = Because.AGENT_DECIDED if assisted else Because.POLICY
        step.say(SYSTEM, Diverted(Channel.WAREHOUSE, because, rule=barrier))
    await cases.record(
        None,
        step.said,
        at=now,
        policy=world.policy,
        case_id=case_id,
        rows=step.rows,
        answer=answer,
    )


async def _chance(world: World, piece: _Piece, now: datetime) -> float | None:
    """Of a next owner within the window; asked before the camera opens, so that nobody takes photos
    for a way that is not offered. None where the policy does not ask."""
    policy, price = world.policy, piece.variant.price
    if policy.odds_least == 0 and not policy.costs.compare:
        return None
    lower, grade = None, likely_grade(None, policy, piece.unit.hops)
    if price is not None and price.minor > 0:
        lower = open_box_price(price, policy.category(piece.variant.category), grade)
    looking = demand.Looking(piece.variant.id, piece.order.account_id or "")
    known = await demand.of_piece(looking, lower, grade, policy.open_box_share, now)
    return odds(known).within(policy.windows.window_for)


def _estimated(
    world: World, case_id: CaseId, piece: _Piece, now: datetime, *, peer: bool
) -> Refund:
    due = owed(piece.line, piece.unit.ordinal)
    return Refund(
        id=RefundId(world.tokens.id()),
        case_id=case_id,
        payee=Payee.RETURNER,
        purpose=RefundFor.ITEM,
        charge_id=piece.order.charge_id,
        status=RefundStatus.ESTIMATED,
        net=due.net,
        tax=due.tax,
        promised_at=refunds.promised_by(world.policy, now, piece.order.time_zone, peer=peer),
        due_at=None,
    )


async def _must_be_returnable(world: World, order: Order, remedy: Remedy, now: datetime) -> None:
    fresh = order.kind is OrderKind.EXCHANGE and bool(await exchanges.fresh([order.id]))
    arrived = arrived_at(order, world.policy, fresh=fresh)
    facts = LineFacts(arrived, order.time_zone, coming_back=False)
    returnable(facts, remedy.value, world.policy, now)


async def _line_of(viewer: Viewer, line_id: str) -> tuple[Order, OrderLine]:
    line = await orders.line(line_id)
    order = await orders.read(line.order_id) if line else None
    if line is None or order is None or order.account_id is None:
        raise NotFound(field="lineId")
    if order.account_id != viewer.id and not viewer.is_staff:
        raise NotFound(field="lineId")
    return order, line


async def _free_pieces(order: Order, line: OrderLine, quantity: int) -> list[_Piece]:
    if quantity < 1:
        raise BadInput("QUANTITY_TOO_SMALL", field="quantity")
    if quantity > line.quantity:
        raise BadInput("QUANTITY_TOO_LARGE", field="quantity", left=line.quantity)
    variant = (await orders.variants([line.variant_id]))[line.variant_id]
    known = {unit.ordinal: (unit, taken) for unit, taken in await orders.units(line.id)}
    hops = await _hops_before(order)
    pieces = []
    for ordinal in range(line.quantity):
        unit, taken = known.get(ordinal, (None, False))
        if not taken:
            fresh = Unit(UnitId(f"{line.id}.{ordinal}"), line.id, ordinal, hops)
            pieces.append(_Piece(order, line, variant, unit or fresh))
        if len(pieces) == quantity:
            return pieces
    if not pieces:
        raise AlreadyReturned(field="lineId")
    raise BadInput("QUANTITY_TOO_LARGE", field="quantity", left=len(pieces))


async def _hops_before(order: Order) -> int:
    """A unit bought in the open-box shop, or had from there in exchange, has been passed on once
    more than the one it was."""
    if order.kind is OrderKind.SHOP:
        return 0
    purchase = await listings.purchase(order.id)
    before = await reads.story(purchase.case_id) if purchase else None
    if before is not None:
        return before.unit.hops + 1
    return 1 if order.kind is OrderKind.OPEN_BOX else 0


async def _story(case_id: str) -> Story:
    story = await reads.story(case_id)
    if story is None:
        raise NotFound
    return story
