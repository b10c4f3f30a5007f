"""Opening a return: what it would be, and a case for each piece of a line that comes back."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from onward.domain.accounts import Viewer
from onward.domain.deadlines import withdraws
from onward.domain.entitlement import LineFacts, arrived_at, returnable
from onward.domain.gifts import gave_it, may_read, returner_of, was_given_it
from onward.domain.ids import CaseId, RefundId
from onward.domain.listings import Purchase
from onward.domain.opening import (
    CaseIds,
    Coming,
    Piece,
    destination_of,
    free_pieces,
    hops_before,
    kept_off_peer,
    must_be_open,
    opened,
    opened_by,
    remedy_for,
)
from onward.domain.owing import Owed, named
from onward.domain.policy import CategoryPolicy
from onward.domain.refunds import RefundDestination
from onward.domain.refusals import AlreadyReturned, BadInput, NotAllowed, NotFound
from onward.domain.returns import Reason, Remedy
from onward.domain.routing import (
    peer_barrier_before_photos,
)
from onward.domain.shop import Order, OrderKind, OrderLine, Variant
from onward.domain.story import Story
from onward.ports import World
from onward.store import (
    accounts,
    answers,
    cases,
    changes,
    demand,
    exchanges,
    listings,
    orders,
    pauses,
    reads,
)
from onward.store.answers import Answer, Question


@dataclass(frozen=True, slots=True)
class Preview:
    """What a return of some pieces of this line would be, before anything is written. `refund` is
    for all of them; `given`: what they cost is told to somebody else."""

    line: OrderLine
    variant: Variant
    refund: Owed
    destination: RefundDestination
    barrier: str | None
    category: CategoryPolicy
    given: bool


async def preview(
    world: World, viewer: Viewer, line_id: str, reason: Reason, quantity: int = 1
) -> Preview:
    world = replace(world, policy=await pauses.in_force(world.policy))
    order, line = await _line_of(viewer, line_id)
    pieces = await _free_pieces(order, line, quantity, await listings.sold_as(order))
    now = await world.clock.now()
    chance = await demand.chance_of(pieces[0], world.policy, now)
    facts = pieces[0].facts(reason, chance, await _warehouse_km(world, order))
    barrier = peer_barrier_before_photos(facts, world.policy)
    first, *others = await _owed(world, pieces, reason, now)
    return Preview(
        line=line,
        variant=pieces[0].variant,
        refund=sum(others, first),
        destination=destination_of(order, Remedy.REFUND),
        barrier=barrier,
        category=world.policy.category(pieces[0].variant.category),
        given=was_given_it(order, viewer.id),
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
        world = replace(world, policy=await pauses.in_force(world.policy))
        order, line = await _line_of(viewer, line_id)
        now = await world.clock.now()
        await _must_be_returnable(world, order, remedy, now)
        sold = await listings.sold_as(order)
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


async def _open(
    world: World,
    viewer: Viewer,
    case_id: CaseId,
    coming: Coming,
    now: datetime,
    answer: Answer | None,
) -> None:
    ids = CaseIds(case_id, RefundId(world.tokens.id()), world.tokens.reference())
    actor = opened_by(viewer, coming.piece.order)
    step = opened(coming, ids, actor, now, world.policy)
    step.join(kept_off_peer(coming, actor, world.policy))
    await cases.record(
        None,
        step.said,
        at=now,
        policy=world.policy,
        case_id=case_id,
        rows=step.rows,
        answer=answer,
    )


async def _coming(
    world: World, pieces: list[Piece], reason: Reason, remedy: Remedy, now: datetime
) -> list[Coming]:
    chance = await demand.chance_of(pieces[0], world.policy, now)
    dues = await _owed(world, pieces, reason, now)
    km = await _warehouse_km(world, pieces[0].order)
    return [
        Coming(piece, piece.facts(reason, chance, km), due, remedy)
        for piece, due in zip(pieces, dues, strict=True)
    ]


async def _warehouse_km(world: World, order: Order) -> int | None:
    return await world.warehouse_km(await accounts.contact(order.contact_id or ""))


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
    if not (may_read(order, viewer.id) or viewer.is_staff):
        raise NotFound(field="lineId")
    if gave_it(order, viewer.id):
        raise NotAllowed("GIVEN_AWAY", field="lineId")
    if returner_of(order) is None:
        raise NotAllowed("GIFT_UNOPENED", field="lineId")
    return order, line


async def _free_pieces(
    order: Order, line: OrderLine, quantity: int, sold: tuple[Story, Purchase] | None
) -> list[Piece]:
    if quantity < 1:
        raise BadInput("QUANTITY_TOO_SMALL", field="quantity")
    if quantity > line.quantity:
        raise BadInput("QUANTITY_TOO_LARGE", field="quantity", left=line.quantity)
    variant = (await orders.variants([line.variant_id]))[line.variant_id]
    known = await orders.units(line.id)
    free = free_pieces(order, line, variant, known, hops_before(order, sold))
    pieces = list(islice(free, quantity))
    if not pieces:
        raise AlreadyReturned(field="lineId")
    if len(pieces) < quantity:
        raise BadInput("QUANTITY_TOO_LARGE", field="quantity", left=len(pieces))
    return pieces


async def _story(case_id: str) -> Story:
    story = await reads.story(case_id)
    if story is None:
        raise NotFound
    return story
