"""Starting a return, choosing its path, changing one's mind: the returner's own moves."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from onward.domain import refunds
from onward.domain.accounts import Viewer
from onward.domain.diversions import diverted, must_be_before_scan, withdrawn
from onward.domain.entitlement import LineFacts, returnable
from onward.domain.events import SYSTEM, Actor, Because, Channel, Diverted, Opened, PeerChosen
from onward.domain.ids import CaseId, ListingId, RefundId, UnitId
from onward.domain.life import ListingStatus, RefundStatus, Who
from onward.domain.listings import Listing
from onward.domain.matching import Odds, odds
from onward.domain.money import Money
from onward.domain.policy import CategoryPolicy
from onward.domain.pricing import open_box_price
from onward.domain.refunds import Owed, Payee, Refund, RefundFor, owed
from onward.domain.refusals import AlreadyReturned, BadInput, NotEligible, NotFound
from onward.domain.returns import Reason, Remedy
from onward.domain.routing import (
    Crossroads,
    RouteType,
    UnitFacts,
    facts_of,
    peer_barrier,
    peer_barrier_before_photos,
    unit_facts,
)
from onward.domain.shop import Order, OrderKind, OrderLine, Unit, Variant
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.ports import World
from onward.store import answers, cases, changes, listings, orders, reads
from onward.store.answers import Answer, Question

VELOCITY_FOR = timedelta(days=28)
# What a label is expected to cost before one is bought, in minor units; only the desk sees it.
EXPECTED_LABEL_MINOR = 790


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

    def facts(self, reason: Reason) -> UnitFacts:
        return unit_facts(self.order, self.line, self.variant, self.unit, reason)


async def preview(world: World, viewer: Viewer, line_id: str, reason: Reason) -> Preview:
    order, line = await _line_of(viewer, line_id)
    piece = (await _free_pieces(order, line, 1))[0]
    barrier = peer_barrier_before_photos(piece.facts(reason), world.policy)
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
        order, line = await _line_of(viewer, line_id)
        now = await world.clock.now()
        _must_be_returnable(world, order, remedy, now)
        pieces = await _free_pieces(order, line, quantity)
        found = tuple(world.tokens.id() for _ in pieces)
        try:
            async with changes.together():
                for case_id, piece in zip(found, pieces, strict=True):
                    last = Answer(question, found) if case_id == found[-1] else None
                    await _open(world, viewer, CaseId(case_id), piece, reason, remedy, now, last)
        except cases.Taken as taken:
            found = await answers.known(question)
            if found is None:
                raise AlreadyReturned(field="lineId") from taken
    return tuple([await _story(case_id) for case_id in found])


async def choose_path(
    world: World, viewer: Viewer, case_id: str, route: RouteType, key: str
) -> Story:
    """To its next owner, or to the warehouse. The refund is the same on both."""
    if route is RouteType.WAREHOUSE:
        return await return_now(world, viewer, case_id, key)
    now = await world.clock.now()
    listing_id = ListingId(world.tokens.id())
    question = Question(viewer.id, key, "choosePath", [case_id, route.value])

    def decide(story: Story) -> Step:
        actor = actor_of(viewer, story)
        facts = facts_of(story)
        barrier = peer_barrier(facts, story.case.grade, world.policy)
        if barrier is not None or facts.price is None or story.case.grade is None:
            raise NotEligible(barrier)
        price = open_box_price(facts.price, world.policy.category(facts.category))
        ends_at = now + world.policy.windows.window_for
        bonus = refunds.bonus(world.policy, price)
        listing = Listing(
            id=listing_id,
            case_id=story.case.id,
            unit_id=story.case.unit_id,
            variant_id=story.case.variant_id,
            status=ListingStatus.LIVE,
            grade=story.case.grade,
            price=price,
            new_price=facts.price,
            country=story.order.country,
            listed_at=now,
            ends_at=ends_at,
        )
        promised = refunds.promised_by(world.policy, now, story.order.time_zone, peer=True)
        step = Step().put(listing, replace(story.refund, promised_at=promised))
        return step.say(actor, PeerChosen(listing_id, price, bonus, ends_at))

    return await changes.change(case_id, decide, at=now, policy=world.policy, question=question)


async def return_now(world: World, viewer: Viewer, case_id: str, key: str) -> Story:
    """Do not wait: the same code leads to the warehouse from now on. From EXPIRED it reopens."""
    now = await world.clock.now()
    question = Question(viewer.id, key, "returnNow", [case_id])

    def decide(story: Story) -> Step:
        actor = actor_of(viewer, story)
        must_be_before_scan(story)
        agent = actor.who is Who.AGENT
        because = Because.AGENT_DECIDED if agent else Because.RETURNER_CHOSE
        promised = refunds.promised_by(world.policy, now, story.order.time_zone, peer=False)
        refund = replace(story.refund, promised_at=promised)
        return diverted(story, actor, because).put(refund)

    return await changes.change(case_id, decide, at=now, policy=world.policy, question=question)


async def withdraw(world: World, viewer: Viewer, case_id: str, key: str) -> Story:
    """Keep the item after all; possible until the first scan."""
    now = await world.clock.now()
    question = Question(viewer.id, key, "withdrawReturn", [case_id])

    def decide(story: Story) -> Step:
        actor = actor_of(viewer, story)
        must_be_before_scan(story)
        return withdrawn(story, actor)

    return await changes.change(case_id, decide, at=now, policy=world.policy, question=question)


async def of_case(viewer: Viewer, case_id: str) -> Story | None:
    """The story of a case, for its returner and the desk; None for everybody else."""
    story = await reads.story(case_id)
    allowed = story and (viewer.is_staff or story.case.returner_id == viewer.id)
    return story if allowed else None


async def of_viewer(viewer: Viewer, before: tuple[int, str] | None, limit: int) -> list[Story]:
    """A returner's own cases, newest first."""
    mine = await cases.of_returner(viewer.id, before, limit)
    return [await _story(case.id) for case in mine]


