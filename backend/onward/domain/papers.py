"""Invoices and credit notes: issued once, numbered without gaps, never changed. Which of them an
event asks for is for `issuing`; the number is given by whoever writes them down."""

from dataclasses import dataclass
from datetime import datetime

from onward.domain.events import DocumentKind
from onward.domain.ids import CaseId, DocumentId, OrderId
from onward.domain.money import Money

# What a number of each kind begins with; its serial follows.
SERIES = {DocumentKind.INVOICE: "INV-", DocumentKind.CREDIT_NOTE: "CN-"}


@dataclass(frozen=True, slots=True)
class Document:
    """`net + tax` is its total; `rate_bp` the tax rate in basis points. One of a purchase names
    it; one of what a returner had bought first names only that order."""

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

    @property
    def total(self) -> Money:
        return self.net + self.tax


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that waits for its number: it gets the next of its kind as it is written down, in
    the transaction of its event, so that none is ever missing."""

    id: DocumentId
    case_id: CaseId
    kind: DocumentKind
    order_id: OrderId
    purchase_id: OrderId | None
    title: str
    net: Money
    tax: Money
    rate_bp: int
    issued_at: datetime


def invoice_id(of: str) -> DocumentId:
    """Of the invoice of a purchase, or of a fresh piece in exchange: one each, for ever."""
    return DocumentId(f"inv:{of}")


def note_id(of: str) -> DocumentId:
    """Of the credit note of a refund, or of an order whose place a purchase took."""
    return DocumentId(f"cn:{of}")
