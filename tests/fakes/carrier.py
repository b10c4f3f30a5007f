"""A carrier in memory, with labels that say nothing and webhooks that are signed."""

import dataclasses
import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from onward.domain.life import ShipmentStatus
from onward.domain.money import Money
from onward.domain.refusals import BadInput, ForgedWebhook, Unserviceable
from onward.domain.shipping import Blind, Scan, VoidAnswer
from onward.ports import BoughtLabel, Parcel, Quote
from tests.fakes.breakable import Breakable

_SECRET = b"the fake carrier's own"


# Product, cost in minor units, days and blindness; the first is the cheapest.
_PRODUCTS = (
    ("STANDARD", 700, 3, Blind.YES),
    ("PRINTED", 900, 3, Blind.NO),
    ("EXPRESS", 1200, 1, Blind.COUNTER_ONLY),
)


class FakeCarrier(Breakable):
    """Labels in the order they were bought; `hand_in` is what a counter would do. It goes nowhere
    but to postcodes that are not in `unserved`; `slow_voids` are granted when asked again, and
    `products` are those it offers today."""

    port = "carrier"

    def __init__(self) -> None:
        super().__init__()
        self.labels: dict[str, BoughtLabel] = {}
        self.parcels: dict[str, Parcel] = {}
        self.seen: dict[str, list[Scan]] = {}
        self.voided: list[str] = []
        self.refuses_voids = False
        self.slow_voids = False
        self.unserved: set[str] = set()
        self.products = {product for product, *_ in _PRODUCTS}

    async def quote(self, parcel: Parcel) -> tuple[Quote, ...]:
        self.before()
        return self._offers(parcel)

    async def buy(self, parcel: Parcel, key: str, product: str | None = None) -> BoughtLabel:
        self.before()
        if key not in self.labels:
            fitting = [q for q in self._offers(parcel) if product in (None, q.product)]
            if not fitting:
                raise Unserviceable(product=product)
            self.labels[key] = self._label(parcel, fitting[0])
        self.after()
        return self.labels[key]

    async def sold(self, key: str) -> BoughtLabel | None:
        self.before()
        label = self.labels.get(key)
        return dataclasses.replace(label, pdf=b"", zpl=None) if label else None

    async def void(self, tracking_number: str, key: str) -> VoidAnswer:
        self.before()
        answer = self._voided(tracking_number)
        self.after()
        return answer

    async def track(self, tracking_number: str) -> tuple[Scan, ...]:
        self.before()
        return tuple(sorted(self.seen.get(tracking_number, []), key=lambda scan: scan.at))

    @property
    def scanned(self) -> set[str]:
        """The tracking numbers that went over a scanner."""
        return set(self.seen)

    def _offers(self, parcel: Parcel) -> tuple[Quote, ...]:
        if parcel.recipient.postal_code in self.unserved:
            raise Unserviceable(country=parcel.recipient.country)
        return tuple(
            Quote(product, Money(minor, parcel.currency), timedelta(days=days), blind)
            for product, minor, days, blind in _PRODUCTS
            if product in self.products
        )

    def _label(self, parcel: Parcel, quote: Quote) -> BoughtLabel:
        number = f"FAKE{len(self.labels) + 1:08}"
        self.parcels[number] = parcel
        printed = quote.blind is Blind.NO or not parcel.hides_recipient
        return BoughtLabel(
            carrier="FAKE",
            tracking_number=number,
            counter_code=f"{len(self.labels) + 1:012}",
            cost=quote.cost,
            pdf=b"%PDF-1.4 " + number.encode() if printed else b"",
            zpl=f"^XA^FD{number}^FS^XZ" if printed else None,
            eta_for=quote.eta_for,
            product=quote.product,
            blind=quote.blind,
        )

    def _voided(self, number: str) -> VoidAnswer:
        if number not in self.parcels:
            return VoidAnswer.NOT_APPLICABLE
        if number in self.seen or self.refuses_voids:
            return VoidAnswer.REJECTED
        asked_before = number in self.voided
        if not asked_before:
            self.voided.append(number)
        slow = self.slow_voids and not asked_before
        return VoidAnswer.SUBMITTED if slow else VoidAnswer.REFUNDED

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
        for scan in scans:
            known = self.seen.setdefault(scan.tracking_number, [])
            if scan.key not in {one.key for one in known}:
                known.append(scan)
        return self.signed({"scans": [dataclasses.asdict(scan) for scan in scans]})

    def signed(self, message: object) -> tuple[dict[str, str], bytes]:
        """Any message with a signature that holds."""
        body = orjson.dumps(message)
        return self.signed_bytes(body), body

    def signed_bytes(self, body: bytes) -> dict[str, str]:
        """What makes any body at all a genuine one."""
        return {"Fake-Signature": _signature(body)}


def _signature(body: bytes) -> str:
    return hmac.new(_SECRET, body, hashlib.sha256).hexdigest()


def _scan(row: dict[str, Any]) -> Scan:
    key, eta_at = row["key"], row.get("eta_at")
    return Scan(
        key,
        row["tracking_number"],
        ShipmentStatus(row["status"]),
        datetime.fromisoformat(row["at"]).astimezone(UTC),
        row["place"],
        row.get("weight_g"),
        datetime.fromisoformat(eta_at).astimezone(UTC) if eta_at else None,
    )
