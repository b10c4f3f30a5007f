"""Invoices and credit notes as rows: issued once, numbered without gaps, never changed."""

from dataclasses import dataclass
from datetime import datetime

from onward.domain.events import DocumentKind
from onward.domain.ids import CaseId, DocumentId, OrderId
from onward.domain.money import Money


@dataclass(frozen=True, slots=True)
class Document:
    """`net + tax` is its total; `rate_bp` the tax rate in basis points."""

    id: DocumentId
    case_id: CaseId
    kind: DocumentKind
    serial: int
    number: str
    order_id: OrderId
    purchase_id: OrderId | None
    title: str
    net: Money
    tax: Money
    rate_bp: int
    issued_at: datetime
