"""What Onward asks of the outside, one Protocol a job; `World` holds what was chosen at the start.
A port that fails raises `Outage`: the case stays, the effect is tried again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from onward.domain.disputes import DisputeStatus
from onward.domain.findings import Findings
from onward.domain.money import Money
from onward.domain.offers import Spot
from onward.domain.policy import Policy, Warehouse
from onward.domain.pricing import Taxed
from onward.domain.shipping import Blind, Scan, VoidAnswer
from onward.domain.shop import Contact


class Outage(Exception):
    """The other side did not answer, or not with sense. `port` names the job that failed."""

    def __init__(self, port: str, why: str):
        self.port = port
        super().__init__(f"{port}: {why}")


class NotYet(Exception):
    """The other side took the job and tells later how it ended: ask it again after `again_in`."""

    def __init__(self, port: str, again_in: timedelta):
        self.port, self.again_in = port, again_in
        super().__init__(f"{port}: not yet")


class Clock(Protocol):
    """The time that windows, patience and due dates use; the demo may turn it."""

    async def now(self) -> datetime:
        """Now, in UTC."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a parcel goes or comes from; only ever handed to a carrier."""

    name: str
    street: str
    city: str
    region: str
    postal_code: str
    country: str
    phone: str | None = None

    @classmethod
    def of(cls, place: Contact | Warehouse) -> "Address":
        """Of what we know of a person, or of the warehouse, what a carrier is told."""
        phone = place.phone if isinstance(place, Contact) else None
        lines = (place.name, place.street, place.city, place.region)
        return cls(*lines, place.postal_code, place.country, phone)


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a carrier must know to make a label. It carries `return_to` (the warehouse) as its
    sender; `origin` is where it sets out, for the tariff and the carrier alone, never printed.
    `hides_recipient`: who hands it in must not read where it goes."""

    reference: str
    recipient: Address
    return_to: Address
    weight_g: int
    currency: str
    origin: Address | None = None
    hides_recipient: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """One of a carrier's products for a parcel: what it costs, how long it takes, and whether it
    hides where it goes."""

    product: str
    cost: Money
    eta_for: timedelta
    blind: Blind
    tracked: bool = True


@dataclass(frozen=True, slots=True)
class BoughtLabel:
    """A label: `counter_code` is what the QR holds, `pdf` a 4x6 inch page for who must print,
    `zpl` the same for a thermal printer, where there is one. Both are empty where a code takes the
    parcel in and whoever hands it in must not read where it goes."""

    carrier: str
    tracking_number: str
    counter_code: str
    cost: Money
    pdf: bytes
    eta_for: timedelta
    product: str = "STANDARD"
    blind: Blind = Blind.YES
    zpl: str | None = None


class Carrier(Protocol):
    """Labels, voids and scans. The same `key` twice gives the same label once."""

    async def quote(self, parcel: Parcel) -> tuple[Quote, ...]:
        """What the carrier offers for this parcel, cheapest first; Unserviceable where it does not
        go there at all."""

    async def buy(self, parcel: Parcel, key: str, product: str | None = None) -> BoughtLabel:
        """A label of that product, or of the cheapest; Unserviceable as in `quote`."""

    async def sold(self, key: str) -> BoughtLabel | None:
        """What was sold under this key, without its pages; None where nothing was. Buys nothing."""

    async def void(self, tracking_number: str, key: str) -> VoidAnswer:
        """Ask to void a label; the same key again tells how that stands now."""

    async def track(self, tracking_number: str) -> tuple[Scan, ...]:
        """Every scan so far, for who waited for a webhook in vain; under the same keys."""

    def scans(self, headers: Mapping[str, str], body: bytes) -> tuple[Scan, ...]:
        """The scans of a webhook; ForgedWebhook when the signature does not hold, BadInput when
        the body is not what this carrier sends."""


@dataclass(frozen=True, slots=True)
class Captured:
    provider_ref: str
    amount: Money
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class RefundTaken:
    """The provider's word on a refund: `succeeded`, or still `pending`, or failed with a code."""

    provider_ref: str
    status: str
    failure: str | None = None


class NewsKind(StrEnum):
    """What a payment provider may tell us unasked."""

    REFUND_SUCCEEDED = "REFUND_SUCCEEDED"
    REFUND_FAILED = "REFUND_FAILED"
    CHARGE_DISPUTED = "CHARGE_DISPUTED"
    DISPUTE_CLOSED = "DISPUTE_CLOSED"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class PaymentNews:
    """One message; `key` is the provider's own id of it. `subject` is the refund, or the dispute,
    by the provider's name; `charge_ref` the charge it is about. `told` is the provider's own word
    for what it is, and `body` what a person reads of an UNKNOWN one. `alias` is another name that
    the provider has for the charge, `status` how a dispute stands."""

    key: str
    kind: NewsKind
    told: str
    at: datetime
    subject: str = ""
    charge_ref: str | None = None
    amount: Money | None = None
    failure: str | None = None
    body: str = ""
    alias: str | None = None
    status: DisputeStatus | None = None


