"""The sandbox's counters post real webhooks over HTTP, and play parcels down their roads."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from onward.adapters.carriers.failures import Mishap
from onward.adapters.carriers.sandbox import SandboxCarrier
from onward.adapters.carriers.sandbox_counter import SandboxCounter, WebhookNotTaken, scan_of
from onward.domain.life import ShipmentStatus
from onward.domain.shipping import Scan, VoidAnswer
from onward.ports import Outage
from tests.adapters.parcels import parcel
from tests.world import SECRET

pytestmark = pytest.mark.anyio
AT = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)


class Endpoint(HTTPServer):
    """An endpoint that reads webhooks as ours will, and answers as it is told."""

    def __init__(self, carrier: SandboxCarrier):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.carrier = carrier
        self.heard: list[Scan] = []
        self.answers_with = 204

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/webhooks/carrier"


class _Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard += self.server.carrier.scans(dict(self.headers), body)
        self.send_response(self.server.answers_with)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the test's output to itself."""


@pytest.fixture
def carrier(tmp_path: Path) -> SandboxCarrier:
    return SandboxCarrier(SECRET, tmp_path)


@pytest.fixture
def endpoint(carrier: SandboxCarrier) -> Iterator[Endpoint]:
    with Endpoint(carrier) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


async def test_a_scan_arrives_signed(carrier: SandboxCarrier, endpoint: Endpoint) -> None:
    label = await carrier.buy(parcel(), "label:1")
    scan = scan_of(label.tracking_number, ShipmentStatus.IN_TRANSIT, AT)
    async with SandboxCounter(carrier, endpoint.url) as counter:
        await counter.post(scan)
        await counter.post(scan)
    assert endpoint.heard == [scan, scan]


async def test_a_parcel_that_was_handed_in_is_not_voided(
    carrier: SandboxCarrier, endpoint: Endpoint
) -> None:
    label = await carrier.buy(parcel(), "label:1")
    async with SandboxCounter(carrier, endpoint.url) as counter:
        await counter.post(scan_of(label.tracking_number, ShipmentStatus.IN_TRANSIT, AT))
    assert await carrier.void(label.tracking_number, "void:1") is not VoidAnswer.REFUNDED


async def test_an_endpoint_that_says_no_is_not_passed_over(
    carrier: SandboxCarrier, endpoint: Endpoint
) -> None:
    endpoint.answers_with = 500
    async with SandboxCounter(carrier, endpoint.url) as counter:
        with pytest.raises(WebhookNotTaken) as refused:
            await counter.post(scan_of("ONW1", ShipmentStatus.IN_TRANSIT, AT))
    assert refused.value.status == 500


async def test_an_endpoint_that_is_not_there_is_an_outage(carrier: SandboxCarrier) -> None:
    with Endpoint(carrier) as closed:
        url = closed.url
    async with SandboxCounter(carrier, url) as counter:
        with pytest.raises(Outage):
            await counter.post(scan_of("ONW1", ShipmentStatus.IN_TRANSIT, AT))


async def test_a_parcel_is_played_down_its_road_and_missing_scans_stay_with_the_carrier(
    carrier: SandboxCarrier, endpoint: Endpoint
) -> None:
    label = await carrier.buy(parcel(), "label:1")
    number = label.tracking_number
    carrier.failures.write(certain={number: [Mishap.MISSING]})
    async with SandboxCounter(carrier, endpoint.url) as counter:
        assert await counter.play(number, AT, AT + label.eta_for) == 3
        assert len(endpoint.heard) == 3
        known = await carrier.track(number)
        assert len(known) == 4
        assert set(endpoint.heard) < set(known)


async def test_a_parcel_is_played_no_further_than_its_time(
    carrier: SandboxCarrier, endpoint: Endpoint
) -> None:
    label = await carrier.buy(parcel(), "label:1")
    async with SandboxCounter(carrier, endpoint.url) as counter:
        await counter.play(label.tracking_number, AT, AT)
    assert [scan.status for scan in endpoint.heard] == [ShipmentStatus.IN_TRANSIT]
    assert await carrier.track(label.tracking_number) == tuple(endpoint.heard)
