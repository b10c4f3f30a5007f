"""EasyPost's HTTP interface through its own library, which waits where it stands: every call runs
in a thread, with a time limit. Answers are plain dictionaries."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx
from easypost.easypost_client import EasyPostClient
from easypost.errors.api.bad_request_error import BadRequestError
from easypost.errors.api.invalid_request_error import InvalidRequestError
from easypost.errors.api.not_found_error import NotFoundError
from easypost.errors.general.easypost_error import EasyPostError
from easypost.requestor import RequestMethod, Requestor

from onward.ports import Outage

Answer = dict[str, Any]
_NOT_FOUND = "NOT_FOUND"
BASE = "https://api.easypost.com/v2"
TIMEOUT_S = 20
_PORT = "carrier"
# The largest label or code that is taken (bytes).
_LARGEST_FILE = 5_000_000
_GET, _POST = RequestMethod.GET, RequestMethod.POST


class Refused(Exception):
    """EasyPost will not do this, whenever it is asked again. `code` is its own, like
    ADDRESS.VERIFY.FAILURE; its sentence may hold an address and is left where it was."""

    def __init__(self, code: str):
        self.code = code
        super().__init__(code)


class EasyPostApi:
    """`base` is where the interface lies, version included. No answer, one without sense, no money
    on the account or a wrong key: Outage. A request that it refuses: Refused."""

    def __init__(self, key: str, base: str = BASE, timeout_s: int = TIMEOUT_S):
        self._client = EasyPostClient(key, api_base=base, timeout=timeout_s)
        self._plain = base.startswith("http://")
        # No connection is kept, so that nothing has to be closed in the end.
        limits = httpx.Limits(max_keepalive_connections=0)
        self._files = httpx.Client(timeout=timeout_s, limits=limits)

    async def create_shipment(self, wanted: Mapping[str, Any]) -> Answer:
        return _named(await self._asked(_POST, "/shipments", {"shipment": dict(wanted)}))

    async def shipment(self, name: str) -> Answer | None:
        """A shipment by its id or by the reference it was made with; None where there is none."""
        try:
            return _named(await self._asked(_GET, f"/shipments/{name}"))
        except Refused as refused:
            if refused.code == _NOT_FOUND:
                return None
            raise

    async def rerate(self, shipment_id: str) -> Answer:
        return await self._asked(_POST, f"/shipments/{shipment_id}/rerate")

    async def buy(self, shipment_id: str, rate_id: str) -> Answer:
        wanted = {"rate": {"id": rate_id}}
        return _named(await self._asked(_POST, f"/shipments/{shipment_id}/buy", wanted))

    async def form(self, shipment_id: str, kind: str) -> Answer:
        wanted = {"form": {"type": kind}}
        return await self._asked(_POST, f"/shipments/{shipment_id}/forms", wanted)

    async def label(self, shipment_id: str, file_format: str) -> Answer:
        wanted = {"file_format": file_format}
        return await self._asked(_GET, f"/shipments/{shipment_id}/label", wanted)

    async def refund(self, shipment_id: str) -> Answer:
        return await self._asked(_POST, f"/shipments/{shipment_id}/refund")

    async def trackers(self, tracking_code: str) -> list[Answer]:
        """The trackers of a code, the newest first: carriers use codes again after years."""
        found = await self._asked(_GET, "/trackers", {"tracking_code": tracking_code})
        trackers = found.get("trackers")
        if not isinstance(trackers, list) or not all(isinstance(one, dict) for one in trackers):
            raise Outage(_PORT, "an answer without trackers")
        return [_named(one) for one in trackers]

    async def tracker(self, tracker_id: str) -> Answer:
        return await self._asked(_GET, f"/trackers/{tracker_id}")

    async def file(self, url: str) -> bytes:
        """A label or a code that an answer points to."""
        if not url.startswith("https://") and not (self._plain and url.startswith("http://")):
            raise Outage(_PORT, "a file without encryption")
        try:
            return await asyncio.to_thread(self._read, url)
        except httpx.HTTPError as trouble:
            raise Outage(_PORT, f"{type(trouble).__name__} for a file") from trouble

    def _read(self, url: str) -> bytes:
        content = b""
        with self._files.stream("GET", url) as answer:
            answer.raise_for_status()
            for piece in answer.iter_bytes():
                content += piece
                if len(content) > _LARGEST_FILE:
                    raise Outage(_PORT, "a file beyond any label")
        return content

    async def _asked(
        self, method: RequestMethod, path: str, wanted: dict[str, Any] | None = None
    ) -> Answer:
        requestor = Requestor(self._client)  # type: ignore[no-untyped-call]
        try:
            answer = await asyncio.to_thread(requestor.request, method, path, wanted)
        except NotFoundError as trouble:
            raise Refused(_NOT_FOUND) from trouble
        except (BadRequestError, InvalidRequestError) as trouble:
            raise Refused(str(trouble.code or "REFUSED")[:80]) from trouble
        except EasyPostError as trouble:
            raise Outage(_PORT, type(trouble).__name__) from trouble
        if not isinstance(answer, dict):
            raise Outage(_PORT, "an answer of another shape")
        return answer


def _named(answer: Answer) -> Answer:
    """An answer that says what it is about; Outage where it does not."""
    if not isinstance(answer.get("id"), str):
        raise Outage(_PORT, "an answer without a name")
    return answer
