"""What an order file holds once it has been read: whole orders as plain columns, and refused rows.

Values only. Reading files belongs to the adapter, writing rows to the store. Columns of one
dataclass have the same length; position n in each of them is the same order, line or variant.
"""

from collections.abc import Sequence
from dataclasses import dataclass

# ISO 3166-1 leaves ZZ to its users, and CLDR reads it as "unknown region". It is never a customs
# territory: two orders from ZZ are not in the same country.
UNKNOWN_COUNTRY = "ZZ"


class UnreadableOrderFile(Exception):
    """The file as a whole cannot be read as orders; the text is one plain sentence."""


@dataclass(frozen=True, slots=True)
class ImportedOrders:
    """One entry an order. Instants are epoch milliseconds in UTC; `time_zone` is the IANA name of
    where its days are counted, None where the file leaves that to the shop. `shipping` is what was
    paid for the standard delivery, `shipping_tax` the tax on top, None where the file says nothing;
    `gift`: bought for somebody else, who the e-mail address then is, unless there is a `gift_code`:
    then the address is the giver's, and whoever has the code on the gift receipt was given it."""

    number: Sequence[str]
    ordered_at: Sequence[int]
    delivered_at: Sequence[int | None]
    currency: Sequence[str]
    payment: Sequence[str | None]
    email: Sequence[str | None]
    name: Sequence[str | None]
    phone: Sequence[str | None]
    street: Sequence[str | None]
    city: Sequence[str | None]
    region: Sequence[str | None]
    postal_code: Sequence[str | None]
    country: Sequence[str]
    time_zone: Sequence[str | None]
    shipping: Sequence[int | None]
    shipping_tax: Sequence[int | None]
    gift: Sequence[bool]
    gift_code: Sequence[str | None]

    def __len__(self) -> int:
        return len(self.number)


@dataclass(frozen=True, slots=True)
class ImportedLines:
    """One entry an order line. Amounts are minor units of the order's currency.

    `order` is the position of the line's order in the batch's orders. `key` is the same whenever
    the same line is read again, so that a second import adds nothing. `unit_price` is as paid
    before discount; `discount` and `tax` are totals of the line, the tax on top of the price.
    `takes_open_box`: the customer would take a piece that was opened by another one.
    """

    key: Sequence[str]
    order: Sequence[int]
    sku: Sequence[str]
    product: Sequence[str]
    quantity: Sequence[int]
    unit_price: Sequence[int]
    discount: Sequence[int]
    tax: Sequence[int]
    takes_open_box: Sequence[bool]

    def __len__(self) -> int:
        return len(self.key)


@dataclass(frozen=True, slots=True)
class ImportedVariants:
    """One entry a SKU of the batch, described by the last row that had something to say.

    `unit_price` is the price of the batch's last row of that SKU, in minor units of `currency`.
    """

    sku: Sequence[str]
    gtin: Sequence[str | None]
    product: Sequence[str]
    category: Sequence[str | None]
    size: Sequence[str | None]
    colour: Sequence[str | None]
    weight_g: Sequence[int | None]
    flags: Sequence[Sequence[str]]
    unit_price: Sequence[int]
    currency: Sequence[str]

    def __len__(self) -> int:
        return len(self.sku)


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that became no order line. `row` counts as a spreadsheet does, the header being 1."""

    row: int
    reason: str
    message: str
    value: str


@dataclass(frozen=True, slots=True)
class OrderBatch:
    """Some whole orders of a file: no order is ever spread over two batches."""

    rows_read: int
    orders: ImportedOrders
    lines: ImportedLines
    variants: ImportedVariants
    rejected: tuple[RejectedRow, ...]
