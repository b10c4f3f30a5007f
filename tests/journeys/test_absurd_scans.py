"""Webhooks with absurd times, of absurd sizes, or meant for another door: refused clearly or taken
as they can be true, counted, and nothing of them lost."""

import time
from dataclasses import replace
from datetime import datetime, timedelta

import httpx
import orjson
import pytest

from onward.adapters.carriers.sandbox_counter import scan_of
from onward.adapters.carriers.webhooks import signed_body
from onward.domain.life import ShipmentStatus
from onward.store import strange
from tests.counts import rising
from tests.journeys.refusing import nothing_written
from tests.journeys.road import seen
from tests.journeys.test_bad_scans import on_the_counter, plain, posted
from tests.journeys.town import Town

pytestmark = pytest.mark.anyio

_S = ShipmentStatus


async def test_a_message_meant_for_another_door_opens_none(quiet_town: Town) -> None:
    """The bank's word at the carrier's door, and the carrier's at the bank's."""
    town = quiet_town
    _, case = await on_the_counter(town)
    now = await town.world.clock.now()
    scan = scan_of(case["dropoff"]["trackingNumber"], _S.IN_TRANSIT, now)
    headers, body = town.carrier.sign_scans([scan])
    [signature] = [value for name, value in headers.items() if name.endswith("Signature")]
    elsewhere = {
        "Onward-Payments-Signature": signature,
        "X-Hmac-Signature": signature,
        "Stripe-Signature": signature,
    }
    with rising() as rose:
        async with nothing_written():
            assert plain(await posted(town, scan, headers=elsewhere)) == (401, "FORGED_WEBHOOK")
            async with httpx.AsyncClient(base_url=town.address, trust_env=False) as machine:
                for given in (headers, headers | elsewhere):
                    answer = await machine.post("/webhooks/payments", headers=given, content=body)
                    assert plain(answer) == (401, "FORGED_WEBHOOK")
    assert rose["onward_webhooks_total forged carrier"] == 1
    assert rose["onward_webhooks_total forged payments"] == 2


@pytest.mark.parametrize(
    "at", ["0001-01-01T00:00:00+00:00", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]
)
async def test_a_time_that_cannot_be_moves_no_date(quiet_town: Town, at: str) -> None:
    town = quiet_town
    rosa, case = await on_the_counter(town)
    now = await town.world.clock.now()
    scan = scan_of(case["dropoff"]["trackingNumber"], _S.IN_TRANSIT, now)
    absurd = replace(scan, at=datetime.fromisoformat(at), eta_at=datetime.fromisoformat(at))
    with rising() as rose:
        for _ in range(2):
            assert (await posted(town, absurd)).status_code == 200
    assert rose["onward_webhooks_total absurd carrier"] == 1
    assert rose["onward_webhooks_total repeated carrier"] == 1
    await town.settle()
    handed_in = await seen(rosa, case["id"])
    assert (handed_in["stage"], handed_in["refund"]["status"]) == ("IN_TRANSIT", "SUCCEEDED")
    parcel, refund = handed_in["shipment"], handed_in["refund"]
    for day in (parcel["firstScanAt"], parcel["etaAt"], parcel["scans"][0]["at"], refund["dueAt"]):
        assert abs(datetime.fromisoformat(day) - now) < timedelta(days=30)
    assert [one.kind for one in await strange.unseen(10)] == ["ABSURD_SCAN"]


async def test_a_time_beyond_the_calendar_is_refused(quiet_town: Town) -> None:
    """Signed, and no instant at all once it is told in our zone."""
    town = quiet_town
    _, case = await on_the_counter(town)
    row = {
        "id": "beyond",
        "tracking_number": case["dropoff"]["trackingNumber"],
        "status": "IN_TRANSIT",
    }
    secret = town.settings.key_for("carrier")
    async with nothing_written("strange_messages"):
        for at in ("9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "10000-01-01", "soon"):
            body = orjson.dumps({"scans": [row | {"at": at}]})
            headers, _ = signed_body(secret, body, time.time())
            answer = await posted(town, headers=headers, content=body)
            assert plain(answer) == (400, "BAD_INPUT")
    assert len(await strange.unseen(10)) == 4


async def test_a_message_longer_than_any_is_refused_unread(quiet_town: Town) -> None:
    town = quiet_town
    _, case = await on_the_counter(town)
    now = await town.world.clock.now()
    scan = scan_of(case["dropoff"]["trackingNumber"], _S.IN_TRANSIT, now)
    many = [replace(scan, key=f"scan {n}") for n in range(3_000)]
    with rising() as rose:
        async with nothing_written():
            assert plain(await posted(town, *many)) == (413, "BAD_INPUT")
    assert rose["onward_webhooks_total too_large carrier"] == 1
