"""A return as it is opened: the piece, what is owed for it, and the refund that is named for it."""

from dataclasses import dataclass, replace
from datetime import datetime

from onward.domain.claiming import claims_of
from onward.domain.ids import CaseId, RefundId
from onward.domain.life import ClaimStatus, PurchaseStatus, RefundStatus
from onward.domain.listings import Purchase
from onward.domain.owing import Owed
from onward.domain.refunds import Payee, Refund, RefundDestination, RefundFor
from onward.domain.refusals import NotAllowed
from onward.domain.returns import Reason, Remedy
from onward.domain.routing import UnitFacts, unit_facts
from onward.domain.shop import Order, OrderLine, Unit, Variant
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

    def facts(self, reason: Reason, chance: float | None) -> UnitFacts:
        facts = unit_facts(self.order, self.line, self.variant, self.unit, reason)
        return replace(facts, odds=chance)


@dataclass(frozen=True, slots=True)
class Coming:
    """A piece that comes back: as the rules see it, what is owed for it, what is wanted for it."""

    piece: Piece
    facts: UnitFacts
    due: Owed
    remedy: Remedy


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