async def odds_for(world: World, variant_id: str) -> Odds:
    """How likely a next owner turns up, from how often this variant sold lately."""
    since = await world.clock.now() - VELOCITY_FOR
    sold = await orders.orders_of_variant_since(variant_id, since)
    return odds(sold, world.policy.open_box_share)


def crossroads(story: Story, now: datetime) -> Crossroads:
    """Where the returner stands, for `routing.routes`."""
    currency = story.refund.amount.currency
    label = story.label.cost if story.label else Money(EXPECTED_LABEL_MINOR, currency)
    return Crossroads(
        facts_of(story),
        story.case.grade,
        story.refund.amount,
        label,
        story.order.time_zone,
        now,
    )


def actor_of(viewer: Viewer, story: Story) -> Actor:
    """In which part this viewer speaks of a case; NotFound for who has no part in it."""
    if story.case.returner_id == viewer.id:
        return Actor(Who.RETURNER, viewer.id)
    if viewer.is_staff:
        return Actor(Who.AGENT, viewer.id)
    raise NotFound


async def _open(
    world: World,
    viewer: Viewer,
    case_id: CaseId,
    piece: _Piece,
    reason: Reason,
    remedy: Remedy,
    now: datetime,
    answer: Answer | None,
) -> None:
    assisted = viewer.is_staff and piece.order.account_id != viewer.id
    actor = Actor(Who.AGENT if assisted else Who.RETURNER, viewer.id)
    barrier = peer_barrier_before_photos(piece.facts(reason), world.policy)
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
        reason=reason.value,
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


def _must_be_returnable(world: World, order: Order, remedy: Remedy, now: datetime) -> None:
    facts = LineFacts(order.delivered_at, order.time_zone, coming_back=False)
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
    """A unit bought in the open-box shop has been passed on once more than the one it was."""
    if order.kind is not OrderKind.OPEN_BOX:
        return 0
    purchase = await listings.purchase(order.id)
    before = await reads.story(purchase.case_id) if purchase else None
    return before.unit.hops + 1 if before else 1


async def _story(case_id: str) -> Story:
    story = await reads.story(case_id)
    if story is None:
        raise NotFound
    return story
