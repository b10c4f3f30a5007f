"""What store tests put on the shelf: an order of their own per number, and a case opened on it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from onward.domain.events import Opened
from onward.domain.ids import CaseId, ChargeId, LineId, OrderId, RefundId, UnitId
from onward.domain.ledger import Entry
from onward.domain.refunds import Refund
from onward.domain.returns import ReturnCase
from onward.domain.shop import Charge, ChargeStatus, Order, OrderLine, Unit
from onward.domain.steps import Said
from onward.store import cases, orders, sql
from onward.store.answers import Answer
from onward.store.mappings import BESIDE_A_CASE
from tests.domain.examples import (
    A_LINE,
    A_REFUND,
    A_VARIANT,
    AN_ORDER,
    AS_RETURNER,
    OPENED,
    POLICY,
    T0,
    usd,
)

SEAL = b"b25seS1mb3ItdGVzdHMtb25seS1mb3ItdGVzdHMhISE="
EFFECTS = {"Opened": ("greet", "count"), "PhotoAdded": ("look",)}


@dataclass(frozen=True)
class Shelf:
    """One bought piece and the return it may become; `n` tells it from all others. With `of` it
    is another return of that shelf's piece."""

    n: str
    of: str = ""

    @property
    def piece(self) -> str:
        return self.of or self.n

    @property
    def case_id(self) -> CaseId:
        return CaseId(f"case-{self.n}")

    @property
    def unit(self) -> Unit:
        return Unit(UnitId(f"unit-{self.piece}"), self.line.id, 0, 0)

    @property
    def line(self) -> OrderLine:
        return replace(A_LINE, id=LineId(f"line-{self.piece}"), order_id=self.order.id)

    @property
    def order(self) -> Order:
        charge_id = ChargeId(f"charge-{self.piece}")
        order_id = OrderId(f"order-{self.piece}")
        return replace(AN_ORDER, id=order_id, number=f"N-{self.piece}", charge_id=charge_id)

    @property
    def charge(self) -> Charge:
        named = ChargeId(f"charge-{self.piece}")
        return Charge(named, self.order.id, ChargeStatus.CAPTURED, usd(64_00), "card", "ch", T0)

    @property
    def refund(self) -> Refund:
        named, charge = RefundId(f"refund-{self.n}"), self.charge.id
        return replace(A_REFUND, id=named, case_id=self.case_id, charge_id=charge)

    @property
    def opening(self) -> Opened:
        return replace(
            OPENED,
            order_id=self.order.id,
            line_id=self.line.id,
            unit_id=self.unit.id,
            refund_id=self.refund.id,
            reference=f"R{self.n}".upper(),
        )

    @property
    def rows(self) -> tuple[object, ...]:
        """In the order in which parents stand before their children."""
        return (self.order, self.line, self.unit, self.charge, self.refund)

    async def open(self, *entries: Entry, **given: Any) -> ReturnCase:
        """Record the case's first event with all its rows; `given` goes to `cases.record`."""
        said = [Said(AS_RETURNER, self.opening, entries)]
        wanted: dict[str, Any] = {"case_id": self.case_id, "rows": self.rows} | given
        return await cases.record(None, said, at=T0, policy=POLICY, **wanted)


async def stock() -> None:
    await orders.add_variants([A_VARIANT])


async def tell(
    case: ReturnCase, *said: Said, rows: Sequence[object] = (), answer: Answer | None = None
) -> ReturnCase:
    """Record more of a case."""
    return await cases.record(case, said, at=T0, policy=POLICY, rows=rows, answer=answer)


async def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row that recording may write, for a look before and after."""
    beside = [mapping.table for mapping in BESIDE_A_CASE.values()]
    tables = ["cases", "events", "effects", "postings", "answers", "documents", *beside]
    return {table: await sql.fetch(f"SELECT * FROM {table} ORDER BY id") for table in tables}
