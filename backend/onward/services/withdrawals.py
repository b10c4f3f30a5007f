"""Withdrawing from a contract in two steps: what can be withdrawn from, and the notice. That it is
acknowledged before anybody chooses a way back is for `acknowledgements`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from onward.domain.accounts import Viewer
from onward.domain.entitlement import arrived_at
from onward.domain.events import Actor, WithdrawalDeclared
from onward.domain.gifts import may_read
from onward.domain.ids import CaseId, ContactId, LineId, RefundId, WithdrawalId
from onward.domain.opening import (
    CaseIds,
    Coming,
    free_pieces,
    hops_before,
    kept_off_peer,
    must_be_open,
    opened,
    opened_by,
)
from onward.domain.owing import named
from onward.domain.refusals import BadInput, Impossible, NotFound, Refusal
from onward.domain.returns import Reason, Remedy, ReturnCase
from onward.domain.shop import Order, OrderKind
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.withdrawals import (
    LineLeft,
    Right,
    Withdrawal,
    declarant,
    declared,
    left_of,
    must_be_left,
    must_be_possible,
    right_of,
)
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
    withdrawals,
)
from onward.store.answers import Answer, Question

# A return that somebody starts meanwhile is one more to be declared; each try may find another.
_MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class Declarant:
    """Who withdraws, and where to the acknowledgement goes."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class _Said:
    """What is recorded of one of the cases."""

    case_id: CaseId
    case: ReturnCase | None
    step: Step


async def right(world: World, viewer: Viewer, order_id: str) -> Right:
    """What of an order can be withdrawn from now; NotFound for an order that is not theirs."""
    order = await _order(viewer, order_id)
    return await _right(world, order, await world.clock.now())


async def confirm(
    world: World,
    viewer: Viewer,
    order_id: str,
    wanted: Mapping[LineId, int],
    by: Declarant,
    key: str,
) -> Withdrawal:
    """Withdraw from so many pieces of each line: a case for each, as of now. Returns that were
    started already and are not on their way count first.

    Raises NotFound, what `must_be_possible` and `must_be_left` refuse, and BadInput for whoever
    does not say who they are.
    """
    given = [order_id, sorted(wanted.items()), by.name, by.email]
    question = Question(viewer.id, key, "confirmWithdrawal", given)
    order = await _order(viewer, order_id)
    world = replace(world, policy=await pauses.in_force(world.policy))
    for _ in range(_MOST_TRIES):
        known = await answers.known(question)
        if known is not None:
            return await _kept(known[0])
        try:
            await _confirm(world, viewer, order, wanted, by, question)
        except (cases.Taken, cases.Stale):
            continue
        except Refusal:
            # Perhaps of what the same request did since it was looked for.
            if await answers.known(question) is None:
                raise
    raise Impossible(f"order {order_id} moved {_MOST_TRIES} times under one withdrawal")


async def _confirm(
    world: World,
    viewer: Viewer,
    order: Order,
    wanted: Mapping[LineId, int],
    by: Declarant,
    question: Question,
) -> None:
    now, actor = await world.clock.now(), opened_by(viewer, order)
    withdrawal_id = WithdrawalId(world.tokens.id())
    contact = declarant(ContactId(world.tokens.id()), by.name, by.email, order.country)
    picked = await _picked(world, order, wanted, now)
    started = [case_id for line, count in picked for case_id in line.started[:count]]
    coming = [one for pick in picked for one in await _coming(world, order, *pick, now)]
    async with changes.together(*started):
        await accounts.add_contact(contact)
        steps = [await _declared(case_id, actor, withdrawal_id) for case_id in started]
        steps += [_opened(world, one, actor, withdrawal_id, now) for one in coming]
        first = steps[0].case_id
        number = f"W-{world.tokens.reference()}"
        notice = Withdrawal(withdrawal_id, number, order.id, first, contact.id, now)
        for one in steps:
            is_first = one.case_id == first
            await cases.record(
                one.case,
                one.step.said,
                at=now,
                policy=world.policy,
                case_id=one.case_id,
                rows=[*one.step.rows, notice] if is_first else one.step.rows,
                answer=Answer(question, (withdrawal_id,)) if is_first else None,
            )


