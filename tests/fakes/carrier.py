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
from onward.domain.refusals import BadInput, ForgedWebhook
from onward.domain.shipping import Blind, Scan, VoidAnswer
from onward.ports import BoughtLabel, Parcel, Quote
from tests.fakes.breakable import Breakable

_SECRET = b"the fake carrier's own"


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

    async def quote(self, parcel: Parcel) -> tuple[Quote, ...]:
        self.before()
        return (Quote("STANDARD", Money(700, parcel.currency), timedelta(days=3), Blind.YES),)

    async def buy(self, parcel: Parcel, key: str, product: str | None = None) -> BoughtLabel:
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

    async def void(self, tracking_number: str, key: str) -> VoidAnswer:
        self.before()
        known = tracking_number in self.parcels
        granted = known and tracking_number not in self.scanned and not self.refuses_voids
        if granted and tracking_number not in self.voided:
            self.voided.append(tracking_number)
        self.after()
        return VoidAnswer.REFUNDED if granted else VoidAnswer.REJECTED

    async def track(self, tracking_number: str) -> tuple[Scan, ...]:
        self.before()
        return ()

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


def _signature(body: bytes) -> str:
    return hmac.new(_SECRET, body, hashlib.sha256).hexdigest()


def _scan(row: dict[str, Any]) -> Scan:
    at = datetime.fromisoformat(row["at"]).astimezone(UTC)
    return Scan(row["key"], row["tracking_number"], ShipmentStatus(row["status"]), at, row["place"])
