"""What Onward asks of the outside, one Protocol a job; `World` holds what was chosen at the start.
A port that fails raises `Outage`: the case stays, the effect is tried again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from onward.domain.findings import Findings
from onward.domain.money import Money
from onward.domain.offers import Spot
from onward.domain.policy import Policy
from onward.domain.shipping import Scan
from onward.domain.shop import Contact


class Outage(Exception):
    """The other side did not answer, or not with sense. `port` names the job that failed."""

    def __init__(self, port: str, why: str):
        self.port = port
        super().__init__(f"{port}: {why}")


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


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a carrier must know to make a label. `sender` is None where the counter must not print
    one: the label then carries `return_to` (the warehouse)."""

    reference: str
    recipient: Address
    return_to: Address
    weight_g: int
    currency: str


@dataclass(frozen=True, slots=True)
class BoughtLabel:
    """A label: `counter_code` is what the QR holds, `pdf` a 4x6 inch page for who must print."""

    carrier: str
    tracking_number: str
    counter_code: str
    cost: Money
    pdf: bytes
    eta_for: timedelta


class Carrier(Protocol):
    """Labels, voids and scans. The same `key` twice gives the same label once."""

    async def buy(self, parcel: Parcel, key: str) -> BoughtLabel: ...

    async def void(self, tracking_number: str, key: str) -> bool:
        """Ask to void an unscanned label; True once granted, False when refused."""

    def scans(self, headers: Mapping[str, str], body: bytes) -> tuple[Scan, ...]:
        """The scans of a webhook; ForgedWebhook when the signature does not hold, BadInput when
        the body is not what this carrier sends."""


@dataclass(frozen=True, slots=True)
class Captured:
    provider_ref: str
    amount: Money


@dataclass(frozen=True, slots=True)
class RefundTaken:
    """The provider's word on a refund: `succeeded`, or still `pending`, or failed with a code."""

    provider_ref: str
    status: str
    failure: str | None = None


class Payments(Protocol):
    """Captures and refunds. The same `key` twice moves money once."""

    async def capture(self, amount: Money, method: str, reference: str, key: str) -> Captured:
        """Take the money; PaymentDeclined when the bank says no."""

    async def refund(self, charge_ref: str, amount: Money, key: str) -> RefundTaken:
        """Give money back. The same key again moves nothing and tells how that refund stands now;
        after a failed one, another try needs another key."""

    async def pay_out(self, account: str, amount: Money, key: str) -> RefundTaken:
        """Pay a person money that is no refund of a charge: the thank-you of the peer path."""


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
    base_url: str