async def _picked(
    world: World, order: Order, wanted: Mapping[LineId, int], now: datetime
) -> list[tuple[LineLeft, int]]:
    """So many pieces of each line, where that much is left of it."""
    found = await _right(world, order, now)
    must_be_possible(found)
    sold = await listings.sold_as(order)
    if sold is not None:
        must_be_open(*sold)
    left = {line.line_id: line for line in found.lines}
    if not wanted:
        raise BadInput("QUANTITY_TOO_SMALL", field="lines")
    return [
        (must_be_left(left.get(line_id), count), count) for line_id, count in sorted(wanted.items())
    ]


async def _coming(
    world: World, order: Order, left: LineLeft, count: int, now: datetime
) -> list[Coming]:
    """The pieces of a line that no case holds yet, with what is owed for them by law."""
    line = await orders.line(left.line_id)
    if line is None or count <= len(left.started):
        return []
    variant = (await orders.variants([line.variant_id]))[line.variant_id]
    hops = hops_before(order, await listings.sold_as(order))
    free = free_pieces(order, line, variant, await orders.units(line.id), hops)
    pieces = list(islice(free, count - len(left.started)))
    if not pieces:
        # Another notice took them while this one was reading.
        raise cases.Taken(left.line_id)
    chance = await demand.chance_of(pieces[0], world.policy, now)
    reason, ordinals = Reason.NOT_ASKED, [piece.unit.ordinal for piece in pieces]
    terms, paid = world.policy.refunds, await orders.paid(order)
    dues = named(paid, line, ordinals, terms, reason, withdrawn=True)
    km = await world.warehouse_km(await accounts.contact(order.contact_id or ""))
    return [
        Coming(piece, piece.facts(reason, chance, km), due, Remedy.REFUND)
        for piece, due in zip(pieces, dues, strict=True)
    ]


async def _declared(case_id: CaseId, actor: Actor, withdrawal_id: WithdrawalId) -> _Said:
    story = await _story(case_id)
    step = declared(story, actor, withdrawal_id)
    if step is None:
        raise cases.Stale(case_id)
    return _Said(case_id, story.case, step)


def _opened(
    world: World, coming: Coming, actor: Actor, withdrawal_id: WithdrawalId, now: datetime
) -> _Said:
    case_id = CaseId(world.tokens.id())
    ids = CaseIds(case_id, RefundId(world.tokens.id()), world.tokens.reference())
    step = opened(coming, ids, actor, now, world.policy)
    step.say(actor, WithdrawalDeclared(withdrawal_id))
    return _Said(case_id, None, step.join(kept_off_peer(coming, actor, world.policy)))


async def _right(world: World, order: Order, now: datetime) -> Right:
    fresh = order.kind is OrderKind.EXCHANGE and bool(await exchanges.fresh([order.id]))
    lines = await orders.lines([order.id])
    ids = [line.id for line in lines]
    taken, known = await orders.taken_of(ids), await reads.cases_of_lines(ids)
    left = [
        left_of(line, [case for case in known if case.line_id == line.id], taken.get(line.id, 0))
        for line in lines
    ]
    return right_of(order, arrived_at(order, world.policy, fresh=fresh), left, now)


async def _kept(withdrawal_id: str) -> Withdrawal:
    found = await withdrawals.read(withdrawal_id)
    if found is None:
        raise Impossible(f"no withdrawal {withdrawal_id}")
    return found


async def _order(viewer: Viewer, order_id: str) -> Order:
    order = await orders.read(order_id)
    if order is None or not (may_read(order, viewer.id) or viewer.is_staff):
        raise NotFound(field="orderId")
    return order


async def _story(case_id: str) -> Story:
    story = await reads.story(case_id)
    if story is None:
        raise NotFound
    return story
