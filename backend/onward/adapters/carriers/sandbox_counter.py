"""The sandbox carrier's counters and vans: they scan parcels and post webhooks to our endpoint."""

import hashlib
from datetime import datetime
from types import TracebackType
from typing import Self

import httpx

from onward.adapters.carriers.sandbox import SandboxCarrier
from onward.domain.life import ShipmentStatus
from onward.domain.shipping import Scan
from onward.ports import Outage

# Whole regions, so that a scan tells neither party where the other one lives.
_HUBS = (
    "Northwest sorting hub",
    "Mountain sorting hub",
    "Great Plains sorting hub",
    "Great Lakes sorting hub",
    "Gulf sorting hub",
    "Northeast sorting hub",
)
_PATIENCE_S = 10.0


class WebhookNotTaken(Exception):
    """Our endpoint answered a webhook with something other than success."""

    def __init__(self, status: int, said: str):
        self.status = status
        super().__init__(f"the endpoint answered {status}: {said[:200]}")


class SandboxCounter:
    """Posts to `webhook_url`; use it as a context manager, or `close` it."""

    def __init__(self, carrier: SandboxCarrier, webhook_url: str):
        self._carrier = carrier
        self._url = webhook_url
        self._client = httpx.AsyncClient(timeout=_PATIENCE_S, trust_env=False)

    async def post(self, *scans: Scan) -> None:
        """Scan, and tell us so; Outage where nobody answers, WebhookNotTaken for another no.

        Posting the same scan again is a repeated webhook: same id, fresh signature.
        """
        self._carrier.note_scans(scans)
        headers, body = self._carrier.sign_scans(scans)
        try:
            answer = await self._client.post(self._url, headers=headers, content=body)
        except httpx.HTTPError as trouble:
            raise Outage("webhook", type(trouble).__name__) from trouble
        if not answer.is_success:
            raise WebhookNotTaken(answer.status_code, answer.text)

    async def close(self) -> None:
        await self._client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()


def scan_of(tracking_number: str, status: ShipmentStatus, at: datetime) -> Scan:
    """A scan as this carrier makes it: a place that names a region, and an id that stays."""
    told = f"{tracking_number} {status} {at.isoformat()}"
    key = f"scan_{hashlib.sha256(told.encode()).hexdigest()[:24]}"
    return Scan(key, tracking_number, status, at, _place(tracking_number, status))


def _place(tracking_number: str, status: ShipmentStatus) -> str:
    drawn = hashlib.sha256(tracking_number.encode()).digest()
    setting_out = drawn[0] % len(_HUBS)
    if status in {ShipmentStatus.PRE_TRANSIT, ShipmentStatus.IN_TRANSIT}:
        return _HUBS[setting_out]
    onward = 1 + drawn[1] % (len(_HUBS) - 1)
    return _HUBS[(setting_out + onward) % len(_HUBS)]
