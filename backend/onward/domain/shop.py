"""What the shop sells and sold: variants, orders, paid lines, one-piece units, charges, and to
whom."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from onward.domain.ids import (
    AccountId,
    ChargeId,
    ContactId,
    LineId,
    OrderId,
    ProductId,
    UnitId,
    VariantId,
)
from onward.domain.money import Money


class Role(StrEnum):
    """What an account may do. Returner and buyer are relations to a case, not roles."""

    SHOPPER = "SHOPPER"
    AGENT = "AGENT"
    LEAD = "LEAD"
    MERCHANT = "MERCHANT"


STAFF = frozenset({Role.AGENT, Role.LEAD, Role.MERCHANT})


@dataclass(frozen=True, slots=True)
class Account:
    id: AccountId
    role: Role
    contact_id: ContactId
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """A person as the carrier and the mail need them. Lives encrypted, apart, and may be erased."""

    id: ContactId
    name: str
    email: str | None
    phone: str | None
    street: str
    city: str
    region: str
    postal_code: str
    country: str


class OrderKind(StrEnum):
    SHOP = "SHOP"
    OPEN_BOX = "OPEN_BOX"
    EXCHANGE = "EXCHANGE"


@dataclass(frozen=True, slots=True)
class Variant:
    id: VariantId
    product_id: ProductId
    sku: str
    gtin: str | None
    title: str
    size: str
    colour: str
    category: str
    weight_g: int
    flags: frozenset[str]
    price: Money | None
    picture: str | None


@dataclass(frozen=True, slots=True)
class Order:
    """`gift_code` is the digest of the code on a gift's receipt, `recipient_id` who proved it."""

    id: OrderId
    number: str
    kind: OrderKind
    account_id: AccountId | None
    contact_id: ContactId | None
    placed_at: datetime
    delivered_at: datetime | None
    country: str
    region: str
    postal_area: str
    currency: str
    charge_id: ChargeId | None
    time_zone: str
    shipping: Money | None = None
    shipping_tax: Money | None = None
    gift: bool = False
    gift_code: str | None = None
    recipient_id: AccountId | None = None

    @property
    def delivery(self) -> Money | None:
        """What was paid for its delivery, tax included; None where nobody knows of any."""
        if self.shipping is None:
            return self.shipping_tax
        return self.shipping + self.shipping_tax if self.shipping_tax else self.shipping


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A paid line: `total` is what was paid for all pieces, discount taken off, tax included."""

    id: LineId
    order_id: OrderId
    variant_id: VariantId
    title: str
    quantity: int
    unit_price: Money
    discount: Money
    tax: Money

    @property
    def total(self) -> Money:
        gross = Money(self.unit_price.minor * self.quantity, self.unit_price.currency)
        return gross - self.discount + self.tax


@dataclass(frozen=True, slots=True)
class Unit:
    """One physical piece of a line; `ordinal` counts from 0, `hops` how often it was passed on."""

    id: UnitId
    line_id: LineId
    ordinal: int
    hops: int


class ChargeStatus(StrEnum):
    CAPTURED = "CAPTURED"
    DISPUTED = "DISPUTED"


@dataclass(frozen=True, slots=True)
class Charge:
    """Money that was taken: `provider_ref` names it at the payment provider, `fingerprint` the card
    or account it came from, alike for whoever pays by it."""

    id: ChargeId
    order_id: OrderId
    status: ChargeStatus
    amount: Money
    method: str
    provider_ref: str
    captured_at: datetime
    fingerprint: str | None = None
