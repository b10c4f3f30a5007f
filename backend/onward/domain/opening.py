"""A return as it is opened: the piece, what is owed for it, and the refund that is named for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from onward.domain.accounts import Viewer
from onward.domain.claiming import claims_of
from onward.domain.events import SYSTEM, Actor, Because, Channel, Diverted, Opened
from onward.domain.gifts import returner_of
from onward.domain.ids import CaseId, RefundId, UnitId
from onward.domain.life import ClaimStatus, PurchaseStatus, RefundStatus, Who
from onward.domain.listings import Purchase
from onward.domain.owing import Owed
from onward.domain.policy import Policy
from onward.domain.refunds import Payee, Refund, RefundDestination, RefundFor, promised_by
from onward.domain.refusals import NotAllowed, NotFound
from onward.domain.returns import Reason, Remedy
from onward.domain.routing import UnitFacts, peer_barrier_before_photos, unit_facts
from onward.domain.shop import Order, OrderKind, OrderLine, Unit, Variant
from onward.domain.steps import Step
from onward.domain.story import Story

_OVER = frozenset(
    {PurchaseStatus.REFUNDED, PurchaseStatus.REPLACED_FROM_STOCK, PurchaseStatus.CANCELED}
)
_UNSETTLED = frozenset({ClaimStatus.OPEN, ClaimStatus.AWAITING_RETURN})


@dataclass(frozen=True, slots=True)
class Piece:
    """A line with the piece of it that is to come back."""

    order: Order
    line: OrderLine
    variant: Variant
    unit: Unit

    def facts(
        self, reason: Reason, chance: float | None, warehouse_km: int | None = None
    ) -> UnitFacts:
        facts = unit_facts(self.order, self.line, self.variant, self.unit, reason)
        return replace(facts, odds=chance, warehouse_km=warehouse_km)


@dataclass(frozen=True, slots=True)
class Coming:
    """A piece that comes back: as the rules see it, what is owed for it, what is wanted for it."""

    piece: Piece
    facts: UnitFacts
    due: Owed
    remedy: Remedy


@dataclass(frozen=True, slots=True)
class CaseIds:
    """What a case and its refund are to be known by."""

    case: CaseId
    refund: RefundId
    reference: str


def opened_by(viewer: Viewer, order: Order) -> Actor:
    """In which part they open it: staff do so for whoever called, unless it is their own."""
    assisted = viewer.is_staff and returner_of(order) != viewer.id
    return Actor(Who.AGENT if assisted else Who.RETURNER, viewer.id)


def opened(coming: Coming, ids: CaseIds, actor: Actor, now: datetime, policy: Policy) -> Step:
    """The case of a piece as it begins, with the refund that is named for it."""
    piece, returner_id = coming.piece, returner_of(coming.piece.order)
    if returner_id is None:
        raise NotFound(field="lineId")
    assisted = actor.who is Who.AGENT
    peer = not assisted and peer_barrier_before_photos(coming.facts, policy) is None
    promised = promised_by(policy, now, piece.order.time_zone, peer=peer)
    event = Opened(
        order_id=piece.order.id,
        line_id=piece.line.id,
        unit_id=piece.unit.id,
        variant_id=piece.variant.id,
        returner_id=returner_id,
        reference=ids.reference,
        reason=coming.facts.reason,
        remedy=coming.remedy.value,
        refund_id=ids.refund,
        assisted=assisted,
        warehouse_km=coming.facts.warehouse_km,
    )
    refund = estimated(ids.refund, ids.case, coming, promised)
    return Step().put(piece.unit, refund).say(actor, event)


def kept_off_peer(coming: Coming, actor: Actor, policy: Policy) -> Step:
    """To the warehouse at once, what policy keeps off the peer path and what an agent opens."""
    barrier = peer_barrier_before_photos(coming.facts, policy)
    assisted = actor.who is Who.AGENT
    if not assisted and barrier is None:
        return Step()
    because = Because.AGENT_DECIDED if assisted else Because.POLICY
    return Step().say(SYSTEM, Diverted(Channel.WAREHOUSE, because, rule=barrier))


def free_pieces(
    order: Order,
    line: OrderLine,
    variant: Variant,
    known: Sequence[tuple[Unit, bool]],
    hops: int,
) -> Iterator[Piece]:
    """The pieces of a line that no living case holds. `known`: those that were ever returned, and
    whether one does; `hops`: how often the others were passed on."""
    taken = {unit.ordinal for unit, held in known if held}
    units = {unit.ordinal: unit for unit, _ in known}
    for ordinal in range(line.quantity):
        if ordinal not in taken:
            unit = units.get(ordinal) or _fresh(line, ordinal, hops)
            yield Piece(order, line, variant, unit)


def hops_before(order: Order, sold: tuple[Story, Purchase] | None) -> int:
    """A unit bought in the open-box shop, or had from there in exchange, has been passed on once
    more than the one it was."""
    if sold is not None:
        return sold[0].unit.hops + 1
    return 1 if order.kind is OrderKind.OPEN_BOX else 0


def _fresh(line: OrderLine, ordinal: int, hops: int) -> Unit:
    return Unit(UnitId(f"{line.id}.{ordinal}"), line.id, ordinal, hops)


def remedy_for(order: Order, wanted: Remedy) -> Remedy:
    """Who was given a thing gets credit for it: the money was somebody else's."""
    return Remedy.STORE_CREDIT if order.gift and wanted is Remedy.REFUND else wanted


def must_be_open(story: Story, purchase: Purchase) -> None:
    """Refuses (NotAllowed) a return of what the buyer has all their money or another piece for
    already, or may have at any moment."""
    if purchase.status in _OVER:
        raise NotAllowed("CLAIM_SETTLED", field="lineId")
    if any(claim.status in _UNSETTLED for claim in claims_of(story, purchase.match_id)):
        raise NotAllowed("CLAIM_EXISTS", field="lineId")


def destination_of(order: Order, remedy: Remedy) -> RefundDestination:
    """Where the money goes, or what of it an exchange leaves."""
    if order.gift or remedy is Remedy.STORE_CREDIT:
        return RefundDestination.STORE_CREDIT
    return RefundDestination.ORIGINAL_PAYMENT


def estimated(
    refund_id: RefundId, case_id: CaseId, coming: Coming, promised_at: datetime
) -> Refund:
    """The refund as it is named before anything was handed in."""
    order, due = coming.piece.order, coming.due
    return Refund(
        id=refund_id,
        case_id=case_id,
        payee=Payee.RETURNER,
        purpose=RefundFor.ITEM,
        charge_id=order.charge_id,
        status=RefundStatus.ESTIMATED,
        net=due.net,
        tax=due.tax,
        promised_at=promised_at,
        due_at=None,
        fee=due.fee,
        shipping=due.shipping,
        shipping_tax=due.shipping_tax,
        destination=destination_of(order, coming.remedy),
    )
