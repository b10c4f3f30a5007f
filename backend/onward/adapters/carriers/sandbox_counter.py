"""The sandbox carrier's counters and vans: they scan parcels and post webhooks to our endpoint."""

from collections.abc import Sequence
from datetime import datetime
from types import TracebackType
from typing import Self

import httpx

from onward.adapters.carriers.roads import scan_of
from onward.adapters.carriers.sandbox import SandboxCarrier
from onward.domain.shipping import Scan
from onward.ports import Outage

__all__ = ["SandboxCounter", "WebhookNotTaken", "scan_of"]
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
        await self._tell(scans)

    async def play(self, tracking_number: str, handed_in_at: datetime, until: datetime) -> int:
        """Send a parcel down its road as far as `until`: everything is scanned, and told as the
        failure book has it. Answers how many webhooks were sent; doing so again repeats them."""
        journey = self._carrier.journey(tracking_number, handed_in_at)
        self._carrier.note_scans([scan for scan in journey.scans if scan.at <= until])
        told = [one.scan for one in journey.told if one.at <= until]
        for scan in told:
            await self._tell([scan])
        return len(told)

    async def _tell(self, scans: Sequence[Scan]) -> None:
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
