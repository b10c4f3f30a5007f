"""Webhooks of the carrier that are forged, repeated, out of order, or about a parcel of somebody
else: believed for their signature alone, taken in once, and never more than they say."""

import time
from dataclasses import replace
from typing import Any

import httpx
import pytest

from onward.adapters.carriers.sandbox import SandboxCarrier
from onward.adapters.carriers.sandbox_counter import scan_of
from onward.domain.life import ShipmentStatus
from onward.domain.shipping import Scan
from onward.store import strange
from tests.journeys.browser import Browser
from tests.journeys.customers import BEN, ROSA
from tests.journeys.refusing import nothing_written
from tests.journeys.road import buy, offer, on_sale, seen
from tests.journeys.town import Town

pytestmark = pytest.mark.anyio

HOOK = "/webhooks/carrier"
TITLE = "Linen overshirt"
_S = ShipmentStatus


async def on_the_counter(town: Town) -> tuple[Browser, dict[str, Any]]:
    """A case whose parcel may be handed in."""
    await town.opens()
    rosa, ben = await town.browser(ROSA.email), await town.browser(BEN.email)
    case = await offer(town, rosa, TITLE)
    await buy(town, ben, (await on_sale(ben, TITLE))["id"])
    return rosa, await seen(rosa, case["id"])


async def posted(
    town: Town, *scans: Scan, signer: SandboxCarrier | None = None, **changed: Any
) -> httpx.Response:
    """A webhook as a machine sends it: no cookie, no page."""
    headers, body = (signer or town.carrier).sign_scans(scans)
    given = {"headers": headers, "content": body} | changed
    async with httpx.AsyncClient(base_url=town.address, trust_env=False) as machine:
        return await machine.post(HOOK, **given)


def plain(answer: httpx.Response) -> tuple[int, str]:
    told = answer.json()
    assert told["message"].endswith(".")
    return answer.status_code, told["code"]


async def test_a_forged_webhook_moves_nothing(quiet_town: Town) -> None:
    town = quiet_town
    _, case = await on_the_counter(town)
    now = await town.world.clock.now()
    scan = scan_of(case["dropoff"]["trackingNumber"], _S.IN_TRANSIT, now)
    _, body = town.carrier.sign_scans([scan])
    folder = town.settings.home / "carrier"
    secret = town.settings.key_for("carrier").decode()
    stale = SandboxCarrier(secret, folder, lambda: time.time() - 3600)
    early = SandboxCarrier(secret, folder, lambda: time.time() + 3600)
    stranger = SandboxCarrier("another secret", folder)
    async with nothing_written():
        for answer in (
            await posted(town, scan, headers={"content-type": "application/json"}),
            await posted(town, scan, content=body.replace(b"IN_TRANSIT", b"DELIVERED")),
            await posted(town, scan, signer=stranger),
            await posted(town, scan, signer=stale),
            await posted(town, scan, signer=early),
        ):
            assert plain(answer) == (401, "FORGED_WEBHOOK")


async def test_a_parcel_that_is_not_ours_is_said_so(quiet_town: Town) -> None:
    town = quiet_town
    rosa, case = await on_the_counter(town)
    now = await town.world.clock.now()
    ours = scan_of(case["dropoff"]["trackingNumber"], _S.IN_TRANSIT, now)
    strangers = [
        replace(ours, key=f"scan {n}", tracking_number=number)
        for n, number in enumerate(("ONWARD-0", "x" * 200, "' OR 1=1 --"))
    ]
    # What it says of nobody's parcel is kept once for a person to see.
    async with nothing_written("strange_messages"):
        for stranger in strangers:
            for _ in range(2):
                assert plain(await posted(town, stranger)) == (404, "UNKNOWN_PARCEL")
    assert len(await strange.unseen(10)) == len(strangers)
    # Beside a stranger's, ours still counts.
    assert plain(await posted(town, strangers[0], ours)) == (404, "UNKNOWN_PARCEL")
    await town.settle()
    assert (await seen(rosa, case["id"]))["stage"] == "IN_TRANSIT"


async def test_a_webhook_sent_again_counts_once(quiet_town: Town) -> None:
    town = quiet_town
    rosa, case = await on_the_counter(town)
    scan = await town.scan(case["dropoff"]["trackingNumber"], _S.IN_TRANSIT)
    paid = (await seen(rosa, case["id"]))["refund"]
    assert paid["status"] == "SUCCEEDED"
    async with nothing_written():
        for _ in range(3):
            assert (await posted(town, scan)).status_code == 200
        assert (await posted(town, scan, scan)).status_code == 200
        await town.settle()
    assert (await seen(rosa, case["id"]))["refund"] == paid


async def test_scans_out_of_order_never_take_a_parcel_back(quiet_town: Town) -> None:
    town = quiet_town
    rosa, case = await on_the_counter(town)
    now = await town.world.clock.now()
    number = case["dropoff"]["trackingNumber"]
    van, counter = (scan_of(number, status, now) for status in (_S.OUT_FOR_DELIVERY, _S.IN_TRANSIT))
    door = scan_of(number, _S.DELIVERED, now)
    for scan in (door, counter, van):
        assert (await posted(town, scan)).status_code == 200
        await town.settle()
        seen_now = await seen(rosa, case["id"])
        assert seen_now["stage"] == "DELIVERED"
        assert seen_now["shipment"]["status"] == "DELIVERED"
        assert seen_now["refund"]["status"] == "SUCCEEDED"


async def test_a_signed_message_that_is_no_scan_is_refused(quiet_town: Town) -> None:
    town = quiet_town
    _, case = await on_the_counter(town)
    now = await town.world.clock.now()
    number = case["dropoff"]["trackingNumber"]
    scan = scan_of(number, _S.IN_TRANSIT, now)
    # Signed, and without sense: a person may see what came.
    async with nothing_written("strange_messages"):
        for wrong in (
            replace(scan, status=_S.VOIDED),
            replace(scan, key=""),
            replace(scan, key="k" * 101),
            replace(scan, key="nul\x00byte"),
            replace(scan, place="p" * 121),
            replace(scan, place="nul\x00byte"),
            replace(scan, at=now.replace(tzinfo=None)),
        ):
            assert plain(await posted(town, wrong)) == (400, "BAD_INPUT")
        assert plain(await posted(town)) == (400, "BAD_INPUT")


async def test_the_longest_that_a_carrier_may_say_is_taken_in(quiet_town: Town) -> None:
    town = quiet_town
    rosa, case = await on_the_counter(town)
    now = await town.world.clock.now()
    scan = scan_of(case["dropoff"]["trackingNumber"], _S.IN_TRANSIT, now)
    longest = replace(scan, key="k" * 100, place="p" * 120)
    for _ in range(2):
        assert (await posted(town, longest)).status_code == 200
    await town.settle()
    assert (await seen(rosa, case["id"]))["stage"] == "IN_TRANSIT"
