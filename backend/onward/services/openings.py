"""Opening a return: what it would be, and a case for each piece of a line that comes back."""

from dataclasses import dataclass, replace
from datetime import datetime

from onward.domain import refunds
from onward.domain.accounts import Viewer
from onward.domain.deadlines import withdraws
from onward.domain.entitlement import LineFacts, arrived_at, returnable
from onward.domain.events import SYSTEM, Actor, Because, Channel, Diverted, Opened
from onward.domain.ids import CaseId, RefundId, UnitId
from onward.domain.life import Who
from onward.domain.listings import Purchase
from onward.domain.odds import odds
from onward.domain.opening import Coming, Piece, destination_of, estimated, must_be_open, remedy_for
from onward.domain.owing import Owed, named
from onward.domain.policy import CategoryPolicy
from onward.domain.pricing import open_box_price
from onward.domain.refunds import RefundDestination
from onward.domain.refusals import AlreadyReturned, BadInput, NotFound
from onward.domain.returns import Reason, Remedy
from onward.domain.routing import (
    likely_grade,
    peer_barrier_before_photos,
)
from onward.domain.shop import Order, OrderKind, OrderLine, Unit, Variant
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.ports import World
from onward.store import answers, cases, changes, demand, exchanges, listings, orders, pauses, reads
from onward.store.answers import Answer, Question


@dataclass(frozen=True, slots=True)
class Preview:
    """What a return of some pieces of this line would be, before anything is written. `refund` is
    for all of them."""

    line: OrderLine
    variant: Variant
    refund: Owed
    destination: RefundDestination
    barrier: str | None
    category: CategoryPolicy


async def preview(
    world: World, viewer: Viewer, line_id: str, reason: Reason, quantity: int = 1
) -> Preview:
    world = await _in_force(world)
    order, line = await _line_of(viewer, line_id)
    pieces = await _free_pieces(order, line, quantity, await _sold(order))
    now = await world.clock.now()
    chance = await _chance(world, pieces[0], now)
    barrier = peer_barrier_before_photos(pieces[0].facts(reason, chance), world.policy)
    first, *others = await _owed(world, pieces, reason, now)
    return Preview(
        line=line,
        variant=pieces[0].variant,
        refund=sum(others, first),
        destination=destination_of(order, Remedy.REFUND),
        barrier=barrier,
        category=world.policy.category(pieces[0].variant.category),
    )


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
        sold = await _sold(order)
        if sold is not None:
            must_be_open(*sold)
        pieces = await _free_pieces(order, line, quantity, sold)
        coming = await _coming(world, pieces, reason, remedy_for(order, remedy), now)
        found = tuple(world.tokens.id() for _ in pieces)
        try:
            async with changes.together():
                for case_id, one in zip(found, coming, strict=True):
                    last = Answer(question, found) if case_id == found[-1] else None
                    await _open(world, viewer, CaseId(case_id), one, now, last)
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
    coming: Coming,
    now: datetime,
    answer: Answer | None,
) -> None:
    piece = coming.piece
    assisted = viewer.is_staff and piece.order.account_id != viewer.id
    actor = Actor(Who.AGENT if assisted else Who.RETURNER, viewer.id)
    barrier = peer_barrier_before_photos(coming.facts, world.policy)
    peer, zone = barrier is None and not assisted, piece.order.time_zone
    promised = refunds.promised_by(world.policy, now, zone, peer=peer)
    refund = estimated(RefundId(world.tokens.id()), case_id, coming, promised)
    if piece.order.account_id is None:
        raise NotFound(field="lineId")
    opened = Opened(
        order_id=piece.order.id,
        line_id=piece.line.id,
        unit_id=piece.unit.id,
        variant_id=piece.variant.id,
        returner_id=piece.order.account_id,
        reference=world.tokens.reference(),
        reason=coming.facts.reason,
        remedy=coming.remedy.value,
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


async def _chance(world: World, piece: Piece, now: datetime) -> float | None:
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


async def _coming(
    world: World, pieces: list[Piece], reason: Reason, remedy: Remedy, now: datetime
) -> list[Coming]:
    chance = await _chance(world, pieces[0], now)
    dues = await _owed(world, pieces, reason, now)
    return [
        Coming(piece, piece.facts(reason, chance), due, remedy)
        for piece, due in zip(pieces, dues, strict=True)
    ]


async def _owed(
    world: World, pieces: list[Piece], reason: Reason, now: datetime
) -> tuple[Owed, ...]:
    order, line = pieces[0].order, pieces[0].line
    arrived = await _arrived(world, order)
    return named(
        await orders.paid(order),
        line,
        [piece.unit.ordinal for piece in pieces],
        world.policy.refunds,
        reason,
        withdrawn=withdraws(order.country, order.time_zone, arrived, now),
    )


async def _must_be_returnable(world: World, order: Order, remedy: Remedy, now: datetime) -> None:
    arrived = await _arrived(world, order)
    facts = LineFacts(arrived, order.time_zone, coming_back=False, country=order.country)
    returnable(facts, remedy.value, world.policy, now)


async def _arrived(world: World, order: Order) -> datetime | None:
    fresh = order.kind is OrderKind.EXCHANGE and bool(await exchanges.fresh([order.id]))
    return arrived_at(order, world.policy, fresh=fresh)


async def _line_of(viewer: Viewer, line_id: str) -> tuple[Order, OrderLine]:
    line = await orders.line(line_id)
    order = await orders.read(line.order_id) if line else None
    if line is None or order is None or order.account_id is None:
        raise NotFound(field="lineId")
    if order.account_id != viewer.id and not viewer.is_staff:
        raise NotFound(field="lineId")
    return order, line


async def _free_pieces(
    order: Order, line: OrderLine, quantity: int, sold: tuple[Story, Purchase] | None
) -> list[Piece]:
    if quantity < 1:
        raise BadInput("QUANTITY_TOO_SMALL", field="quantity")
    if quantity > line.quantity:
        raise BadInput("QUANTITY_TOO_LARGE", field="quantity", left=line.quantity)
    variant = (await orders.variants([line.variant_id]))[line.variant_id]
    known = {unit.ordinal: (unit, taken) for unit, taken in await orders.units(line.id)}
    hops = _hops_before(order, sold)
    pieces = []
    for ordinal in range(line.quantity):
        unit, taken = known.get(ordinal, (None, False))
        if not taken:
            fresh = Unit(UnitId(f"{line.id}.{ordinal}"), line.id, ordinal, hops)
            pieces.append(Piece(order, line, variant, unit or fresh))
        if len(pieces) == quantity:
            return pieces
    if not pieces:
        raise AlreadyReturned(field="lineId")
    raise BadInput("QUANTITY_TOO_LARGE", field="quantity", left=len(pieces))


async def _sold(order: Order) -> tuple[Story, Purchase] | None:
    """The case that sold the piece, with the purchase that the order is; None of the shop's own."""
    if order.kind is OrderKind.SHOP:
        return None
    purchase = await listings.purchase(order.id)
    before = await reads.story(purchase.case_id) if purchase else None
    return (before, purchase) if before and purchase else None


def _hops_before(order: Order, sold: tuple[Story, Purchase] | None) -> int:
    """A unit bought in the open-box shop, or had from there in exchange, has been passed on once
    more than the one it was."""
    if sold is not None:
        return sold[0].unit.hops + 1
    return 1 if order.kind is OrderKind.OPEN_BOX else 0


async def _story(case_id: str) -> Story:
    story = await reads.story(case_id)
    if story is None:
        raise NotFound
    return story
