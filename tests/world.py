"""An outside world in memory: honest fakes of every port, and a clock the test turns.

Each fake passes the same contract test as the adapter it stands for (tests/adapters).
"""

import dataclasses
import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from onward.adapters.imaging.cleaning import cleaned
from onward.adapters.payments.sandbox import IdempotencyMismatch, Movement
from onward.adapters.policies.reading import read_policy
from onward.adapters.tokens import SigningTokens
from onward.domain.life import ShipmentStatus
from onward.domain.money import Money
from onward.domain.refusals import BadInput, ForgedWebhook, PaymentDeclined
from onward.domain.shipping import Scan
from onward.domain.shop import Contact
from onward.ports import (
    Address,
    BoughtLabel,
    Captured,
    CleanPhoto,
    Letter,
    Outage,
    Parcel,
    RefundTaken,
    World,
)

SECRET = "a secret for tests alone, long enough"
MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CARD = "card_visa_4242"


def make_world(**overrides: Any) -> World:
    """The shipped policy and a fake for every port; name a field to put something else there."""
    world = World(
        policy=read_policy(),
        clock=FakeClock(),
        carrier=FakeCarrier(),
        payments=FakePayments(),
        photos=FakePhotos(),
        imaging=FakeImaging(),
        mail=FakeMail(),
        stock=FakeStock(),
        tokens=SigningTokens(SECRET),
        places=FakePlaces(),
        base_url="http://onward.test",
    )
    return dataclasses.replace(world, **overrides)


class FakeClock:
    """Stands still until it is turned."""

    def __init__(self, at: datetime = MORNING):
        self.at = at

    async def now(self) -> datetime:
        return self.at

    def turn(self, by: timedelta) -> datetime:
        self.at += by
        return self.at


class Breakable:
    """A port that is down for some calls, or does its work and loses the answer."""

    port = "port"

    def __init__(self) -> None:
        self._down = 0
        self._unheard = 0

    def down_for(self, calls: int) -> None:
        self._down = calls

    def unheard_for(self, calls: int) -> None:
        self._unheard = calls

    def before(self) -> None:
        if self._down > 0:
            self._down -= 1
            raise Outage(self.port, "down for the test")

    def after(self) -> None:
        if self._unheard > 0:
            self._unheard -= 1
            raise Outage(self.port, "unheard for the test")


class FakeCarrier(Breakable):
    """Labels in the order they were bought; `hand_in` is what a counter would do."""

    port = "carrier"

    def __init__(self) -> None:
        super().__init__()
        self.labels: dict[str, BoughtLabel] = {}
        self.parcels: dict[str, Parcel] = {}
        self.scanned: set[str] = set()
        self.voided: list[str] = []
        self.refuses_voids = False

    async def buy(self, parcel: Parcel, key: str) -> BoughtLabel:
        self.before()
        if key not in self.labels:
            number = f"FAKE{len(self.labels) + 1:08}"
            self.parcels[number] = parcel
            self.labels[key] = BoughtLabel(
                carrier="FAKE",
                tracking_number=number,
                counter_code=f"{len(self.labels) + 1:012}",
                cost=Money(700, parcel.currency),
                pdf=b"%PDF-1.4 " + number.encode(),
                eta_for=timedelta(days=3),
            )
        self.after()
        return self.labels[key]

    async def void(self, tracking_number: str, key: str) -> bool:
        self.before()
        known = tracking_number in self.parcels
        granted = known and tracking_number not in self.scanned and not self.refuses_voids
        if granted and tracking_number not in self.voided:
            self.voided.append(tracking_number)
        self.after()
        return granted

    def scans(self, headers: Mapping[str, str], body: bytes) -> tuple[Scan, ...]:
        given = {name.lower(): value for name, value in headers.items()}.get("fake-signature", "")
        if not hmac.compare_digest(given.encode(), _signature(body).encode()):
            raise ForgedWebhook
        try:
            return tuple(_scan(row) for row in orjson.loads(body)["scans"])
        except (ValueError, KeyError, TypeError) as trouble:
            raise BadInput(field="scans") from trouble

    def hand_in(self, *scans: Scan) -> tuple[dict[str, str], bytes]:
        """Scan parcels; the signed webhook that tells of it."""
        self.scanned |= {scan.tracking_number for scan in scans}
        return self.signed({"scans": [dataclasses.asdict(scan) for scan in scans]})

    def signed(self, message: object) -> tuple[dict[str, str], bytes]:
        """Any message with a signature that holds."""
        body = orjson.dumps(message)
        return {"Fake-Signature": _signature(body)}, body


