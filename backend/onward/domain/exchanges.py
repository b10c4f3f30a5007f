"""The other size: the right variant held for a returner, sent once the wrong one was scanned."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from onward.domain.ids import CaseId, ExchangeId, OrderId, VariantId
from onward.domain.life import ExchangeStatus
from onward.domain.listings import Listing
from onward.domain.money import Money
from onward.domain.owing import Owed
from onward.domain.shop import Variant


class ExchangeFrom(StrEnum):
    """Where the other piece comes from: another customer's open box first, then new stock."""

    OPEN_BOX = "OPEN_BOX"
    STOCK = "STOCK"


@dataclass(frozen=True, slots=True)
class Alternative:
    """A piece that may take the returned one's place. `price` is net and `tax` on top of it;
    together with `rest`, which still goes back, they are what the returned piece is worth."""

    variant: Variant
    source: ExchangeFrom
    price: Money
    tax: Money
    rest: Owed
    listing: Listing | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """The piece that takes the returned one's place. `price` and `tax` are what it costs; the rest
    of what was paid for the first piece is refunded. `order_id` is the order it travels in: an
    open-box one has it from the start, a fresh one once it is released."""

    id: ExchangeId
    case_id: CaseId
    variant_id: VariantId
    source: ExchangeFrom
    status: ExchangeStatus
    price: Money
    tax: Money
    order_id: OrderId | None
    held_at: datetime
    because: str | None = None