@dataclass(frozen=True, slots=True)
class Movement:
    """Money that moved at the provider and has not come back: `kind` is `capture`, `refund`,
    `payout` or `dispute`; `charge_ref` names the charge it belongs to, or the account that a payout
    went to, `key` whose key moved it where the provider tells."""

    kind: str
    charge_ref: str
    amount: Money
    key: str
    provider_ref: str = ""
    at: datetime | None = None


class Payments(Protocol):
    """Captures and refunds. The same `key` twice moves money once."""

    async def capture(self, amount: Money, method: str, reference: str, key: str) -> Captured:
        """Take the money; PaymentDeclined when the bank says no."""

    async def refund(self, charge_ref: str, amount: Money, key: str) -> RefundTaken:
        """Give money back. The same key again moves nothing and tells how that refund stands now;
        after a failed one, another try needs another key."""

    async def refund_under(self, charge_ref: str, key: str) -> RefundTaken | None:
        """How the refund that was given under this key stands; None when there is none. Moves
        nothing."""

    async def pay_out(self, account: str, amount: Money, key: str) -> RefundTaken:
        """Pay a person money that is no refund of a charge: the thank-you of the peer path."""

    def news(self, headers: Mapping[str, str], body: bytes) -> tuple[PaymentNews, ...]:
        """What a webhook tells; ForgedWebhook when the signature does not hold, BadInput when the
        body is not what this provider sends."""

    async def moved_since(self, since: datetime) -> tuple[Movement, ...]:
        """All money that moved since and has not come back, for who compares books; the oldest
        first."""


class Photos(Protocol):
    """Bytes under a key. `read` of an absent key is None."""

    async def write(self, key: str, content: bytes) -> None: ...

    async def read(self, key: str) -> bytes | None: ...

    async def delete(self, key: str) -> None: ...


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """A re-encoded JPEG without metadata, and a thumbnail of at most 400 px."""

    jpeg: bytes
    thumbnail: bytes
    width: int
    height: int
    sha256: str
    findings: Findings


class Imaging(Protocol):
    async def clean(self, raw: bytes) -> CleanPhoto:
        """Decode in a process of its own and encode anew; BadPhoto when it is not a picture we
        take, too large in pixels, cut off or hostile."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in plain text."""

    to: str
    subject: str
    text: str


class Mail(Protocol):
    async def send(self, letter: Letter, key: str) -> None: ...


class Stock(Protocol):
    """Fresh pieces in the warehouse: for the buyer whose parcel never left, and for exchanges."""

    async def there(self, skus: Collection[str]) -> frozenset[str]:
        """Those of them of which a piece is free now; whether it still is, `hold` says."""

    async def hold(self, sku: str, key: str) -> bool:
        """Hold one piece for this key; False when there is none."""

    async def release(self, sku: str, key: str) -> None:
        """Give back what is held for this key, so that another may have it; where nothing is,
        nothing happens."""


class Tokens(Protocol):
    """Randomness and signatures."""

    def id(self) -> str:
        """A fresh identifier, sortable by time, for our own rows."""

    def reference(self) -> str:
        """A short public reference that says nothing of when or how many (8 characters)."""

    def six_digits(self) -> str: ...

    def digest(self, text: str) -> str:
        """A keyed hash, for one-time codes at rest and for look-ups by e-mail."""

    def sign(self, purpose: str, claims: Mapping[str, Any], lasts_for: timedelta) -> str: ...

    def read(self, purpose: str, token: str) -> dict[str, Any] | None:
        """The claims of a token that is genuine, for this purpose and not expired; else None."""


class Places(Protocol):
    async def km(self, one: Contact | Address, other: Contact | Address) -> int | None:
        """Distance between two postcodes in whole km, or None where we cannot tell."""

    async def spot(self, one: Contact | Address) -> Spot | None:
        """Where a postcode lies, to a tenth of a degree, or None where we cannot tell."""


class Tax(Protocol):
    async def on(
        self, net: Money, category: str, ship_from: tuple[str, str], ship_to: tuple[str, str]
    ) -> Taxed:
        """The tax of a sale, on top of `net`; both places are (country, region), a region that
        nobody knows is empty."""


@dataclass(frozen=True, slots=True)
class World:
    """Everything outside, as chosen once by `app`."""

    policy: Policy
    clock: Clock
    carrier: Carrier
    payments: Payments
    photos: Photos
    imaging: Imaging
    mail: Mail
    stock: Stock
    tokens: Tokens
    places: Places
    tax: Tax
    base_url: str

    async def warehouse_km(self, home: Contact | None) -> int | None:
        """How far the warehouse is; None where nobody can tell."""
        if home is None:
            return None
        try:
            return await self.places.km(home, Address.of(self.policy.warehouse))
        except Outage:
            return None