class FakePayments(Breakable):
    """Knows the sandbox's cards; `movements` is the money that moved, in order."""

    port = "payments"

    def __init__(self) -> None:
        super().__init__()
        self.moved: list[Movement] = []
        self._asked: dict[str, tuple[object, ...]] = {}
        self._refunds: dict[str, RefundTaken] = {}
        self._methods: dict[str, str] = {}

    async def capture(self, amount: Money, method: str, reference: str, key: str) -> Captured:
        self.before()
        fresh = self._is_fresh(key, ("capture", amount, method, reference))
        if method == "card_declined" or not method.startswith("card_"):
            raise PaymentDeclined
        charge_ref = f"ch_fake_{_name(key)}"
        if fresh:
            self._methods[charge_ref] = method
            self.moved.append(Movement("capture", charge_ref, amount, key))
        self.after()
        return Captured(charge_ref, amount)

    async def refund(self, charge_ref: str, amount: Money, key: str) -> RefundTaken:
        self.before()
        if self._is_fresh(key, ("refund", charge_ref, amount)):
            status, failure = self._judged(charge_ref, amount)
            self._refunds[key] = RefundTaken(f"re_fake_{_name(key)}", status, failure)
            if status == "succeeded":
                self.moved.append(Movement("refund", charge_ref, amount, key))
        self.after()
        return self._refunds[key]

    async def pay_out(self, account: str, amount: Money, key: str) -> RefundTaken:
        self.before()
        if self._is_fresh(key, ("payout", account, amount)):
            self._refunds[key] = RefundTaken(f"po_fake_{_name(key)}", "succeeded")
            self.moved.append(Movement("payout", account, amount, key))
        self.after()
        return self._refunds[key]

    def settle_pending(self, failure: str | None = None) -> int:
        pending = [key for key, taken in self._refunds.items() if taken.status == "pending"]
        for key in pending:
            status = "failed" if failure else "succeeded"
            taken = self._refunds[key]
            self._refunds[key] = RefundTaken(taken.provider_ref, status, failure)
            _, charge_ref, amount = self._asked[key]
            if not failure and isinstance(amount, Money):
                self.moved.append(Movement("refund", str(charge_ref), amount, key))
        return len(pending)

    def movements(self) -> tuple[Movement, ...]:
        return tuple(self.moved)

    def _judged(self, charge_ref: str, amount: Money) -> tuple[str, str | None]:
        method = self._methods.get(charge_ref) or charge_ref.partition(":")[0]
        if charge_ref.startswith("ch_fake_") and self._left(charge_ref) < amount.minor:
            return "failed", "amount_exceeds_charge"
        tried = sum(asked[:2] == ("refund", charge_ref) for asked in self._asked.values())
        if method == "card_refund_fails" or (method == "card_refund_fails_once" and tried == 1):
            return "failed", "expired_or_canceled_card"
        return ("pending", None) if method == "card_refund_pending" else ("succeeded", None)

    def _left(self, charge_ref: str) -> int:
        signs = {"capture": 1, "refund": -1}
        own = [moved for moved in self.moved if moved.charge_ref == charge_ref]
        pending = (
            asked[2].minor
            for key, asked in self._asked.items()
            if asked[1] == charge_ref
            and isinstance(asked[2], Money)
            and key in self._refunds
            and self._refunds[key].status == "pending"
        )
        return sum(signs[moved.kind] * moved.amount.minor for moved in own) - sum(pending)

    def _is_fresh(self, key: str, asked: tuple[object, ...]) -> bool:
        if self._asked.setdefault(key, asked) != asked:
            raise IdempotencyMismatch(key)
        known = key in self._refunds or any(moved.key == key for moved in self.moved)
        return not known


class FakePhotos:
    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    async def write(self, key: str, content: bytes) -> None:
        self.kept[key] = content

    async def read(self, key: str) -> bytes | None:
        return self.kept.get(key)

    async def delete(self, key: str) -> None:
        self.kept.pop(key, None)


class FakeImaging:
    """The real cleaning, without a process of its own."""

    async def clean(self, raw: bytes) -> CleanPhoto:
        return cleaned(raw)


class FakeMail(Breakable):
    """Letters in the order they were sent, each key once."""

    port = "mail"

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[Letter] = []
        self._keys: set[str] = set()

    async def send(self, letter: Letter, key: str) -> None:
        self.before()
        if key not in self._keys:
            self._keys.add(key)
            self.letters.append(letter)
        self.after()

    def to(self, address: str) -> list[Letter]:
        """What one person was sent."""
        return [letter for letter in self.letters if letter.to == address]


class FakeStock:
    def __init__(self, level: int = 25):
        self.level = level
        self.holds: dict[str, set[str]] = {}

    async def hold(self, sku: str, key: str) -> bool:
        held = self.holds.setdefault(sku, set())
        if key not in held and len(held) >= self.level:
            return False
        held.add(key)
        return True


class FakePlaces:
    """Postcodes of five digits on one straight road, a hundred to the kilometre."""

    async def km(self, one: Contact | Address, other: Contact | Address) -> int | None:
        codes = (one.postal_code[:5], other.postal_code[:5])
        if {one.country, other.country} != {"US"} or not all(code.isdigit() for code in codes):
            return None
        return round(abs(int(codes[0]) - int(codes[1])) / 100)


def _signature(body: bytes) -> str:
    return hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()


def _scan(row: dict[str, Any]) -> Scan:
    at = datetime.fromisoformat(row["at"]).astimezone(UTC)
    return Scan(row["key"], row["tracking_number"], ShipmentStatus(row["status"]), at, row["place"])


def _name(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:12]
